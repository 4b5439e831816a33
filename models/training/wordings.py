"""This module settles the lines that find wordings like those of a sign: learned and cut, or taken as they are.

What they find in an ad lets the rules go further, so thresholds are cut on what lines find that saw nothing of its group.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from models.domain.finding import Finding
from models.domain.judgement import Kind
from models.indicators.catalogue import Catalogue, Group
from models.lifting import carries
from models.scoring.likeness import GROUPS, Likely, Likeness, passing
from models.scoring.ngrams import Floats, Ints
from models.scoring.rules import Cap, counting, lifted
from models.training.likeness import learn_from
from models.training.marked import Mark, MarkedAd, WindowRows, marked_rows

_RIGHT = 0.5  # of what is told of a group in leads, the least share that people marked
_FEWEST_TOLD = 10  # windows that such a share is of
_ALARMS = 0.3  # of harmless ads that pass the cut of a group; their score has spoken before that counts
_NOTE = (
    "Lines for windows of 2 to 12 words, one for each evidence group, learned from words that people marked in leads. Read only "
    "where an ad's score reaches medium and the phrase book's findings do not; they lift an ad to medium at most. Each cut is "
    "where half of what is told of held out leads was marked by people as of that group, and is passed by three tenths of the harmless "
    "ads held out at most, before their score is asked."
)

Caps = Mapping[Kind, Cap]


@dataclass(frozen=True, slots=True)
class Settled:
    """The lines, how far the rules let each ad go with what they find, and what the card tells."""

    likeness: Likeness
    caps: Sequence[Caps]
    told: Mapping[str, Any]


def settled_likeness(
    ads: Sequence[MarkedAd],
    caps: Sequence[Caps],
    probabilities: Sequence[Mapping[Kind, float]],
    folds: Ints,
    *,
    catalogue: Catalogue | None,
    given: Likeness,
) -> Settled:
    """Lines learned from `ads`, or those `given` where nobody marked anything; without a `catalogue` none.

    `caps` are how far the book's findings let each ad go, `probabilities` what was said of it when its group was unseen.
    """
    if catalogue is None:
        return Settled(Likeness(), caps, {"note": "none: no catalogue was given"})
    kinds = [_likeliest(own) for own in probabilities]
    if not any(ad.marks for ad in ads):
        found = [
            given.findings(ad.passages, kind, catalogue) if ad.reads_as_lead else ()
            for ad, kind in zip(ads, kinds, strict=True)
        ]
        return Settled(
            given, _lifted(ads, caps, found, kinds, catalogue), {"note": "as given: no ad here has marks"}
        )
    rows = marked_rows(ads, catalogue, seed=0)
    likely = _held_out(ads, kinds, folds, rows=rows, catalogue=catalogue)
    cuts = np.maximum(_rightly_told(ads, likely, catalogue), _seldom_told(ads, likely))
    lines = replace(learn_from(ads, np.arange(len(ads)), rows, catalogue), cuts=cuts)
    found = [passing(one, cuts) if ad.reads_as_lead else () for ad, one in zip(ads, likely, strict=True)]
    return Settled(lines, _lifted(ads, caps, found, kinds, catalogue), _told(lines, ads, found))


def _likeliest(probabilities: Mapping[Kind, float]) -> Kind:
    return max(Kind, key=lambda kind: probabilities[kind])


def _lifted(
    ads: Sequence[MarkedAd],
    caps: Sequence[Caps],
    found: Sequence[Sequence[Finding]],
    kinds: Sequence[Kind],
    catalogue: Catalogue,
) -> list[Caps]:
    """As far as a judgement would let each ad go."""
    return [
        lifted(of_ad, ad.known, _carrying(ad, counting(ad.known, learned, catalogue), kind), catalogue)
        for ad, of_ad, learned, kind in zip(ads, caps, found, kinds, strict=True)
    ]


def _carrying(ad: MarkedAd, learned: Sequence[Finding], kind: Kind) -> list[Finding]:
    return [one for one in learned if carries(ad.share(one, kind))]


def _held_out(
    ads: Sequence[MarkedAd], kinds: Sequence[Kind], folds: Ints, *, rows: WindowRows, catalogue: Catalogue
) -> list[list[Likely]]:
    """The best windows of each ad by lines that saw nothing of its group."""
    likely: list[list[Likely]] = [[] for _ in ads]
    for fold in np.unique(folds):
        lines = learn_from(ads, np.flatnonzero(folds != fold), rows, catalogue)
        for number in np.flatnonzero(folds == fold).tolist():
            likely[number] = lines.likely(ads[number].passages, kinds[number], catalogue)
    return likely


def _rightly_told(
    ads: Sequence[MarkedAd], likely: Sequence[Sequence[Likely]], catalogue: Catalogue
) -> Floats:
    """For each group the score from which on half of what is told beside the book's findings was marked as of it."""
    told: dict[Group, list[tuple[float, bool]]] = {group: [] for group in GROUPS}
    for ad, own in zip(ads, likely, strict=True):
        marks = ad.marks or ()
        for one in own if marks and ad.reads_as_lead else ():
            if counting(ad.known, [one.finding], catalogue):
                told[one.group].append((one.score, _is_marked(one, marks, catalogue)))
    cuts = np.full(len(GROUPS), np.inf)
    for number, group in enumerate(GROUPS):
        ranked = sorted(told[group], reverse=True)
        right = np.cumsum([marked for _, marked in ranked]) / np.arange(1, len(ranked) + 1)
        enough = np.flatnonzero(right[_FEWEST_TOLD - 1 :] >= _RIGHT)
        if len(enough):
            cuts[number] = ranked[_FEWEST_TOLD - 1 + enough[-1]][0]
    return cuts


def _is_marked(one: Likely, marks: Iterable[Mark], catalogue: Catalogue) -> bool:
    """Whether people saw a sign of its group in the words of `one`."""
    span = one.finding.span
    return any(
        name in catalogue and catalogue[name].group is one.group and mark.overlaps(span)
        for name, mark in marks
    )


def _seldom_told(ads: Sequence[MarkedAd], likely: Sequence[Sequence[Likely]]) -> Floats:
    """For each group the score that three tenths of the harmless ads pass."""
    harmless = [own for own, ad in zip(likely, ads, strict=True) if not ad.is_lead]
    allowed = int(_ALARMS * len(harmless))
    cuts = np.full(len(GROUPS), -np.inf)
    for number, group in enumerate(GROUPS):
        scores = sorted((one.score for own in harmless for one in own if one.group is group), reverse=True)
        if allowed < len(scores):
            cuts[number] = scores[allowed] + 1e-6
    return cuts


def _told(lines: Likeness, ads: Sequence[MarkedAd], found: Sequence[Sequence[Finding]]) -> dict[str, Any]:
    harmless = [len(own) for own, ad in zip(found, ads, strict=True) if not ad.is_lead]
    return {
        "note": _NOTE,
        "cuts": {group.value: round(float(cut), 4) for group, cut in zip(GROUPS, lines.cuts, strict=True)},
        "leads_with_marks": sum(bool(ad.marks) for ad in ads),
        "marks": sum(len(ad.marks or ()) for ad in ads),
        "named": list(lines.indicators),
        "cues": len(lines.cues) - 1,
        "harmless_with_two": sum(count >= 2 for count in harmless),
        "harmless": len(harmless),
    }
