"""This module evaluates a model on files of labelled ads, as it is or refitted in folds, beside three baselines."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from models.evaluation.answers import answers_as_it_is, answers_in_folds
from models.evaluation.baselines import (
    COUNTED,
    TEXT_LINES,
    TFIDF,
    TextLine,
    counted_scores,
    published_texts,
)
from models.evaluation.citing import citing
from models.evaluation.evaluation import Subject, evaluation, swap_changes
from models.evaluation.measuring import Field, rare_macro
from models.evaluation.swaps import twins
from models.measures.ranking import PREVALENCES
from models.scoring.classifier import LinearClassifier, known_share
from models.scoring.likeness import Likeness
from models.scoring.ngrams import Floats, Ints, grams
from models.scoring.signs import signs
from models.screening import Reader
from models.training.abstaining import abstention
from models.training.card import last_day
from models.training.examples import targets
from models.training.labelled import LabelledAd
from models.training.later import judged_after
from models.training.proof import Proof
from models.training.reading import masked_unlike
from models.training.resplit import scores_in_splits
from models.training.splits import folds, groups
from models.training.weights import learning_weights
from pipeline.looks import Look, looks
from pipeline.pieces import Progress, judging, unheard
from pipeline.training import (
    SAMPLE_ADS,
    labelled_with_contacts,
    sample_labelled,
    train_model,
)
from pipeline.unlearned import Champion, learned_from, masked_texts, refuse_few, refuse_learned

_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Question:
    """What to evaluate: `data` are the files of labelled ads, `learned` those that the model learned from.

    `version` is a model's, None the champion's. `refit`: the recipe in folds instead. `blind`: the set must stay
    whole. `columns` maps the columns of a CSV among `data`; `marked` are files of the words that people marked as
    signs, for a refit. `alone`: a refit learns from `data` only, not from the sample ads. `prevalence` is the share
    of leads in the field that the data come from. `splits`: how many a refit is measured in.
    """

    data: Sequence[Path]
    learned: Sequence[Path] = ()
    version: str | None = None
    refit: bool = False
    blind: bool = False
    columns: str | None = None
    marked: Sequence[Path] = ()
    alone: bool = False
    prevalence: float | None = None
    splits: int = 1

    @property
    def prevalences(self) -> Sequence[float]:
        """The shares of leads at which the queue is measured."""
        return PREVALENCES if self.prevalence is None else sorted({*PREVALENCES, self.prevalence})


def evaluate_as_it_is(
    champion: Champion, question: Question, *, reader: Reader, progress: Progress = unheard
) -> dict[str, Any]:
    """The evaluation of a model on the ads of `question.data`, which it must not have learned from.

    Baselines are fitted to the files that it did learn from and the sample ads. Ads that belong together with any of
    them, or with ads that the champion remembers, are left out, or only counted where the set must stay whole.
    Where no such file is named the baselines are fitted in folds of the data themselves.
    """
    blind = question.blind
    tested = labelled_with_contacts(question.data, columns=question.columns)
    refuse_learned(champion, tested, blind=blind)
    known = [*sample_labelled(), *labelled_with_contacts(question.learned)] if question.learned else []
    classifier = champion.classifier
    found = looks(tested, reader, classifier, partial(progress, "ads read and judged"))
    shared = learned_from(champion, found, known, reader)
    if not blind:
        found = [one for number, one in enumerate(found) if number not in shared]
    labelled, read = [one.labelled for one in found], [one.read for one in found]
    refuse_few(labelled, left_out=0 if blind else len(shared))
    target, together = targets(labelled), groups(labelled, masked_texts(found))
    progress("ads scored", 0, len(found))
    answers = answers_as_it_is(
        classifier,
        read,
        target,
        prevalence=classifier.prevalence,
        bands=[one.answer.band for one in found],
        counts=np.array([one.weight for one in labelled]),
    )
    how = (
        f"As it is, on {len(labelled)} ads that it never learned from; {len(shared)} that belong together with ads "
        f"learned from were {'kept, because this set must stay whole' if blind else 'left out'}. Baselines are fitted "
        f"{'to what the model learned from' if known else 'in folds of these ads'}."
    )
    subject = Subject(classifier.version, how, labelled, together, answers)
    return _told(
        subject,
        _from(known, labelled, progress)
        if known
        else _in_folds(labelled, folds(together, count=_FOLDS, seed=0), progress),
        found,
        known_shares=np.array([known_share(grams(one.features.masked), classifier.known) for one in read]),
        later=judged_after(
            last_day(champion.card.get("data", ())), labelled, answers.scores, answers.overall, together
        ),
        classifier=classifier,
        reader=reader,
        prevalences=question.prevalences,
        progress=progress,
    )


def evaluate_refitted(
    question: Question, *, reader: Reader, made_on: str, progress: Progress = unheard
) -> dict[str, Any]:
    """The evaluation of the recipe: each ad of `question.data` and the sample ads judged when its group was unseen.

    Without marked words no lines find words like those, for the shipped ones may know these ads. Where the data
    stand alone, the sample ads are not judged either. Of several splits the first is told whole, of all of them the
    gain over words.
    """
    model = train_model(
        question.data,
        reader,
        made_on=made_on,
        columns=question.columns,
        marked=question.marked,
        likeness=Likeness(),
        without=(SAMPLE_ADS,) if question.alone else (),
        progress=progress,
    )
    proof = model.proof
    how = (
        f"The recipe, fitted anew in {len(np.unique(proof.folds))} folds of {len(proof.labelled)} ads: each ad is judged "
        "by lines that saw nothing of its group. Baselines are fitted in the same folds. Swaps and cited words are "
        "those of the model fitted to all."
    )
    subject = Subject(model.classifier.version, how, proof.labelled, proof.groups, answers_in_folds(proof))
    told = _told(
        subject,
        _in_folds(proof.labelled, proof.folds, progress),
        looks(proof.labelled, reader, model.classifier, partial(progress, "ads read and judged")),
        known_shares=proof.held.known_shares,
        later=model.card.sections["later"],
        classifier=model.classifier,
        reader=reader,
        prevalences=question.prevalences,
        progress=progress,
    )
    if question.splits == 1:
        return told
    return told | {"splits": _over_splits(proof, question.splits, question.prevalences, progress)}


def _over_splits(
    proof: Proof, count: int, prevalences: Sequence[float], progress: Progress
) -> dict[str, Any]:
    """The model's macro average precision in each split at each prevalence, and its gain over words in the same folds."""
    target, weights = targets(proof.labelled), np.array([one.weight for one in proof.labelled])
    field = Field(
        target, [one.lang for one in proof.labelled], weights, np.ones((0, len(weights))), prevalences
    )
    texts, counts = published_texts(proof.labelled), np.array(learning_weights(proof.labelled))
    ours, words = [], []
    for done, (apart, raw) in enumerate(scores_in_splits(proof, count=count)):
        progress("splits refitted", done, count)
        ours.append(rare_macro(field, raw))
        words.append(rare_macro(field, TEXT_LINES[TFIDF].scores(texts, target, apart, counts=counts)))
    return {
        rate: {
            "macro": [round(one[rate], 4) for one in ours],
            "gain": [round(one[rate] - other[rate], 4) for one, other in zip(ours, words, strict=True)],
        }
        for rate in ours[0]
    }


