"""Does `nigah labels next` hold its memory while it draws from an index of 50,000 ads? Measured on the embedded index."""

import resource
import time
from contextlib import closing
from pathlib import Path

import pytest

from pipeline import bootstrap
from pipeline.jobs.label import Wanted, batch_to_label
from pipeline.sampleboard.ads import sample_ads
from pipeline.settings import Settings
from search.index.build import document
from tests.unit.search.builders import scored

pytestmark = pytest.mark.bench

FEW, MANY, PIECE = 5_000, 50_000, 1_000


def test_drawing_from_50_000_ads_takes_hardly_more_memory_than_from_5_000(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(home=tmp_path)
    filled(settings, range(FEW))
    first_time, first = drawn(settings)
    filled(settings, range(FEW, MANY))
    second_time, second = drawn(settings)
    with capsys.disabled():
        print(
            f"\n{FEW} ads: {first_time:.0f} s, at most {first} MB held; {MANY} ads: {second_time:.0f} s, {second} MB"
        )
    assert second - first < 100


def filled(settings: Settings, numbers: range) -> None:
    texts = [one.text for one in sample_ads() if not one.labels.child_sign]
    vault = bootstrap.open_vault(settings)
    with closing(bootstrap.open_index(settings)) as index:
        for start in range(numbers.start, numbers.stop, PIECE):
            events = [
                scored(str(i), text=f"{texts[i % len(texts)]} {i}", says=(), against=())
                for i in range(start, start + PIECE)
            ]
            index.put([document(event, vault) for event in events])


def drawn(settings: Settings) -> tuple[float, int]:
    """How long a draw takes, and the most memory that the process has held so far (MB)."""
    begun = time.monotonic()
    assert len(batch_to_label(settings, Wanted(size=40))) == 40
    return time.monotonic() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
