from functools import cache

from models.domain.ad import RawAd
from models.domain.judgement import AdClass
from models.evaluation.swaps import named, swaps, twins
from models.screening import Reader, open_reading, screen_batch
from models.training.labelled import LabelledAd
from models.training.reading import read_for_training
from pipeline.looks import Look, looks, read_open
from pipeline.registry import shipped

TEXTS = (
    "Cook from Odisha wanted in Pune, passport will be kept by us, no leave.",
    "Driver from Punjab wanted in Nagpur, day shift, call 98765 43210.",
    "Boy of 13 wanted for tea stall.",
)


def labelled(number: int) -> LabelledAd:
    ad = RawAd(f"a{number}", "card", "job", "", "", TEXTS[number], 0, 0, {})
    return LabelledAd(ad, frozenset(), AdClass.ORDINARY_JOB, f"f{number}")


ADS = [labelled(number) for number in (2, 1, 0)]


@cache
def found() -> list[Look]:
    return looks(ADS, Reader.from_package(), shipped(), lambda _done, _size: None)


def test_a_look_says_what_reading_and_judging_the_ad_by_itself_say() -> None:
    reader = Reader.from_package()
    ads = [one.labelled.ad for one in found()]
    assert [one.ad_id for one in ads] == ["a0", "a1"]  # in the order of the ids, without the child sign
    assert [one.read for one in found()] == read_for_training(ads, reader)
    assert [one.answer for one in found()] == screen_batch(ads, reader, shipped())
    assert [one.named for one in found()] == [named(reader.read(ad)) for ad in ads]


def test_twins_of_what_was_looked_at_are_those_of_the_ads() -> None:
    made = twins((one.labelled.ad, one.named) for one in found())
    assert made == swaps([one.labelled.ad for one in found()], Reader.from_package())
    assert {one.what for one in made} == {"region"}


def test_an_ad_with_a_child_sign_is_looked_at_no_further() -> None:
    reader = Reader.from_package()
    assert [open_reading(one.ad, reader) is None for one in ADS] == [True, False, False]
    assert [one.ad.ad_id for one, _ in read_open(ADS, reader)] == ["a0", "a1"]


def test_progress_is_told_in_ads() -> None:
    told: list[tuple[int, int]] = []
    looks(ADS, Reader.from_package(), shipped(), lambda done, size: told.append((done, size)))
    assert told == [(3, 3)]
