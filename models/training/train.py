"""This module trains a model from labelled ads: one call, the same bytes for the same ads in any order."""

import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import sklearn
from threadpoolctl import threadpool_limits

from models.domain.errors import WrongUsage
from models.domain.finding import Finding
from models.domain.judgement import AdClass, Band, Kind
from models.indicators.catalogue import Catalogue
from models.scoring.bands import reach, reached_band
from models.scoring.calibration import Calibrator
from models.scoring.classifier import KINDS, LinearClassifier
from models.scoring.likeness import Likeness
from models.scoring.modelfile import content_version
from models.scoring.ngrams import Grams, Ints, grams
from models.scoring.rules import held_as_read
from models.scoring.signs import Sign
from models.training.card import GROUPS, INTENDED_USE, KEPT, KNOWN_FAILURES, NOT_FOR, Card, describe_data
from models.training.copies import copies_across
from models.training.cuts import Cuts, cut
from models.training.examples import Examples, examples_of
from models.training.heads import fit_heads
from models.training.heldout import HeldOut, fit_calibrators, hold_out, sketch
from models.training.labelled import LabelledAd
from models.training.lift import measured_signs
from models.training.marked import MarkedAd
from models.training.modelfile import model_bytes
from models.training.proof import AdReader, Proof, ReadAd, TrainedModel
from models.training.reading import in_order
from models.training.report import measure
from models.training.rows import learned_columns, matrix
from models.training.splits import folds, groups
from models.training.weighing import best_weighing
from models.training.wordings import settled_likeness

_FOLDS = 5
Progress = Callable[[str, int, int], None]
FEWEST_LEADS, FEWEST_HARMLESS = 5, 20
"""Ads below which nothing is learned, and nothing is told of a model."""
_FITTED = "models fitted, one for each fold and one to all"
_STRANGEST = 0.05  # share of the examples that look unknown to the others: languages with a handful of ads


@dataclass(frozen=True, slots=True)
class Recipe:
    """By what a model is trained: prior weights, the stated share of leads, the seed of the folds.

    With a `catalogue`, lines that find wordings like those of a sign are learned from ads with marks; where no ad has
    any, those of `likeness` stay.
    """

    signs: Sequence[Sign]
    prevalence: float = 0.01
    seed: int = 0
    catalogue: Catalogue | None = None
    likeness: Likeness = field(default_factory=Likeness)


def train(
    labelled: Sequence[LabelledAd],
    reader: AdReader,
    recipe: Recipe,
    *,
    made_on: str,
    licences: Mapping[str, str] | None = None,
    progress: Progress = lambda _step, _done, _size: None,
) -> TrainedModel:
    """A model fitted to `labelled`, with thresholds and figures from ads held out by group.

    `progress` hears what is done, and how many of how many. `made_on` (ISO 8601) stands in the card only: the file is
    the same whenever it is made. Raises `WrongUsage` where the ads are too few.
    """
    if not 0 < recipe.prevalence < 1:
        raise WrongUsage("The stated prevalence must lie between 0 and 1, for example 0.01.")
    # The matrices are small: several threads wait for each other ten times as long as they compute, and only one
    # adds up in the same order everywhere.
    with threadpool_limits(limits=1, user_api="blas"):
        return _train(labelled, reader, recipe, made_on=made_on, licences=licences or {}, progress=progress)


def _train(
    labelled: Sequence[LabelledAd],
    reader: AdReader,
    recipe: Recipe,
    *,
    made_on: str,
    licences: Mapping[str, str],
    progress: Progress,
) -> TrainedModel:
    ordered, read = _read(labelled, reader)
    kept, lost = measured_signs(recipe.signs, ordered, [one.features for one in read])
    material = _prepare(ordered, read, signs=kept, seed=recipe.seed)
    fits = len(np.unique(material.folds)) + 1
    held = hold_out(
        material.examples,
        material.grams,
        material.folds,
        signs=kept,
        progress=lambda done: progress(_FITTED, done, fits),
    )
    progress(_FITTED, fits - 1, fits)
    calibrators = fit_calibrators(held.raw, material.examples)
    probabilities = held.probabilities(calibrators, prevalence=recipe.prevalence)
    caps = [
        held_as_read(one.caps, read_as, call_for_help=one.call_for_help)
        for one, read_as in zip(read, held.classes, strict=True)
    ]
    settled = settled_likeness(
        _marked(ordered, read, held, material.examples),
        caps,
        probabilities,
        material.folds,
        catalogue=recipe.catalogue,
        given=recipe.likeness,
    )
    reaches = [reach(of_ad, own) for of_ad, own in zip(probabilities, settled.caps, strict=True)]
    harmless = [number for number, one in enumerate(ordered) if not one.is_lead]
    cuts = cut([reaches[i] for i in harmless], np.array([max(probabilities[i].values()) for i in harmless]))
    classifier = _classifier(
        material, held, calibrators, signs=kept, thresholds=cuts.thresholds, prevalence=recipe.prevalence
    )
    classifier = replace(classifier, likeness=settled.likeness)
    named = replace(classifier, version=f"linear-{content_version(classifier)}")
    file = model_bytes(named)
    bands = [reached_band(one, cuts.thresholds) for one in reaches]
    sections = _told(named, file, cuts) | {
        "made_on": made_on,
        "data": describe_data(ordered, licences),
        "split": _told_split(material, ordered, [one.features.masked for one in read], seed=recipe.seed),
        "signs_without_weight": list(lost),
        "likeness": settled.told,
        "metrics": measure(
            ordered,
            held,
            bands,
            probabilities=probabilities,
            target=material.examples.kinds,
            groups=material.groups,
            seed=recipe.seed,
        ),
    }
    proof = Proof(
        ordered, read, material.groups, material.folds, held, probabilities, bands, named.known_cut, kept
    )
    return TrainedModel(named, file, Card(sections), proof)


