"""This module trains a model from files of labelled ads, or from the sample ads that come with the program."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from models.domain.ad import RawAd, ad_id
from models.domain.errors import WrongUsage
from models.evaluation.evaluation import swap_changes
from models.evaluation.swaps import swaps
from models.scoring.likeness import Likeness
from models.scoring.signs import signs
from models.screening import Reader
from models.training.abstaining import abstention
from models.training.agreement import last_words, refuse_disagreement
from models.training.card import Card
from models.training.flagging import flag_rates
from models.training.labelled import LabelledAd, labelled_ad
from models.training.later import judged_later
from models.training.proof import Proof, TrainedModel
from models.training.reading import masked_unlike, read_for_training
from models.training.remaining import remaining
from models.training.splits import with_contacts
from models.training.train import Recipe, train
from models.training.unseen import to_json, unseen_answers
from pipeline.marks import marks_in_files, with_marks
from pipeline.pieces import Progress, in_pieces, judging, unheard
from pipeline.registry import shipped_likeness
from pipeline.rows import row_object, rows_of_files
from pipeline.sampleboard.ads import SampleAd, sample_ads
from pipeline.sampleboard.placeholders import fill_known

SAMPLE_ADS = "sample ads written for the project"
_LICENCES = {SAMPLE_ADS: "Apache-2.0, part of the program"}
_MOST_COMPLAINTS = 20
_MOST_VERSIONS = 10  # of one ad


def train_model(
    paths: Sequence[Path],
    reader: Reader,
    *,
    made_on: str,
    prevalence: float = 0.01,
    columns: str | None = None,
    more: Sequence[LabelledAd] = (),
    marked: Sequence[Path] = (),
    likeness: Likeness | None = None,
    without: Sequence[str] = (),
    forgotten: Callable[[frozenset[str]], frozenset[str]] = lambda _: frozenset(),
    progress: Progress = unheard,
) -> TrainedModel:
    """A model from the labelled ads of `paths` and of `more` together with the sample ads; both may be empty.

    `columns` maps the columns of a CSV. `marked` are files of the words that people marked as signs; without any,
    the lines of `likeness` stay, the shipped model's where none are given.

    What is named in `without` (ids of ads, files, labellers, sources) is left out, as are the ads of the index that
    `forgotten` knows: the model is then the same, byte for byte, as if they had never been there.

    Raises `WrongUsage` naming file and line of everything that is wrong, before anything is trained; `Refused` where
    people's labels of the same ads disagree.
    """
    given = [*sample_labelled(), *labelled_with_contacts(paths, columns=columns), *more]
    labelled = remaining(given, without=without, forgotten=forgotten)
    refuse_disagreement(labelled)
    labelled = with_marks(labelled, marks_in_files(marked, reader.catalogue))
    read = partial(read_for_training, reader=reader)
    model = train(
        labelled,
        in_pieces(read, partial(progress, "ads read")),
        Recipe(
            signs(reader.catalogue.values()),
            prevalence=prevalence,
            catalogue=reader.catalogue,
            likeness=likeness or (Likeness() if marked else shipped_likeness()),
        ),
        made_on=made_on,
        licences=_LICENCES | {path.name: licence_of(path) for path in paths},
        progress=progress,
    )
    unseen = to_json(unseen_answers(model.proof))
    measured = {
        "abstention": abstention(
            model.proof.held.known_shares,
            model.proof.groups,
            classifier=model.classifier,
            unlike=masked_unlike(reader),
        ),
        "bias": _bias(labelled, reader, model, progress),
        "flag_rates": flag_rates(model.proof.labelled, model.proof.bands),
        "later": _later(model.proof, progress),
        "unseen_sha256": hashlib.sha256(unseen).hexdigest(),
    }
    return replace(model, card=Card(dict(model.card.sections) | measured), unseen=unseen)


def licence_of(path: Path) -> str:
    """What the first line of the file `LICENCE` beside a file of ads says."""
    stated = path.with_name("LICENCE")
    told = stated.read_text("utf-8").strip() if stated.is_file() else ""
    return told.splitlines()[0] if told else "not stated"


def sample_labelled() -> list[LabelledAd]:
    """The sample ads as labelled ads, without those that show a child sign."""
    return [with_contacts(_from_sample(sample)) for sample in sample_ads() if not sample.labels.child_sign]


def labelled_with_contacts(paths: Sequence[Path], *, columns: str | None = None) -> list[LabelledAd]:
    """`labelled_from_files`, each ad with hashes of its contacts, which keep its poster on one side of a split."""
    return [with_contacts(one) for one in labelled_from_files(paths, columns=columns)]


def labelled_from_files(paths: Sequence[Path], *, columns: str | None = None) -> list[LabelledAd]:
    """The labelled ads of JSON Lines and CSV files, each file a data set named after itself.

    Placeholders of the corpus such as `{phone:7}` become invented contacts. One object per line: `id, title, text,
    labels: {kinds, ad_class}` and, where known, `source_type, fields, city, lang, family, weight, label`. Lines marked
    `child_sign` are passed over; of several labels that one person gave an ad the last counts. `columns` maps the
    columns of a CSV, see `pipeline.tables`.
    """
    found: list[LabelledAd] = []
    complaints: list[tuple[str, int, str]] = []
    for path, number, row in rows_of_files(paths, columns):
        try:
            one = labelled_ad(filled(row_object(row)), origin=path.name)
        except WrongUsage as error:
            complaints.append((path.name, number, str(error)))
        else:
            found += [one] if one else []
    if complaints:
        raise WrongUsage("Nothing was done; correct these lines:\n" + "\n".join(_each_once(complaints)))
    _refuse_one_id(found)
    return last_words(found)


def _each_once(complaints: Sequence[tuple[str, int, str]]) -> Iterator[str]:
    """What is wrong with a file's lines, each sentence once, with the first line and then the others."""
    lines: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for name, number, why in complaints[:_MOST_COMPLAINTS]:
        lines[name, why].append(number)
    for (name, why), numbers in lines.items():
        others = f"; the same in {', '.join(map(str, numbers[1:]))}" if len(numbers) > 1 else ""
        yield f"{name}, line {numbers[0]}: {why}{others}"
    if len(complaints) > _MOST_COMPLAINTS:
        yield f"and {len(complaints) - _MOST_COMPLAINTS} more"


