"""This module finds ads that say the same in two scripts: written down by ear, or translated.

A romanised copy keeps its sounds: words are compared by their consonants, for vowels are spelled by whim. A translated one
keeps its figures: pay, ages, hours, days. Either is asked only of ads in different scripts; in one script the wording itself tells.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from models.domain.ad import RawAd
from models.normalise.tokens import search_tokens

_RUN = 3  # words
_SAME_SOUNDS = 0.5  # of the shorter ad's runs
_FEWEST_RUNS = 5
_FEWEST_FIGURES = 3  # one of them as large as pay; else one more
_TELEPHONE = re.compile(r"\d{5}[ .-]?\d{5}|\d{7,}")
_PAY = 2100  # above every year
_COMMON = 60  # a run in more ads than this is a figure of speech
_LONGEST = 2000  # letters that tell the script

_VOWELS = str.maketrans("", "", "aeiouyh")
_ALIKE = (("ch", "j"), ("c", "k"), ("q", "k"), ("x", "ks"), ("z", "j"), ("w", "v"), ("ph", "f"), ("sh", "s"))
_FIGURE = re.compile(
    r"(?<![\w/.,:-])\d[\d,]{0,10}\d(?![\w/]|[.,:]\d)|(?<=\d[-\u2013])\d\d(?![\w/-])"
)  # no part of a number in pieces, and none longer than crores: a thousand digits are no pay


def same_in_two_scripts(ads: Sequence[RawAd]) -> Iterable[tuple[int, int]]:
    """Pairs of places of ads in different scripts of which one sounds like the other, or holds the same figures."""
    scripts = [_script(ad) for ad in ads]
    if len(set(scripts)) < 2:
        return
    for first, second in (*_same_sounds(ads), *_same_figures(ads)):
        if scripts[first] != scripts[second]:
            yield first, second


def sound(key: str) -> str:
    """The consonants of a search key, those that writers mix up as one; a vowel at its beginning stays as `a`."""
    for written, read in _ALIKE:
        key = key.replace(written, read)
    consonants = re.sub(r"(.)\1+", r"\1", key.translate(_VOWELS))
    return ("a" if key[:1] in "aeiou" else "") + consonants


def _same_sounds(ads: Sequence[RawAd]) -> Iterable[tuple[int, int]]:
    runs = [_runs(ad) for ad in ads]
    holders: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, own in enumerate(runs):
        if len(own) >= _FEWEST_RUNS:
            for run in own:
                holders[run].append(place)
    shared: Counter[tuple[int, int]] = Counter()
    for places in holders.values():
        if len(places) <= _COMMON:
            shared.update(combinations(places, 2))
    for (first, second), count in shared.items():
        if count >= _SAME_SOUNDS * min(len(runs[first]), len(runs[second])):
            yield first, second


def _same_figures(ads: Sequence[RawAd]) -> Iterable[tuple[int, int]]:
    """Each ad with every other that holds the same figures, three at least."""
    holders: defaultdict[frozenset[int], list[int]] = defaultdict(list)
    for place, ad in enumerate(ads):
        own = frozenset(_figures(ad))
        if len(own) >= _FEWEST_FIGURES + (max(own, default=0) < _PAY):
            holders[own].append(place)
    for places in holders.values():
        if len(places) <= _COMMON:
            yield from combinations(places, 2)


def _runs(ad: RawAd) -> set[tuple[str, ...]]:
    words = [
        spoken
        for text in ad.parts.values()
        for token in search_tokens(text)
        if not any(map(str.isdigit, token.key)) and (spoken := sound(token.key))
    ]
    return {tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1)}


def _figures(ad: RawAd) -> Iterable[int]:
    """Figures of two digits or more up to crores, in any script, but those of telephone numbers and numbers in pieces."""
    for text in ad.parts.values():
        for found in _FIGURE.findall(_TELEPHONE.sub(" ", text)):
            yield int("".join(str(unicodedata.digit(sign)) for sign in found if sign != ","))


def _script(ad: RawAd) -> str:
    """The script of most of its letters."""
    letters = Counter(
        unicodedata.name(sign, "").partition(" ")[0] for sign in ad.text[:_LONGEST] if sign.isalpha()
    )
    return letters.most_common(1)[0][0] if letters else ""
