"""This module reads child signs in the words of an ad's address, which often hold a title that the page shows no more.

An address is no published part, so such a sign has no span; nothing but the gate reads it.
"""

import re
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from models.domain.ad import RawAd, storable
from models.indicators.children import child_signs
from models.indicators.minors import minors
from models.indicators.reading import read_ad
from models.phrases.matching import PhraseFinder

_PARTED = re.compile(r"[\s_+~.,=&?-]+")
_NUMBER_OF_AD = re.compile(r"\d{3,}|[0-9a-f]{8,}")
_LEAST_WORDS = 3  # of a piece between slashes; fewer are the name of a section
_LONGEST = 300  # characters of an address that are read
_APART = "\n\n"


def signs_in_address(ad: RawAd, finder: PhraseFinder) -> tuple[str, ...]:
    """The indicators of child signs that the words of the address show, and title and text do not show already.

    A mention of a child stands in the address; whose and for what may be told by the rest of the ad.
    """
    words = address_words(ad.url)
    if not words or _is_told_already(words, ad):
        return ()
    alone = read_ad(replace(ad, title="", text=words, fields={}), finder)
    if next(minors(alone), None) is None:
        return ()
    together = read_ad(replace(ad, text=f"{ad.text}{_APART}{words}"), finder)
    begin = len(ad.text) + len(_APART)
    found = (
        indicator for indicator, span in child_signs(together) if span.part == "text" and span.start >= begin
    )
    return tuple(dict.fromkeys(found))


def address_words(url: str) -> str:
    """The pieces behind the host that are made of words, each a sentence; numbers of ads are left out."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return ""
    pieces = (_words(piece) for piece in path.split("/"))
    return storable(". ".join(" ".join(words) for words in pieces if len(words) >= _LEAST_WORDS)[:_LONGEST])


def _words(piece: str) -> list[str]:
    words = _PARTED.split(unquote(piece, errors="replace").removesuffix(".html"))
    return [word for word in words if word and not _NUMBER_OF_AD.fullmatch(word)]


def _is_told_already(words: str, ad: RawAd) -> bool:
    told = f"{ad.title} {ad.text}".casefold()
    return all(word in told for word in re.split(r"[. ]+", words.casefold()))
