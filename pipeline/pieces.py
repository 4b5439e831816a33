"""This module does long work some ads at a time, so that it can be told how far it has come."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from models.domain.ad import RawAd
from models.domain.judgement import ChildSign, Judgement
from models.scoring.classifier import LinearClassifier
from models.screening import Reader, screen_batch

_AT_ONCE = 100
_Read = TypeVar("_Read")
# What is done, how many of how many.
Progress = Callable[[str, int, int], None]


def unheard(_step: str, _done: int, _size: int) -> None:
    """Progress that nobody wants to hear of."""


def judging(
    reader: Reader, classifier: LinearClassifier, progress: Callable[[int, int], None]
) -> Callable[[Sequence[RawAd]], list[Judgement | ChildSign]]:
    """The judgement of ads, some at a time."""
    return in_pieces(partial(screen_batch, reader=reader, classifier=classifier), progress)


def in_pieces(
    read: Callable[[Sequence[RawAd]], Sequence[_Read]], progress: Callable[[int, int], None]
) -> Callable[[Sequence[RawAd]], list[_Read]]:
    """`read`, which answers each ad by itself, some ads at a time, so that it can be told how far it has come."""

    def read_all(ads: Sequence[RawAd]) -> list[_Read]:
        found: list[_Read] = []
        for start in range(0, len(ads), _AT_ONCE):
            found += read(ads[start : start + _AT_ONCE])
            progress(len(found), len(ads))
        return found

    return read_all
