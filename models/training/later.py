"""This module asks whether a model of what was known up to a day would have found the leads that came after it.

Folds mix the years: what a wave of ads taught helps with its own tail. Here the newest fifth of the dated ads is
judged by lines that saw nothing as new, and nothing that belongs together with any of it.
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from models.domain.errors import Refused
from models.scoring.classifier import KINDS
from models.training.labelled import LabelledAd
from models.training.metrics import average_precision
from models.training.refit import Seen, raw_scores
from models.training.splits import Numbers, leaks
from models.training.train import Proof

_NEWEST = 0.2
_FEWEST = 100  # dated ads, below which a fifth says nothing


def by_time(labelled: Sequence[LabelledAd], groups: Numbers) -> tuple[Numbers, Numbers]:
    """The numbers of the ads to learn from and of those to judge; both are empty where hardly any ad has a date.

    Judged is what is dated after the day up to which four fifths of the dated ads stand. Of a group with such an ad
    nothing is learned; an ad without a date is never judged.
    """
    days = [(one.ad.posted_at or "")[:10] for one in labelled]
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
    """What the card says of it. Raises `Refused` where the split leaks."""
    learned, judged = by_time(proof.labelled, proof.groups)
    dated = sum(bool(one.ad.posted_at) for one in proof.labelled)
    if not len(judged) or not any(proof.labelled[int(i)].is_lead for i in learned):
        return {"dated_ads": dated, "note": "too few dated ads to learn from the earlier and judge the later"}
    refuse_leaks_in_time(proof, learned, judged)
    target, counts = _targets(proof.labelled), np.array([one.weight for one in proof.labelled])[judged]
    scores = raw_scores(_seen(proof, judged), learned=_seen(proof, learned), signs=proof.signs)
    of_kinds = [
        average_precision(target[judged, k], scores[:, k], proof.groups[judged], seed=seed, counts=counts)
        for k in range(len(KINDS))
    ]
    measured = [one.value for one in of_kinds if one.value is not None]
    leads = target[judged].max(axis=1)
    return {
        "dated_ads": dated,
        "learned_from": len(learned),
        "judged": len(judged),
        "first_day_judged": min(str(proof.labelled[int(i)].ad.posted_at)[:10] for i in judged),
        "any_lead": asdict(
            average_precision(leads, scores.max(axis=1), proof.groups[judged], seed=seed, counts=counts)
        ),
        "macro_average_precision": round(float(np.mean(measured)), 4) if measured else None,
        "leaks": 0,
    }


def refuse_leaks_in_time(proof: Proof, learned: Numbers, judged: Numbers) -> None:
    """Raises `Refused` where an ad that is learned from is newer than a judged one, or belongs together with one."""
    days = [str(proof.labelled[int(i)].ad.posted_at or "")[:10] for i in (*learned, *judged)]
    newest, first = max(days[: len(learned)], default=""), min(days[len(learned) :])
    both = [int(i) for i in (*learned, *judged)]
    masked = [proof.read[i].features.masked for i in both]
    side = np.array([0] * len(learned) + [1] * len(judged))
    found = leaks([proof.labelled[i] for i in both], masked, side)
    if found or newest >= first:
        raise Refused(
            f"The split by time leaks: {len(found)} pairs of ads belong together across it, and the newest ad learned "
            f"from is of {newest or 'no day'}, the first judged of {first}. Nothing was trained."
        )


def _seen(proof: Proof, which: Numbers) -> list[Seen]:
    return [(proof.labelled[int(i)], proof.read[int(i)].features) for i in which]


def _targets(labelled: Sequence[LabelledAd]) -> np.ndarray:
    return np.array([[float(kind in one.kinds) for kind in KINDS] for one in labelled])
