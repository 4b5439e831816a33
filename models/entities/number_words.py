"""This module knows the words for numbers in every language that has a folder of package data."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from models.normalise.fold import fold_characters

_LONGEST = 16  # letters of the longest word


@dataclass(frozen=True, slots=True)
class NumberWord:
    """A word for `value`; `adds_up` says whether "ninety eight" is 98 in its language."""

    value: int
    adds_up: bool


@cache
def number_words() -> Mapping[str, NumberWord]:
    """Every word for a number below 100, folded, in any language and script."""
    return _words_of(_tables("number_words.yaml"))


@cache
def dialled_words() -> Mapping[str, NumberWord]:
    """`number_words` and those that are numbers only where a telephone number is said: "सेवन", "9ine"."""
    return {**_words_of(_tables("dialled_words.yaml")), **number_words()}


@cache
def everyday_words() -> Mapping[str, int]:
    """The words of any sentence that sound like a digit: "for", "to"."""
    return _digits_of("everyday")


@cache
def homophones() -> Mapping[str, int]:
    """The words of some sentences that sound like a digit, or like another number: "ate", "saath"."""
    return _digits_of("homophones")


@cache
def never_digits() -> frozenset[str]:
    """The words that look like the one for a digit and never are: "fine"."""
    return frozenset(word for table in _tables("dialled_words.yaml") for word in table.get("never", ()))


@cache
def repeat_words() -> Mapping[str, int]:
    """The words that say the next digit several times: double 2, triple 3."""
    return {
        fold_characters(str(word)).text: int(times)
        for name in ("number_words.yaml", "dialled_words.yaml")
        for table in _tables(name)
        for times, words in table.get("repeats", {}).items()
        for word in words
    }


def run_together(letters: str) -> tuple[str, ...] | None:
    """`letters` cut into number words ("nineeight" is nine, eight), or None where it is not made of them."""
    known = dialled_words()
    cuts: list[tuple[str, ...] | None] = [()] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - _LONGEST), end):
            before = cuts[start]
            if before is not None and letters[start:end] in known:
                cuts[end] = (*before, letters[start:end])
                break
    return cuts[-1] if letters else None


def _digits_of(key: str) -> dict[str, int]:
    return {
        fold_characters(word).text: int(digit)
        for table in _tables("dialled_words.yaml")
        for digit, words in table.get(key, {}).items()
        for word in words
    }


def _words_of(tables: tuple[dict[str, Any], ...]) -> dict[str, NumberWord]:
    found: dict[str, NumberWord] = {}
    for table in tables:
        for value, words in table["numbers"].items():
            known = NumberWord(int(value), bool(table["adds_up"]))
            for word in words:
                found.setdefault(fold_characters(str(word)).text, known)
    return found


@cache
def _tables(name: str) -> tuple[dict[str, Any], ...]:
    """The file `name` of each language that has one."""
    folders = sorted((resources.files("models") / "data").iterdir(), key=lambda folder: folder.name)
    files = [folder / name for folder in folders if folder.is_dir()]
    return tuple(yaml.safe_load(f.read_text(encoding="utf-8")) for f in files if f.is_file())
