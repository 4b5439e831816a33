"""This module reads labelled ads for training: what a model may see of each, and in which order they stand."""

from collections.abc import Sequence

from models.domain.ad import RawAd
from models.indicators.evidence import gather
from models.indicators.masking import masked_ad
from models.indicators.passages import passages
from models.indicators.reading import AdReading
from models.scoring.rules import kind_caps
from models.screening import Reader, ad_features, open_reading, unaided_features
from models.training.abstaining import unlike_ads
from models.training.labelled import LabelledAd
from models.training.proof import ReadAd


def read_for_training(ads: Sequence[RawAd], reader: Reader) -> list[ReadAd | None]:
    """What a model may see of each ad and how the rules cap it; None for one with a child sign."""
    readings = (open_reading(ad, reader) for ad in ads)
    return [None if reading is None else seen_in(reading, reader) for reading in readings]


def seen_in(reading: AdReading, reader: Reader) -> ReadAd:
    """The same of one ad that shows no child sign."""
    evidence = gather(reading, reader.catalogue)
    caps = kind_caps(
        evidence.scoring,
        reader.catalogue,
        about_trafficking=evidence.about_trafficking,
        call_for_help=evidence.call_for_help,
    )
    return ReadAd(
        ad_features(reading, evidence),
        caps,
        unaided_features(reading, evidence),
        passages(reading),
        lambda finding: masked_ad(reading, evidence, (finding,)),
        call_for_help=evidence.call_for_help,
    )


def masked_unlike(reader: Reader) -> list[str]:
    """The texts that are no ads, as a model sees them."""
    return [one.features.masked for one in read_for_training(unlike_ads(), reader) if one]


def in_order(labelled: Sequence[LabelledAd]) -> list[LabelledAd]:
    """The ads in the order of their ids; several people's labels of one ad stand in the order of their names."""
    return sorted(labelled, key=_place)


def _place(one: LabelledAd) -> tuple[str, str, str, str, tuple[str, ...]]:
    return one.ad.ad_id, one.ad.content_hash, one.label.by, one.ad_class, tuple(sorted(one.kinds))
