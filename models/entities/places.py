"""This module reads the places that an ad names, with Local Government Directory codes where exactly one fits.

`basis` says how a place is known: `pincode`, `city`, `state`, `foreign`, or `field` where it stands
in a field of the page that holds places. An ambiguous name (Aurangabad) gets its codes only from a state named
right beside it, and of several districts in one state (Champaran) the state alone; a PIN code never tells the
district, for many cross its border. `confidence` says how sure that is. A foreign place is where an ad leads to,
not where it stands.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice

from models.domain.finding import Span
from models.domain.place import Place
from models.entities.tables import rows
from models.normalise.characters import MARKS
from models.normalise.fold import Folded, fold_characters
from models.normalise.memory import Memory
from models.normalise.words import letter_runs

_WORD = re.compile(f"(?:[^\\W\\d_]++[{MARKS}]*+)++|(?<!\\d)\\d{{2}}(?!\\d)")
_LETTER = re.compile(r"[^\W\d_]")
_PIN = re.compile(
    r"(?<![\w.,/+-])(?P<label>(?:pin|pincode|pin code|zip|पिन|पिनकोड|పిన్|পিন)[\s:.=\-–no]{0,6})?(?P<pin>[1-8]\d{2}\s?\d{3})(?![\w/]|[.,]\d)"
)
_SIX_DIGITS = re.compile(r"[1-8](?<!\d[1-8])\d\d\s?\d{3}(?![\w/]|[.,]\d)")
_FIELD = re.compile(
    r"^fields\..*(?:city|location|place|address|state|district|area|locality|region|town)", re.IGNORECASE
)
# What Telugu and Bengali write against a place's name: in, to, from, of.
_ENDING = re.compile(
    "(?<=..)(?:లోని|లో|కి|కు|నుండి|నుంచి|তে|য়|ে|র|এর|েতে|েৰ|ের|मध्ये|मधील|हून|ात|(?<=ई)त|யில்|யிலிருந்து|க்கு)$"
)
_WITHOUT_VOWEL = re.compile("(?<=..)(?:ில்|ிலிருந்து|ுக்கு)$")  # what Tamil makes of a name's last consonant
_PULLI = "\u0bcd"
_MOST_WORDS = 3  # of a place's name
_STATE_AFTER, _STATE_BEFORE = 26, 26  # characters beside an ambiguous name in which a state may decide
_OF_STATE = re.compile(r"(?:\s(?:ke|ka|ki|mein|me|के|का|की|में))?[\s,]{1,2}$|(?<=র)\s$")
# Too short to be a place of its own ("up", "mp3"), but telling right behind an ambiguous name.
_SHORT_STATES = {
    "up": 9,
    "u.p": 9,
    "hp": 2,
    "h.p": 2,
    "cg": 22,
    "c.g": 22,
    "mp": 23,
    "m.p": 23,
    "mh": 27,
    "raj": 8,
}
_DISTRICT = "|".join(
    fold_characters(word).text for word in ("distt", "district", "dist", "zila", "zilla", "jila", "जिला", "जिले", "జిల్లా", "জেলা")
)  # fmt: skip
_DISTRICT_BEHIND = re.compile(rf"[\s,.]{{1,2}}(?:{_DISTRICT})(?![^\W_])")
_DISTRICT_BEFORE = re.compile(rf"(?<![^\W_])(?:{_DISTRICT})[\s:.-]{{1,3}}$")
_SHORT_STATE = re.compile(r"[\s,(-]{1,3}(up|u\.p|hp|h\.p|cg|c\.g|mp|m\.p|mh|raj)(?![^\W_])")


# How sure a basis makes it, set by hand: a street bears a city's name.
_SURE = {"field": 0.95, "pincode": 0.95, "state": 0.95, "city": 0.9, "foreign": 0.9}
_BEHIND_A_NAME = 0.85  # a PIN code that nothing announces
_SETTLED = 0.8  # an ambiguous name with its state beside it


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: str
    state_lgd: int | None
    district_lgd: int | None
    confidence: float | None = None
    doubtful: bool = False  # an ordinary word or a name of people, too
    capitals: bool = False  # only as it is written ("UP")


_ByRest = Mapping[tuple[str, ...], tuple[_Entry, ...]]


def places(part: str, published: str) -> tuple[Place, ...]:
    """The places that `published` names, in order of appearance; none overlaps another."""
    return places_in(part, published, fold_characters(published))


def places_in(part: str, published: str, folded: Folded) -> tuple[Place, ...]:
    """As `places`, of text whose characters are `folded` already."""
    named = [
        found
        for found in _named(folded.text, folded.words)
        if _is_meant(part, folded.text, found) and _is_as_written(published, folded, found)
    ]
    found = [
        _place(part, folded, start, end, _one(folded.text, entries, (start, end)))
        for start, end, entries in named
    ]
    pins = list(_pins(part, folded, ends=[end for _, end, _ in named]))
    return tuple(sorted(found + pins, key=lambda place: place.span.start))


def _named(text: str, words: Iterable[str]) -> Iterator[tuple[int, int, tuple[_Entry, ...]]]:
    """Places in order; `words` are the runs of letters in `text`: most begin the name of no place."""
    numbers = (number for number in _numbers_first() if number in text)
    first = {word: by_rest for word in chain(words, numbers) if (by_rest := BY_FIRST[word])}
    taken = 0
    for start, name in sorted([(start, word) for word in first for start in _places_of(word, text)]):
        if start >= taken:
            taken, entries = _longest(text, start + len(name), first[name])
            if entries:
                yield start, taken, entries


def _places_of(word: str, text: str) -> Iterator[int]:
    """Where `word` stands in `text`, not as a piece of another."""
    at = text.find(word)
    while at >= 0:
        whole = _WORD.match(text, at)
        if whole and whole[0] == word and (word.isdecimal() or not _is_within(text, at)):
            yield at
        at = text.find(word, at + len(word))


def _is_within(text: str, at: int) -> bool:
    """Whether a word that began earlier goes on at `at`."""
    before = at - 1
    while before >= 0 and text[before] in MARKS:
        before -= 1
    return before >= 0 and _LETTER.match(text, before) is not None


def _by_first(word: str) -> _ByRest | None:
    """The places whose names begin with `word`, with or without what is written against a place's name."""
    known = _gazetteer()
    if word.isascii() or word in known:
        return known.get(word)
    return known.get(_ENDING.sub("", word)) or known.get(_WITHOUT_VOWEL.sub(_PULLI, word))


