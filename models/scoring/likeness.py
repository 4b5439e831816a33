"""This module finds words that are like the known wordings of a sign, where the phrase book has no phrase for them.

A line for each evidence group weighs every window of 2 to 12 words; what passes the group's cut is named after the sign
of that group whose wordings it shares most with. It is a weaker kind of evidence than a phrase and counts as such:
`rules.lifted` says how far it reaches.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from models.domain.finding import Finding, is_short_enough
from models.domain.judgement import Kind
from models.indicators.catalogue import Catalogue, Group, Indicator, Tier
from models.indicators.context import is_meant
from models.indicators.jobs import BY_FIGURE
from models.indicators.passages import Cue, Passage
from models.scoring.ngrams import HASHES, Floats, Ints
from models.scoring.windows import Windows, cue_ids, sums, windows

GROUPS = (Group.DECEPTION, Group.MONEY, Group.CONTROL, Group.MOVEMENT, Group.THIRD_PARTY, Group.VULNERABILITY)
"""The evidence groups with a line of their own; what posts or surrounds an ad is no evidence of one (rule 1)."""
_NO_CUE = HASHES  # greater than every cue
_MOST_TRIED = 12  # windows of a group, the best first, of which one must be meant


def no_cues() -> Ints:
    """The cues of lines that have learned from none."""
    return np.array([_NO_CUE], dtype=np.int64)


def as_kept(weights: Floats) -> Floats:
    """`weights` as a model's file keeps them: they are many and need three digits only."""
    return weights.astype(np.float16).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Likely:
    """The window of an ad that is most like the wordings of `group`, named after one of its signs, and how much."""

    group: Group
    score: float
    finding: Finding


@dataclass(frozen=True, slots=True)
class _Window:
    passage: Passage
    start: int
    end: int
    score: float


@dataclass(frozen=True, eq=False)
class Likeness:
    """The lines: `weights` is (cues, groups), `cuts` what a window must reach to be told.

    `cues` are rising; the last is none that a text can have and weighs nothing. `naming` is (cues, indicators): how
    much more often a cue stands in wordings of an indicator than in others; `common` is how often people saw each, as a
    logarithm. All of it is empty where nothing was learned.
    """

    indicators: tuple[str, ...] = ()
    cues: Ints = field(default_factory=no_cues)
    weights: Floats = field(default_factory=lambda: np.zeros((1, len(GROUPS))))
    intercepts: Floats = field(default_factory=lambda: np.zeros(len(GROUPS)))
    cuts: Floats = field(default_factory=lambda: np.full(len(GROUPS), np.inf))
    naming: Floats = field(default_factory=lambda: np.zeros((1, 0)))
    common: Floats = field(default_factory=lambda: np.zeros(0))

    def findings(self, passages: Sequence[Passage], kind: Kind, catalogue: Catalogue) -> tuple[Finding, ...]:
        """What passes its group's cut in an ad that seems to be of `kind`, at most one window of each group."""
        return passing(self.likely(passages, kind, catalogue), self.cuts) if self.indicators else ()

    def likely(self, passages: Sequence[Passage], kind: Kind, catalogue: Catalogue) -> list[Likely]:
        """The best window of each group that is meant, whatever its score, named after a sign that speaks for `kind`."""
        weighed = [(one, of, self.scores(one, of)) for one in passages if len(of := windows(one))]
        found = []
        for number, group in enumerate(GROUPS):
            own = [name for name in self.indicators if _may_name(catalogue, name, group, kind)]
            best = _best(number, weighed, own) if own else None
            if best is not None:
                finding = best.passage.part.finding(self._named(best, own), best.start, best.end)
                found.append(Likely(group, best.score, finding))
        return found

    def scores(self, passage: Passage, of: Windows) -> Floats:
        """How much each window is like the wordings of each group, in log-odds."""
        values = self.weights[self._places(passage.cues)]
        scores: Floats = sums(passage.cues, values, of, tokens=len(passage.part.tokens)) + self.intercepts
        return scores

    def _named(self, window: _Window, own: Sequence[str]) -> str:
        """The sign among `own` whose wordings share most with the words of `window`."""
        inside = [cue for cue in window.passage.cues if window.start <= cue.start and cue.end <= window.end]
        votes = self.naming[self._places(inside)].sum(axis=0) + self.common
        return max(own, key=lambda name: float(votes[self.indicators.index(name)]))

    def _places(self, cues: Sequence[Cue]) -> Ints:
        """Where the cues stand among those learned from; the last place for others."""
        ids = cue_ids(cues)
        places = np.searchsorted(self.cues, ids)
        return np.where(self.cues[places] == ids, places, len(self.cues) - 1)


def passing(likely: Iterable[Likely], cuts: Floats) -> tuple[Finding, ...]:
    """The findings that reach the cut of their group."""
    return tuple(one.finding for one in likely if one.score >= cuts[GROUPS.index(one.group)])


def is_learnable(indicator: Indicator) -> bool:
    """Whether words may be told to be like those of `indicator`.

    Never where one sign alone is enough (tier S), nor where only figures and their tables can tell.
    """
    alone = indicator.tier is Tier.S or indicator.id in BY_FIGURE
    return indicator.raises and indicator.group in GROUPS and not alone


def _may_name(catalogue: Catalogue, name: str, group: Group, kind: Kind) -> bool:
    sign = catalogue.get(name)
    return sign is not None and is_learnable(sign) and sign.group is group and sign.speaks_for(kind)


def _best(
    number: int, weighed: Sequence[tuple[Passage, Windows, Floats]], own: Sequence[str]
) -> _Window | None:
    """The window with the highest score in column `number` that is meant; the first in the text of equal ones.

    What touches a better window that is not meant is not meant either: "never" may stand in it or before it. Nor is what
    the book has as an exception to one of its `own` signs.
    """
    denied: list[_Window] = []
    for one in sorted(_highest(number, weighed), key=lambda one: -one.score)[:_MOST_TRIED]:
        if any(_touch(one, other) for other in denied):
            continue
        if not is_meant(one.passage.part, one.start, one.end) or _is_excepted(one, own):
            denied.append(one)
        elif is_short_enough(one.passage.part.text(one.start, one.end)):
            return one
    return None


def _is_excepted(window: _Window, own: Sequence[str]) -> bool:
    """As "no phone calls", which tells applicants how to apply, and is no confinement."""
    exceptions = (span for name in own for span in window.passage.part.spans(f"!{name}"))
    return any(start < window.end and window.start < end for start, end in exceptions)


def _highest(number: int, weighed: Sequence[tuple[Passage, Windows, Floats]]) -> Iterator[_Window]:
    for passage, of, scores in weighed:
        for place in np.argsort(-scores[:, number], kind="stable")[:_MOST_TRIED]:
            start, end = (int(token) for token in of[place])
            yield _Window(passage, start, end, float(scores[place, number]))


def _touch(one: _Window, other: _Window) -> bool:
    return one.passage is other.passage and one.start < other.end and other.start < one.end
