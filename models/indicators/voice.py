"""This module says in whose voice an ad speaks: somebody of oneself, or somebody of others.

Words are compared as they are written and not by their sound: such short ones mean something else in the next
language (Telugu నా is "my", Bengali না is "no", both sound like Hindi "na").
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from models.indicators.reading import AdReading, PartReading
from models.normalise.memory import Memory

_FILE = "voice.yaml"
_LEAST_STEM = 2  # letters before an ending


@dataclass(frozen=True, slots=True)
class Voices:
    """How often an ad speaks as "I, my" (`own`) and of "we, our, she, they" (`others`)."""

    own: int
    others: int


def voices(reading: AdReading) -> Voices:
    """The voices in all published parts of an ad."""
    heard = [voice for part in reading.parts for voice in _heard(part)]
    return Voices(heard.count("own"), heard.count("others"))


def third_person_voice(reading: AdReading) -> float:
    """The share of "we, our, she, they" among all words for persons, from 0 to 1; 0 where there is none."""
    heard = voices(reading)
    return heard.others / (heard.others + heard.own) if heard.others else 0.0


def _heard(part: PartReading) -> Iterator[str]:
    published = part.published
    return filter(None, [_VOICE_OF[published[start:end]] for _, start, end in part.tokens])


def _voice_of(written: str) -> str | None:
    words, ends = _lexicon()
    word = written.casefold()
    return words.get(word) or _by_ending(word, ends)


_VOICE_OF = Memory(_voice_of)


def _by_ending(word: str, ends: Mapping[str, str]) -> str | None:
    """Hindi and Telugu say in the verb who does it: "करूंगी" is I, "చేస్తాం" is we."""
    for size in (5, 4, 3):
        if len(word) >= size + _LEAST_STEM and (voice := ends.get(word[-size:])):
            return voice
    return None


@cache
def _lexicon() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Words and endings of all languages, each with its voice."""
    words: dict[str, str] = {}
    ends: dict[str, str] = {}
    for folder in sorted(files("models").joinpath("data").iterdir(), key=lambda folder: folder.name):
        listed = folder.joinpath(_FILE)
        if folder.is_dir() and listed.is_file():
            table = yaml.safe_load(listed.read_text("utf-8"))
            for voice in ("own", "others"):
                words |= dict.fromkeys(table[voice].casefold().split(), voice)
                ends |= dict.fromkeys(table.get(f"{voice}_endings", "").split(), voice)
    return words, ends
