"""This module evaluates a model on files of labelled ads, as it is or refitted in folds, beside three baselines."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from models.domain.ad import RawAd
from models.domain.errors import Refused, WrongUsage
from models.domain.judgement import Band, ChildSign
from models.evaluation.answers import answers_as_it_is, answers_in_folds, targets
from models.evaluation.baselines import (
    COUNTED,
    TEXT_LINES,
    counted_scores,
    published_texts,
)
from models.evaluation.citing import citing
from models.evaluation.evaluation import Subject, evaluation, swap_changes
from models.evaluation.ranking import PREVALENCES
from models.evaluation.swaps import swaps
from models.scoring.classifier import LinearClassifier, known_share
from models.scoring.likeness import Likeness
from models.scoring.ngrams import Floats, grams
from models.scoring.signs import signs
from models.screening import Reader, screen_batch
from models.training.abstaining import abstention
from models.training.card import data_sha256
from models.training.labelled import LabelledAd
from models.training.splits import Numbers, folds, groups, linked_to
from models.training.train import Proof, ReadAd, TrainedModel
from models.training.weights import learning_weights
from pipeline.training import (
    SAMPLE_ADS,
    Progress,
    in_pieces,
    labelled_with_contacts,
    masked_unlike,
    read_for_training,
    sample_labelled,
    train_model,
    unheard,
)

_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Champion:
    """A model as the registry keeps it, and the content hashes of the ads that it learned from, where they are kept."""

    classifier: LinearClassifier
    card: dict[str, Any]
    learned: frozenset[str] = frozenset()


def evaluate_as_it_is(
    champion: Champion,
    paths: Sequence[Path],
    learned: Sequence[Path],
    *,
    reader: Reader,
    blind: bool,
    columns: str | None = None,
    prevalences: Sequence[float] = PREVALENCES,
    progress: Progress = unheard,
) -> dict[str, Any]:
    """The evaluation of a model on the ads of `paths`, which it must not have learned from.

    `learned` are files that it did learn from: baselines are fitted to them and the sample ads, and ads of `paths`
    that belong together with any of them, or with ads that the champion remembers, are left out, or only counted where
    the set must stay whole (`blind`).
    Without them the baselines are fitted in folds of `paths` themselves. `columns` maps the columns of a CSV among `paths`.
    """
    tested = labelled_with_contacts(paths, columns=columns)
    _refuse_learned(champion, tested)
    known = [*sample_labelled(), *labelled_with_contacts(learned)] if learned else []
    labelled, read = _seen(tested, reader, partial(progress, "ads read"))
    shared = _shared(labelled, read, known, reader) | _learned(labelled, read, champion.learned)
    if not blind:
        kept = [number for number in range(len(labelled)) if number not in shared]
        labelled, read = [labelled[i] for i in kept], [read[i] for i in kept]
    _refuse_few(labelled, left_out=0 if blind else len(shared))
    target, together = targets(labelled), groups(labelled, [one.features.masked for one in read])
    classifier = champion.classifier
    answers = answers_as_it_is(
        classifier,
        read,
        target,
        prevalence=classifier.prevalence,
        bands=_judged_bands(labelled, classifier, reader),
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
        _from(known, labelled) if known else _in_folds(labelled, folds(together, count=_FOLDS, seed=0)),
        read,
        known_shares=np.array([known_share(grams(one.features.masked), classifier.known) for one in read]),
        classifier=classifier,
        reader=reader,
        prevalences=prevalences,
        progress=progress,
    )


def evaluate_refitted(
    paths: Sequence[Path],
    *,
    reader: Reader,
    made_on: str,
    columns: str | None = None,
    marked: Sequence[Path] = (),
    alone: bool = False,
    prevalences: Sequence[float] = PREVALENCES,
    progress: Progress = unheard,
) -> dict[str, Any]:
    """The evaluation of the recipe: each ad of `paths` and the sample ads judged when its group was unseen.

    `marked` are files of the words that people marked as signs; without them no lines find words like those, for the
    shipped ones may know these ads. `alone`: nothing is learned from the sample ads, nor are they judged.
    """
    model = train_model(
        paths,
        reader,
        made_on=made_on,
        columns=columns,
        marked=marked,
        likeness=Likeness(),
        without=(SAMPLE_ADS,) if alone else (),
        progress=progress,
    )
    proof = _proof(model)
    how = (
        f"The recipe, fitted anew in {len(np.unique(proof.folds))} folds of {len(proof.labelled)} ads: each ad is judged "
        "by lines that saw nothing of its group. Baselines are fitted in the same folds. Swaps and cited words are "
        "those of the model fitted to all."
    )
    subject = Subject(model.classifier.version, how, proof.labelled, proof.groups, answers_in_folds(proof))
    return _told(
        subject,
        _in_folds(proof.labelled, proof.folds),
        proof.read,
        known_shares=proof.held.known_shares,
        classifier=model.classifier,
        reader=reader,
        prevalences=prevalences,
        progress=progress,
    )


def _judged_bands(labelled: Sequence[LabelledAd], classifier: LinearClassifier, reader: Reader) -> list[Band]:
    judged = in_pieces(partial(screen_batch, reader=reader, classifier=classifier), lambda _done, _size: None)
    return [Band.NONE if isinstance(one, ChildSign) else one.band for one in judged(_ads(labelled))]


def _from(learned: Sequence[LabelledAd], judged: Sequence[LabelledAd]) -> dict[str, Floats]:
    """What each baseline says of `judged`, fitted to `learned`; a label counts in it what it counts in a model."""
    known, target, texts = published_texts(learned), targets(learned), published_texts(judged)
    counts = np.array(learning_weights(learned))
    return {name: line.elsewhere(known, target, texts, counts=counts) for name, line in TEXT_LINES.items()}


def _in_folds(labelled: Sequence[LabelledAd], apart: Numbers) -> dict[str, Floats]:
    """What each baseline says of each ad, fitted to the other folds."""
    texts, target = published_texts(labelled), targets(labelled)
    counts = np.array(learning_weights(labelled))
    return {name: line.scores(texts, target, apart, counts=counts) for name, line in TEXT_LINES.items()}


def _told(
    subject: Subject,
    lines: Mapping[str, Floats],
    read: Sequence[ReadAd],
    *,
    known_shares: Floats,
    classifier: LinearClassifier,
    reader: Reader,
    prevalences: Sequence[float],
    progress: Progress,
) -> dict[str, Any]:
    judge = in_pieces(
        partial(screen_batch, reader=reader, classifier=classifier),
        partial(progress, "ads judged, swapped and cut"),
    )
    ads = [one.ad for one in subject.labelled]
    counted = counted_scores([one.features for one in read], signs(reader.catalogue.values()))
    return evaluation(
        subject,
        dict(lines) | {COUNTED: counted},
        swapped=swap_changes(swaps(ads, reader), judge),
        cited=citing(ads, judge),
        abstained=abstention(
            known_shares, subject.groups, classifier=classifier, unlike=masked_unlike(reader)
        ),
        prevalences=prevalences,
    )


def _seen(
    labelled: Sequence[LabelledAd], reader: Reader, progress: Callable[[int, int], None] = lambda _d, _s: None
) -> tuple[list[LabelledAd], list[ReadAd]]:
    """The ads without those with a child sign, in the order of their ids, each with what a model sees."""
    ordered = sorted(labelled, key=lambda one: (one.ad.ad_id, one.ad.content_hash))
    read = in_pieces(partial(read_for_training, reader=reader), progress)(_ads(ordered))
    pairs = [(one, seen) for one, seen in zip(ordered, read, strict=True) if seen is not None]
    return [one for one, _ in pairs], [seen for _, seen in pairs]


def _shared(
    tested: Sequence[LabelledAd], read: Sequence[ReadAd], known: Sequence[LabelledAd], reader: Reader
) -> frozenset[int]:
    """The numbers of the tested ads that belong together with one that was learned from."""
    if not known:
        return frozenset()
    others, seen = _seen(known, reader)
    masked = [one.features.masked for one in (*read, *seen)]
    return frozenset(linked_to([*tested, *others], masked, first=len(tested)))


def _learned(tested: Sequence[LabelledAd], read: Sequence[ReadAd], learned: frozenset[str]) -> frozenset[int]:
    """The numbers of the tested ads that were learned from, or belong together with one of the tested ads that was."""
    own = {number for number, one in enumerate(tested) if one.ad.content_hash in learned}
    if not own:
        return frozenset()
    together = groups(tested, [one.features.masked for one in read])
    known = {int(together[number]) for number in own}
    return frozenset(number for number in range(len(tested)) if int(together[number]) in known)


def _refuse_learned(champion: Champion, tested: Sequence[LabelledAd]) -> None:
    known = {one["sha256"] for one in champion.card.get("data", ())}
    for origin in sorted({one.origin for one in tested}):
        if data_sha256([one for one in tested if one.origin == origin]) in known:
            raise Refused(
                f"{champion.card['version']} learned from {origin}; its figures there would flatter it. Name other "
                "ads, or ask for --refit: the same recipe, fitted anew in folds."
            )


def _refuse_few(labelled: Sequence[LabelledAd], *, left_out: int) -> None:
    leads = sum(one.is_lead for one in labelled)
    if leads < 5 or len(labelled) - leads < 20:
        told = f", {left_out} that it learned from, or that belong with such, left out" if left_out else ""
        raise WrongUsage(
            f"An evaluation needs at least 5 leads and 20 harmless ads, but there are {leads} and "
            f"{len(labelled) - leads}{told}. Name more files with --data."
        )


def _proof(model: TrainedModel) -> Proof:
    assert model.proof is not None
    return model.proof


def _ads(labelled: Sequence[LabelledAd]) -> list[RawAd]:
    return [one.ad for one in labelled]
