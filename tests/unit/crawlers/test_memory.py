from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from crawlers.frontier import Link, LinkKind
from crawlers.memory import Memory, forget, open_memory
from crawlers.visits import Visit, Visits
from models.domain.errors import Refused
from pipeline.sampleboard.card import sample_card

CARD = sample_card("http://127.0.0.1:9", today=date(2026, 11, 22))
SITE = "http://127.0.0.1:9/ads/"


def visit(number: int) -> Visit:
    return Visit(f"{SITE}{number}", f"a{number}", "h", first_seen=1, last_seen=2, reader="1")


def crawl(folder: Path, *, to_the_end: bool, now: int = 1) -> Memory:
    """A crawl that finds three ads, visits two of them, and perhaps is killed before the third."""
    with open_memory(folder, card=CARD, now=now, build_id="test", limit=100) as memory:
        listing = Link(f"{SITE}", LinkKind.LISTING)
        memory.frontier.add([listing])
        memory.frontier.settle(listing, found=[Link(f"{SITE}{n}", LinkKind.AD) for n in (1, 2, 3)])
        for number in (1, 2):
            memory.visits.note(visit(number))
            memory.frontier.settle(Link(f"{SITE}{number}", LinkKind.AD), counts={"page": 1})
        if to_the_end:
            memory.finish({})
    return memory


def words_in(folder: Path) -> str:
    return "".join(file.read_text("utf-8") for file in folder.iterdir())


@pytest.mark.parametrize("to_the_end", [True, False], ids=["finished", "killed"])
def test_of_a_forgotten_ad_a_crawl_remembers_neither_id_nor_address(
    tmp_path: Path, *, to_the_end: bool
) -> None:
    crawl(tmp_path, to_the_end=to_the_end)
    for _ in range(2):
        forget(tmp_path, ["a1", "unknown"])
    assert "a1" not in words_in(tmp_path)
    assert f"{SITE}1" not in words_in(tmp_path)
    with closing(Visits(tmp_path / "visits.jsonl")) as visits:
        assert (visits.of("a1"), visits.of("a2")) == (None, visit(2))


def test_a_killed_crawl_goes_on_after_an_ad_of_it_was_forgotten(tmp_path: Path) -> None:
    crawl(tmp_path, to_the_end=False)
    forget(tmp_path, ["a1"])
    with open_memory(tmp_path, card=CARD, now=2, build_id="test", limit=100) as memory:
        assert memory.frontier.resumed
        assert memory.frontier.take() == Link(f"{SITE}3", LinkKind.AD)
        assert memory.frontier.take() is None


def test_the_memory_of_a_running_crawl_is_left_alone(tmp_path: Path) -> None:
    with open_memory(tmp_path, card=CARD, now=1, build_id="test", limit=100) as memory:
        memory.visits.note(visit(1))
        with pytest.raises(Refused, match="another crawl of this source is running"):
            forget(tmp_path, ["a1"])
        assert memory.visits.of("a1") == visit(1)
