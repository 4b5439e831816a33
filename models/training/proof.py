"""This module holds what goes into a training and what comes out of it: ads as a model may see them, and the model with its proof."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from models.domain.ad import RawAd
from models.domain.finding import Finding
from models.domain.judgement import Band, Kind
from models.indicators.passages import Passage
from models.scoring.assessment import AdFeatures
from models.scoring.classifier import LinearClassifier
from models.scoring.ngrams import Ints
from models.scoring.rules import Cap
from models.scoring.signs import Sign
from models.training.card import Card
from models.training.heldout import HeldOut
from models.training.labelled import LabelledAd


@dataclass(frozen=True, slots=True)
class ReadAd:
    """What a model may see of an ad, and how far the rules let each kind go.

    `unaided` is the ad as it looks where the phrase book knows none of its phrases; without it, as it looks anyway.
    `passages` are its words for the lines that find wordings like those of a sign, `without` its text as a model would see
    it without the words of such a finding. `call_for_help`: no class that it reads as holds it down.
    """

    features: AdFeatures
    caps: Mapping[Kind, Cap]
    unaided: AdFeatures | None = None
    passages: Sequence[Passage] = ()
    without: Callable[[Finding], str] | None = field(default=None, compare=False)
    call_for_help: bool = False


# None for an ad that must not be learned from: one with a child sign.
AdReader = Callable[[Sequence[RawAd]], Sequence[ReadAd | None]]


@dataclass(frozen=True, slots=True)
class Proof:
    """What the figures of a card rest on: each ad with what the recipe said of it when its group was unseen.

    All sequences follow `labelled`, which stands in the order of the ads' ids. `signs` are those that kept their weight.
    """

    labelled: Sequence[LabelledAd]
    read: Sequence[ReadAd]
    groups: Ints
    folds: Ints
    held: HeldOut
    probabilities: Sequence[Mapping[Kind, float]]
    bands: Sequence[Band]
    known_cut: float
    signs: Sequence[Sign]


@dataclass(frozen=True, slots=True)
class TrainedModel:
    """A classifier with its file, its card and what proves the card's figures.

    `unseen` are the answers of the proof as `unseen.to_json` writes them, by which it is compared with others.
    """

    classifier: LinearClassifier
    file: bytes
    card: Card
    proof: Proof
    unseen: bytes = b""