def _refuse_one_id(labelled: Sequence[LabelledAd]) -> None:
    """An ad may be edited now and then. Where one id stands for many texts, the column is not that of the ids."""
    texts: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for one in labelled:
        texts[one.origin, one.number].add(one.ad.content_hash)
    for (origin, number), own in texts.items():
        if len(own) > _MOST_VERSIONS:
            raise WrongUsage(
                f"{origin}: {len(own)} different ads have the id {number!r}, so they could not be told apart; give each "
                "its own, or say with --columns id=COLUMN which column holds it."
            )


def _later(proof: Proof, progress: Progress) -> dict[str, Any]:
    progress("newest ads judged by the earlier", 0, 1)
    return judged_later(proof)


def _bias(
    labelled: Sequence[LabelledAd], reader: Reader, model: TrainedModel, progress: Progress
) -> dict[str, Any]:
    judge = judging(reader, model.classifier, partial(progress, "ads and twins judged, for bias"))
    made = swaps([one.ad for one in labelled], reader)
    originals = {id(one.original): one.original for one in made}
    answers = judge([*originals.values(), *(one.twin for one in made)])
    before = dict(zip(originals, answers, strict=False))
    return swap_changes(made, [before[id(one.original)] for one in made], answers[len(originals) :])


def filled(row: dict[str, Any]) -> dict[str, Any]:
    """`row` with invented contacts in place of the corpus's placeholders; other braces stay as they are."""
    texts: dict[str, Any] = {
        key: fill_known(row[key]) for key in ("title", "text") if isinstance(row.get(key), str)
    }
    fields = row.get("fields")
    if isinstance(fields, dict):
        texts["fields"] = {
            key: fill_known(value) if isinstance(value, str) else value for key, value in fields.items()
        }
    return row | texts


def _from_sample(sample: SampleAd) -> LabelledAd:
    ad = RawAd(
        ad_id=ad_id("sample", number=sample.id, url=""),
        card_id="sample",
        source_type=sample.source_type,
        url="",
        title=sample.title,
        text=sample.text,
        captured_at=0,
        first_seen=0,
        fields=sample.fields,
        city=sample.city,
    )
    labels = sample.labels
    return LabelledAd(
        ad, frozenset(labels.kinds), labels.ad_class, sample.family, sample.lang, SAMPLE_ADS, number=sample.id
    )
