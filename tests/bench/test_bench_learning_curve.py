"""Does asking where the model is unsure teach faster than asking at random? Measured on corpus/development alone.

In each run half of the groups are the test. From the other half, in which one ad in five is a lead, labels come in
batches, drawn either by `nigah labels next`'s strategy or at random, from an oracle that errs. Both weigh a label by
1 / probability as training does, and both judge the same test by the same recipe.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from threadpoolctl import threadpool_limits

from models.domain.judgement import AdClass, Kind
from models.measures.ranking import average_precision, ranking
from models.scoring.classifier import KINDS
from models.scoring.ngrams import Floats, Ints
from models.scoring.signs import signs
from models.screening import Reader
from models.training.batch import Drawn, Pool, Why, draw
from models.training.labelled import Label
from models.training.reading import read_for_training
from models.training.refit import Seen, raw_scores
from models.training.splits import groups
from pipeline.training import labelled_with_contacts

pytestmark = pytest.mark.bench

CORPUS = Path(__file__).parents[2] / "corpus" / "development"
RUNS, FIRST, BATCH, BATCHES = 12, 50, 50, 5
LEADS = 0.2  # of the pool
MISSED, INVENTED = 0.10, 0.01  # the oracle's errors: of the leads, of the harmless ads
T_975 = 2.201  # Student's t with 11 degrees of freedom


@dataclass(frozen=True)
class Corpus:
    seen: list[Seen]
    groups: Ints
    target: Floats

    @property
    def leads(self) -> npt.NDArray[np.bool_]:
        any_kind: npt.NDArray[np.bool_] = self.target.max(axis=1) > 0
        return any_kind


def test_active_learning_beats_random_choice(capsys: pytest.CaptureFixture[str]) -> None:
    reader = Reader.from_package()
    corpus = read_corpus(reader)
    with threadpool_limits(limits=1, user_api="blas"):
        curves = {
            how: np.array([curve(corpus, reader, seed=seed, active=how == "active") for seed in range(RUNS)])
            for how in ("active", "random")
        }
    gain = curves["active"][:, 1:].mean(axis=1) - curves["random"][:, 1:].mean(axis=1)
    half = T_975 * float(gain.std(ddof=1)) / RUNS**0.5
    with capsys.disabled():
        print(f"\nmacro AP on the unseen half of corpus/development ({len(corpus.seen)} ads), {RUNS} runs:")
        print("labels  " + "  ".join(f"{FIRST + BATCH * step:5}" for step in range(BATCHES + 1)))
        for how, own in curves.items():
            print(f"{how:6}  " + "  ".join(f"{value:.3f}" for value in own.mean(axis=0)))
        print(
            f"active above random: {gain.mean():.4f} [{gain.mean() - half:.4f}, {gain.mean() + half:.4f}] (95 %)"
        )
    assert gain.mean() - half > 0


def read_corpus(reader: Reader) -> Corpus:
    labelled = labelled_with_contacts(sorted(CORPUS.glob("*.jsonl")))
    read = read_for_training([one.ad for one in labelled], reader)
    seen = [(one, of_ad.features) for one, of_ad in zip(labelled, read, strict=True) if of_ad is not None]
    together = groups([one for one, _ in seen], [features.masked for _, features in seen])
    target = np.array([[float(kind in one.kinds) for kind in KINDS] for one, _ in seen])
    return Corpus(seen, together, target)


def curve(corpus: Corpus, reader: Reader, *, seed: int, active: bool) -> list[float]:
    """Macro average precision on the test after the first labels and after each batch."""
    random = np.random.default_rng(seed)
    test, pool = halves(corpus, random)
    first = random.choice(pool, size=FIRST, replace=False)
    answers = {int(i): asked(corpus.seen[int(i)], 1.0, seed) for i in first}
    figures = []
    for step in range(BATCHES + 1):
        left = np.array([i for i in pool if int(i) not in answers])
        scores = raw_scores(
            [corpus.seen[int(i)] for i in ((*test, *left) if active else test)],
            learned=list(answers.values()),
            signs=signs(reader.catalogue.values()),
        )
        figures.append(macro(corpus.target[test], scores[: len(test)]))
        drawn = next_ones(corpus, left, scores[len(test) :], seed=seed + step, active=active)
        answers |= {
            int(left[one.place]): asked(corpus.seen[int(left[one.place])], one.probability, seed)
            for one in drawn
        }
    return figures


def halves(corpus: Corpus, random: np.random.Generator) -> tuple[Ints, Ints]:
    """The numbers of the test and of the pool; no group lies in both, and leads are rare in the pool."""
    names = random.permutation(np.unique(corpus.groups))
    tested = np.isin(corpus.groups, names[: len(names) // 2])
    harmless = np.flatnonzero(~tested & ~corpus.leads)
    leads = random.permutation(np.flatnonzero(~tested & corpus.leads))
    return np.flatnonzero(tested), np.append(harmless, leads[: int(LEADS / (1 - LEADS) * len(harmless))])


def next_ones(corpus: Corpus, left: Ints, scores: Floats, *, seed: int, active: bool) -> list[Drawn]:
    if active:
        langs = [corpus.seen[int(i)][0].lang for i in left]
        return draw(Pool(scores, corpus.groups[left], langs), size=BATCH, seed=seed)
    chosen = np.random.default_rng(seed).choice(len(left), size=BATCH, replace=False)
    return [Drawn(int(i), Why.LOW, BATCH / len(left)) for i in chosen]


def asked(seen: Seen, probability: float, seed: int) -> Seen:
    """What the oracle answers: the same for the same ad in the same run, whoever asks."""
    one, features = seen
    random = np.random.default_rng([seed, int(one.ad.content_hash[:8], 16)])
    kinds = one.kinds
    if kinds and random.random() < MISSED:
        kinds = frozenset()
    elif not kinds and random.random() < INVENTED:
        kinds = frozenset({Kind(list(KINDS)[int(random.integers(len(KINDS)))])})
    ad_class = AdClass.LEAD if kinds else AdClass.ORDINARY_JOB if one.is_lead else one.ad_class
    label = Label("oracle", blind=True, source="bench", probability=probability)
    return replace(one, kinds=kinds, ad_class=ad_class, label=label, weight=1 / probability), features


def macro(target: Floats, scores: Floats) -> float:
    """The mean over the kinds of which the test holds at least five."""
    ones = np.ones(len(target))
    told = [k for k in range(target.shape[1]) if target[:, k].sum() >= 5]
    return float(np.mean([average_precision(ranking(target[:, k], scores[:, k]), ones) for k in told]))
