"""This module trains a model from files of labelled ads, or from the sample ads that come with the program."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from models.domain.ad import RawAd, ad_id, short_hash
from models.domain.contact import ContactKind
from models.domain.errors import WrongUsage
from models.entities.contacts import contacts
from models.indicators.evidence import gather
from models.scoring.rules import kind_caps
from models.scoring.signs import signs
from models.screening import Reader, ad_features, child_signal
from models.training.labelled import LabelledAd, labelled_ad
from models.training.train import ReadAd, TrainedModel, train
from pipeline.sampleboard.ads import SampleAd, sample_ads

SAMPLE_ADS = "sample ads written for the project"
_LICENCES = {SAMPLE_ADS: "Apache-2.0, part of the program"}
_MOST_COMPLAINTS = 20


def train_model(
    paths: Sequence[Path],
    reader: Reader,
    *,
    made_on: str,
    prevalence: float = 0.01,
) -> TrainedModel:
    """A model from the labelled ads of `paths` together with the sample ads; `paths` may be empty.

    Raises `WrongUsage` naming file and line of everything that is wrong in them, before anything is trained.
    """
    labelled = [_with_contacts(one) for one in (*sample_labelled(), *labelled_from_files(paths))]
    return train(
        labelled,
        partial(read_for_training, reader=reader),
        signs=signs(reader.catalogue.values()),
        made_on=made_on,
        prevalence=prevalence,
        licences=_LICENCES,
    )


def read_for_training(ads: Sequence[RawAd], reader: Reader) -> list[ReadAd | None]:
    """What a model may see of each ad and how the rules cap it; None for one with a child sign."""
    return [None if child_signal(ad, reader) else _read(ad, reader) for ad in ads]


def sample_labelled() -> list[LabelledAd]:
    """The sample ads as labelled ads, without those that show a child sign."""
    return [_from_sample(sample) for sample in sample_ads() if not sample.labels.child_sign]


def labelled_from_files(paths: Sequence[Path]) -> list[LabelledAd]:
    """The labelled ads of JSON Lines files, each file a data set named after itself.

    One object per line: `id, title, text, labels: {kinds, ad_class}` and, where known, `source_type, fields, city,
    lang, family, weight`. Lines marked `child_sign` are passed over.
    """
    found: list[LabelledAd] = []
    complaints: list[str] = []
    for path in paths:
        for number, line in _numbered_lines(path):
            try:
                one = labelled_ad(_decoded(line), origin=path.name)
            except WrongUsage as error:
                complaints.append(f"{path.name}, line {number}: {error}")
            else:
                found += [one] if one else []
    if complaints:
        more = len(complaints) - _MOST_COMPLAINTS
        told = complaints[:_MOST_COMPLAINTS] + ([f"and {more} more"] if more > 0 else [])
        raise WrongUsage("Nothing was trained; correct these lines:\n" + "\n".join(told))
    return found


def _read(ad: RawAd, reader: Reader) -> ReadAd:
    reading = reader.read(ad)
    evidence = gather(reading, reader.catalogue)
    caps = kind_caps(evidence.scoring, reader.catalogue, about_trafficking=evidence.about_trafficking)
    return ReadAd(ad_features(reading, evidence), {kind: cap.band for kind, cap in caps.items()})


def _numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise WrongUsage(f"{path} is not UTF-8; save it as UTF-8 and train again.") from error
    except OSError as error:
        raise WrongUsage(f"{path} cannot be read ({error.strerror}); name a file of labelled ads.") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line


def _decoded(line: str) -> dict[str, Any]:
    try:
        decoded = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise WrongUsage("not JSON") from error
    if not isinstance(decoded, dict):
        raise WrongUsage("not a JSON object")
    return decoded


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
    return LabelledAd(ad, frozenset(labels.kinds), labels.ad_class, sample.family, sample.lang, SAMPLE_ADS)


def _with_contacts(one: LabelledAd) -> LabelledAd:
    """`one` with hashes of its contacts, so that two ads of one poster never stand on both sides of a split."""
    found = [contact for part, text in one.ad.parts.items() for contact in contacts(part, text)]
    same_number = {ContactKind.WHATSAPP: ContactKind.PHONE}
    keys = {short_hash(same_number.get(contact.kind, contact.kind), contact.value) for contact in found}
    return replace(one, contact_keys=tuple(sorted(keys)))
