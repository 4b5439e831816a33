"""This module reads a span between two times of day: "9am-9pm", "9 to 6", "subah 5 se raat 11 baje", "সকাল ৯টা থেকে রাত ৯টা"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from models.entities.alternation import matches
from models.entities.tables import any_of, finder, openings_of
from models.normalise.characters import MARKS
from models.normalise.fold import Folded

_TABLE = "hours_words.yaml"
_HOUR = re.compile(rf"[0-9](?<![\w{MARKS}.,:/₹+][0-9])[0-9]?(?![0-9])")
_HALF, _WHOLE = 12, 24
_LEAST = 2.0  # hours; a shorter span is no working day
_MORNINGS, _EVENINGS = range(7, 12), range(4, 10)  # as in "9 to 6": said of nothing but an office day


@dataclass(frozen=True, slots=True)
class Clock:
    """A span of `hours` at folded characters `start` to `end`.

    `is_said`: a side says morning, evening, am or pm. `is_office_day`: it does not, but reads like "9 to 6".
    """

    start: int
    end: int
    hours: float
    is_said: bool
    is_office_day: bool


def clocks_in(folded: Folded) -> Iterator[Clock]:
    """The spans of time of day in folded text, in order of appearance."""
    hours = [hour.start() for hour in _HOUR.finditer(folded.text)]
    if len(hours) > 1:
        parts_of_the_day = openings_of(_TABLE, "morning", "evening")
        for match in matches(_span(), folded, parts_of_the_day, starts=hours):
            if clock := _clock(match):
                yield clock


def _clock(match: re.Match[str]) -> Clock | None:
    begins, ends = _times(match, "a"), _times(match, "b")
    shortest = min((span for b in begins for e in ends if (span := (e - b) % _WHOLE)), default=0.0)
    if shortest < _LEAST:
        return None
    is_said = any(match[name] for name in ("part_a", "part_b", "half_a", "half_b"))
    first, last = int(match["hour_a"]), int(match["hour_b"])
    office = match["until"] == "to" or match.string[match.start() - 1 : match.start()] == "("
    is_office_day = office and first in _MORNINGS and last in _EVENINGS and last < first
    return Clock(match.start(), match.end(), shortest, is_said, is_office_day)


def _times(match: re.Match[str], side: str) -> tuple[float, ...]:
    """The hours of the day that are meant, both where the ad does not say which half."""
    hour, minutes = int(match[f"hour_{side}"]), int(match[f"minute_{side}"] or 0) / 60
    if hour > _WHOLE or minutes >= 1:
        return ()
    said = match[f"half_{side}"] or match[f"part_{side}"]
    if hour > _HALF or not said:
        return (hour + minutes,) if hour > _HALF else (hour % _HALF + minutes, hour % _HALF + _HALF + minutes)
    if finder(_TABLE, "morning").fullmatch(said):
        return (hour % _HALF + minutes,)
    is_past_midnight = hour in (*range(1, 4), _HALF) and said not in {"pm", "p.m", "p.m."} and side == "b"
    return (hour % _HALF + minutes + (0 if is_past_midnight else _HALF),)


@cache
def _span() -> re.Pattern[str]:
    """Two times; each may have a part of the day before it or am, pm behind it."""
    return re.compile(
        rf"{_time('a')}(?:\s(?:ke|ka|से ले))?\s?(?P<until>{any_of(_TABLE, 'until')}|-)\s?{_time('b')}(?![^\W_]|[:/,.-]\d)"
    )


def _time(side: str) -> str:
    part = any_of(_TABLE, "morning", "evening")
    clock = any_of(_TABLE, "clock")
    before = rf"(?:(?P<part_{side}>{part})\s(?:ke\s|के\s)?)?"
    number = (
        rf"(?<![\w{MARKS}.,:/₹+-])(?P<hour_{side}>\d{{1,2}})(?:[:.](?P<minute_{side}>[0-5]\d)(?!\d))?(?!\d)"
    )
    if side == "b":
        number = number.replace("+-", "+")
    return rf"{before}{number}(?:\s?{clock})?(?:\s?(?P<half_{side}>{part}))?"
