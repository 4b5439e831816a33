"""This module holds one ad as read: its parts in tokens and sentences, what the phrase book hit, and the facts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from models.domain.ad import RawAd
from models.domain.contact import Contact
from models.domain.finding import Finding, Span
from models.domain.place import Place
from models.entities.contacts import contacts
from models.entities.facts import Age, Pay, ages, pay, places
from models.indicators.matching import Hits, PhraseFinder
from models.normalise.tokens import Token, search_tokens

_HARD_STOP = re.compile(r"[!?।॥;|•●▪►▶✅✔★☆➤👉✓*·]|\n[^\S\n]*\n")
_FULL_STOP = re.compile(r"\.(?!\d)")
_ABBREVIATIONS = frozenset("rs inr mr mrs ms dr st regn regd reg approx exp ph mob tel lic govt pvt ltd yrs yr hrs".split())
_WRAPPED_LINE = 50  # characters; a shorter line was ended on purpose, as in a list


@dataclass(frozen=True, slots=True)
class PartReading:
    """One published string. `gaps[i]` stands between token i-1 and i; `sentences[i]` numbers token i's sentence."""

    part: str
    published: str
    tokens: tuple[Token, ...]
    gaps: tuple[str, ...]
    sentences: tuple[int, ...]
    hits: Hits

    def spans(self, name: str) -> list[tuple[int, int]]:
        """Token ranges of the set or indicator `name`."""
        return self.hits.get(name, [])

    def finding(self, indicator: str, start: int, end: int) -> Finding:
        """A finding of `indicator` over the tokens from `start` to before `end`."""
        return self.cited(indicator, self.tokens[start].start, self.tokens[end - 1].end)

    def cited(self, indicator: str, start: int, end: int) -> Finding:
        """A finding of `indicator` over the published characters from `start` to before `end`."""
        return Finding(indicator, Span(self.part, start, end), self.published[start:end])

    def sentence(self, token: int) -> tuple[int, int]:
        """The range of tokens in the same sentence as `token`."""
        number = self.sentences[token]
        start = end = token
        while start and self.sentences[start - 1] == number:
            start -= 1
        while end < len(self.tokens) and self.sentences[end] == number:
            end += 1
        return start, end


@dataclass(frozen=True, slots=True)
class AdReading:
    """One ad as read; every span points into its published parts."""

    ad: RawAd
    parts: tuple[PartReading, ...]
    contacts: tuple[Contact, ...]
    places: tuple[Place, ...]
    ages: tuple[tuple[PartReading, Age], ...]
    pay: tuple[tuple[PartReading, Pay], ...]

    def has(self, *names: str) -> bool:
        """Whether any of the sets or indicators `names` was hit anywhere in the ad."""
        return any(name in part.hits for part in self.parts for name in names)

    def each(self, name: str) -> Iterator[tuple[PartReading, int, int]]:
        """Every hit of `name` with its part."""
        for part in self.parts:
            for start, end in part.spans(name):
                yield part, start, end


def read_ad(ad: RawAd, finder: PhraseFinder) -> AdReading:
    """`ad` as read; pure, and total on any text."""
    parts = tuple(read_part(name, published, finder) for name, published in ad.parts.items())
    return AdReading(
        ad=ad,
        parts=parts,
        contacts=tuple(contact for part in parts for contact in contacts(part.part, part.published)),
        places=tuple(place for part in parts for place in places(part.part, part.published)),
        ages=tuple((part, age) for part in parts for age in ages(part.published)),
        pay=tuple((part, amount) for part in parts for amount in pay(part.published)),
    )


def read_part(part: str, published: str, finder: PhraseFinder) -> PartReading:
    """One published string in tokens, sentences and hits."""
    tokens = search_tokens(published)
    gaps = tuple(_gaps(published, tokens))
    sentences = tuple(_sentences(published, tokens, gaps))
    hits = finder.find([token.key for token in tokens], sentences)
    return PartReading(part, published, tokens, gaps, sentences, hits)


def _gaps(published: str, tokens: tuple[Token, ...]) -> Iterator[str]:
    end = 0
    for token in tokens:
        yield published[end : token.start]
        end = token.end


def _sentences(published: str, tokens: tuple[Token, ...], gaps: tuple[str, ...]) -> Iterator[int]:
    number = 0
    for i, gap in enumerate(gaps):
        if i and gap != " " and _ends_sentence(published, tokens[i - 1], tokens[i], gap):
            number += 1
        yield number


def _ends_sentence(published: str, before: Token, after: Token, gap: str) -> bool:
    if _HARD_STOP.search(gap):
        return True
    if _FULL_STOP.search(gap):
        short = len(before.key) == 1 or before.key in _ABBREVIATIONS
        return not (short or (before.key.isdigit() and after.key.isdigit()))
    if "\n" not in gap:
        return False
    first = published[after.start]
    if first.islower():
        return False
    line = before.end - (published.rfind("\n", 0, before.end) + 1)
    return line < _WRAPPED_LINE or first.isupper() or not first.isalpha()
