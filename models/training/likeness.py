"""This module learns lines that tell a window of words like the known wordings of a sign from all others.

A line that has seen only some windows of no sign takes others for one: those it is shown, and fitted again.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.sparse import diags
from sklearn.linear_model import LogisticRegression

from models.indicators.catalogue import Catalogue
from models.scoring.likeness import GROUPS, Likeness, as_kept, no_cues
from models.scoring.ngrams import HASHES, Floats, Ints, rarity
from models.scoring.windows import cue_ids
from models.training.marked import (
    MarkedAd,
    WindowRows,
    joined,
    marks_in,
    may_be_likened,
    mistaken_rows,
)

_FEWEST_ADS = 2  # with a cue that is learned from
_FEWEST_MARKS = 8  # of an indicator that windows may be named after
_STRENGTH = 2.0  # inverse penalty
_MARKED = 2.0  # what a window of a sign counts, where one of none counts 1
_RARITY = 5.0  # by which rarity is divided, so that a penalty means the same for few cues and many
_SMOOTHING = 0.3
_NEVER = -50.0  # log-odds


def learn_from(ads: Sequence[MarkedAd], which: Ints, rows: WindowRows, catalogue: Catalogue) -> Likeness:
    """Lines from the ads numbered `which`; `rows` are the windows of all `ads` to learn from at first."""
    own, learned = rows.of_ads(which), [ads[int(i)] for i in which]
    if not own.targets.any():
        return Likeness()
    cues, rare = _vocabulary(learned)
    first = _fitted(own, cues, rare)
    lines = _fitted(joined([own, mistaken_rows(ads, which, first)]), cues, rare)
    return _with_names(lines, learned, catalogue)


def _vocabulary(ads: Sequence[MarkedAd]) -> tuple[Ints, Floats]:
    """The cues of two ads or more, rising, and how rare each is."""
    counts = np.zeros(HASHES, dtype=np.int64)
    for ad in ads:
        cues = [cue for passage in ad.passages for cue in passage.cues]
        counts[np.unique(cue_ids(cues))] += 1
    kept = np.flatnonzero(counts >= _FEWEST_ADS)
    return kept, rarity(counts[kept], ads=len(ads)) / _RARITY


def _fitted(rows: WindowRows, cues: Ints, rare: Floats) -> Likeness:
    """A line for each group; where nothing of a group was marked it passes nothing."""
    values = (rows.cues[:, cues] @ diags(rare)).tocsr()
    weights, intercepts = np.zeros((len(cues) + 1, len(GROUPS))), np.full(len(GROUPS), _NEVER)
    for number in range(len(GROUPS)):
        target = rows.targets[:, number]
        if target.any():
            line = LogisticRegression(C=_STRENGTH, solver="liblinear", max_iter=1000, tol=1e-3)
            line.fit(values, target, sample_weight=rows.counts * np.where(target > 0, _MARKED, 1.0))
            weights[:-1, number], intercepts[number] = line.coef_[0] * rare, line.intercept_[0]
    return Likeness((), np.concatenate([cues, no_cues()]), as_kept(weights), intercepts)


def _with_names(lines: Likeness, ads: Sequence[MarkedAd], catalogue: Catalogue) -> Likeness:
    """`lines` with how much more often each cue stands in the wordings of an indicator than in all wordings."""
    marked = [
        (name, cue_ids([cue for cue in passage.cues if start <= cue.start and cue.end <= end]))
        for ad in ads
        for passage in ad.passages
        for name, start, end in marks_in(ad, passage)
        if may_be_likened(name, catalogue)
    ]
    counts = Counter(name for name, _ in marked)
    indicators = tuple(sorted(name for name, count in counts.items() if count >= _FEWEST_MARKS))
    seen = np.zeros((len(lines.cues), len(indicators)))
    for name, ids in marked:
        if name in indicators:
            places = np.searchsorted(lines.cues, np.unique(ids))
            known = lines.cues[places] == np.unique(ids)
            seen[places[known], indicators.index(name)] += 1
    sizes = np.array([float(counts[name]) for name in indicators])
    naming = np.log((seen + _SMOOTHING) / (sizes + 2 * _SMOOTHING))
    naming -= np.log((seen.sum(axis=1, keepdims=True) + _SMOOTHING) / (sizes.sum() + 2 * _SMOOTHING))
    naming[seen.sum(axis=1) == 0] = 0.0
    return replace(
        lines, indicators=indicators, naming=as_kept(naming), common=np.log(sizes / max(1.0, sizes.sum()))
    )
