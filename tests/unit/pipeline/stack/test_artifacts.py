"""What a server is made of is exactly what was committed."""

import hashlib
import zipfile
from pathlib import Path

import pytest

from models.domain.errors import WrongUsage
from pipeline.stack.artifacts import Artifact, fetch, locked_artifacts, unpack

HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"


def artifact(digest: str = HELLO) -> Artifact:
    return Artifact("kafka", "org.example:thing:1.0:jar", digest)


def test_every_file_of_both_java_servers_is_locked_by_its_digest() -> None:
    kafka, elasticsearch = locked_artifacts("kafka"), locked_artifacts("elasticsearch")
    assert (len(kafka), len(elasticsearch)) == (45, 1)
    assert elasticsearch[0].file_name == "elasticsearch-8.19.21.zip"
    assert "kafka_2.13-4.4.0.jar" in {each.file_name for each in kafka}
    assert all(len(bytes.fromhex(each.digest)) == 32 for each in (*kafka, *elasticsearch))


def test_a_file_in_the_cache_is_not_fetched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))  # no Maven to ask
    (tmp_path / "thing-1.0.jar").write_bytes(b"hello")
    assert fetch([artifact()], tmp_path) == (tmp_path / "thing-1.0.jar",)


def test_a_file_of_another_digest_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thing-1.0.jar").write_bytes(b"hellp")
    with pytest.raises(WrongUsage, match=r"thing-1\.0\.jar is not the file that this version of Nigah names"):
        fetch([artifact()], tmp_path)


def test_without_maven_the_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(WrongUsage, match="apt-get install maven"):
        fetch([artifact()], tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []


def test_what_a_wrong_maven_brings_never_reaches_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maven = tmp_path / "mvn"
    maven.write_text(
        '#!/bin/sh\nfor a; do f=${a#-DoutputDirectory=}; done\nprintf bad > "$f/thing-1.0.jar"\n'
    )
    maven.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    cache = tmp_path / "cache"
    with pytest.raises(WrongUsage, match=hashlib.sha256(b"bad").hexdigest()):
        fetch([artifact()], cache)
    assert list(cache.iterdir()) == []


def test_an_archive_is_unpacked_once_and_its_programs_can_be_run(tmp_path: Path) -> None:
    archive = tmp_path / "thing-1.0.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        program = zipfile.ZipInfo("thing-1.0/bin/thing")
        program.external_attr = 0o100755 << 16
        opened.writestr(program, "#!/bin/sh\n")
        opened.writestr(zipfile.ZipInfo("thing-1.0/config/settings"), "a=b")
    home = unpack(archive)
    assert home == tmp_path / "thing-1.0"
    assert (home / "bin" / "thing").stat().st_mode & 0o777 == 0o755
    assert (home / "config" / "settings").stat().st_mode & 0o444 == 0o444
    (home / "mark").touch()
    assert (unpack(archive) / "mark").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["thing-1.0", "thing-1.0.zip"]
