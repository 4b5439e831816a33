"""This module reads telephone numbers said digit by digit in words spelt by ear: "nain ate sevn chr panch".

One such word alone says nothing: seven of them next to each other do, and only where they make one number.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import IntEnum
from functools import cache
from typing import NamedTuple

from models.domain.contact import ContactKind
from models.entities.number_words import (
    dialled_words,
    everyday_words,
    homophones,
    never_digits,
    repeat_words,
)
from models.entities.numbering import number
from models.entities.sighting import Sighting
from models.entities.surroundings import Said, said_of
from models.normalise.fold import wordlike
from models.normalise.memory import Memory
from models.normalise.romanisation import search_key
from models.normalise.tokens import LAST_DIGIT

_GAP = re.compile(r"[ \n,./*_~|:;()\-]{1,4}")
_FEWEST = 7  # pieces next to each other
_MOST = 24
_FEWEST_SPELT = 2  # pieces that are words, and no everyday ones
_MOST_TRIMMED = 3
_SPELLINGS = tuple(
    (re.compile(spelt), plain)
    for spelt, plain in (
        ("igh", "i"),
        ("ph", "f"),
        ("([tdkgbcs])h", r"\1"),
        ("ee|ie|y", "i"),
        ("oo|ou", "o"),
        ("z", "j"),
        ("x|cks", "ks"),
        (r"([a-z])\1+", r"\1"),
        ("(?<=[a-z]{2})e$", ""),
    )
)
_LENGTHS = {10: "", 11: "0", 12: "91"}


class Surety(IntEnum):
    """How sure it is that a word is a digit."""

    WRITTEN = 0
    SOUND = 1
    MISSPELT = 2
    EVERYDAY = 3


class Heard(NamedTuple):
    """A digit as heard; `times` is more than one for "double", whose digit is empty."""

    digits: str
    surety: Surety
    times: int = 1


class _Place(NamedTuple):
    start: int
    end: int
    heard: Heard


def by_ear(text: str, words: Sequence[str]) -> Iterator[Sighting]:
    """Those numbers in folded `text`, in order; `words` are its words, or some more."""
    for run in _runs(text) if _has_run(words) else ():
        if _FEWEST <= len(run) <= _MOST and any(place.heard.surety for place in run):
            yield from _read(text, run)


def _has_run(words: Sequence[str]) -> bool:
    """Whether enough of `words` next to each other may sound like digits; looks at each seventh, and around those."""
    checked = -1
    for at in range(_FEWEST - 1, len(words), _FEWEST):
        if at <= checked or not _may_sound(words[at]):
            continue
        first, last = at, at
        while first > checked + 1 and _may_sound(words[first - 1]):
            first -= 1
        while last + 1 < len(words) and _may_sound(words[last + 1]):
            last += 1
        if last - first + 1 >= _FEWEST:
            return True
        checked = last
    return False


def _may_sound(word: str) -> bool:
    """Whether `word`, or a part of grouped digits, sounds like a digit."""
    return HEARD[word] is not None if word[0] > LAST_DIGIT or word.isalnum() else True


def _runs(text: str) -> Iterator[list[_Place]]:
    run: list[_Place] = []
    for token in wordlike(text).finditer(text):
        heard = HEARD[token[0]]
        if run and (heard is None or not _GAP.fullmatch(text, run[-1].end, token.start())):
            yield run
            run = []
        if heard is not None:
            run.append(_Place(token.start(), token.end(), heard))
    yield run


def _read(text: str, run: Sequence[_Place]) -> Iterator[Sighting]:
    """The number that `run` makes, where it makes one; everyday words at its ends may belong to the sentence."""
    found: dict[int, dict[str, Sequence[_Place]]] = {}
    for first in range(_loose(run) + 1):
        for last in range(_loose(run[::-1]) + 1):
            part = run[first : len(run) - last]
            value = _number(part) if _is_sure(part) else None
            if value:
                everyday = sum(place.heard.surety is Surety.EVERYDAY for place in part)
                found.setdefault(everyday, {})[value] = part
    best = found[min(found)] if found else {}
    if len(best) == 1:
        value, part = best.popitem()
        if said_of(text, part[0].start, part[-1].end) is not Said.OTHER:
            yield Sighting(ContactKind.PHONE, value, part[0].start, part[-1].end)


def _loose(run: Sequence[_Place]) -> int:
    """How many words at the beginning may be something else than digits."""
    count = 0
    while count < min(_MOST_TRIMMED, len(run)) and run[count].heard.surety >= Surety.MISSPELT:
        count += 1
    return count


def _is_sure(part: Sequence[_Place]) -> bool:
    """Whether enough of `part` can hardly be anything but digits, and it needs this module to be read."""
    counts = [sum(place.heard.surety is surety for place in part) for surety in Surety]
    written, sounding, misspelt, everyday = counts
    spelt = sum(place.heard.surety is not Surety.EVERYDAY and place.end - place.start > 1 for place in part)
    return (
        len(part) >= _FEWEST
        and len(part) > written
        and spelt >= _FEWEST_SPELT
        and misspelt <= written + sounding
        and 2 * everyday <= spelt
    )


def _number(part: Sequence[_Place]) -> str | None:
    digits, times = "", 1
    for place in part:
        if place.heard.times > 1:
            times = place.heard.times
        else:
            digits += place.heard.digits * times
            times = 1
    prefix = _LENGTHS.get(len(digits))
    if prefix is None or not digits.startswith(prefix) or times > 1:
        return None
    return number(digits.removeprefix(prefix), international=False)


def _hear(word: str) -> Heard | None:
    """The digit that `word` sounds like; None where it sounds like none, or like several."""
    known = dialled_words().get(word)
    if word in everyday_words():
        return Heard(str(everyday_words()[word]), Surety.EVERYDAY)
    if word in homophones():
        return Heard(str(homophones()[word]), Surety.MISSPELT)
    if word in repeat_words():
        return Heard("", Surety.WRITTEN, repeat_words()[word])
    if known or (word.isdecimal() and len(word) == 1):
        return _written(known.value) if known else Heard(word, Surety.WRITTEN)
    if len(word) < 3 or word in never_digits() or not (word.isalpha() or search_key(word).isalpha()):
        return None
    return _only(_sounds().get(_sound(word), frozenset()), Surety.SOUND) or _misheard(word)


def _written(value: int) -> Heard | None:
    return Heard(str(value), Surety.WRITTEN) if value < 10 else None


def _only(digits: frozenset[int], surety: Surety) -> Heard | None:
    return Heard(str(next(iter(digits))), surety) if len(digits) == 1 else None


def _misheard(word: str) -> Heard | None:
    """The digit whose word is one letter away from `word`."""
    if not word.isascii() or not 3 <= len(word) <= 8:
        return None
    return _only(frozenset().union(*(_patterns().get(p, ()) for p in _blanked(word))), Surety.MISSPELT)


HEARD = Memory(_hear)


@cache
def _sounds() -> Mapping[str, frozenset[int]]:
    return _by_form(lambda word: {_sound(word)})


@cache
def _patterns() -> Mapping[str, frozenset[int]]:
    return _by_form(lambda word: _blanked(word) if word.isascii() and len(word) >= 3 else set())


def _by_form(forms: Callable[[str], set[str]]) -> Mapping[str, frozenset[int]]:
    """The digits whose words have each of those forms."""
    found: dict[str, set[int]] = {}
    for word, known in dialled_words().items():
        for form in forms(word) if known.value < 10 else ():
            found.setdefault(form, set()).add(known.value)
    return {form: frozenset(digits) for form, digits in found.items()}


def _sound(word: str) -> str:
    """One form for the spellings of a word in one script: vowels of any length, breath or none."""
    if not word.isascii():
        return search_key(word)
    for spelt, plain in _SPELLINGS:
        word = spelt.sub(plain, word)
    return word


def _blanked(word: str) -> set[str]:
    """Two words share one of these where they are alike but for one letter, changed, more or less."""
    changed = {f"{word[:at]}?{word[at + 1 :]}" for at in range(len(word))}
    return changed | {f"{word[:at]}?{word[at:]}" for at in range(len(word) + 1)}
