"""This module asks what a model would have said had the ad named another community, place or person.

The words to put in are those of other ads of the same data in the same script, so that no list is kept. The
wording around them stays: whatever changes in the score, the swapped word changed it.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from models.domain.ad import RawAd
from models.domain.finding import Span
from models.domain.place import Place
from models.indicators.reading import AdReading
from models.screening import Reader

COMMUNITY, NAME, PLACE = "community, religion or origin", "given name", "region"
_SETS = {"<community>": COMMUNITY, "<given_name>": NAME}
_Pool = tuple[str, str, str]  # words that may stand in for one another: of one attribute, sort and script
_STEP = 7  # how far along the sorted words the replacement stands; any step would do


@dataclass(frozen=True, slots=True)
class Swap:
    """One ad and its twin that differs in `what` only."""

    what: str
    original: RawAd
    twin: RawAd


@dataclass(frozen=True, slots=True)
class Spot:
    """A published word that can be swapped for another of its sort: a State for a State, a town for a town."""

    span: Span
    surface: str
    sort: str = ""


Named = Mapping[str, Sequence[Spot]]  # by attribute


def swaps(ads: Sequence[RawAd], reader: Reader) -> list[Swap]:
    """For each ad a twin for each attribute that it names and that another word of the same script can stand in for."""
    return twins((ad, named(reader.read(ad))) for ad in ads)


def twins(found: Iterable[tuple[RawAd, Named]]) -> list[Swap]:
    """`swaps` of ads that were read, each with what it names."""
    known = list(found)
    pools: dict[_Pool, set[str]] = {}
    for _, own in known:
        for what, spots in own.items():
            for spot in spots:
                pools.setdefault(_pool(what, spot), set()).add(spot.surface)
    words = {key: sorted(pool) for key, pool in pools.items()}
    made = (_swap(ad, what, spots, words) for ad, own in known for what, spots in own.items())
    return [one for one in made if one is not None]


def named(reading: AdReading) -> Named:
    """Where an ad names what can be swapped, by attribute."""
    spots: dict[str, list[Spot]] = {}
    for name, what in _SETS.items():
        for part, first, last in reading.each(name):
            span = Span(part.part, part.tokens[first].start, part.tokens[last - 1].end)
            if (
                what != NAME or not part.published[span.start].islower()
            ):  # "mari" is Mary to a key, and "then" in Telugu
                spots.setdefault(what, []).append(Spot(span, part.published[span.start : span.end]))
    texts = reading.ad.parts
    for place in reading.places:
        if place.state_lgd is not None:  # foreign hubs are part of what is judged
            span = place.span
            surface = texts[span.part][span.start : span.end]
            spots.setdefault(PLACE, []).append(Spot(span, surface, _sort(place)))
    return {what: list(_apart(own)) for what, own in spots.items()}


def _sort(place: Place) -> str:
    return "state" if place.district_lgd is None else "town"


def _apart(spots: Sequence[Spot]) -> Iterator[Spot]:
    """The spots from the last to the first, without those that overlap one taken before."""
    reach: dict[str, int] = {}
    for spot in sorted(spots, key=lambda one: (one.span.part, -one.span.end, one.span.start)):
        span = spot.span
        if span.end <= reach.get(span.part, span.end):
            reach[span.part] = span.start
            yield spot


def _swap(ad: RawAd, what: str, spots: Sequence[Spot], words: Mapping[_Pool, Sequence[str]]) -> Swap | None:
    parts = dict(ad.parts)
    for spot in spots:  # from the last to the first: earlier offsets stay right
        other = _other(spot.surface, words[_pool(what, spot)])
        span, published = spot.span, parts[spot.span.part]
        parts[span.part] = published[: span.start] + other + published[span.end :]
    if parts == ad.parts:
        return None
    return Swap(what, ad, ad.with_parts(parts))


def _pool(what: str, spot: Spot) -> _Pool:
    return what, spot.sort, _script(spot.surface)


def _other(surface: str, words: Sequence[str]) -> str:
    """Another word of the list, always the same for the same surface; itself where there is no other."""
    return words[(words.index(surface) + min(_STEP, len(words) - 1)) % len(words)]


def _script(surface: str) -> str:
    letters = [letter for letter in surface if letter.isalpha()]
    return unicodedata.name(letters[0], "").split(" ", 1)[0] if letters else ""
