from pathlib import Path

from crawlers.visits import Visit, Visits


def visit(number: int, *, url: str = "", seen: int = 10) -> Visit:
    return Visit(
        url=url or f"https://mandi.example/ad/{number}",
        ad_id=f"a{number}",
        content_hash="c",
        first_seen=1,
        last_seen=seen,
        reader="1 test",
        etag='"e"',
    )


def test_ads_are_found_by_address_and_by_id_also_by_another_process(tmp_path: Path) -> None:
    Visits(tmp_path / "v").note(visit(1))
    visits = Visits(tmp_path / "v")
    assert visits.at("https://mandi.example/ad/1#top") == visits.of("a1") == visit(1)
    assert (visits.at("https://mandi.example/ad/2"), visits.of("a2"), len(visits)) == (None, None, 1)


def test_the_latest_visit_counts_and_an_ad_that_moved_leaves_its_old_address(tmp_path: Path) -> None:
    visits = Visits(tmp_path / "v")
    visits.note(visit(1))
    visits.note(visit(1, url="https://mandi.example/new/1", seen=20))
    for held in (visits, Visits(tmp_path / "v")):
        assert held.at("https://mandi.example/ad/1") is None
        assert (
            held.of("a1")
            == held.at("https://mandi.example/new/1")
            == visit(1, url="https://mandi.example/new/1", seen=20)
        )


def test_ads_not_seen_since_are_listed_and_those_gone_are_forgotten(tmp_path: Path) -> None:
    visits = Visits(tmp_path / "v")
    for number, seen in ((1, 10), (2, 20), (3, 10)):
        visits.note(visit(number, seen=seen))
    visits.forget(visit(3))
    assert [found.ad_id for found in visits.before(15)] == ["a1"]


def test_compacting_leaves_one_line_for_each_ad(tmp_path: Path) -> None:
    visits = Visits(tmp_path / "v")
    for seen in range(50):
        visits.note(visit(1, seen=seen))
        visits.note(visit(2, seen=seen))
    visits.forget(visit(2, seen=49))
    visits.compact()
    assert len((tmp_path / "v").read_bytes().splitlines()) == 1
    assert (visits.of("a1"), visits.of("a2")) == (visit(1, seen=49), None)
    visits.note(visit(4))
    assert Visits(tmp_path / "v").of("a4") == visit(4)


def test_without_a_file_nothing_is_remembered() -> None:
    visits = Visits(None)
    visits.note(visit(1))
    assert (len(visits), visits.at("https://mandi.example/ad/1"), list(visits.before(99))) == (0, None, [])
