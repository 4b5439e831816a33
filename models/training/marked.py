"""This module cuts ads in which people marked signs into windows of words, each a row that lines learn from.

What people marked is a window of that sign. What else is said, are windows of leads beside the marks and windows of
harmless ads, without those in which the phrase book itself finds a sign.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, vstack

from models.domain.finding import Finding, Span
from models.domain.judgement import Kind
from models.indicators.catalogue import Catalogue
from models.indicators.passages import Passage
from models.scoring.likeness import GROUPS, Likeness, is_learnable
from models.scoring.ngrams import HASHES, Floats, Ints
from models.scoring.windows import Windows, cue_ids, shortening, windows

_DRAWN = 10  # windows of a part that are learned from at first
_LONGEST_DRAWN = 9  # words
_HARDEST = -2.5  # log-odds from which a window of no sign is learned from again
_BESIDE = 0.6  # what a window of a lead beside the marks counts, where one of a harmless ad counts 1

Mark = tuple[str, Span]


@dataclass(frozen=True, slots=True)
class MarkedAd:
    """An ad to learn from: `marks` are what people saw in a lead (None: nobody looked), `known` what the book finds.

    Only where it `reads_as_lead` to a model that had not seen it does what lines find in it count, and of that only words
    whose `share` in the score of a kind, by that model, is large enough to be told.
    """

    passages: Sequence[Passage]
    is_lead: bool
    marks: Sequence[Mark] | None
    known: Sequence[Finding]
    reads_as_lead: bool = True
    share: Callable[[Finding, Kind], float] = lambda _finding, _kind: math.inf


@dataclass(frozen=True, slots=True)
class WindowRows:
    """Windows as rows: of which ad, what stands in them by cue, for which groups they are marked, what they count."""

    ads: Ints
    cues: csr_matrix
    targets: Floats
    counts: Floats

    def of_ads(self, which: Ints) -> "WindowRows":
        """The rows of the ads numbered `which`."""
        own = np.flatnonzero(np.isin(self.ads, which))
        return WindowRows(self.ads[own], self.cues[own], self.targets[own], self.counts[own])


def marked_rows(ads: Sequence[MarkedAd], catalogue: Catalogue, *, seed: int) -> WindowRows:
    """All marked windows, and some of what else is said."""
    random = np.random.default_rng(seed)
    found = []
    for number, ad in enumerate(ads):
        for passage in ad.passages:
            marks = marks_in(ad, passage)
            own = [(start, end) for name, start, end in marks if _group(name, catalogue) is not None]
            if own:
                targets = np.array([_targets(window, marks, catalogue) for window in own])
                found.append(_rows(number, passage, np.array(own), count=1.0, targets=targets))
            others = _others(ad, passage)
            short = others[others[:, 1] - others[:, 0] <= _LONGEST_DRAWN]
            drawn = short[random.permutation(len(short))[:_DRAWN]]
            found.append(_rows(number, passage, drawn, count=_BESIDE if ad.is_lead else 1.0))
    return joined(found)


def mistaken_rows(ads: Sequence[MarkedAd], which: Ints, lines: Likeness) -> WindowRows:
    """Of the ads numbered `which` the windows of no sign that `lines` take for one."""
    found = []
    for number in which:
        ad = ads[int(number)]
        for passage in ad.passages:
            others = _others(ad, passage)
            if len(others):
                scores = lines.scores(passage, others)
                best = np.unique(scores.argmax(axis=0)[scores.max(axis=0) > _HARDEST])
                count = _BESIDE if ad.is_lead else 1.0
                found.append(_rows(int(number), passage, others[best], count=count))
    return joined(found)


def joined(rows: Sequence[WindowRows]) -> WindowRows:
    """`rows` one below the other."""
    nothing = WindowRows(
        np.empty(0, dtype=np.int64), csr_matrix((0, HASHES)), np.empty((0, len(GROUPS))), np.empty(0)
    )
    every = [nothing, *rows]
    return WindowRows(
        np.concatenate([one.ads for one in every]),
        vstack([one.cues for one in every]).tocsr(),
        np.concatenate([one.targets for one in every]),
        np.concatenate([one.counts for one in every]),
    )


def marks_in(ad: MarkedAd, passage: Passage) -> list[tuple[str, int, int]]:
    """The marks in `passage` by indicator and tokens."""
    found = []
    for name, span in ad.marks or ():
        own = passage.part.covering(span.start, span.end) if span.part == passage.part.part else range(0)
        if own:
            found.append((name, own.start, own.stop))
    return found


def may_be_likened(name: str, catalogue: Catalogue) -> bool:
    """Whether words may be told to be like those of the indicator `name`."""
    return _group(name, catalogue) is not None


def _group(name: str, catalogue: Catalogue) -> int | None:
    """The number of the group of the indicator `name`; None where words may not be told to be like it."""
    if name not in catalogue or not is_learnable(catalogue[name]):
        return None
    return GROUPS.index(catalogue[name].group)


def _targets(window: tuple[int, int], marks: Iterable[tuple[str, int, int]], catalogue: Catalogue) -> Floats:
    """For each group whether a mark of it overlaps `window`."""
    target = np.zeros(len(GROUPS))
    for name, start, end in marks:
        group = _group(name, catalogue)
        if group is not None and start < window[1] and window[0] < end:
            target[group] = 1.0
    return target


def _others(ad: MarkedAd, passage: Passage) -> Windows:
    """The windows of `passage` that show nothing that is known of; none of a lead that nobody marked."""
    of = windows(passage)
    if ad.is_lead and ad.marks is None:
        return of[:0]
    own = [finding.span for finding in ad.known if finding.span.part == passage.part.part]
    taken = [passage.part.covering(span.start, span.end) for span in own]
    taken += [range(start, end) for _, start, end in marks_in(ad, passage)]
    for words in taken:
        of = of[(of[:, 1] <= words.start) | (words.stop <= of[:, 0])]
    return of


def _rows(
    number: int, passage: Passage, of: Windows, *, count: float, targets: Floats | None = None
) -> WindowRows:
    ids = cue_ids(passage.cues)
    starts = np.array([cue.start for cue in passage.cues], dtype=np.int64)
    ends = np.array([cue.end for cue in passage.cues], dtype=np.int64)
    row, cue = np.nonzero((starts[None, :] >= of[:, :1]) & (ends[None, :] <= of[:, 1:]))
    cues = csr_matrix(((1 / shortening(of))[row], (row, ids[cue])), shape=(len(of), HASHES))
    return WindowRows(
        np.full(len(of), number),
        cues,
        np.zeros((len(of), len(GROUPS))) if targets is None else targets,
        np.full(len(of), count),
    )
