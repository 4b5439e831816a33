"""This module tells the words of an ad one by one, as a learned line may see them, so that any window of them can be weighed.

A cue is a word by its search key, a pair of neighbours, or a concept of the phrase book. What says who somebody is or
where they are from gives no cue (typology, rule 2), nor does a contact.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from models.indicators.concepts import NEVER_LEARNED, hidden_tokens
from models.indicators.reading import AdReading, PartReading
from models.normalise.learnable import MOST_WORDS, shortened, without_long_number


class Cue(NamedTuple):
    """Something to learn from, and the tokens it stands on, half-open."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """One part of an ad: its cues, and the stretches of tokens, half-open, that a window may not leave.

    A stretch ends with its sentence and where a contact stands.
    """

    part: PartReading
    cues: tuple[Cue, ...]
    stretches: tuple[tuple[int, int], ...]


def passages(reading: AdReading) -> tuple[Passage, ...]:
    """The parts of `reading` that have words; the first 2,000 words of each count."""
    return tuple(_passage(part, reading) for part in reading.parts if part.tokens)


def _passage(part: PartReading, reading: AdReading) -> Passage:
    contacts = {
        token
        for contact in reading.contacts
        if contact.span.part == part.part
        for token in part.covering(contact.span.start, contact.span.end)
    }
    words = _words(part, hidden_tokens(part) | contacts)
    stretches = tuple(_stretches(part, contacts, len(words)))
    return Passage(part, (*_of_words(words, part), *_of_concepts(part, words)), stretches)


def _words(part: PartReading, hidden: set[int]) -> list[str]:
    """What each token is known by; nothing where it must not be learned from."""
    return [
        "" if number in hidden else shortened(without_long_number(token.key))
        for number, token in enumerate(part.tokens[:MOST_WORDS])
    ]


def _of_words(words: list[str], part: PartReading) -> Iterator[Cue]:
    for number, word in enumerate(words):
        if word:
            yield Cue(word, number, number + 1)
    for number, (first, second) in enumerate(pairwise(words)):
        if first and second and part.sentences[number] == part.sentences[number + 1]:
            yield Cue(f"{first} {second}", number, number + 2)


def _of_concepts(part: PartReading, words: list[str]) -> Iterator[Cue]:
    for name, spans in part.hits.items():
        if name[0] == "<" and name not in NEVER_LEARNED:
            for start, end in spans:
                if end <= len(words) and all(words[start:end]):
                    yield Cue(name, start, end)


def _stretches(part: PartReading, contacts: set[int], size: int) -> Iterator[tuple[int, int]]:
    for first, last in part.bounds:
        walls = [number for number in range(first, min(last, size)) if number in contacts]
        for before, wall in pairwise([first - 1, *walls, min(last, size)]):
            if before + 1 < wall:
                yield before + 1, wall
