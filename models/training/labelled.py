"""This module holds an ad with what a person said of it, and how one is read from a line of a labelled file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.domain.ad import RawAd, ad_id, storable
from models.domain.errors import WrongUsage
from models.domain.finding import Span
from models.domain.judgement import AdClass, Kind

_SOURCE_TYPES = ("job", "classified", "matrimonial")
_NOBODY = frozenset({"not stated", "nobody"})


@dataclass(frozen=True, slots=True)
class Label:
    """Where a label comes from: by whom, whether they saw the model's answer, from which stream, drawn how likely."""

    by: str = "not stated"
    blind: bool | None = None
    source: str = "not stated"
    probability: float = 1.0

    @property
    def is_named(self) -> bool:
        """Whether it says which person gave it."""
        return self.by not in _NOBODY


@dataclass(frozen=True, slots=True)
class LabelledAd:
    """One ad for training.

    `family` is shared by ads built on one idea; `origin` names the data set; `weight` is how many ads of the field
    it stands for (1 / sampling probability). `contact_keys` are hashes, used only to keep groups apart. `number` is the id that its file gives it.
    `marks` are the words that people saw to show an indicator, by its id; None where nobody looked for any.
    """

    ad: RawAd
    kinds: frozenset[Kind]
    ad_class: AdClass
    family: str
    lang: str = "und"
    origin: str = "unnamed"
    weight: float = 1.0
    contact_keys: tuple[str, ...] = ()
    label: Label = Label()
    number: str = ""
    marks: tuple[tuple[str, Span], ...] | None = None

    @property
    def is_lead(self) -> bool:
        """Whether any kind applies."""
        return bool(self.kinds)


def labelled_ad(row: Mapping[str, Any], *, origin: str) -> LabelledAd | None:
    """The labelled ad in one decoded line, or None where it is marked as a child sign: such ads never enter.

    Wants `id`, `title`, `text` and `labels` with `kinds` and `ad_class`; `family` defaults to the id; `posted_at` is ISO 8601. `label` may say
    `by`, `blind`, `source` and `probability`, that of the ad to be drawn for labelling: without a `weight` the ad
    stands for 1 / probability ads. Raises `WrongUsage` with what is wrong, without quoting the ad.
    """
    labels = row.get("labels")
    if not isinstance(labels, dict):
        raise WrongUsage("`labels` is missing or not an object; it holds `kinds` and `ad_class`")
    if labels.get("child_sign", False) is not False:
        return None
    number = _text(row, "id")
    label = _label(row.get("label", {}))
    return LabelledAd(
        ad=_ad(row, number, origin),
        kinds=_kinds(labels.get("kinds")),
        ad_class=_ad_class(labels.get("ad_class")),
        family=str(row.get("family") or number),
        lang=str(row.get("lang") or "und"),
        origin=origin,
        weight=_weight(row.get("weight", 1 / label.probability)),
        label=label,
        number=number,
    )


def _ad(row: Mapping[str, Any], number: str, origin: str) -> RawAd:
    source_type = row.get("source_type", "classified")
    if source_type not in _SOURCE_TYPES:
        raise WrongUsage(f"`source_type` must be one of {', '.join(_SOURCE_TYPES)}")
    fields = row.get("fields") or {}
    if not isinstance(fields, dict):
        raise WrongUsage("`fields` must be an object")
    return RawAd(
        ad_id=ad_id(origin, number=number, url=""),
        card_id=origin,
        source_type=source_type,
        url="",
        title=storable(_text(row, "title")),
        text=storable(_text(row, "text")),
        captured_at=0,
        first_seen=0,
        fields={storable(str(key)): storable(str(value)) for key, value in fields.items()},
        city=row.get("city"),
        posted_at=_posted_at(row.get("posted_at")),
    )


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str):
        raise WrongUsage(f"`{key}` is missing or not a text")
    return value


def _posted_at(value: object) -> str | None:
    """ISO 8601, as it was given; None where no day is known."""
    if value in (None, ""):
        return None
    try:
        datetime.fromisoformat(str(value))
    except ValueError:
        raise WrongUsage("`posted_at` must be a day or moment such as 2026-05-31 (ISO 8601)") from None
    return str(value)


def _kinds(value: object) -> frozenset[Kind]:
    if not isinstance(value, list):
        raise WrongUsage("`labels.kinds` must be a list, empty for a harmless ad")
    unknown = [kind for kind in value if kind not in list(Kind)]
    if unknown:
        raise WrongUsage(f"`labels.kinds` holds a kind that is not learned; known are {', '.join(Kind)}")
    return frozenset(Kind(kind) for kind in value)


def _ad_class(value: object) -> AdClass:
    if value not in list(AdClass):
        raise WrongUsage(f"`labels.ad_class` must be one of {', '.join(AdClass)}")
    return AdClass(str(value))


def _label(value: object) -> Label:
    if not isinstance(value, dict):
        raise WrongUsage("`label` must be an object with `by`, `blind`, `source`, `probability`")
    blind, probability = value.get("blind"), value.get("probability", 1.0)
    if blind not in (None, True, False):
        raise WrongUsage("`label.blind` must be true, false or absent")
    if isinstance(probability, bool) or not isinstance(probability, int | float) or not 0 < probability <= 1:
        raise WrongUsage("`label.probability` must be above 0 and at most 1")
    by, source = (str(value.get(key) or "not stated") for key in ("by", "source"))
    return Label(by, blind, source, float(probability))


def _weight(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < float("inf"):
        raise WrongUsage("`weight` must be a number above 0")
    return float(value)
