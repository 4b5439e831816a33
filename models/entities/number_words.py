"""This module knows the words for numbers in every language that has a folder of package data."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

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
    found: dict[str, NumberWord] = {}
    for table in _tables():
        for value, words in table["numbers"].items():
            for word in words:
                found.setdefault(
                    fold_characters(str(word)).text, NumberWord(int(value), bool(table["adds_up"]))
                )
    return found


@cache
def repeat_words() -> Mapping[str, int]:
    """The words that say the next digit several times: double 2, triple 3."""
    return {
        fold_characters(str(word)).text: int(times)
        for table in _tables()
        for times, words in table.get("repeats", {}).items()
        for word in words
    }


def run_together(letters: str) -> tuple[str, ...] | None:
    """`letters` cut into number words ("nineeight" is nine, eight), or None where it is not made of them."""
    known = number_words()
    cuts: list[tuple[str, ...] | None] = [()] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - _LONGEST), end):
            before = cuts[start]
            if before is not None and letters[start:end] in known:
                cuts[end] = (*before, letters[start:end])
                break
    return cuts[-1] if letters else None


@cache
def _tables() -> tuple[dict[str, dict[int, list[str]]], ...]:
    folders = sorted((resources.files("models") / "data").iterdir(), key=lambda folder: folder.name)
    files = [folder / "number_words.yaml" for folder in folders if folder.is_dir()]
    return tuple(yaml.safe_load(f.read_text(encoding="utf-8")) for f in files if f.is_file())
