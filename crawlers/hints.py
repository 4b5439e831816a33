"""This module guesses place and date of an ad from lines near its title that carry no label."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

import regex

from crawlers.label_words import leaning_name, name_of, pair_of
from crawlers.laid_out import Line
from crawlers.moment import LATIN_DIGITS, is_dateline, moment_in
from models.entities.places import places

_NOT_POSTED = re.compile(
    r"member|joined|since|last (?:login|seen|date|visit)|valid|expir|deadline|closing|apply (?:by|before)|start|birth|dob|copyright|©|join(?:ing)? date|interview|walk|event|अंतिम|జాయిన్",
    re.IGNORECASE,
)
_POSTED = re.compile(
    r"\b(?:re)?post(?:ed| date)?\b|publish|updated|\blisted|added|submitted|\bdated?\b|प्रकाशित|पोस्ट|दिनांक|तारीख|పోస్ట్|తేదీ|ప్రచుర|পোস্ট|প্রকাশ|তারিখ",
    re.IGNORECASE,
)
_DATE_NAME = re.compile(
    r"date|time|posted|publish|(?:^|[-_ ])(?:dt|ago|age|when|created)(?:$|[-_ ])", re.IGNORECASE
)
_PLACE_NAME = re.compile(
    r"locat|city|locality|address|place|region|(?:^|[-_ ])(?:loc|where|area|town|geo)(?:$|[-_ ])",
    re.IGNORECASE,
)
_IN_PLACE = re.compile(r"(?:\bin|\bat|,|-|\||–)\s+$", re.IGNORECASE)
_BEHIND_IN = re.compile(r"\b(?:in|at)\s+([^-|,–»:]{3,30}?)\s*(?=[-|,–»:]|$)", re.IGNORECASE)
_BETWEEN = re.compile(r"(?<=[,|–-])\s+([^-|,–»]{3,30}?)\s*(?=[-|,–»])")
_NAME = regex.compile(r"\p{L}[\p{L}\p{M}.' -]{2,30}")
_FIGURES = re.compile(r"\d[/.:-]\d|^\d+$")
_SIGNS = regex.compile(r"^[\p{So}\p{Sk}\p{Cf}\uFE0F\s]+")
_LEADING = re.compile(r"^(?:in|at|from|posted in)\s+", re.IGNORECASE)
_EDGES: Final = " ,|·•-–()"
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\bon\b", re.IGNORECASE)
_LONGEST: Final = 80
_ADDRESS: Final = 3  # words; of more the town is what stands last
_SHORT: Final = (
    40  # letters of a line in which "today" speaks of the ad; in longer ones it is part of a sentence
)
_FAR: Final = 25  # lines from the title, beyond which a line is seldom about the ad


def place_near(lines: Sequence[Line], *, title: str, window: str, text: str = "") -> str | None:
    """The line that is little more than the name of a place, nearest to the title; else the place in the window's title.

    Of several names beside a date the one counts that title or `text` names, too.
    """
    middle = _place_of(lines, title)
    shown = window.replace(title, " , ") if title else window
    told = {
        words.strip().casefold() for pattern in (_BEHIND_IN, _BETWEEN) for words in pattern.findall(shown)
    }
    found: list[tuple[float, str]] = []
    for distance, line in _around(lines, middle):
        value = label_value(line.text, "city") or _place_on(line, told, f"{title}\n{text}")
        if value:
            called = -15 if _is_called(line, _PLACE_NAME) else 0
            found.append((distance + called + (8 if line.linked else 0), value))
    return min(found)[1] if found else _place_in(shown)


def posting_near(lines: Sequence[Line], *, title: str) -> str | None:
    """The date or "2 days ago" that stands nearest to the title, those first that call themselves a posting."""
    middle = _place_of(lines, title)
    found: list[tuple[float, str]] = []
    for distance, line in _around(lines, middle):
        labelled = label_value(line.text, "posted_at")
        if labelled is None and (len(line.text) > _LONGEST or _NOT_POSTED.search(line.text)):
            continue
        words = moment_in(labelled or line.text)
        if words:
            told = labelled or _POSTED.search(line.text)
            telling = (20 if told else 0) + (15 if _is_called(line, _DATE_NAME) else 0)
            bare = 5 if len(words) * 2 > len(line.text) else 0
            alone = told or bare or any(piece.strip(" ,·|-") == words for piece in line.pieces)
            if re.search(r"\d", words) or (alone and len(line.text) <= _SHORT):
                found.append((distance - telling - bare, words))
    return min(found)[1] if found else None


def label_value(line: str, name: str) -> str | None:
    """The value on a line such as "Town: Pune", where its label stands for `name`."""
    pair = pair_of(line) if len(line) <= _LONGEST else None
    return pair[1] if pair and name_of(pair[0]) == name else None


def is_stamp(line: Line) -> bool:
    """Whether a line tells a date or a place and little more: boards print it under the title."""
    if len(line.text) > _LONGEST:
        return False
    return is_dateline(line.text) or any(map(_says_when, line.pieces)) or only_place(line.text) is not None


def only_place(text: str) -> str | None:
    """`text` where it is a place and little more ("Baner, Pune", "Pune, Maharashtra - 411045")."""
    if not 2 < len(text) <= 60 or _FIGURES.search(text) or moment_in(text):
        return None
    text = _SIGNS.sub("", text)  # a pin or a clock drawn before the words
    bare = re.sub(
        r"^\W*(?:in|at|from)\s+|[,\s]+(?:india|भारत|ఇండియా|ভারত)\W*$", "", text, flags=re.IGNORECASE
    ).strip(" ,|·•-–()[]")
    if not any(map(str.isalpha, bare)):
        return None  # "240 000" has six digits as a PIN has
    found = places("fields.location", bare)
    covered = sum(place.span.end - place.span.start for place in found)
    words = len(bare.split())
    if not found or (covered < 0.5 * len(bare) and not (words <= 4 and "," in bare)):
        return None
    before, _, town = (words.strip() for words in bare.rpartition(","))
    return town if len(before.split()) >= _ADDRESS and only_place(town) else bare


def _place_of(lines: Sequence[Line], title: str) -> int:
    wanted = " ".join(title.split()).casefold()
    same = [place for place, line in enumerate(lines) if line.text.casefold() == wanted]
    return next((place for place in same if lines[place].rank or lines[place].bold), same[0] if same else 0)


def _around(lines: Sequence[Line], middle: int) -> Iterator[tuple[float, Line]]:
    """Lines with how far from the title they are; what stands before it counts as further off."""
    for place, line in enumerate(lines):
        distance = place - middle if place >= middle else 2 * (middle - place)
        if place != middle and distance <= _FAR:
            yield float(distance), line


def _place_on(line: Line, told: Collection[str], own: str) -> str | None:
    """The place that a line or a piece of it is, by the table of places, by its name, or by the window's title."""
    if len(line.text) > _LONGEST:
        return None
    value = only_place(line.text) or (_as_place(line.text) if _is_called(line, _PLACE_NAME) else None)
    if value:
        return value
    for piece in line.pieces:
        if piece.strip(" ,").casefold() in told:
            return piece.strip(" ,")
    among = next((place for piece in line.pieces if (place := only_place(piece))), None)
    return among or _place_among(line.text) or _beside_date(line, own)


