"""This module looks at labelled ads for an evaluation: each is read once, for what is learned, swapped and judged."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.domain.ad import RawAd
from models.domain.judgement import Judgement
from models.evaluation.swaps import Named, named
from models.scoring.classifier import LinearClassifier
from models.screening import Reader, screen_readings
from models.training.labelled import LabelledAd
from models.training.proof import ReadAd
from models.training.reading import in_order, read_for_training, seen_in
from pipeline.pieces import in_pieces


@dataclass(frozen=True, slots=True)
class Look:
    """A labelled ad with what a model may learn from it, what could be swapped in it, and how it is judged."""

    labelled: LabelledAd
    read: ReadAd
    named: Named
    answer: Judgement


_Sight = tuple[ReadAd, Named, Judgement]


def looks(
    labelled: Sequence[LabelledAd],
    reader: Reader,
    classifier: LinearClassifier,
    progress: Callable[[int, int], None],
) -> list[Look]:
    """The ads without those with a child sign, in the order of their ids."""

    def looked_at(ads: Sequence[RawAd]) -> list[_Sight | None]:
        readings = [reader.read(ad) for ad in ads]
        answers = screen_readings(readings, reader, classifier)
        return [
            (seen_in(reading, reader), named(reading), answer) if isinstance(answer, Judgement) else None
            for reading, answer in zip(readings, answers, strict=True)
        ]

    ordered = in_order(labelled)
    found = in_pieces(looked_at, progress)([one.ad for one in ordered])
    return [Look(one, *sight) for one, sight in zip(ordered, found, strict=True) if sight is not None]


def read_open(labelled: Sequence[LabelledAd], reader: Reader) -> list[tuple[LabelledAd, ReadAd]]:
    """The ads without those with a child sign, in the order of their ids, each with what may be learned from it."""
    ordered = in_order(labelled)
    read = read_for_training([one.ad for one in ordered], reader)
    return [(one, seen) for one, seen in zip(ordered, read, strict=True) if seen is not None]
