from datetime import date
from pathlib import Path

import pytest

from models.domain.errors import WrongUsage
from models.domain.judgement import AdClass, Band, Kind
from search.digest import build, window_of
from search.digest.digest import Digest
from tests.unit.search.builders import NOON, House, micros, open_house, scored

DAY = date(2026, 11, 22)
NEXT_MORNING = micros(2026, 11, 23, 1, 30)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return open_house(tmp_path)


def digest_of(house: House, *, day: date = DAY, now: int = NEXT_MORNING, limit: int = 10) -> Digest:
    return build(house.index, house.records, house.vault, day=day, now=now, limit=limit)


def test_the_day_lasts_from_midnight_to_midnight_in_india() -> None:
    window = window_of(DAY)
    assert (window.start, window.end) == (micros(2026, 11, 21, 18, 30), micros(2026, 11, 22, 18, 30))


def test_the_first_microsecond_of_the_day_is_in_and_the_first_of_the_next_is_out(house: House) -> None:
    window = window_of(DAY)
    first, _, _ = house.take(
        scored("1", captured_at=window.start),
        scored("2", captured_at=window.end),
        scored("3", captured_at=window.start - 1),
    )
    assert [lead.ad_id for lead in digest_of(house).leads] == [first]


def test_an_ad_captured_again_later_is_still_new_on_the_day_it_was_first_seen(house: House) -> None:
    (ad_id,) = house.take(scored(first_seen=NOON, captured_at=micros(2026, 11, 24)))
    assert [lead.ad_id for lead in digest_of(house).leads] == [ad_id]
    assert digest_of(house, day=date(2026, 11, 24), now=micros(2026, 11, 25)).leads == ()


def test_a_lead_seen_before_counts_as_grown_and_is_not_told_as_new(house: House) -> None:
    old, new = house.take(scored("1", captured_at=micros(2026, 11, 20)), scored("2"))
    house.join(old, new)
    digest = digest_of(house)
    assert (digest.new_leads, digest.updated_leads, digest.leads) == (0, 1, ())


def test_leads_come_strongest_first_and_no_more_than_asked(house: House) -> None:
    house.take(
        scored("1", band=Band.LOW, score=0.2),
        scored("2", band=Band.URGENT, score=0.9),
        scored("3", band=Band.HIGH, score=0.7),
    )
    digest = digest_of(house, limit=2)
    assert [lead.band for lead in digest.leads] == ["Urgent", "High"]
    assert (digest.new_leads, digest.left_out) == (3, 1)


def test_an_ad_without_a_band_is_counted_and_never_told(house: House) -> None:
    house.take(scored(band=Band.NONE, kinds={}, says=()))
    digest = digest_of(house)
    assert (digest.ads_read, digest.new_leads, digest.leads) == (1, 0, ())


@pytest.mark.parametrize(
    ("kinds", "ad_class"),
    [
        ({Kind.SEXUAL_EXPLOITATION: 0.6, Kind.FORCED_LABOUR: 0.6}, AdClass.LEAD),
        ({Kind.FORCED_LABOUR: 0.6}, AdClass.INDEPENDENT_ADULT),
    ],
)
def test_a_lead_with_a_sexual_side_waits_for_people(
    house: House, kinds: dict[Kind, float], ad_class: AdClass
) -> None:
    harmless, sexual = house.take(scored("1"), scored("2", kinds=kinds, ad_class=ad_class))
    house.join(harmless, sexual)
    digest = digest_of(house)
    assert (digest.new_leads, digest.withheld, digest.leads) == (1, 1, ())


def test_a_lead_is_told_by_its_strongest_ad_with_all_its_places_and_contacts(house: House) -> None:
    weak = scored(
        "1",
        band=Band.LOW,
        score=0.2,
        text="Pay the visa fee first. Kochi. PF and ESI",
        places=[("Kochi", "city", 32, None)],
    )
    strong = scored("2", band=Band.HIGH, score=0.7, title="Loaders wanted")
    ids = house.take(weak, strong)
    house.join(*ids)
    (lead,) = digest_of(house).leads
    assert (lead.title, lead.band, lead.ads) == ("Loaders wanted", "High", 2)
    assert lead.places == ("Kochi (city named in the ad)",)
    assert (lead.shown, lead.not_shown) == ((("Means", "Pay the visa fee first"),), ("Act", "Purpose"))


def test_reading_the_ad_takes_the_mark_away(house: House) -> None:
    (ad_id,) = house.take(scored())
    assert [lead.read_by_person for lead in digest_of(house).leads] == [False]
    house.records.mark_read(ad_id, person="p", at=NOON)
    assert [lead.read_by_person for lead in digest_of(house).leads] == [True]


def test_the_same_records_give_the_same_digest(house: House) -> None:
    house.take(*(scored(str(n)) for n in range(5)))
    assert digest_of(house) == digest_of(house, now=NEXT_MORNING + 86_400_000_000)


def test_a_day_that_goes_on_is_marked_and_a_day_to_come_is_refused(house: House) -> None:
    assert digest_of(house, now=NOON).finished is False
    with pytest.raises(WrongUsage, match="has not begun in India"):
        digest_of(house, day=date(2026, 11, 24))


@pytest.mark.parametrize("limit", [0, 11])
def test_a_digest_holds_one_to_ten_leads(house: House, limit: int) -> None:
    with pytest.raises(WrongUsage, match="1 to 10"):
        digest_of(house, limit=limit)


def test_a_lead_that_these_keys_do_not_open_is_counted_not_dropped_in_silence(
    house: House, tmp_path: Path
) -> None:
    house.take(scored())
    (tmp_path / "other").mkdir()
    strange = open_house(tmp_path / "other").vault
    digest = build(house.index, house.records, strange, day=DAY, now=NEXT_MORNING)
    assert (digest.new_leads, digest.unreadable, digest.leads) == (1, 1, ())