@dataclass(frozen=True, slots=True)
class _Material:
    grams: Sequence[Grams]
    examples: Examples
    groups: Ints
    folds: Ints


def _read(labelled: Sequence[LabelledAd], reader: AdReader) -> tuple[Sequence[LabelledAd], Sequence[ReadAd]]:
    """The ads in the order of their ids, each with what may be seen of it; child signs are left out."""
    ordered = in_order(labelled)
    pairs = [
        (one, seen)
        for one, seen in zip(ordered, reader([one.ad for one in ordered]), strict=True)
        if seen is not None
    ]
    leads = sum(one.is_lead for one, _ in pairs)
    if leads < FEWEST_LEADS or len(pairs) - leads < FEWEST_HARMLESS:
        raise WrongUsage(
            f"Training needs at least {FEWEST_LEADS} leads and {FEWEST_HARMLESS} harmless ads, but there are "
            f"{leads} and {len(pairs) - leads}. Add labelled ads."
        )
    return [one for one, _ in pairs], [seen for _, seen in pairs]


def _marked(
    labelled: Sequence[LabelledAd], read: Sequence[ReadAd], held: HeldOut, examples: Examples
) -> list[MarkedAd]:
    return [
        MarkedAd(
            seen.passages,
            one.is_lead,
            one.marks,
            seen.features.findings,
            reads_as_lead=held.classes[number] is AdClass.LEAD,
            share=_sharing(number, seen, held, examples),
        )
        for number, (one, seen) in enumerate(zip(labelled, read, strict=True))
    ]


def _sharing(
    number: int, seen: ReadAd, held: HeldOut, examples: Examples
) -> Callable[[Finding, Kind], float]:
    """By how much the held-out score of an ad for a kind falls without the words of a finding."""

    def share(finding: Finding, kind: Kind) -> float:
        if seen.without is None:
            return math.inf
        heads, k = held.heads[number], KINDS.index(kind)
        row = matrix([replace(seen.features, masked=seen.without(finding))], heads.layout)
        of_kinds, _ = heads.raw(replace(examples.take(np.array([number])), rows=row))
        return float(held.raw[number, k] - of_kinds[0, k])

    return share


def _prepare(
    labelled: Sequence[LabelledAd], read: Sequence[ReadAd], *, signs: Sequence[Sign], seed: int
) -> _Material:
    aided = [one.features for one in read]
    unaided = [one.unaided or one.features for one in read]
    masked = [ad.masked for ad in aided]
    together = groups(labelled, masked)
    assigned = folds(together, count=_FOLDS, seed=seed)
    layout = learned_columns(aided, unaided, [one.indicator for one in signs])
    examples = examples_of(labelled, aided, layout=layout, unaided=unaided)
    return _Material([grams(text) for text in masked], examples, together, assigned)


def _classifier(
    material: _Material,
    held: HeldOut,
    calibrators: tuple[Calibrator, ...],
    *,
    signs: Sequence[Sign],
    thresholds: Mapping[Band, float],
    prevalence: float,
) -> LinearClassifier:
    """The classifier fitted to all examples, without its name."""
    examples = material.examples
    weighed = best_weighing(examples, material.folds).apply(examples, learned=examples)
    heads = fit_heads(weighed, signs=signs)
    return LinearClassifier(
        version="",
        layout=heads.layout,
        weights=heads.weights.astype(np.float32),
        intercepts=heads.intercepts,
        calibrators=calibrators,
        prevalence=prevalence,
        thresholds=thresholds,
        classes=tuple(AdClass),
        resemblance=heads.resemblance,
        known=sketch(material.grams),
        known_cut=float(np.quantile(held.known_shares, _STRANGEST)),
    )


def _told(classifier: LinearClassifier, file: bytes, cuts: Cuts) -> dict[str, Any]:
    return {
        "version": classifier.version,
        "model_sha256": hashlib.sha256(file).hexdigest(),
        "libraries": {"numpy": np.__version__, "scikit-learn": sklearn.__version__},
        "prevalence": f"{classifier.prevalence:g} for each kind (stated, not measured)",
        "thresholds": cuts.told(),
        "intended_use": INTENDED_USE,
        "not_for": NOT_FOR,
        "groups": GROUPS,
        "known_failures": list(KNOWN_FAILURES),
        "known_ads": {
            "kept": len(classifier.resemblance.kinds),
            "worth": classifier.resemblance.worth._asdict(),
            "note": KEPT,
        },
    }


def _told_split(
    material: _Material, labelled: Sequence[LabelledAd], masked: Sequence[str], *, seed: int
) -> dict[str, Any]:
    return {
        "groups": len(np.unique(material.groups)),
        "folds": len(np.unique(material.folds)),
        "seed": seed,
        **copies_across(masked, material.folds).told([one.number or one.ad.ad_id for one in labelled]),
    }
