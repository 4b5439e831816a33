"""This module compares the ads of two times in every respect that a model depends on, over all sources and for each."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from models.training.drift import Shift, mix_shift, shift, word_shift

FEWEST = 50  # ads on either side, below which nothing can be told
EVERYWHERE = "all sources"
_ERROR = 0.01  # chance that a whole comparison of two draws of one field finds any shift


@dataclass(frozen=True, slots=True)
class Sight:
    """What is watched of one ad. `words` hold no contact; `model` is the version that gave the score."""

    source: str
    language: str
    ad_class: str
    model: str
    score: float
    indicators: tuple[str, ...]
    words: tuple[str, ...]
    contacts: int


@dataclass(frozen=True, slots=True)
class Watched:
    """One respect in which the ads of a source were compared: `then` and `now` say over how many ads."""

    source: str
    what: str
    shift: Shift
    then: int
    now: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that was compared, and the sources with too few ads to tell."""

    watched: tuple[Watched, ...]
    too_few: tuple[str, ...]

    @property
    def alarms(self) -> tuple[Watched, ...]:
        """What moved so far that a person should look."""
        return tuple(one for one in self.watched if one.shift.fires)


def compared(then: Sequence[Sight], now: Sequence[Sight]) -> Comparison:
    """The ads of `now` beside those of `then`. Scores are compared where the same model gave them."""
    several = len({one.source for one in (*then, *now)}) > 1
    sources = sorted({one.source for one in now}) if several else []
    scopes = {EVERYWHERE: (then, now)} | {name: (_of(then, name), _of(now, name)) for name in sources}
    enough = {name: pair for name, pair in scopes.items() if min(map(len, pair)) >= FEWEST}
    error = _ERROR / max(1, len(enough) * (len(_NUMBERS) + len(_NAMES) + 2))
    watched = [
        one for name, (first, second) in enough.items() for one in _compared(name, first, second, error)
    ]
    return Comparison(tuple(watched), tuple(name for name in scopes if name not in enough))


def _compared(source: str, then: Sequence[Sight], now: Sequence[Sight], error: float) -> Iterator[Watched]:
    sizes = len(then), len(now)
    model = _usual_model(now)
    judged = [[one.score for one in side if one.model == model] for side in (then, now)]
    if min(map(len, judged)) >= FEWEST:
        found = shift(np.array(judged[0]), np.array(judged[1]), error=error)
        yield Watched(source, "score", found, len(judged[0]), len(judged[1]))
    for what, number in _NUMBERS.items():
        first, second = (np.array([float(number(one)) for one in side]) for side in (then, now))
        yield Watched(source, what, shift(first, second, error=error), *sizes)
    for what, names in _NAMES.items():
        told = [[name for one in side for name in names(one)] for side in (then, now)]
        if what != "source" or source == EVERYWHERE:
            yield Watched(source, what, mix_shift(told[0], told[1], error=error), *sizes)
    words = word_shift([one.words for one in then], [one.words for one in now])
    yield Watched(source, "new words", words, *sizes)


_NUMBERS: dict[str, Callable[[Sight], int]] = {
    "words per ad": lambda one: len(one.words),
    "contacts per ad": lambda one: one.contacts,
    "indicators per ad": lambda one: len(one.indicators),
}
_NAMES: dict[str, Callable[[Sight], tuple[str, ...]]] = {
    "indicators": lambda one: one.indicators,
    "language": lambda one: (one.language,),
    "class": lambda one: (one.ad_class,),
    "source": lambda one: (one.source,),
}


def _of(side: Sequence[Sight], source: str) -> list[Sight]:
    return [one for one in side if one.source == source]


def _usual_model(side: Sequence[Sight]) -> str:
    models = [one.model for one in side]
    return max(sorted(set(models)), key=models.count, default="")
