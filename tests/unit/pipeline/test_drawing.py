import random
import tracemalloc
from collections.abc import Iterator, Sequence

import pytest

from models.domain.ad import RawAd
from models.training.batch import Why
from pipeline.drawing import Candidate, draw_from_pieces

FORBIDDEN = "not to be asked about"


def doubting(ads: Sequence[RawAd]) -> list[list[float] | None]:
    """By the number in the title, from -6 to 6, the same for all kinds but a little."""
    return [
        None if ad.text == FORBIDDEN else [int(ad.title) % 121 / 10 - 6 + kind / 100 for kind in range(8)]
        for ad in ads
    ]


def candidate(number: int, *, text: str = "", keys: tuple[str, ...] = ()) -> Candidate:
    ad = RawAd(f"a{number}", "card", "job", "", str(number), text or f"text {number}", 0, 0, {})
    return Candidate(f"a{number}", ad, "en", (f"own {number}", *keys))


def drawn(
    own: Sequence[Candidate], *, piece: int = 50, known: frozenset[str] = frozenset(), size: int = 20
) -> list[tuple[str, Why, float]]:
    pieces = [own[start : start + piece] for start in range(0, len(own), piece)]
    found = draw_from_pieces(pieces, known=known, doubting=doubting, size=size, seed=3)
    return [(number, one.why, one.probability) for number, one in found]


def test_pieces_and_order_do_not_matter() -> None:
    own = [candidate(number) for number in range(400)]
    mixed = random.Random(1).sample(own, len(own))
    first = drawn(own)
    assert len(first) == 20
    assert drawn(mixed, piece=7) == first
    assert sum(why is Why.LOW for _, why, _ in first) == 1


def test_chances_add_up_to_the_ads_that_are_there() -> None:
    own = [candidate(number) for number in range(2000)]
    low = [1 / chance for _, why, chance in drawn(own, size=1000) if why is Why.LOW]
    assert sum(low) == pytest.approx(1000, rel=1e-6)


def test_of_ads_that_share_a_key_one_is_asked_about_though_others_join_them() -> None:
    own = [candidate(1, keys=("k",)), candidate(2, keys=("k", "t")), candidate(3, keys=("t",)), candidate(4)]
    found = drawn(own, piece=1)
    assert len(found) == 2
    assert "a4" in {number for number, _, _ in found}


def test_copies_known_texts_and_forbidden_ads_are_not_asked_about() -> None:
    own = [candidate(5, text="same"), candidate(6), candidate(7), candidate(8, text=FORBIDDEN)]
    copy = Candidate("a9", own[0].ad, "en", ("own 9",))
    known = frozenset({own[1].ad.content_hash})
    assert [number for number, _, _ in drawn([*own, copy], known=known)] == ["a7", "a9"]
    assert drawn([]) == []


def held(count: int) -> int:
    """The most bytes held while `count` ads of 20,000 letters pass."""

    def pieces() -> Iterator[list[Candidate]]:
        for start in range(0, count, 50):
            yield [candidate(number, text=f"{number} " * 4000) for number in range(start, start + 50)]

    tracemalloc.start()
    try:
        assert draw_from_pieces(pieces(), known=(), doubting=doubting, size=20, seed=0)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_what_stays_of_an_ad_is_small_however_long_its_text() -> None:
    some, many = held(200), held(1200)
    assert (many - some) / 1000 < 1500  # bytes for each ad more
