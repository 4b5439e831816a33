"""This module reads the tables of package data that tell numbers and names apart."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

from models.entities.alternation import alternation, openings
from models.normalise.characters import MARKS
from models.normalise.fold import fold_characters

_DATA = resources.files("models") / "data"


def text(name: str) -> str:
    """The file `name` of `data/tables`."""
    return (_DATA / "tables" / name).read_text(encoding="utf-8")


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV of `data/tables`, without its comments."""
    lines = [line for line in text(name).splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


def in_force(dated: Sequence[tuple[date, int]], day: date) -> int | None:
    """Of numbers that each hold from a date on, in order, the one that held on `day`; None before the first."""
    held = [number for since, number in dated if since <= day]
    return held[-1] if held else None


@cache
def table(name: str) -> Mapping[str, Any]:
    """A YAML of `data/tables` as it is written."""
    read: Mapping[str, Any] = yaml.safe_load(text(name))
    return read


@cache
def words(name: str) -> frozenset[str]:
    """The words of a list of `data/tables`, without its comments."""
    lines = text(name).splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def groups(name: str) -> Mapping[str, tuple[str, ...]]:
    """The folded words of a YAML of `data/tables` by what they say."""
    return {
        key: tuple(fold_characters(str(word)).text for word in group) for key, group in table(name).items()
    }


@cache
def any_of(name: str, *keys: str) -> str:
    """A pattern for any of the words under `keys` of that YAML, longest first, not cut out of a longer word."""
    known = {word for key in keys for word in groups(name)[key]}
    return rf"(?<![^\W\d_])(?<![{MARKS}]){alternation(known)}(?![^\W_])(?![{MARKS}])"


@cache
def finder(name: str, *keys: str) -> re.Pattern[str]:
    """`any_of`, compiled."""
    return re.compile(any_of(name, *keys))


@cache
def openings_of(name: str, *keys: str) -> frozenset[str]:
    """A text whose runs of letters share none with these holds no word of `keys` that has letters."""
    return openings(word for key in keys for word in groups(name)[key])


def openings_under(name: str, *keys: str) -> frozenset[str]:
    """As `openings_of`, of words that may lie deeper."""
    return openings(fold_characters(word).text for key in keys for word in _leaves(table(name)[key]))


def _leaves(read: object) -> Iterator[str]:
    if isinstance(read, dict | list):
        for one in read.values() if isinstance(read, dict) else read:
            yield from _leaves(one)
    else:
        yield str(read)


def contact_words() -> Mapping[str, tuple[str, ...]]:
    """The folded words of `contact_words.yaml` by what they say."""
    return groups("contact_words.yaml")


def alternatives(*groups: str) -> str:
    """A pattern for any of the words of these groups of `contact_words.yaml`, longest first."""
    found = {word for group in groups for word in contact_words()[group]}
    return alternation(found)