BY_FIRST = Memory(_by_first)
"""The places whose names begin with each word, remembered; None where there are none."""


@cache
def _numbers_first() -> tuple[str, ...]:
    """What names begin with that are no words: "24" of the two Parganas."""
    return tuple(first for first in _gazetteer() if first.isdigit())


def _longest(text: str, end: int, by_rest: _ByRest) -> tuple[int, tuple[_Entry, ...]]:
    """Where the longest name ends whose first word ends at `end`, and what it names."""
    further = list(islice(_WORD.finditer(text, end), _MOST_WORDS - 1))
    for count in range(len(further), -1, -1):
        name = tuple(word[0] for word in further[:count])
        if name in by_rest:
            return (further[count - 1].end() if count else end), by_rest[name]
    return 0, ()


def _is_meant(part: str, text: str, found: tuple[int, int, tuple[_Entry, ...]]) -> bool:
    """Whether a name is a place's: of an ordinary word ("Mandi", "Pali") only a field, its state or "district" says so."""
    start, end, entries = found
    if not all(entry.doubtful for entry in entries) or _FIELD.match(part):
        return True
    if _DISTRICT_BEHIND.match(text, end) or _DISTRICT_BEFORE.search(text, max(0, start - 12), start):
        return True
    named = _state_behind(text, end) | _state_before(text, start)
    return any(entry.state_lgd in named for entry in entries)


def _is_as_written(published: str, folded: Folded, found: tuple[int, int, tuple[_Entry, ...]]) -> bool:
    """Whether what is a place in capitals only stands so, and not because all of the text does."""
    start, end, entries = found
    if not any(entry.capitals for entry in entries):
        return True
    first, last = folded.span(start, end)
    return published[first:last].isupper() and not published.isupper()