def _from(
    learned: Sequence[LabelledAd], judged: Sequence[LabelledAd], progress: Progress
) -> dict[str, Floats]:
    """What each baseline says of `judged`, fitted to `learned`; a label counts in it what it counts in a model."""
    known, target, texts = published_texts(learned), targets(learned), published_texts(judged)
    counts = np.array(learning_weights(learned))
    return {name: line.elsewhere(known, target, texts, counts=counts) for name, line in _lines(progress)}


def _in_folds(labelled: Sequence[LabelledAd], apart: Ints, progress: Progress) -> dict[str, Floats]:
    """What each baseline says of each ad, fitted to the other folds."""
    texts, target = published_texts(labelled), targets(labelled)
    counts = np.array(learning_weights(labelled))
    return {name: line.scores(texts, target, apart, counts=counts) for name, line in _lines(progress)}


def _lines(progress: Progress) -> Iterator[tuple[str, TextLine]]:
    for done, (name, line) in enumerate(TEXT_LINES.items()):
        progress("baselines fitted", done, len(TEXT_LINES))
        yield name, line


def _told(
    subject: Subject,
    lines: Mapping[str, Floats],
    found: Sequence[Look],
    *,
    known_shares: Floats,
    later: Mapping[str, Any],
    classifier: LinearClassifier,
    reader: Reader,
    prevalences: Sequence[float],
    progress: Progress,
) -> dict[str, Any]:
    ads, judged = [one.labelled.ad for one in found], {id(one.labelled.ad): one.answer for one in found}
    made = twins((one.labelled.ad, one.named) for one in found)
    of_twins = judging(reader, classifier, partial(progress, "twins judged"))([one.twin for one in made])
    counted = counted_scores([one.read.features for one in found], signs(reader.catalogue.values()))
    cited = citing(
        ads,
        [one.answer for one in found],
        judging(reader, classifier, partial(progress, "cited words judged")),
    )
    progress("figures reckoned", 0, 1)
    return evaluation(
        subject,
        dict(lines) | {COUNTED: counted},
        swapped=swap_changes(made, [judged[id(one.original)] for one in made], of_twins),
        cited=cited,
        abstained=abstention(
            known_shares, subject.groups, classifier=classifier, unlike=masked_unlike(reader)
        ),
        later=later,
        prevalences=prevalences,
    )
