"""This module measures how many of the signs that strangers wrote the phrase book finds, one sign a text.

The book was mended by the `read` part and knows nothing of the `unread` one: that figure counts. See corpus/rows/README.md.
"""

import json
import sys
from collections import Counter
from pathlib import Path

import pytest

from models.domain.ad import RawAd
from models.indicators.evidence import gather
from models.screening import Reader
from pipeline.sampleboard.placeholders import fill_known

pytestmark = pytest.mark.bench

ROWS = Path(__file__).parents[2] / "corpus" / "rows"
NEWS = "CN11"
"""The row that no finding shows: the ad is about the crime."""


def is_found(one: dict[str, str], reader: Reader) -> bool:
    title, text = fill_known(one["title"]), fill_known(one["text"])
    ad = RawAd(one["id"], "rows", one["source_type"], "https://board.example/1", title, text, 0, 0, {})
    evidence = gather(reader.read(ad), reader.catalogue)
    if one["row"] == NEWS:
        return evidence.about_trafficking
    return one["row"] in {finding.indicator for finding in (*evidence.scoring, *evidence.shown)}


@pytest.mark.parametrize(("part", "least"), [("read", 0.9), ("unread", 0.7)])
def test_signs_that_strangers_wrote(part: str, least: float, capsys: pytest.CaptureFixture[str]) -> None:
    reader = Reader.from_package()
    files = sorted(ROWS.glob(f"{part}-*.jsonl"))
    written = [json.loads(line) for path in files for line in path.read_text("utf-8").splitlines()]
    counts = Counter((one["positive"], one["lang"]) for one in written)
    found = Counter((one["positive"], one["lang"]) for one in written if is_found(one, reader))
    signs, taken = _all(found, shown=True), _all(found, shown=False)
    with capsys.disabled():
        sys.stdout.write(f"\n{part}: {signs} of {_all(counts, shown=True)} signs found, ")
        sys.stdout.write(f"{taken} of {_all(counts, shown=False)} texts without one taken for it\n")
        for (positive, lang), n in sorted(counts.items()):
            if positive:
                sys.stdout.write(f"  {lang:8} {found[positive, lang]} of {n}\n")
    assert signs > least * _all(counts, shown=True)


def _all(counts: Counter[tuple[bool, str]], *, shown: bool) -> int:
    return sum(n for (positive, _), n in counts.items() if positive is shown)
