"""This module tests that no phrase of the book names a region, a community or a person: only sets that hold all of them may."""

from models.entities.tables import rows
from models.indicators.phrasebook import Element, Phrasebook

BOOK = Phrasebook.from_package()
# Sets that say where somebody is from, all alike, and hubs abroad, which are part of what is judged.
OF_ORIGINS = {"community", "given_name", "home_state", "foreign", "gulf", "compound", "war_zone", "via_hi"}
ABROAD = {"thai", "nepal", "नेपाल", "নেপাল"}  # borders that people are taken over
NOT_NAMES = {"mandir me mala", "das lakh", "das lakh denge", "das minute"}  # beads, and ten


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


def test_every_state_is_in_the_set_of_states() -> None:
    states = {
        name.casefold()
        for row in rows("places.csv")
        if row["kind"] == "state"
        for name in row["names"].split("|")
        if len(name) > 2 and not "\u0b80" <= name[0] <= "\u0bff"  # Tamil has no such set yet
    }
    assert states - words_of("home_state") == set()
