"""This module holds an ad with what a person said of it, and how one is read from a line of a labelled file."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from models.domain.ad import SOURCE_TYPES, RawAd, ad_id, storable
from models.domain.errors import WrongUsage
from models.domain.finding import Span
from models.domain.judgement import AdClass, Kind
from models.language import segments

UNKNOWN = "und"  # no language that is told apart
_HEAVIEST, _RAREST = 1_000_000_000, 1e-9  # how many ads one may stand for, and how seldom it may be drawn
_YEARS = range(1900, 2100)
NOBODY = frozenset({"not stated", "nobody"})
"""What stands where no name of a labeller was given."""


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
        return self.by not in NOBODY


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
    lang: str = UNKNOWN
    origin: str = "unnamed"
    weight: float = 1.0
    contact_keys: tuple[str, ...] = ()
    label: Label = Label()
    number: str = ""
    marks: tuple[tuple[str, Span], ...] | None = None

    @property
    def day(self) -> str | None:
        """The day on which it was posted, else first met, such as 2026-05-31; None where neither is known."""
        if self.ad.posted_at:
            return self.ad.posted_at[:10]
        return day_met(self.ad.first_seen) if self.ad.first_seen else None

    @property
    def is_lead(self) -> bool:
        """Whether any kind applies."""
        return bool(self.kinds)


def labelled_ad(row: Mapping[str, Any], *, origin: str) -> LabelledAd | None:
    """The labelled ad in one decoded line, or None where it is marked as a child sign: such ads never enter.

    Wants `id`, `title`, `text` and `labels` with `kinds` and `ad_class`; `family` defaults to the id, `lang` to the language of the text; `posted_at` and
    `first_seen`, the day on which the ad was met, are ISO 8601. `label` may say `by`, `blind`, `source` and `probability`, that of the ad to be drawn for labelling: without a `weight` the ad
    stands for 1 / probability ads. Raises `WrongUsage` with what is wrong, without quoting the ad.
    """
    labels = row.get("labels")
    if not isinstance(labels, dict):
        raise WrongUsage("`labels` is missing or not an object; it holds `kinds` and `ad_class`")
    if has_child_sign(labels):
        return None
    number = _text(row, "id")
    label = _label(row.get("label", {}))
    kinds, ad_class = _kinds(labels.get("kinds")), _ad_class(labels.get("ad_class"))
    if ad_class is AdClass.LEAD and not kinds:
        raise WrongUsage("`labels` calls it a lead and names no kind; a harmless ad has another `ad_class`")
    if kinds and ad_class is not AdClass.LEAD:
        raise WrongUsage(
            f"`labels` names kinds and calls it {ad_class}; an ad with a kind is a lead, a harmless one has no kind"
        )
    return LabelledAd(
        ad=_ad(row, number, origin),
        kinds=kinds,
        ad_class=ad_class,
        family=_optional_text(row, "family") or number,
        lang=_optional_text(row, "lang") or _spoken(str(row["text"])),
        origin=origin,
        weight=_weight(row.get("weight", 1 / label.probability)),
        label=label,
        number=number,
    )


def has_child_sign(labels: Mapping[str, Any]) -> bool:
    """Whether `labels` mark the ad as a child sign. Raises `WrongUsage` where they say neither yes nor no."""
    marked = labels.get("child_sign", False)
    if not isinstance(marked, bool):
        raise WrongUsage("`labels.child_sign` must be true, false or absent; in a table yes or no")
    return marked


def day_met(microseconds: int) -> str:
    """The day (UTC) of a moment in microseconds since 1970, such as 2026-05-31."""
    return f"{datetime.fromtimestamp(microseconds / 1_000_000, UTC):%Y-%m-%d}"


def _spoken(text: str) -> str:
    """The language of most of `text`, such as `te`, `hi-Latn` where it is romanised, or `und`."""
    letters: Counter[tuple[str, str]] = Counter()
    for part in segments(text):
        letters[part.lang, part.script] += part.end - part.start
    (lang, script), _ = max(letters.items(), key=lambda one: one[1], default=((UNKNOWN, ""), 0))
    return f"{lang}-Latn" if script == "Latn" and lang not in {"en", UNKNOWN} else lang


def _ad(row: Mapping[str, Any], number: str, origin: str) -> RawAd:
    source_type = row.get("source_type", "classified")
    if source_type not in SOURCE_TYPES:
        raise WrongUsage(f"`source_type` must be one of {', '.join(SOURCE_TYPES)}")
    title, text, fields = _text(row, "title"), _text(row, "text"), row.get("fields") or {}
    if not isinstance(fields, dict):
        raise WrongUsage("`fields` must be an object")
    if not (title.strip() or text.strip() or fields):
        raise WrongUsage("`title` and `text` are empty: there is nothing to learn from")
    met = _microseconds(_moment(row, "first_seen"))
    return RawAd(
        ad_id=ad_id(origin, number=number, url=""),
        card_id=origin,
        source_type=source_type,
        url="",
        title=storable(title),
        text=storable(text),
        captured_at=met,
        first_seen=met,
        fields={storable(str(key)): storable(str(value)) for key, value in fields.items()},
        city=_optional_text(row, "city"),
        posted_at=_moment(row, "posted_at"),
    )


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str):
        raise WrongUsage(f"`{key}` is missing or not a text")
    return value


def _optional_text(row: Mapping[str, Any], key: str, *, called: str = "") -> str | None:
    """The text under `key` as it can be kept; None where it is absent, null or empty. `called` names it in a complaint."""
    value = row.get(key)
    if value is not None and not isinstance(value, str):
        raise WrongUsage(f"`{called or key}` must be a text or absent")
    return storable(value) if value else None


def _moment(row: Mapping[str, Any], key: str) -> str | None:
    """ISO 8601 that begins with a day such as 2026-05-31; None where no day is known.

    A year that no ad can be of is refused: in another zone its moment may be none that a clock knows.
    """
    given = row.get(key)
    value = "" if given is None else str(given).strip()
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise WrongUsage(f"`{key}` must be a day or moment such as 2026-05-31 (ISO 8601)") from None
    if moment.year not in _YEARS:
        raise WrongUsage(f"`{key}` must be of a year from {_YEARS[0]} to {_YEARS[-1]}")
    return value if value.startswith(f"{moment:%Y-%m-%d}") else moment.isoformat()


def _microseconds(moment: str | None) -> int:
    if moment is None:
        return 0
    known = datetime.fromisoformat(moment)
    return int(known.replace(tzinfo=known.tzinfo or UTC).timestamp() * 1_000_000)


def _kinds(value: object) -> frozenset[Kind]:
    if not isinstance(value, list):
        raise WrongUsage("`labels.kinds` must be a list, empty for a harmless ad")
    unknown = [kind for kind in value if kind not in list(Kind)]
    if unknown:
        raise WrongUsage(
            f"`labels.kinds` holds a kind that is not learned; known are {', '.join(Kind)}; an ad with a child in it has no "
            "kind but `child_sign` (true; in a table yes), and is not learned from"
        )
    return frozenset(Kind(kind) for kind in value)


def _ad_class(value: object) -> AdClass:
    if value not in list(AdClass):
        empty = "; it is empty: label the ad, or take the line out" if value == "" else ""
        raise WrongUsage(f"`labels.ad_class` must be one of {', '.join(AdClass)}{empty}")
    return AdClass(str(value))


def _label(value: object) -> Label:
    if not isinstance(value, dict):
        raise WrongUsage("`label` must be an object with `by`, `blind`, `source`, `probability`")
    blind, probability = value.get("blind"), value.get("probability", 1.0)
    if blind is not None and not isinstance(
        blind, bool
    ):  # 0 equals false, and would not be taken for it later
        raise WrongUsage("`label.blind` must be true, false or absent; in a table yes or no")
    if (
        isinstance(probability, bool)
        or not isinstance(probability, int | float)
        or not _RAREST <= probability <= 1
    ):
        raise WrongUsage(f"`label.probability` must be above 0, at least {_RAREST:g}, and at most 1")
    by, source = (
        _optional_text(value, key, called=f"label.{key}") or "not stated" for key in ("by", "source")
    )
    return Label(by, blind, source, float(probability))


def _weight(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= _HEAVIEST:
        raise WrongUsage(f"`weight` must be a number above 0, at most {_HEAVIEST:,}")
    return float(value)
