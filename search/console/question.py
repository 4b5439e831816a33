"""This module reads a search from the address of a page, and writes addresses that change one thing of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from models.domain.errors import WrongUsage
from models.domain.judgement import Band, Kind
from search.digest.digest import window_of
from search.gathering import FLAGGED
from search.query.parse import parse_query
from search.query.query import Facet, Filters, Query, Sort
from search.vault import Vault

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader asked for, as typed and picked. `since` and `until` are days in India, both included."""

    text: str
    picked: Mapping[Facet, tuple[str, ...]]
    since: str
    until: str
    sort: Sort
    after: str | None

    def toggled(self, facet: Facet, value: str) -> "Question":
        """The same question with `value` picked, or no longer picked; it begins at the first page."""
        values = self.picked[facet]
        changed = tuple(v for v in values if v != value) if value in values else (*values, value)
        return replace(self, picked={**self.picked, facet: changed}, after=None)

    @property
    def address(self) -> str:
        """The address of this search."""
        fields = [("q", self.text)]
        fields += [(facet.value, value) for facet in Facet for value in self.picked[facet]]
        fields += [("from", self.since), ("to", self.until)]
        fields += [("sort", self.sort.value)] if self.sort is not Sort.SCORE else []
        fields += [("after", self.after)] if self.after else []
        asked = urlencode([(name, value) for name, value in fields if value])
        return f"/?{asked}" if asked else "/"


def read_question(fields: Iterable[tuple[str, str]]) -> Question:
    """The question in these fields of an address; a sort that is none is the usual one."""
    values: dict[str, list[str]] = {}
    for name, value in fields:
        values.setdefault(name, []).append(value.strip())
    sort = _one(values, "sort")
    return Question(
        text=_one(values, "q"),
        picked={facet: tuple(dict.fromkeys(filter(None, values.get(facet.value, ())))) for facet in Facet},
        since=_one(values, "from"),
        until=_one(values, "to"),
        sort=Sort(sort) if sort in set(Sort) else Sort.SCORE,
        after=_one(values, "after") or None,
    )


def to_query(question: Question, vault: Vault) -> Query:
    """The question to the index: flagged ads only. Raises `WrongUsage` for what cannot be understood."""
    typed = parse_query(question.text, vault=vault)
    picked = question.picked
    filters = replace(
        typed.filters,
        kinds=typed.filters.kinds | _words(Kind, "kind", picked[Facet.KIND]),
        bands=_flagged(typed.filters.bands | _words(Band, "band", picked[Facet.BAND])),
        sources=typed.filters.sources | frozenset(picked[Facet.SOURCE]),
        languages=typed.filters.languages | frozenset(picked[Facet.LANGUAGE]),
        places=typed.filters.places | frozenset(picked[Facet.PLACE]),
    )
    dated = _dated(filters, question.since, question.until)
    return Query(match=typed.match, filters=dated, sort=question.sort, facets=frozenset(Facet))


def _one(values: Mapping[str, Sequence[str]], name: str) -> str:
    return values.get(name, [""])[0]


def _words(words: type[Word], name: str, values: Iterable[str]) -> frozenset[Word]:
    try:
        return frozenset(words(value) for value in values)
    except ValueError:
        raise WrongUsage(f"There is no such {name}; pick one of: {', '.join(words)}.") from None


def _flagged(bands: frozenset[Band]) -> frozenset[Band]:
    if bands and not bands & FLAGGED:
        raise WrongUsage("Ads without a band cannot be searched; pick low, medium, high or urgent.")
    return bands & FLAGGED or FLAGGED


def _dated(filters: Filters, since: str, until: str) -> Filters:
    """With the picked days; where days were also typed, the narrower hold."""
    if since:
        start = window_of(_day(since)).start
        filters = replace(filters, captured_from=max(start, filters.captured_from or start))
    if until:
        end = window_of(_day(until)).end
        filters = replace(filters, captured_to=min(end, filters.captured_to or end))
    return filters


def _day(written: str) -> date:
    try:
        day = date.fromisoformat(written)
        day + timedelta(days=1)
    except (ValueError, OverflowError):
        raise WrongUsage(f"“{written[:20]}” is not a day; write it like 2026-11-22.") from None
    return day