def _one(text: str, entries: tuple[_Entry, ...], span: tuple[int, int]) -> _Entry:
    """The one entry that is meant; where several could be, without what they do not have in common."""
    if len(entries) == 1:
        return entries[0]
    named = _state_behind(text, span[1]) or _state_before(text, span[0])
    fitting = [entry for entry in entries if entry.state_lgd in named] or list(entries)
    states = {entry.state_lgd for entry in fitting}
    state = fitting[0].state_lgd if len(states) == 1 else None
    district = fitting[0].district_lgd if len(fitting) == 1 else None
    sure = _SETTLED if len(fitting) < len(entries) else 1.0
    return _Entry(entries[0].name, entries[0].kind, state, district, round(sure / len(fitting), 2))


def _state_behind(text: str, end: int) -> set[int | None]:
    """As in "Aurangabad, Bihar", "Balrampur (UP)"."""
    behind = text[end : end + _STATE_AFTER]
    short = _SHORT_STATE.match(behind)
    return {_SHORT_STATES[short[1]]} if short else _states_in(behind)


def _state_before(text: str, start: int) -> set[int | None]:
    """As in "Bihar ke Aurangabad mein", "बिहार के औरंगाबाद": with nothing but such a word between."""
    before = text[max(0, start - _STATE_BEFORE) : start]
    joined = _OF_STATE.search(before)
    return _states_in(before[: joined.start()], last=joined.start()) if joined else set()


def _states_in(text: str, *, last: int | None = None) -> set[int | None]:
    """The states that `text` names; with `last`, only one that ends there."""
    named = _named(text, letter_runs(text))
    return {
        entry.state_lgd
        for _, end, found in named
        for entry in found
        if entry.kind == "state" and (last is None or end == last)
    }


def _place(part: str, folded: Folded, start: int, end: int, entry: _Entry) -> Place:
    basis = "field" if _FIELD.match(part) and entry.kind != "foreign" else entry.kind
    span = Span(part, *folded.span(start, end))
    sure = _SURE[basis] if entry.confidence is None else entry.confidence
    return Place(entry.name, span, basis, entry.state_lgd, entry.district_lgd, sure)


def _pins(part: str, folded: Folded, *, ends: list[int]) -> Iterator[Place]:
    """PIN codes: announced as such, or right behind the name of a place ("Hyderabad - 500032")."""
    for match in _PIN.finditer(folded.text) if _SIX_DIGITS.search(folded.text) else ():
        start = match.start("pin")
        before = bisect_right(ends, start)
        is_behind = before > 0 and start - ends[before - 1] <= 4
        if match["label"] or is_behind or _FIELD.match(part):
            pin = match["pin"].replace(" ", "")
            span = Span(part, *folded.span(start, match.end()))
            sure = _SURE["pincode"] if match["label"] or not is_behind else _BEHIND_A_NAME
            yield Place(pin, span, "pincode", _state_of(pin), confidence=sure)


def _state_of(pin: str) -> int | None:
    known = _pin_prefixes()
    prefix = pin[:3] if pin[:3] in known else pin[:2]
    return known.get(prefix)


@cache
def _pin_prefixes() -> Mapping[str, int | None]:
    return {
        row["prefix"]: int(row["state_lgd"]) if row["state_lgd"] else None for row in rows("pin_prefixes.csv")
    }


@cache
def _gazetteer() -> Mapping[str, _ByRest]:
    """Entries by the first word of a name and then by the words that follow."""
    found: dict[str, dict[tuple[str, ...], tuple[_Entry, ...]]] = {}
    for row in rows("places.csv"):
        names = row["names"].split("|")
        state, district = (int(row[key]) if row[key] else None for key in ("state_lgd", "district_lgd"))
        kind, doubtful, capitals = row["kind"], row["kind"] == "doubtful", row["kind"] == "capitals"
        kind = "city" if doubtful else "state" if capitals else kind
        entry = _Entry(names[0], kind, state, district, doubtful=doubtful, capitals=capitals)
        # Two spellings may be one when their characters are folded.
        for first, *rest in dict.fromkeys(tuple(_WORD.findall(fold_characters(name).text)) for name in names):
            by_rest = found.setdefault(first, {})
            by_rest[tuple(rest)] = (*by_rest.get(tuple(rest), ()), entry)
    return found
