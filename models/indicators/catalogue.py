"""This module holds the catalogue of indicators: what each sign speaks for, and how it may count."""

import csv
from collections.abc import Iterable, Iterator, KeysView, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from importlib.resources import files
from typing import TypeVar

from models.domain.errors import WrongUsage
from models.domain.judgement import Kind

_Choice = TypeVar("_Choice", bound=StrEnum)


class Group(StrEnum):
    """The evidence groups of rule 1: two signs of one group are one kind of evidence."""

    DECEPTION = "deception"
    MONEY = "money"
    CONTROL = "control"
    MOVEMENT = "movement"
    THIRD_PARTY = "third_party"
    VULNERABILITY = "vulnerability"
    POSTING = "posting"
    STATUTORY = "statutory"
    NETWORK = "network"
    PROTECTIVE = "protective"
    CONTEXT = "context"


class Mode(StrEnum):
    """How a finding counts: it scores, protects, routes to a lane, excludes, waits for a register, or is only shown."""

    SCORE = "score"
    PROTECT = "protect"
    EXCLUDE = "exclude"
    UNVERIFIED = "unverified"
    NETWORK = "network"
    CONTEXT = "context"
    LANE_SALE = "lane:sexual_or_sale"
    LANE_WORK = "lane:work_or_marriage"


class Element(StrEnum):
    """What a sign speaks to in BNS s.143."""

    ACT = "act"
    MEANS = "means"
    PURPOSE = "purpose"


class Weight(StrEnum):
    """The strength an indicator has before anything is learned."""

    HIGH = "high"
    MID = "mid"
    LOW = "low"
    NONE = "0"


class Tier(StrEnum):
    """How well an indicator is tested: from A (predictive) to D (tested, not predictive), S statutory, P protective."""

    A = "A"
    A_PROTECTED = "A*"
    B = "B"
    C = "C"
    D = "D"
    S = "S"
    P = "P"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One observable sign.

    `kinds` are those it speaks for; `any_kind` says: whichever others point to (so do all that protect).
    `needs` are the ids of which one must be found as well before this one counts (rule 4).
    """

    id: str
    label: str
    kinds: tuple[Kind, ...]
    any_kind: bool
    group: Group
    element: Element | None
    mode: Mode
    weight: Weight
    needs: tuple[str, ...]
    tier: Tier

    @property
    def scores(self) -> bool:
        """Whether a finding may raise or lower a score."""
        return self.mode in {Mode.SCORE, Mode.PROTECT} and self.weight is not Weight.NONE

    @property
    def raises(self) -> bool:
        """Whether a finding may raise a score: a sign that does not protect."""
        return self.scores and self.mode is Mode.SCORE

    @property
    def in_lane(self) -> bool:
        """Whether a finding takes the ad out of the ordinary flow."""
        return self.mode in {Mode.LANE_SALE, Mode.LANE_WORK}

    def speaks_for(self, kind: Kind) -> bool:
        """Whether a finding says something about `kind`."""
        return self.any_kind or kind in self.kinds


class Catalogue(Mapping[str, Indicator]):
    """All indicators by id, in the order of the table."""

    __slots__ = ("_by_id",)

    def __init__(self, indicators: Iterable[Indicator]) -> None:
        """The catalogue of `indicators`; raises `WrongUsage` where one may not count as it says."""
        self._by_id: dict[str, Indicator] = {}
        for indicator in indicators:
            if indicator.id in self._by_id:
                raise WrongUsage(f"indicators.csv: {indicator.id} stands there twice; keep one row")
            _refuse_forbidden_weight(indicator)
            self._by_id[indicator.id] = indicator

    @classmethod
    def from_package(cls) -> "Catalogue":
        """The catalogue that ships with the program."""
        return cls.from_csv(files("models").joinpath("data/indicators.csv").read_text("utf-8"))

    @classmethod
    def from_csv(cls, table: str) -> "Catalogue":
        """The catalogue in `table`; raises `WrongUsage` with row and column where a value is not one we know."""
        rows = list(csv.DictReader(table.splitlines()))
        ids = [row.get("id") or "" for row in rows]
        return cls(_indicator(row, number, ids) for number, row in enumerate(rows, start=2))

    @property
    def ids(self) -> KeysView[str]:
        """The ids, for who asks of many names whether they are one."""
        return self._by_id.keys()

    def __getitem__(self, key: str) -> Indicator:
        return self._by_id[key]

    def __contains__(self, key: object) -> bool:
        return key in self._by_id

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)


def _refuse_forbidden_weight(indicator: Indicator) -> None:
    """Rule 2: what was tested and does not predict, and what is a protected attribute, may never weigh."""
    if indicator.tier in {Tier.D, Tier.A_PROTECTED} and indicator.weight is not Weight.NONE:
        raise WrongUsage(f"indicators.csv: {indicator.id} is of tier {indicator.tier} and must weigh 0")
    if indicator.in_lane and indicator.weight is not Weight.NONE:
        raise WrongUsage(f"indicators.csv: {indicator.id} routes to a lane and must weigh 0")


def _indicator(row: Mapping[str, str | None], number: int, ids: list[str]) -> Indicator:
    values = {column: _value(row, column, number) for column in _COLUMNS}
    kinds = values["kinds"].split()
    named = [kind for kind in kinds if kind not in {"*", "child_labour"}]
    return Indicator(
        id=values["id"],
        label=values["label"],
        kinds=tuple(_member(Kind, kind, "kinds", number) for kind in named),
        any_kind="*" in kinds or values["mode"] == Mode.PROTECT,
        group=_member(Group, values["group"], "group", number),
        element=_member(Element, values["element"], "element", number) if values["element"] else None,
        mode=_member(Mode, values["mode"], "mode", number),
        weight=_member(Weight, values["weight"], "weight", number),
        needs=_needed(values["needs"].split(), ids, number),
        tier=_member(Tier, values["tier"], "tier", number),
    )


def _value(row: Mapping[str, str | None], column: str, number: int) -> str:
    value = row.get(column)
    if value is None:
        raise WrongUsage(f"indicators.csv, row {number}: there is no column {column}; add it")
    return value


def _member(known: type[_Choice], value: str, column: str, number: int) -> _Choice:
    try:
        return known(value)
    except ValueError:
        choices = ", ".join(known)
        raise WrongUsage(
            f"indicators.csv, row {number}: {column} is {value!r}; it must be one of {choices}"
        ) from None


def _needed(globs: list[str], ids: list[str], number: int) -> tuple[str, ...]:
    found: list[str] = []
    for glob in globs:
        matching = [name for name in ids if fnmatchcase(name, glob)]
        if not matching:
            raise WrongUsage(f"indicators.csv, row {number}: needs names {glob}, which fits no indicator")
        found += matching
    return tuple(dict.fromkeys(found))


_COLUMNS = ("id", "label", "kinds", "group", "element", "mode", "weight", "needs", "tier")
