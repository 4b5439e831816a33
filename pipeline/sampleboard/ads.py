"""This module holds the ads written for the project, with what their authors meant by them."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.domain.errors import WrongUsage
from models.domain.judgement import AdClass, Kind, PosterRole
from pipeline.sampleboard.pages import BoardAd
from pipeline.sampleboard.placeholders import fill

SourceType = Literal["job", "classified", "matrimonial"]
Language = Literal["en", "hi", "te", "bn", "ta", "mr", "hi-Latn", "te-Latn", "bn-Latn"]


@dataclass(frozen=True, slots=True)
class Labels:
    """What the author of a sample ad meant it to be. `kinds` is empty for the harmless and for a child sign."""

    kinds: tuple[Kind, ...]
    ad_class: AdClass
    poster_role: PosterRole
    child_sign: bool


@dataclass(frozen=True, slots=True)
class SampleAd:
    """One ad written for the project; contacts are invented. Ads of one `family` are built on the same idea."""

    id: str
    source_type: SourceType
    lang: Language
    title: str
    text: str
    city: str
    fields: Mapping[str, str]
    labels: Labels
    family: str
    why: str

    @property
    def harmless(self) -> bool:
        """Whether nothing in it should reach an analyst or the sealed lane."""
        return self.labels.ad_class is not AdClass.LEAD


@cache
def sample_ads() -> tuple[SampleAd, ...]:
    """All sample ads in the order of their ids. Raises `WrongUsage` for a line that is not as it should be."""
    folder = files("pipeline.sampleboard") / "ads"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".jsonl"))
    found = [ad for name in names for ad in read_ads((folder / name).read_text("utf-8"), name=name)]
    by_id = {ad.id: ad for ad in found}
    if len(by_id) != len(found):
        raise WrongUsage(
            f"{len(found) - len(by_id)} sample ads have an id that another one has; give each its own."
        )
    return tuple(by_id[key] for key in sorted(by_id))


def read_ads(lines: str, *, name: str) -> Iterator[SampleAd]:
    """The ads of one file of JSON lines; `name` is what an error calls it. Empty lines are passed over."""
    for number, line in enumerate(lines.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield _Line.model_validate_json(line).as_ad()
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(str(part) for part in first["loc"]) or "the line"
            raise WrongUsage(f"{name}, line {number}: {where}: {first['msg']}. Correct it.") from error
        except WrongUsage as error:
            raise WrongUsage(f"{name}, line {number}: {error}") from error


def board_ads(ads: Sequence[SampleAd], *, newest: datetime) -> tuple[BoardAd, ...]:
    """`ads` as the sample board shows them, mixed, the first one posted at `newest` and each next one earlier."""
    numbered = sorted((_board_number(ad.id), ad) for ad in ads)
    return tuple(
        BoardAd(number, ad.title, ad.text, ad.city, _posted(newest, place), ad.source_type, ad.fields)
        for place, (number, ad) in enumerate(numbered)
    )


class _LabelLine(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kinds: tuple[Kind, ...]
    ad_class: AdClass
    poster_role: PosterRole
    child_sign: bool


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str = Field(pattern=r"^[a-z]+(-[a-z]+)*-\d{3}$")
    source_type: SourceType
    lang: Language
    title: str = Field(min_length=3, max_length=160)
    text: str = Field(min_length=20)
    city: str = Field(min_length=2)
    fields: dict[str, str] = {}
    labels: _LabelLine
    family: str = Field(pattern=r"^[a-z0-9-]+$")
    why: str = Field(min_length=3)

    def as_ad(self) -> SampleAd:
        labels = Labels(**dict(self.labels))
        if labels.kinds and (labels.child_sign or labels.ad_class is not AdClass.LEAD):
            raise WrongUsage("only a lead without a child sign has kinds. Correct the labels.")
        if not labels.kinds and not labels.child_sign and labels.ad_class is AdClass.LEAD:
            raise WrongUsage("a lead without a child sign has at least one kind. Correct the labels.")
        return SampleAd(
            id=self.id,
            source_type=self.source_type,
            lang=self.lang,
            title=fill(self.title),
            text=fill(self.text),
            city=self.city,
            fields={key: fill(value) for key, value in self.fields.items()},
            labels=labels,
            family=self.family,
            why=self.why,
        )


def _board_number(sample_id: str) -> str:
    return str(1_000_000 + int(hashlib.sha256(sample_id.encode()).hexdigest()[:8], 16) % 9_000_000)


def _posted(newest: datetime, place: int) -> str:
    return (newest - timedelta(minutes=37 * place)).isoformat(timespec="seconds")
