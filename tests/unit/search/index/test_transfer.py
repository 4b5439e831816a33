"""Ads carried from one index to another: alike in the end, and nothing newer is written over."""

from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from models.domain.errors import Refused
from models.domain.judgement import Band
from search.index.document import AdDocument
from search.index.embedded import EmbeddedIndex
from search.index.transfer import AdTransfer
from search.query.query import Query
from tests.contract.documents import ad

ERASED = {"a00003"}


def erased(ad_ids: Collection[str]) -> Collection[str]:
    return ERASED & set(ad_ids)


def opens(document: AdDocument) -> bool:
    return document.sealed != b"with another key"


@pytest.fixture
def transfer(tmp_path: Path) -> Iterator[AdTransfer]:
    with (
        closing(EmbeddedIndex(tmp_path / "source.db")) as source,
        closing(EmbeddedIndex(tmp_path / "target.db")) as target,
    ):
        yield AdTransfer(source, target, erased=erased, opens=opens)


def carry(transfer: AdTransfer) -> tuple[int, int, int, int]:
    steps = list(transfer.differences())
    for step in steps:
        transfer.settle(step)
    return (
        sum(step.same for step in steps),
        sum(len(step.write) for step in steps),
        sum(len(step.remove) for step in steps),
        sum(step.newer for step in steps),
    )


def several(count: int) -> list[AdDocument]:
    return [ad(f"a{number:05}", f"maid {number}", sealed=b"%d" % number) for number in range(count)]


def test_all_ads_are_carried_and_a_second_time_finds_them_alike(transfer: AdTransfer) -> None:
    transfer.source.put(several(1_201))
    assert transfer.size() == 1_201
    assert carry(transfer) == (0, 1_201, 0, 0)
    assert carry(transfer) == (1_201, 0, 0, 0)
    assert set(map(repr, transfer.target.scan(Query()))) == set(map(repr, several(1_201)))


def test_a_newer_capture_in_the_target_is_left_alone(transfer: AdTransfer) -> None:
    transfer.source.put(several(3))
    newer = ad("a00001", "edited", captured_at=2_000, content_hash="h2")
    transfer.target.put([newer])
    assert carry(transfer) == (0, 2, 0, 1)
    assert transfer.target.get("a00001") == newer


def test_an_ad_judged_anew_replaces_the_same_capture(transfer: AdTransfer) -> None:
    transfer.source.put(several(3))
    carry(transfer)
    rescored = replace(several(3)[1], band=Band.HIGH, model="m2")
    transfer.source.forget(["a00001"])
    transfer.source.put([rescored])
    assert carry(transfer) == (2, 1, 0, 0)
    assert transfer.target.get("a00001") == rescored


def test_an_ad_that_only_the_target_holds_goes_if_the_source_has_erased_it_and_is_newer_if_not(
    transfer: AdTransfer,
) -> None:
    transfer.target.put(several(5)[3:])
    assert carry(transfer) == (0, 0, 1, 1)
    assert [found.ad_id for found in transfer.target.scan(Query())] == ["a00004"]


def test_ads_that_the_keys_do_not_open_are_counted_and_carried(transfer: AdTransfer) -> None:
    transfer.source.put([*several(2), ad("b1", sealed=b"with another key")])
    (step,) = transfer.differences()
    assert (step.closed, len(step.write)) == (1, 3)


def test_a_target_that_takes_in_newer_ads_meanwhile_stops_it(transfer: AdTransfer) -> None:
    transfer.source.put(several(1))
    (step,) = transfer.missing()
    transfer.target.put([ad("a00000", captured_at=9_000)])
    with pytest.raises(Refused, match="newer ads meanwhile; stop its workers"):
        transfer.settle(step)