def _beside_date(line: Line, own: str) -> str | None:
    """A name on a line with a date of its own ("Meerut | 2 days ago | 14 views"): boards put the place there."""
    when = moment_in(line.text)
    if when is None or not (
        is_dateline(line.text) or any(_says_when(piece) for piece in _parts(line.pieces))
    ):
        return None
    beside = [_WEEKDAY.sub("", piece.translate(LATIN_DIGITS).replace(when, "|")) for piece in line.pieces]
    names = [name for name in _parts(beside) if _may_be_place(name)]
    if len(names) > 1:
        names = [name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", own, re.IGNORECASE)]
    return names[0] if len(names) == 1 else None


def _parts(pieces: Iterable[str]) -> Iterator[str]:
    for piece in pieces:
        yield from (_LEADING.sub("", words.strip(_EDGES)) for words in re.split(r"[|·•»›–/]|\s-|-\s", piece))


def _may_be_place(name: str) -> bool:
    known = name_of(name) or leaning_name(name) or moment_in(name)
    return _NAME.fullmatch(name) is not None and known is None


def _says_when(piece: str) -> bool:
    when = moment_in(piece)
    return when is not None and len(when) * 2 >= len(piece)


def _place_among(text: str) -> str | None:
    """The part of a short line that is a place ("2 days ago | Pune | 14 views")."""
    if len(text) > _LONGEST or not re.search(r"[,|•·()/–»›-]", text):
        return None
    return next(
        (place for piece in re.split(r"[,|•·()/–»›-]", text) if (place := only_place(piece.strip()))), None
    )


def _as_place(text: str) -> str | None:
    words = text.strip(" ,|·•-–()")
    named = 2 < len(words) <= 50 and not re.search(r"\d{4,}|\d \d|[:?!₹$€£]|\b(?:find|search|all|select|choose|locations?|maps?|view|show|near)\b", words, re.IGNORECASE)  # fmt: skip
    return words if named else None


def _place_in(window: str) -> str | None:
    """The place that the window's title names behind "in" or between dividers."""
    for place in places("title", window):
        before = window[: place.span.start]
        if _IN_PLACE.search(before) or not before.strip():
            return window[place.span.start : place.span.end]
    return None


def _is_called(line: Line, pattern: re.Pattern[str]) -> bool:
    """Whether the element of a line, or the one around it, has a name of that kind."""
    holder = line.holder
    for element in (holder, holder.getparent()):
        if element is not None and element.tag not in ("body", "html"):
            name = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''} {element.tag if element.tag in ('address', 'time') else ''}"
            if len(name) < 160 and pattern.search(re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name)):
                return True
    return False
