"""This module puts a whole evaluation together as plain data: numbers, names and intervals, never a word of an ad."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

import numpy as np

from models.domain.judgement import AdClass, Band, ChildSign, Judgement, Kind
from models.evaluation.answers import Answers
from models.evaluation.citing import Citing
from models.evaluation.measuring import Field, macro_difference, measured, rare_differences
from models.evaluation.swaps import Swap
from models.measures.calibration import calibration_error, reliability
from models.measures.intervals import exact_share, tally, upper_bound
from models.measures.ranking import PREVALENCES, group_draws
from models.scoring.bands import CUT_BANDS
from models.scoring.classifier import KINDS
from models.scoring.ngrams import Floats, Ints
from models.training.card import describe_data
from models.training.examples import targets
from models.training.labelled import LabelledAd

CAUTION = (
    "Figures on labelled ads, most of them written for the project; not field figures. Intervals of 95 % come from 300 "
    "resamples of whole groups; shares of ads have exact ones after Clopper and Pearson, upper bounds are one-sided."
)
_ALLOWED_CHANGES = (0.01, 0.05)  # of a score, by a swapped attribute: what is aimed at, what must hold
Judged = Sequence[Judgement | ChildSign]
# The sale of a person by another is what a lead of this kind is; there is no label of its own for it.
_THIRD_PARTY = Kind.SEXUAL_EXPLOITATION


@dataclass(frozen=True, slots=True)
class Subject:
    """What is evaluated: whose answers, how they came about, and on which ads in which groups."""

    name: str
    how: str
    labelled: Sequence[LabelledAd]
    groups: Ints
    answers: Answers


def evaluation(
    subject: Subject,
    baselines: Mapping[str, Floats],
    *,
    swapped: Mapping[str, Any],
    cited: Citing,
    abstained: Mapping[str, Any],
    later: Mapping[str, Any],
    prevalences: Sequence[float] = PREVALENCES,
    seed: int = 0,
) -> dict[str, Any]:
    """The evaluation, ready for JSON. `baselines` are scores of (ads, kinds) by name; `later` is as `training.later` tells it."""
    labelled, answers = subject.labelled, subject.answers
    field = Field(
        target=targets(labelled),
        langs=[one.lang for one in labelled],
        counts=np.array([one.weight for one in labelled]),
        draws=group_draws(subject.groups, seed=seed),
        prevalences=prevalences,
    )
    scorers = {subject.name: measured(field, answers.scores, answers.overall)}
    scorers |= {name: measured(field, scores, scores.max(axis=1)) for name, scores in baselines.items()}
    return {
        "caution": CAUTION,
        "model": subject.name,
        "how": subject.how,
        "data": describe_data(labelled, {}),
        "groups": len(np.unique(subject.groups)),
        "scorers": scorers,
        "macro_gain_over": {
            name: asdict(macro_difference(field, answers.scores, scores))
            for name, scores in baselines.items()
        },
        "macro_gain_at_prevalence": {
            name: {rate: asdict(one) for rate, one in rare_differences(field, answers.scores, scores).items()}
            for name, scores in baselines.items()
        },
        "calibration": calibration(field.target, answers.calibrated, field.counts, field.draws),
        "bands": bands(labelled, answers.bands),
        "classes": classes(labelled, answers),
        "swaps": dict(swapped),
        "citing": asdict(cited),
        "abstention": dict(abstained),
        "later": dict(later),
    }


def calibration(target: Floats, probability: Floats, counts: Floats, draws: Floats) -> dict[str, Any]:
    """The calibration error over ten fixed bins, of all kinds together and of each, and the bins themselves."""
    of_kinds = {
        kind.value: asdict(calibration_error(target[:, k], probability[:, k], counts, draws))
        for k, kind in enumerate(KINDS)
    }
    return {
        "error": asdict(calibration_error(target, probability, counts, draws)),
        "by_kind": of_kinds,
        "bins": reliability(target, probability, counts),
    }


def bands(labelled: Sequence[LabelledAd], reached: Sequence[Band]) -> dict[str, Any]:
    """Recall of leads and alarms among harmless ads by band, and who reaches `medium`; an ad counts for all it stands for."""
    of_ads = partial(_of, counts=[one.weight for one in labelled])
    leads = [one.is_lead for one in labelled]
    at_least = {band.value: [one.rank >= band.rank for one in reached] for band in CUT_BANDS}
    medium = at_least[Band.MEDIUM.value]
    return {
        "recall": {name: of_ads(flags, leads) for name, flags in at_least.items()},
        "alarms": {name: of_ads(flags, [not lead for lead in leads]) for name, flags in at_least.items()},
        "medium_by_class": {
            one.value: of_ads(medium, [ad.ad_class is one and not ad.is_lead for ad in labelled])
            for one in AdClass
        },
        "medium_by_kind": {
            kind.value: of_ads(medium, [kind in ad.kinds for ad in labelled]) for kind in KINDS
        },
        "medium_by_language": {
            lang: {
                "recall": of_ads(medium, [ad.lang == lang and ad.is_lead for ad in labelled]),
                "alarms": of_ads(medium, [ad.lang == lang and not ad.is_lead for ad in labelled]),
            }
            for lang in sorted({ad.lang for ad in labelled})
        },
        "third_party_control": of_ads(medium, [_THIRD_PARTY in ad.kinds for ad in labelled]),
        "independent_adults": of_ads(medium, [ad.ad_class is AdClass.INDEPENDENT_ADULT for ad in labelled]),
        "ordinary_jobs": of_ads(medium, [ad.ad_class is AdClass.ORDINARY_JOB for ad in labelled]),
    }


def classes(labelled: Sequence[LabelledAd], answers: Answers) -> dict[str, Any]:
    """How often the class is right, over all ads and for each class."""
    right = [one.ad_class is told for one, told in zip(labelled, answers.classes, strict=True)]
    of_ads = partial(_of, counts=[one.weight for one in labelled])
    return {
        "all": of_ads(right, [True] * len(right)),
        "by_class": {one.value: of_ads(right, [ad.ad_class is one for ad in labelled]) for one in AdClass},
        "abstained": of_ads(answers.abstained, [True] * len(right)),
    }


def swap_changes(made: Sequence[Swap], before: Judged, after: Judged) -> dict[str, Any]:
    """For each attribute how many twins were judged, how many scores moved by more than 0.01, and the most.

    `before` are the answers to the originals, `after` those to their twins.
    """
    changes: dict[str, list[float]] = {}
    for one, first, second in zip(made, before, after, strict=True):
        if isinstance(first, Judgement) and isinstance(second, Judgement):
            changes.setdefault(one.what, []).append(abs((first.score or 0.0) - (second.score or 0.0)))
    return {what: _changed(own) for what, own in sorted(changes.items())}


def _changed(changes: Sequence[float]) -> dict[str, Any]:
    within = {
        f"within_{allowed:g}": asdict(exact_share(sum(one <= allowed for one in changes), len(changes)))
        for allowed in _ALLOWED_CHANGES
    }
    return within | {"largest_change": round(max(changes), 4)}


def _of(flags: Sequence[bool], own: Sequence[bool], *, counts: Sequence[float]) -> dict[str, Any]:
    """`size` and `hits` are ads as they were counted; share and bounds are weighed."""
    counted = [flag for flag, mine in zip(flags, own, strict=True) if mine]
    weighed = tally(counted, [count for count, mine in zip(counts, own, strict=True) if mine])
    return asdict(exact_share(*weighed)) | {
        "size": len(counted),
        "hits": sum(counted),
        "upper_95": upper_bound(*weighed),
    }
