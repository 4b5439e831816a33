"""This module reads what an ad pays or asks for, in rupees."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from models.entities.alternation import alternation, openings
from models.entities.number_words import number_words
from models.entities.stretches import around_digits
from models.entities.tables import table
from models.normalise.characters import MARKS
from models.normalise.fold import Folded, fold_characters

_END = f"(?![^\\W_])(?![{MARKS}])"
_BEFORE, _AFTER = 26, 28
_PER = re.compile(r"\s?(?:/-)?\s?(?:/|per|a\s|each|every|prati|प्रति|প্রতি|ప్రతి)")
_LENGTH = re.compile(
    r"(?:hours?|hrs?|days?|weeks?|years?|months?|saal|din|ghant[ae]|दिन|साल|घंट[ाे]|দিন|মাস|রోজు)$"
)
_IN_HAND = re.compile(r"\s?(?:in|net)\s?hand(?!\w)")
_LEAST_MONTH = 2_000  # rupees; less is seldom pay of a month
_CALENDAR = range(1990, 2041)
_LAKH = 100_000
_HALF = 0.5
_FEW = range(1, 20)
_Amount = tuple[int, int, int, int]  # start, end, low, high
_PERIODS = ("month", "day", "week", "year", "hour")
_LONGEST_CURRENCY, _LONGEST_REST = (
    20,
    40,
)  # characters before the first and behind the last digit of an amount
_LONGEST_FOREIGN = 12  # characters of a foreign currency before an amount
_MOST = 10**11  # more than any ad offers: an account number, not an amount


@dataclass(frozen=True, slots=True)
class Pay:
    """An amount or range in rupees at published code points `start` to `end` (half-open).

    `period` is `hour`, `day`, `week`, `month`, `year` or None where the ad does not say.
    """

    start: int
    end: int
    low: int
    high: int
    period: str | None


def pay(published: str) -> tuple[Pay, ...]:
    """Every amount of money in rupees, in order of appearance: "Rs 2-5 lakh" is 200000 to 500000.

    A bare number is money only where a currency, "/-", lakh or the like, a word for pay or a period says so.
    """
    return pay_in(fold_characters(published))


def pay_in(folded: Folded) -> tuple[Pay, ...]:
    """As `pay`, of text whose characters are folded already."""
    return tuple(
        Pay(*folded.span(start, end), low, high, _period(folded.text, start, end))
        for start, end, low, high in _added_up(folded.text, sorted((*_amounts(folded), *_alone(folded))))
    )


def _added_up(text: str, found: list[_Amount]) -> list[_Amount]:
    """`found` with "2 lakh 50 hazaar" as one amount."""
    for at in range(len(found) - 1, 0, -1):
        (start, end, lakhs, _), (behind, last, rest, most) = found[at - 1 : at + 1]
        is_whole = lakhs == found[at - 1][3] and lakhs >= _LAKH and lakhs % _LAKH == 0
        if is_whole and rest == most < _LAKH and rest % 1000 == 0 and not text[end:behind].strip():
            found[at - 1 : at + 1] = [(start, last, lakhs + rest, lakhs + rest)]
    return found


def _amounts(folded: Folded) -> Iterator[tuple[int, int, int, int]]:
    text, says_pay = folded.text, not _pay_openings().isdisjoint(folded.words)
    for match in _written_or_spoken(folded):
        high_factor, low_factor = _factor(match["factor"]), _factor(match["low_factor"])
        high = _value(match["high"])
        low = _value(match["low"]) if match["low"] else None
        if high is None or (match["low"] and low is None) or not _is_money(text, match, says_pay=says_pay):
            continue
        top = round(high * high_factor)
        bottom = top if low is None else round(low * _inherited(low, low_factor, high, high_factor))
        if 0 < bottom <= top <= _MOST:
            yield match.start(), match.end(), bottom, top


def _alone(folded: Folded) -> Iterator[tuple[int, int, int, int]]:
    """As "నెలకు లక్ష": one lakh, said without its number."""
    text = folded.text
    if _lakh_openings().isdisjoint(folded.words):
        return
    for match in _lakh().finditer(text):
        before, after = text[max(0, match.start() - _BEFORE) : match.start()], text[match.end() :][:_AFTER]
        if _is_by_the_period(_LAKH, before, after):
            yield match.start(), match.end(), _LAKH, _LAKH


def _written_or_spoken(folded: Folded) -> Iterator[re.Match[str]]:
    text = folded.text
    if not _long_openings().isdisjoint(folded.words) and _any_long_factor().search(text):
        yield from _amount(spoken=True).finditer(text)
        return
    for start, end in around_digits(text, before=_LONGEST_CURRENCY, after=_LONGEST_REST):
        yield from _amount(spoken=False).finditer(text, start, end)


def _inherited(low: float, low_factor: int, high: float, high_factor: int) -> int:
    """The factor of the lower end: in "2-5 lakh" and "15-20k" it is said once; in "15-20,000" half of it is."""
    if low_factor > 1:
        return low_factor
    if high_factor > 1 and low <= high:
        return high_factor
    return 1000 if low < 100 and high >= 1000 and high % 1000 == 0 and high_factor == 1 else 1


def _is_money(text: str, match: re.Match[str], *, says_pay: bool) -> bool:
    before = text[max(0, match.start() - _BEFORE) : match.start()]
    after = text[match.end() : match.end() + _AFTER]
    if not _is_amount(match, before, after, says_pay=says_pay):
        return False
    foreign = _foreign_before().search(before[-_LONGEST_FOREIGN:]) or _foreign_after().match(after)
    return foreign is None


def _is_amount(match: re.Match[str], before: str, after: str, *, says_pay: bool) -> bool:
    """Whether a currency, a factor or the words around it say that a number is money, of whatever country."""
    if match["currency"] or match["unit"]:
        return True
    spoken = not match["high"][0].isdigit()
    factor = match["factor"]
    if factor and spoken and _is_by_the_period(_factors()[factor], before, after):
        return True
    if factor and (len(factor) > 2 or factor in {"k", "cr"}) and not spoken:
        return True
    if not factor and (spoken or not 100 <= (_value(match["high"]) or 0) < _MOST):
        return False
    if (says_pay and _pay_before().search(before)) or _is_a_months(match, before, after):
        return True
    is_said = _IN_HAND.match(after) is not None or _says_per(_per_after().match(after))
    return is_said or (says_pay and _wage_after().match(after) is not None and not _is_a_year(match))


def _is_by_the_period(factor: int, before: str, after: str) -> bool:
    """As "मासिक डेढ़ लाख": a period stands right before it, and nothing is counted behind ("lakh readers")."""
    period = _period_right_before().search(before)
    if period is None or _counted().match(after):
        return False
    return factor >= _LAKH or not (period["year"] or period["hour"])  # "year two thousand five" is a date


def _is_a_months(match: re.Match[str], before: str, after: str) -> bool:
    """As "Monthly 20,000": month or week stands right before it, nothing is counted behind, and it is no year."""
    period = _period_right_before().search(before) if match["high"][0].isdigit() else None
    if period is None or not (period["month"] or period["week"]) or _counted().match(after):
        return False
    return (_value(match["high"]) or 0) >= _LEAST_MONTH and not _is_a_year(match)


def _is_a_year(match: re.Match[str]) -> bool:
    """As "2024"; "2,024" is none."""
    return "," not in match["high"] and _value(match["high"]) in _CALENDAR and not match["factor"]


def _says_per(period: re.Match[str] | None) -> bool:
    """Whether a period is one of pay: "per day", "daily", "month"; not "200 hrs" or "30 days"."""
    return period is not None and (
        _PER.match(period.group()) is not None or not _LENGTH.search(period.group())
    )


def _value(number: str) -> float | None:
    if number[0].isdigit():
        return float(number.replace(",", "").rstrip("."))
    words, halves = re.split(r"[ -]", number), _halves()
    known = [halves.get(word) or number_words().get(word) for word in words]
    if not all(known):
        return None
    total = sum(one if isinstance(one, float) else one.value for one in known if one)
    return (
        total if total >= _HALF else total + 1
    )  # "sava lakh" is one and a quarter, "paune lakh" three quarters


def _factor(word: str | None) -> int:
    return _factors()[word] if word else 1


def _period(text: str, start: int, end: int) -> str | None:
    after = _per_after().match(text[end : end + _AFTER])
    if after:
        return next(period for period in _PERIODS if after[period])
    if text[start:end].endswith("lpa"):
        return "year"
    behind = text[max(0, start - _BEFORE) : start]
    before = _per_before().search(behind) or _period_right_before().search(behind)
    return next((period for period in _PERIODS if before[period]), None) if before else None


def _table() -> Mapping[str, Any]:
    return table("money_words.yaml")


@cache
def _factors() -> Mapping[str, int]:
    return {_folded(word): int(by) for by, words in _table()["factors"].items() for word in words}


@cache
def _halves() -> Mapping[str, float]:
    """Words for halves, said of money and not of digits: "dhai" is two and a half, "sadhe" a half to what follows."""
    return {_folded(word): float(by) for by, words in _table()["halves"].items() for word in words}


def _folded(word: object) -> str:
    return fold_characters(str(word)).text


def _any(words: list[str]) -> str:
    return alternation(map(_folded, words))


@cache
def _any_long_factor() -> re.Pattern[str]:
    """A factor of which a number in words can be had, its number glued to it or not; not "k", "l" or "cr"."""
    return re.compile(f"(?:(?<![^\\W_]){_any(_long_factors())}|{_any(_table()['glued'])}){_END}")


@cache
def hundreds() -> frozenset[str]:
    """Words that are a number and "hundred" in one: "পাঁচশো"."""
    counts = [word for word, known in number_words().items() if known.value in _FEW]
    return frozenset(
        f"{word}{_folded(glued)}"
        for word in counts
        for glued in _table()["glued"]
        if word.isascii() == glued.isascii()
    )


@cache
def _long_openings() -> frozenset[str]:
    return openings((*_long_factors(), *hundreds()))


def _long_factors() -> list[str]:
    return [word for word in _factors() if len(word) > 2 or not word.isascii()]


@cache
def _pay_openings() -> frozenset[str]:
    return openings(map(_folded, _table()["pay"]))


@cache
def _amount(*, spoken: bool) -> re.Pattern[str]:
    """An amount or a range of them; looking for number words as well takes three times as long."""
    rupees = _any(_table()["rupees"])
    factor = _any(list(_factors())) + _END
    word = _any([*(w for w, known in number_words().items() if known.value and len(w) > 1), *_halves()])
    words = rf"{word}(?:[ -]{word})?(?=\s|{_any(_table()['glued'])}{_END})"
    written = r"\d[\d,]{0,17}(?:\.\d{1,2}(?!\d))?"
    number = f"(?:{written}|{words})" if spoken else written
    openings = (
        ""
        if spoken
        else f"(?=[0-9{''.join(sorted({re.escape(_folded(w)[0]) for w in _table()['rupees']}))}])"
    )
    currency = rf"{rupees}\s?[.:]?\s?"
    low = rf"(?P<low>{number})\s?(?P<low_factor>{factor})?\s?(?:/-)?\s?(?:-|to|se|~|and|से|থেকে|నుండి|నుంచి|முதல்)\s?(?:{currency})?"
    return re.compile(
        rf"{openings}(?<![\w.,/+@{MARKS}-])(?:(?P<currency>{currency}))?(?:{low})?"
        rf"(?P<high>{number})(?![\d@])\s?(?P<factor>{factor})?(?P<unit>\s?/-|\s?{rupees}{_END})?"
        rf"(?=[^\w]|{MARKS[0]}|$)"
    )


@cache
def _pay_before() -> re.Pattern[str]:
    between = r"(?:[\s:=\-.(]{0,4}(?:is|of|from|range|upto|up to|rs|per month|monthly|starting|start|fixed|only|approx|about|minimum|min|max|hai|है|तक)(?!\w)){0,3}"
    return re.compile(rf"(?<!\w){_any(_table()['pay'])}{_END}{between}[\s:=\-.(~]{{0,4}}$")


@cache
def _wage_after() -> re.Pattern[str]:
    """A word for wages right behind an amount: "15000 salary", "12,000 monthly wage"."""
    between = r"(?:\s?/-)?\s?(?:(?:fixed|fix|basic|net|gross|starting|monthly|ki|ka|की|का|का मासिक|मासिक|mashik|মাসিক)\s)?"
    return re.compile(rf"{between}{_any(_table()['wage'])}{_END}(?!\s?:)")


def _periods() -> str:
    return "|".join(f"(?P<{period}>{_any(_table()[period])})" for period in _PERIODS)


@cache
def _per_after() -> re.Pattern[str]:
    per = r"(?:\s?(?:in hand|inhand|only|fixed|cash|net|(?:plus|\+|and|aur)\s(?:incentives?|food|khana|bonus|pf|tips?|ot|room|stay|commission)|plus|\+|salary|package|तक|tak|వరకు|পর্যন্ত))?\s?(?:/-)?\s?[/,(]?\s?(?:per|a|each|every|prati|प्रति|প্রতি|ప్రతి|in)?\s?"
    return re.compile(rf"{per}(?:{_periods()}){_END}")


@cache
def _per_before() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_periods()}){_END}(?:\s[^\W\d_]{{2,12}}){{0,2}}[\s:=\-.(]{{0,4}}$")


@cache
def _period_right_before() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:{_periods()}){_END}(?:\s{_any(_table()['of_period'])}{_END}){{0,3}}[\s:=\-.(]{{0,4}}$"
    )


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(rf"\s?(?:se zyada |से ज्यादा |plus |\+ ?)?{_any(_table()['counted'])}{_END}")


@cache
def _lakh() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![^\W_])(?<![{MARKS}]){_any(_table()['one_lakh'])}{_END}(?:\s?{_any(_table()['rupees'])}{_END})?"
    )


@cache
def _lakh_openings() -> frozenset[str]:
    return openings(map(_folded, _table()["one_lakh"]))


@cache
def _foreign_before() -> re.Pattern[str]:
    return re.compile(rf"{_any(_table()['foreign'])}\s?[.:]?\s?$")


@cache
def _foreign_after() -> re.Pattern[str]:
    return re.compile(rf"\s?{_any(_table()['foreign'])}(?!\w)")
