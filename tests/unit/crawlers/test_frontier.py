from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.frontier import Frontier, Link, LinkKind
from models.domain.errors import DependencyDown

AD, LISTING, KNOWN = LinkKind.AD, LinkKind.LISTING, LinkKind.KNOWN
NOW = 1_795_340_000_000_000


def frontier(path: Path | None = None, *, mark: str = "1", now: int = NOW, not_before: int = 0) -> Frontier:
    return Frontier(path, mark=mark, now=now, not_before=not_before)


def ad(number: int) -> Link:
    return Link(f"https://mandi.example/ad/{number}", AD, listing="https://mandi.example/")


def taken(links: Frontier) -> list[str]:
    found = []
    while link := links.take():
        found.append(link.url.removeprefix("https://mandi.example"))
    return found


def test_ads_come_before_listings_and_those_before_ads_of_earlier_crawls() -> None:
    links = frontier()
    links.add(
        [
            Link("https://mandi.example/old", KNOWN),
            Link("https://mandi.example/?page=2", LISTING),
            ad(1),
            ad(2),
        ]
    )
    assert taken(links) == ["/ad/1", "/ad/2", "/?page=2", "/old"]


def test_an_address_is_taken_in_once_however_it_is_written() -> None:
    links = frontier()
    assert (
        links.add(
            [
                ad(1),
                Link("https://MANDI.example/ad/1#top", AD),
                Link("https://mandi.example/ad/1?utm_source=x", AD),
            ]
        )
        == 1
    )
    assert links.add([ad(1)]) == 0


def test_what_was_in_flight_when_the_process_was_killed_is_asked_for_again(tmp_path: Path) -> None:
    killed = frontier(tmp_path / "f")
    killed.add([ad(1), ad(2), ad(3)])
    first = killed.take()
    assert first is not None
    killed.settle(first, counts={"ad ": 1})
    killed.take()
    after = frontier(tmp_path / "f")
    assert (after.resumed, after.counted) == (True, {"ad ": 1})
    assert taken(after) == ["/ad/2", "/ad/3"]


def test_what_a_page_led_to_is_there_if_and_only_if_the_page_is_done(tmp_path: Path) -> None:
    killed = frontier(tmp_path / "f")
    start = Link("https://mandi.example/", LISTING)
    killed.add([start])
    killed.take()
    before = (tmp_path / "f").read_bytes()
    killed.settle(start, found=[ad(1), ad(2)])
    written = (tmp_path / "f").read_bytes()
    for cut in range(len(before), len(written)):
        (tmp_path / "f").write_bytes(written[:cut])
        assert taken(frontier(tmp_path / "f")) == ["/"], cut
    (tmp_path / "f").write_bytes(written)
    assert taken(frontier(tmp_path / "f")) == ["/ad/1", "/ad/2"]


def test_a_finished_crawl_an_edited_card_and_an_old_one_begin_anew(tmp_path: Path) -> None:
    for ending in ("finished", "edited", "old"):
        links = frontier(tmp_path / ending)
        links.add([ad(1)])
        if ending == "finished":
            links.finish()
        after = frontier(
            tmp_path / ending,
            mark="2" if ending == "edited" else "1",
            not_before=NOW + 1 if ending == "old" else 0,
        )
        assert (after.resumed, len(after), after.add([ad(1)])) == (False, 0, 1), ending


def test_a_rest_that_a_site_asked_for_is_remembered_over_the_end_of_the_crawl(tmp_path: Path) -> None:
    links = frontier(tmp_path / "f")
    links.rest(NOW + 5)
    links.finish()
    assert frontier(tmp_path / "f", now=NOW + 1).rest_until == NOW + 5
    assert frontier(tmp_path / "f", now=NOW + 2).rest_until == NOW + 5


def test_more_addresses_than_allowed_and_endless_ones_are_left_out() -> None:
    links = Frontier(None, mark="1", now=NOW, most=10)
    assert links.add(ad(number) for number in range(100_000)) == 10
    assert frontier().add([Link("https://mandi.example/" + "x" * 2000, AD)]) == 0


def test_a_journal_that_cannot_be_written_says_where() -> None:
    with pytest.raises(DependencyDown, match="/dev/null/f: the journal cannot be opened"):
        frontier(Path("/dev/null/f"))


@settings(deadline=None)
@given(steps=st.lists(st.sampled_from(["take", "settle", "kill"]), max_size=40))
def test_no_schedule_of_kills_loses_a_link_or_repeats_one_that_is_done(
    steps: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("frontier") / "f"
    links, flying, done = frontier(path), list[Link](), list[str]()
    links.add(ad(number) for number in range(12))
    for step in steps:
        if step == "kill":
            links, flying = frontier(path), []
        elif step == "take" and (link := links.take()):
            flying.append(link)
        elif step == "settle" and flying:
            link = flying.pop()
            links.settle(link)
            done.append(link.url)
    links = frontier(path)
    while link := links.take():
        done.append(link.url)
    assert sorted(done) == sorted(ad(number).url for number in range(12))
