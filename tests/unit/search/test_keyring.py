import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from models.domain.errors import WrongUsage
from search.keyring import Keyring
from search.local_vault import LocalVault


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


def test_a_keyring_comes_back_as_it_was_made(path: Path) -> None:
    made = Keyring.create(path, quarantine=("public", "private"), lane_public="lane")
    assert Keyring.load(path) == made
    assert (made.quarantine_public, made.quarantine_private, made.lane_public) == (
        "public",
        "private",
        "lane",
    )


def test_its_file_belongs_to_its_owner_alone_and_nothing_else_is_left(path: Path) -> None:
    Keyring.create(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_its_file_is_private_from_its_first_moment_whatever_the_umask(path: Path) -> None:
    before = os.umask(0)
    try:
        Keyring.create(path)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_keys_that_are_there_are_never_written_over(path: Path) -> None:
    first = Keyring.create(path)
    with pytest.raises(WrongUsage, match="already; it stays as it is"):
        Keyring.create(path)
    assert Keyring.load(path) == first


def test_of_many_that_create_at_once_one_wins(path: Path) -> None:
    def attempt(_: int) -> bool:
        try:
            Keyring.create(path)
        except WrongUsage:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(attempt, range(16))).count(True) == 1
    assert list(path.parent.iterdir()) == [path]


def test_after_rotating_new_seals_use_the_new_key_and_old_ones_still_open(path: Path) -> None:
    old = Keyring.create(path)
    sealed = LocalVault(old).seal(b"text", context="a1")
    new = old.rotate(path)
    assert Keyring.load(path) == new
    assert LocalVault(new).open(sealed, context="a1") == b"text"
    resealed = LocalVault(new).seal(b"text", context="a1")
    with pytest.raises(WrongUsage, match="was sealed with key"):
        LocalVault(old).open(resealed, context="a1")
    assert new.contact == old.contact


def test_a_missing_keyring_is_told(path: Path) -> None:
    with pytest.raises(WrongUsage, match=r"There is no keyring at .*keys\.json"):
        Keyring.load(path)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o777])
def test_a_keyring_that_others_can_read_is_refused(path: Path, mode: int) -> None:
    Keyring.create(path)
    path.chmod(mode)
    with pytest.raises(WrongUsage, match="can be read by others; run `chmod 600"):
        Keyring.load(path)


DAMAGED = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"\xff\xfe",
    b'{"version": 1}',
    b'{"version": 2, "seal": [], "contact": {}}',
    b'{"version": 1, "seal": [], "contact": {"id": "00000000", "key": ""}}',
]


@pytest.mark.parametrize("content", DAMAGED)
def test_a_damaged_keyring_is_told(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(WrongUsage, match="is damaged; put its backup back"):
        Keyring.load(path)


@pytest.mark.parametrize(
    ("name", "value"), [("key", "c2hvcnQ="), ("key", "!"), ("key", 7), ("id", "xyz"), ("id", "00")]
)
def test_a_key_of_the_wrong_form_is_told(path: Path, name: str, value: object) -> None:
    Keyring.create(path)
    content = json.loads(path.read_text())
    content["contact"][name] = value
    path.write_text(json.dumps(content))
    with pytest.raises(WrongUsage, match="is damaged"):
        Keyring.load(path)


def test_a_folder_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="cannot be written"):
        Keyring.create(tmp_path / "none" / "keys.json")


def test_secrets_do_not_show_when_a_keyring_is_printed(path: Path) -> None:
    made = Keyring.create(path, quarantine=("public", "very-private"))
    shown = repr(made) + str(made.contact)
    assert "very-private" not in shown
    assert repr(made.contact.secret) not in shown


def test_a_lane_key_is_added_without_touching_the_others(path: Path) -> None:
    before = Keyring.create(path, quarantine=("public", "private"))
    after = before.with_lane(path, "lane")
    assert Keyring.load(path) == after
    assert (after.lane_public, after.seal, after.contact) == ("lane", before.seal, before.contact)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
