"""docs/answers.md is true: it names every field of an answer, every key that is read, and every value, and no other."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from models.domain.ad import SOURCE_TYPES
from models.domain.contact import ContactKind
from models.domain.judgement import AdClass, Band, Kind, PosterRole
from pipeline.jobs.screen_lines import MOST_CONTACTS
from tests.unit.pipeline.jobs.test_screen_lines import line, run

PAGE = (Path(__file__).parents[4] / "docs" / "answers.md").read_text("utf-8")
TABLES = re.findall(r"^\| (\w+) \| [^\n]+\n\|---\|---\|\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
ROWS = {head: [row.split("|")[1:3] for row in body.splitlines()] for head, body in TABLES}


def named(head: str) -> list[str]:
    """What stands in the first column of the table that begins with `head`."""
    return [name for first, _ in ROWS[head] for name in re.findall(r"`([^`]+)`", first)]


def values(head: str, name: str) -> set[str]:
    """What the row of `name` says between backticks."""
    (told,) = (second for first, second in ROWS[head] if f"`{name}`" in first)
    return set(re.findall(r"`([^`]+)`", told))


def fields(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, own in value.items():
            yield from fields(own, f"{path}.{'KIND' if key in set(Kind) else key}".lstrip("."))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        yield from fields(value[0], f"{path}[]")
    else:
        yield path


def test_the_page_names_every_field_of_an_answer_and_no_other() -> None:
    [answer], _ = run(line())
    told = named("field")
    assert len(told) == len(set(told))
    assert set(told) == set(fields(answer))


def test_the_page_names_every_key_that_is_read_and_no_other() -> None:
    wrong = {"id": None, "fields": [1]}  # of any other key a list is wrong
    refused = {
        key
        for key in (*named("key"), "mine", "lang", "labels")
        if "error" in run(line(**{key: wrong.get(key, [])}))[0][0]
    }
    assert refused == set(named("key"))


def test_the_page_names_every_value() -> None:
    assert named("band") == list(Band)
    assert named("kind") == list(Kind)
    assert named("class") == list(AdClass)
    assert values("key", "source_type") == set(SOURCE_TYPES)
    assert values("field", "poster_role") == set(PosterRole)
    assert values("field", "contacts[].kind") == set(ContactKind)
    assert MOST_CONTACTS == 100
    assert "an answer holds a hundred" in PAGE


def test_the_page_says_that_a_guess_is_no_statement_about_a_person() -> None:
    said = " ".join(PAGE.split())
    assert "are guesses that order the work of whoever reads, never a statement about whoever posted" in said
