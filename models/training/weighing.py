"""This module decides what a gram counts: how rare it is, or how telling too.

In short ads of many writers a count says little of a word, and how rare it is does best. In long ads of one sort most
words say nothing: there a word should count by how much more leads use it than others do, or less, and letter runs only
repeat it, and whoever writes many ads is known by his words (models/scoring/resemblance.py). Which of the two ranks leads
better is tried on ads left out, with every training.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from models.measures.ranking import at_prevalence, average_precision, ranking
from models.scoring.ngrams import HASHES, Floats, Ints
from models.scoring.resemblance import Worth
from models.training.examples import GRAM_SPREAD, Examples
from models.training.resemblance import known_ads, resembling

_SMOOTHING = 0.5  # of a count
# The few words that tell most are to carry a score; where every value is scaled by what it tells, less is left to be
# held back. Chosen on EMSCAD.
_SHARPENED, _TELLING_SPREAD = 1.5, 20.0
# What the nearest ads are worth. Where one writer's leads make up a good part, a lead that is near says most: chosen on
# EMSCAD, where half or twice as much ranks nearly as well. Of many writers a harmless ad that is near says as much:
# chosen by leaving out one of eight writers of corpus/development after the other.
_NEAR_OF_ONE, _NEAR_OF_MANY = Worth(leads=15.0), Worth(leads=4.0, others=4.0)
_RARE = 0.05  # of all ads: where half are leads, what stands at the top hardly counts, and chance decides
_MOST_STEPS = 5000  # a drawn ad that counts for many needs more than the library's hundred

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Weighing:
    """One way to weigh grams: by what each one's rarity is multiplied, if at all, and how far examples may move its weight.

    `resembling` is what the nearest ads are worth beside them.
    """

    name: str
    factors: Callable[[Examples], Floats] | None
    spread: float
    resembling: Worth

    def apply(self, examples: Examples, *, learned: Examples) -> Examples:
        """`examples` weighed by what `learned` tell."""
        if self.factors is not None:
            examples = examples.weighed(self.factors(learned), gram_spread=self.spread)
        return replace(examples, resembling=self.resembling)


def best_weighing(examples: Examples, folds: Ints) -> Weighing:
    """The weighing whose words rank leads best in ads left out; `folds` never cut a group. The first where none can be tried."""
    trials = [fold for fold in np.unique(folds) if _can_tell(examples, folds == fold)]
    if not trials:
        return BY_RARITY
    precision = {
        one.name: sum(_precision(examples, folds == fold, one) for fold in trials) for one in WEIGHINGS
    }
    return max(WEIGHINGS, key=lambda one: precision[one.name])


def _telling(examples: Examples) -> Floats:
    """Of a word the logarithm of how much larger its share of leads' words is than of others', sharpened; of letter runs 0."""
    layout, leads = examples.layout, examples.kinds.max(axis=1)
    words = np.flatnonzero(layout.grams < HASHES)
    seen = _without_phrases(examples)[:, layout.named + words].astype(bool).astype(np.float64)
    counted = [_SMOOTHING + seen.T @ (examples.counts * side) for side in (leads, 1 - leads)]
    of_leads, of_others = (one / one.sum() for one in counted)
    told = np.zeros(len(layout.grams))
    told[words] = np.abs(np.log(of_leads / of_others)) ** _SHARPENED
    return told


BY_RARITY = Weighing("rarity", None, GRAM_SPREAD, _NEAR_OF_MANY)
BY_TELLING = Weighing("rarity and what it tells", _telling, _TELLING_SPREAD, _NEAR_OF_ONE)
WEIGHINGS = (BY_RARITY, BY_TELLING)


def _precision(examples: Examples, left_out: Flags, weighing: Weighing) -> float:
    """Average precision of leads, were they rare, among the ads left out, by the words of the others."""
    learned, held = np.flatnonzero(~left_out), np.flatnonzero(left_out)
    weighed = weighing.apply(examples, learned=examples.take(learned))
    rows, leads = _without_phrases(weighed)[:, weighed.layout.named :], examples.kinds.max(axis=1)
    line = LogisticRegression(
        C=weighing.spread**2,
        solver="liblinear",
        dual=True,
        class_weight="balanced",
        random_state=0,
        max_iter=_MOST_STEPS,
    )
    line.fit(rows[learned], leads[learned], sample_weight=examples.counts[learned])
    near = resembling(known_ads(weighed.take(learned)), weighed.rows[held], weighed.layout)
    told = line.decision_function(rows[held]) + near.max(axis=1)
    counts = at_prevalence(leads[held], examples.counts[held], _RARE)
    return average_precision(ranking(leads[held], told), counts)


def _can_tell(examples: Examples, left_out: Flags) -> bool:
    leads = examples.kinds.max(axis=1)
    return all(0 < leads[part].sum() < part.sum() for part in (left_out, ~left_out))


def _without_phrases(examples: Examples) -> csr_matrix:
    return examples.rows if examples.unaided is None else examples.unaided
