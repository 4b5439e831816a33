"""This module reads the tables of package data that tell numbers and names apart."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib import resources

import yaml

from models.entities.alternation import alternation
from models.normalise.fold import fold_characters

_DATA = resources.files("models") / "data"


def text(name: str) -> str:
    """The file `name` of `data/tables`."""
    return (_DATA / "tables" / name).read_text(encoding="utf-8")


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV of `data/tables`, without its comments."""
    lines = [line for line in text(name).splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


@cache
def words(name: str) -> frozenset[str]:
    """The words of a list of `data/tables`, without its comments."""
    lines = text(name).splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def contact_words() -> Mapping[str, tuple[str, ...]]:
    """The folded words of `contact_words.yaml` by what they say."""
    groups = yaml.safe_load(text("contact_words.yaml"))
    return {name: tuple(fold_characters(str(word)).text for word in group) for name, group in groups.items()}


def alternatives(*groups: str) -> str:
    """A pattern for any of the words of these groups of `contact_words.yaml`, longest first."""
    found = {word for group in groups for word in contact_words()[group]}
    return alternation(found)
