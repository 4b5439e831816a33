"""This module asks whether a model of what was known up to a day would have found the leads that came after it.

Folds mix the years: what a wave of ads taught helps with its own tail. Here the newest fifth of the dated ads is
judged by lines that saw nothing as new, and nothing that belongs together with any of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from models.measures.ranking import group_draws, precision_figure, precisions, ranking
from models.scoring.ngrams import Floats, Ints
from models.training.copies import Copies, copies_across
from models.training.examples import targets
from models.training.labelled import LabelledAd
from models.training.proof import Proof
from models.training.refit import Seen, raw_scores

_NEWEST = 0.2
_UNDATED = "no ad says when it was posted or first met (`posted_at`, `first_seen`)"
_FEWEST = 100  # dated ads, below which a fifth says nothing


def by_time(labelled: Sequence[LabelledAd], groups: Ints) -> tuple[Ints, Ints]:
    """The numbers of the ads to learn from and of those to judge; both are empty where hardly any ad has a date.

    Judged is what is dated after the day up to which four fifths of the dated ads stand. Of a group with such an ad
    nothing is learned; an ad without a date is never judged.
    """
    days = [one.day or "" for one in labelled]
    dated = sorted(day for day in days if day)
    nobody = np.empty(0, dtype=np.int64)
    if len(dated) < _FEWEST:
        return nobody, nobody
    last_known = dated[int(len(dated) * (1 - _NEWEST)) - 1]
    judged = np.array([number for number, day in enumerate(days) if day > last_known], dtype=np.int64)
    late_groups = set(groups[judged].tolist())
    learned = [number for number in range(len(days)) if int(groups[number]) not in late_groups]
    return np.array(learned, dtype=np.int64), judged


def judged_later(proof: Proof, *, seed: int = 0) -> dict[str, Any]:
    """What the card says of it, or why nothing can be said."""
    learned, judged = by_time(proof.labelled, proof.groups)
    told = {"dated_ads": sum(one.day is not None for one in proof.labelled)}
    why_not = _why_not(proof, learned, judged)
    if why_not:
        return told | {"note": why_not}
    scores = raw_scores(
        _seen(proof, judged),
        learned=_seen(proof, learned),
        signs=proof.signs,
        unaided=[proof.read[int(i)].unaided or proof.read[int(i)].features for i in learned],
        folds=proof.folds[learned],
    )
    own = [proof.labelled[int(i)] for i in judged]
    return told | {
        "learned_from": len(learned),
        "first_day_judged": min(str(one.day) for one in own),
        **_figures(own, scores, scores.max(axis=1), proof.groups[judged], seed=seed),
        **_copies(proof, learned, judged).told([one.number or one.ad.ad_id for one in proof.labelled]),
    }


def judged_after(
    day: str | None, labelled: Sequence[LabelledAd], scores: Floats, overall: Floats, groups: Ints
) -> dict[str, Any]:
    """How a model ranks those of `labelled` that came after `day`, that of the newest ad it learned from, or why nobody knows.

    `scores` of (ads, kinds) and `overall` are its answers.
    """
    days = [one.day for one in labelled]
    told: dict[str, Any] = {"dated_ads": sum(one is not None for one in days)}
    newer = np.array([number for number, one in enumerate(days) if one and day and one > day], dtype=np.int64)
    if not told["dated_ads"]:
        return told | {"note": _UNDATED}
    if day is None:
        return told | {
            "note": "nothing that the model learned from has a date, so nobody knows what came later"
        }
    if not len(newer):
        return told | {"note": f"none came after {day}, the day of the newest ad that the model learned from"}
    own = [labelled[int(i)] for i in newer]
    return told | {
        "first_day_judged": min(str(one.day) for one in own),
        **_figures(own, scores[newer], overall[newer], groups[newer], seed=0),
    }


def _figures(
    judged: Sequence[LabelledAd], scores: Floats, overall: Floats, groups: Ints, *, seed: int
) -> dict[str, Any]:
    target, counts = targets(judged), np.array([one.weight for one in judged])
    draws = group_draws(groups, seed=seed)
    any_lead = precision_figure(ranking(target.max(axis=1), overall), counts, draws)
    _, macro = precisions(target, scores, counts, draws)
    return {"judged": len(judged), "any_lead": asdict(any_lead), "macro_average_precision": macro.value}


def later_in_words(told: Mapping[str, Any]) -> str | None:
    """What `judged_later` or `judged_after` told, as a sentence; None where no ad is dated: who gave no dates knows that."""
    if not told["dated_ads"]:
        return None
    if "note" in told:
        return f"ads that came later are not told of: {told['note']}"
    one = told["any_lead"]
    value = (
        f"{one['value']:.3f} [{one['low']:.3f}, {one['high']:.3f}]"
        if one["value"] is not None
        else f"not known, {one['size']} leads are too few"
    )
    return f"the {told['judged']} ads from {told['first_day_judged']} on, by what was known before: any lead {value}"


def _why_not(proof: Proof, learned: Ints, judged: Ints) -> str:
    """Why the later cannot be judged from the earlier, in plain words; empty where they can."""
    dated = [one.day for one in proof.labelled if one.day is not None]
    if not dated:
        return _UNDATED
    if len(dated) < _FEWEST:
        return f"{len(dated)} ads say when they were posted or first met, too few to tell; {_FEWEST} at least"
    if not len(judged):
        return f"more than a fifth of the dated ads are of one day, {max(dated)}: none came later than the others"
    if not any(proof.labelled[int(i)].is_lead for i in learned):
        return "no lead is left to learn from before the newest fifth of the dated ads"
    return ""


def _copies(proof: Proof, learned: Ints, judged: Ints) -> Copies:
    """Near copies of which one is learned from and the other judged; the places are those of the proof."""
    both = np.concatenate([learned, judged])
    side = np.repeat([0, 1], [len(learned), len(judged)])
    found = copies_across([proof.read[int(i)].features.masked for i in both], side)
    if found.likest is None:
        return found
    first, second = (int(both[place]) for place in found.likest)
    return replace(found, likest=(first, second))


def _seen(proof: Proof, which: Ints) -> list[Seen]:
    return [(proof.labelled[int(i)], proof.read[int(i)].features) for i in which]
