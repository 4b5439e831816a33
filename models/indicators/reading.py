"""This module holds one ad as read: its parts in tokens and sentences, what the phrase book hit, and the facts."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import chain, repeat
from operator import itemgetter

from models.domain.ad import RawAd
from models.domain.contact import Contact
from models.domain.finding import Finding, Span
from models.domain.place import Place
from models.entities.facts import Age, Hours, Pay, Persons, facts
from models.entities.number_words import number_words
from models.entities.places import places_in
from models.normalise.fold import Folded, fold_blanks, fold_characters, fold_words
from models.normalise.memory import Memory
from models.normalise.tokens import Token, tokens_of
from models.phrases.joining import Hits
from models.phrases.matching import PhraseFinder

_HARD_STOP = re.compile(r"[!?।॥;|•●▪►▶✅✔★☆➤👉✓*·]|\n[^\S\n]*\n")
_QUOTED = re.compile(
    r"[“«\"„][^“”«»\"„\n]{3,200}[”»\"]"
    r"|(?<!\w)['‘](?:[^'‘’\n]|(?<=\w)['’](?=\w)){3,200}['’](?!\w)"  # 'donor ready' but not the girls' hostel
)
_QUOTATION_MARKS = "\"'“«„‘"  # with one of which a quotation begins
_NAMES = "<given_name>"
_OF_INDIA = frozenset({"state", "city"})  # what a place is known by
_FULL_STOP = re.compile(r"\.(?!\d)")
_ABBREVIATIONS = frozenset(
    {"rs", "inr", "mr", "mrs", "ms", "dr", "st", "regn", "regd", "reg", "approx", "exp", "ph", "mob", "tel"}
    | {"lic", "govt", "pvt", "ltd", "yrs", "yr", "hrs"}
)
_START, _END = itemgetter(1), itemgetter(2)  # of a token
_EMPTY = fold_characters("")
_WRAPPED_LINE = 50  # characters; a shorter line was ended on purpose, as in a list


class _Ending(Enum):
    """What in a gap between two words may end a sentence: nothing of it does before the next is tried."""

    HARD_STOP = "hard stop"
    FULL_STOP = "full stop"
    LINE = "line"


def _ending(gap: str) -> _Ending | None:
    if _HARD_STOP.search(gap):
        return _Ending.HARD_STOP
    if _FULL_STOP.search(gap):
        return _Ending.FULL_STOP
    return _Ending.LINE if "\n" in gap else None


_ENDINGS = Memory(_ending)


@dataclass(frozen=True, slots=True)
class PartReading:
    """One published string.

    `plain` is it with its characters folded, its words those that tell facts; `gaps[i]` stands between token i-1
    and i; `sentences[i]` numbers token i's sentence; `bounds` are the sentences' token ranges; `quotes` are
    published ranges in quotation marks. All lists are in order of the text.
    """

    part: str
    published: str
    plain: Folded
    tokens: tuple[Token, ...]
    gaps: tuple[str, ...]
    sentences: tuple[int, ...]
    bounds: tuple[tuple[int, int], ...]
    quotes: tuple[tuple[int, int], ...]
    places: tuple[Place, ...]
    hits: Hits

    def spans(self, name: str) -> list[tuple[int, int]]:
        """Token ranges of the set or indicator `name`."""
        return self.hits.get(name, [])

    def finding(self, indicator: str, start: int, end: int) -> Finding:
        """A finding of `indicator` over the tokens from `start` to before `end`."""
        return self.cited(indicator, self.tokens[start].start, self.tokens[end - 1].end)

    def text(self, start: int, end: int) -> str:
        """The published text of the tokens from `start` to before `end`."""
        return self.published[self.tokens[start].start : self.tokens[end - 1].end]

    def cited(self, indicator: str, start: int, end: int) -> Finding:
        """A finding of `indicator` over the published characters from `start` to before `end`."""
        return Finding(indicator, Span(self.part, start, end), self.published[start:end])

    def within(self, name: str, first: int, last: int) -> list[tuple[int, int]]:
        """The hits of `name` that begin at tokens `first` to before `last`."""
        spans = self.hits.get(name)
        if not spans or first >= last:  # `first` may lie before the text
            return []
        return spans[bisect_left(spans, (first, 0)) : bisect_left(spans, (last, 0))]

    def stands(self, name: str, first: int, last: int) -> bool:
        """Whether a hit of `name` begins at tokens `first` to before `last`."""
        spans = self.hits.get(name)
        if not spans or first >= last:
            return False
        at = bisect_left(spans, (first, 0))
        return at < len(spans) and spans[at][0] < last

    def holds(self, name: str, start: int, end: int) -> bool:
        """Whether a hit of `name` is just the tokens from `start` to before `end`."""
        spans = self.hits.get(name, [])
        at = bisect_left(spans, (start, end))
        return at < len(spans) and spans[at] == (start, end)

    def sentence(self, token: int) -> tuple[int, int]:
        """The range of tokens in the same sentence as `token`."""
        return self.bounds[self.sentences[token]]

    def covering(self, start: int, end: int) -> range:
        """The tokens that the published characters `start` to before `end` touch."""
        return covering(self.tokens, start, end)


@dataclass(frozen=True, slots=True)
class AdReading:
    """One ad as read; every span points into its published parts. `named` is every set or indicator that was hit."""

    ad: RawAd
    parts: tuple[PartReading, ...]
    named: frozenset[str]
    contacts: tuple[Contact, ...]
    places: tuple[Place, ...]
    ages: tuple[tuple[PartReading, Age], ...]
    pay: tuple[tuple[PartReading, Pay], ...]
    hours: tuple[tuple[PartReading, Hours], ...]
    persons: tuple[tuple[PartReading, Persons], ...]

    @property
    def order(self) -> Mapping[str, int]:
        """The number of each part by its name, in the order of reading."""
        return {part.part: number for number, part in enumerate(self.parts)}

    def has(self, *names: str) -> bool:
        """Whether any of the sets or indicators `names` was hit anywhere in the ad."""
        return not self.named.isdisjoint(names)

    def each(self, name: str) -> Iterator[tuple[PartReading, int, int]]:
        """Every hit of `name` with its part."""
        for part in self.parts:
            for start, end in part.spans(name):
                yield part, start, end


def read_ad(ad: RawAd, finder: PhraseFinder) -> AdReading:
    """`ad` as read; pure, and total on any text."""
    texts = ad.parts
    parts = tuple(read_part(name, published, finder) for name, published in texts.items())
    known = [(part, facts(part.part, part.published, part.plain)) for part in parts if part.published]
    return AdReading(
        ad=ad,
        parts=parts,
        named=frozenset().union(*(part.hits for part in parts)),
        contacts=tuple(contact for _, one in known for contact in one.contacts),
        places=tuple(place for part in parts for place in part.places),
        ages=tuple((part, age) for part, one in known for age in one.ages),
        pay=tuple((part, amount) for part, one in known for amount in one.pay),
        hours=tuple((part, stated) for part, one in known for stated in one.hours),
        persons=tuple((part, count) for part, one in known for count in one.persons),
    )


def read_part(part: str, published: str, finder: PhraseFinder) -> PartReading:
    """One published string in tokens, sentences and hits."""
    if not published:
        return PartReading(part, "", _EMPTY, (), (), (), (), (), (), {})
    folding = fold_blanks(published)
    folded, characters = fold_words(folding), folding.characters
    known = finder.words(folded)
    telling = known if folded is characters else finder.words(characters)
    tokens = tokens_of(folded, [word.key for word in known])
    gaps = tuple(_gaps(published, tokens))
    sentences, bounds = _sentences(published, tokens, gaps)
    plain = characters.knowing(frozenset([run for word in telling for run in word.telling]))
    places = places_in(part, published, plain)
    hits = finder.find(tokens, known, published, sentences=sentences, regions=_regions(places, tokens))
    return PartReading(
        part=part,
        published=published,
        plain=plain,
        tokens=tokens,
        gaps=gaps,
        sentences=sentences,
        bounds=bounds,
        quotes=tuple(_quotes(published)),
        places=places,
        hits=_without_numbers(hits, tokens, published),
    )


def covering(tokens: Sequence[Token], start: int, end: int) -> range:
    """The `tokens` that the published characters `start` to before `end` touch."""
    first = bisect_right(tokens, start, key=_END)
    last = bisect_left(tokens, end, key=_START)
    return range(first, max(first, last))


def _regions(places: Iterable[Place], tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """The token ranges of the States and towns of India among `places`."""
    within = [
        covering(tokens, place.span.start, place.span.end) for place in places if place.basis in _OF_INDIA
    ]
    return [(words.start, words.stop) for words in within if words]


def _without_numbers(hits: Hits, tokens: Sequence[Token], published: str) -> Hits:
    """`hits` without names that are written as a number: "दस" and "das" are ten, "Das" is a name."""
    named = hits.get(_NAMES)
    if named is None:
        return hits
    words = [published[tokens[start].start : tokens[end - 1].end] for start, end in named]
    names = [
        span
        for span, word in zip(named, words, strict=True)
        if word.lower() not in number_words() or word[0].isupper()
    ]
    others = {name: spans for name, spans in hits.items() if name != _NAMES}
    return others | {_NAMES: names} if names else others


def _quotes(published: str) -> Iterator[tuple[int, int]]:
    is_quoting = any(map(published.__contains__, _QUOTATION_MARKS))
    return (quote.span() for quote in (_QUOTED.finditer(published) if is_quoting else ()))


def _gaps(published: str, tokens: tuple[Token, ...]) -> list[str]:
    ends = [0, *map(_END, tokens)]
    return [published[end:start] for end, start in zip(ends, map(_START, tokens), strict=False)]


def _sentences(
    published: str, tokens: tuple[Token, ...], gaps: tuple[str, ...]
) -> tuple[tuple[int, ...], tuple[tuple[int, int], ...]]:
    """The number of each token's sentence, and the sentences' token ranges."""
    begins = [
        i
        for i, gap in enumerate(gaps)
        if not i
        or (
            gap != " "
            and (ending := _ENDINGS[gap])
            and _ends_sentence(published, tokens[i - 1], tokens[i], ending)
        )
    ]
    bounds = tuple(zip(begins, [*begins[1:], len(gaps)], strict=False))  # without tokens there are none
    numbers = chain.from_iterable(repeat(number, end - begin) for number, (begin, end) in enumerate(bounds))
    return tuple(numbers), bounds


def _ends_sentence(published: str, before: Token, after: Token, ending: _Ending) -> bool:
    if ending is _Ending.HARD_STOP:
        return True
    if ending is _Ending.FULL_STOP:
        written = published[before.start : before.end].casefold()
        short = len(before.key) == 1 or written in _ABBREVIATIONS
        return not (short or (before.key.isdigit() and after.key.isdigit()))
    first = published[after.start]
    if first.islower():
        return False
    line = before.end - (published.rfind("\n", 0, before.end) + 1)
    return line < _WRAPPED_LINE or first.isupper() or not first.isalpha()
