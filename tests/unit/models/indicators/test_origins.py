"""This module tests that no phrase of the book names a region, a community or a person: only sets that hold all of them may."""

import pytest

from models.entities.tables import rows
from models.indicators.concepts import NEVER_LEARNED
from models.indicators.evidence import gather
from models.indicators.masking import masked_text
from models.indicators.reading import PartReading, read_part
from models.phrases.phrasebook import Element, Phrasebook
from tests.unit.models.indicators.builders import ad, reader

BOOK = Phrasebook.from_package()
# Sets that say where somebody is from, all alike, and hubs abroad, which are part of what is judged.
OF_ORIGINS = {"community", "given_name", "region", "foreign", "gulf", "compound", "war_zone", "via_hi"}
ABROAD = {"thai", "nepal", "नेपाल", "নেপাল"}  # borders that people are taken over
NOT_NAMES = {"mandir me mala", "das lakh", "das lakh denge", "das minute"}  # beads, and ten


STATES_AND_CITIES = [
    name
    for row in rows("places.csv")
    if row["kind"] == "state" or (row["kind"] == "city" and not row["district_lgd"])
    for name in row["names"].split("|")
]
ALSO_TEN = {"das", "saha"}  # as they are written here, a number and an ordinary word


def part_of(text: str) -> PartReading:
    return read_part("text", text, reader().finder)


def masked(text: str) -> str:
    return masked_text(reader().read(ad(text)), ())


def signs_of(text: str) -> list[str]:
    evidence = gather(reader().read(ad(text, source_type="classified")), reader().catalogue)
    return sorted(finding.indicator for finding in evidence.scoring)


def words_of(name: str) -> set[str]:
    return {line[0].words.casefold() for line in BOOK.sets[name] if len(line) == 1 and line[0].words}


def named() -> set[str]:
    states = {
        name.casefold()
        for row in rows("places.csv")
        if row["state_lgd"] and row["kind"] in {"state", "city"}
        for name in row["names"].split("|")
    }
    return (states | words_of("community") | words_of("given_name")) - ABROAD


def runs(element: Element) -> set[str]:
    words = element.words.casefold().split()
    return {
        " ".join(words[first:last]) for first in range(len(words)) for last in range(first + 1, first + 4)
    }


def test_no_phrase_names_a_region_a_community_or_a_person() -> None:
    origins = named()
    books = {**BOOK.sets, **BOOK.phrases}
    offenders = {
        (name, element.words)
        for name, lines in books.items()
        if name not in OF_ORIGINS
        for elements in lines
        for element in elements
        if element.words and element.words not in NOT_NAMES and runs(element) & origins
    }
    assert offenders == set()


@pytest.mark.parametrize("place", STATES_AND_CITIES)
def test_a_sign_that_names_a_region_is_shown_by_any_of_them(place: str) -> None:
    found = part_of(f"brides from {place} available")
    assert found.spans("<region>") == [(2, len(found.tokens) - 1)]
    assert set(found.hits) >= set(part_of("brides from Bihar available").hits)


@pytest.mark.parametrize("place", STATES_AND_CITIES)
def test_no_region_is_learned_from(place: str) -> None:
    assert masked(f"girls of {place} needed") == masked("girls of Bihar needed")


@pytest.mark.parametrize("name", sorted(NEVER_LEARNED))
def test_no_word_that_says_where_or_who_somebody_is_is_learned_from(name: str) -> None:
    told = {words: masked(f"girls of {words} needed") for words in words_of(name[1:-1])}
    assert {words: kept for words, kept in told.items() if "_" not in kept and words not in ALSO_TEN} == {}


def test_up_is_a_state_in_capitals_only() -> None:
    assert "_place_" in masked("Girls of UP needed")
    assert "_place_" not in masked("girls fed up needed")
    assert "_place_" not in masked("GIRLS FED UP NEEDED")


def test_a_piece_of_a_place_name_is_no_word_of_a_sign() -> None:
    told = (
        "She was brought here from {} two years before. Full service, call anytime, escorts, photos of girls."
    )
    assert signs_of(told.format("New Delhi")) == signs_of(told.format("Jharkhand"))


def test_who_says_where_she_lives_is_no_maid() -> None:
    assert "DW01" not in signs_of(
        "अनन्या, 29, महाराष्ट्र की रहने वाली। सिर्फ़ कंपनी और मालिश, सीमाएँ पहले मैसेज में बता दूँगी।"
    )


@pytest.mark.parametrize("group", ["Thai", "North East Indian", "Syrian Christian", "Scheduled Caste"])
def test_a_group_takes_the_room_of_one_word_however_many_its_name_has(group: str) -> None:
    wording = "Two {} ladies, 25 and 29, travelling with our coordinator. Dates are fixed by us."
    found = signs_of(wording.format(group))
    assert "SX02" in found
    assert found == signs_of(wording.format("Russian"))
