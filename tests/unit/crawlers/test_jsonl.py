import json
import resource
from pathlib import Path

import pytest

from crawlers.jsonl import JsonLinesSink
from models.domain.ad import RawAd
from models.domain.errors import DependencyDown, WrongUsage
from tests.unit.crawlers.builders import capture


def sink(path: Path) -> JsonLinesSink:
    return JsonLinesSink(path, is_withheld=lambda ad: "withhold me" in ad.text)


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_an_ad_is_one_line_with_what_screening_reads(tmp_path: Path) -> None:
    out = sink(tmp_path / "ads.jsonl")
    out.put(capture(text="रसोइया चाहिए"))
    out.close()
    (line,) = lines(tmp_path / "ads.jsonl")
    assert (line["id"], line["title"], line["text"], line["source"]) == (
        "aone",
        "Cook",
        "रसोइया चाहिए",
        "mandi",
    )
    assert line["fields"] == {"pay": "12000"}
    assert line["evidence"]["captured_ist"] == "2026-11-22T15:03:20+05:30"  # type: ignore[index]


def test_what_was_put_is_on_disk_before_the_sink_is_closed(tmp_path: Path) -> None:
    sink(tmp_path / "ads.jsonl").put(capture())
    assert len(lines(tmp_path / "ads.jsonl")) == 1


def test_putting_twice_leaves_one_line_also_after_opening_anew(tmp_path: Path) -> None:
    first = sink(tmp_path / "ads.jsonl")
    first.put(capture())
    first.put(capture())
    first.close()
    again = sink(tmp_path / "ads.jsonl")
    again.put(capture())
    again.put(capture(ad_id="atwo"))
    again.close()
    assert [line["id"] for line in lines(tmp_path / "ads.jsonl")] == ["aone", "atwo"]


def test_an_edited_ad_is_a_further_line_under_its_id(tmp_path: Path) -> None:
    out = sink(tmp_path / "ads.jsonl")
    out.put(capture())
    out.put(capture(text="Cook wanted, 9 hours."))
    out.close()
    assert [line["text"] for line in lines(tmp_path / "ads.jsonl")] == [
        "Cook wanted, 12 hours.",
        "Cook wanted, 9 hours.",
    ]


def test_a_line_torn_by_a_kill_is_taken_back_and_the_ad_written_again(tmp_path: Path) -> None:
    path = tmp_path / "ads.jsonl"
    out = sink(path)
    out.put(capture())
    out.put(capture(ad_id="atwo"))
    out.close()
    path.write_bytes(path.read_bytes()[:-20])
    again = sink(path)
    again.put(capture(ad_id="atwo"))
    again.close()
    assert [line["id"] for line in lines(path)] == ["aone", "atwo"]


def test_of_a_withheld_ad_only_hashes_and_the_time_are_kept_beside(tmp_path: Path) -> None:
    out = sink(tmp_path / "ads.jsonl")
    out.put(capture(text="withhold me", title="Secret title"))
    out.close()
    assert (tmp_path / "ads.jsonl").read_bytes() == b""
    (line,) = lines(tmp_path / "ads.withheld.jsonl")
    assert set(line) == {"id", "url_sha256", "content_hash", "captured_at", "withheld"}
    assert "ecret" not in (tmp_path / "ads.withheld.jsonl").read_text()


def test_a_full_disk_is_a_dependency_that_is_down_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ads.jsonl"
    out = sink(path)
    out.put(capture())
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 100, hard))
    try:
        with pytest.raises(DependencyDown, match=r"ads\.jsonl: the ad could not be written: File too large"):
            out.put(capture(ad_id="atwo"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [line["id"] for line in lines(path)] == ["aone"]
    out.put(capture(ad_id="atwo"))
    out.close()
    assert [line["id"] for line in lines(path)] == ["aone", "atwo"]


def test_a_file_of_something_else_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.jsonl"
    path.write_text('{"id": "aone", "content_hash": "x"}\nmy notes\n')
    with pytest.raises(WrongUsage, match="line 2 is not an ad that this program wrote"):
        sink(path)
    assert path.read_text() == '{"id": "aone", "content_hash": "x"}\nmy notes\n'


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="cannot be opened: No such file"):
        sink(tmp_path / "none" / "ads.jsonl")


def test_closing_twice_is_allowed(tmp_path: Path) -> None:
    out = sink(tmp_path / "ads.jsonl")
    out.close()
    out.close()


def test_the_gate_sees_the_ad_itself(tmp_path: Path) -> None:
    seen: list[str] = []

    def gate(ad: RawAd) -> bool:
        seen.append(ad.ad_id)
        return False

    out = JsonLinesSink(tmp_path / "ads.jsonl", is_withheld=gate)
    out.put(capture())
    out.close()
    assert seen == ["aone"]
