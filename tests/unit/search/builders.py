"""This module builds judged ads for tests; a test names only what matters to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from models.domain.ad import RawAd, ad_id
from models.domain.contact import Contact, ContactKind
from models.domain.events import AdScored
from models.domain.finding import Finding, Span
from models.domain.judgement import (
    AdClass,
    Band,
    Elements,
    Judgement,
    Kind,
    LanguageSegment,
    PosterRole,
    Reason,
)
from models.domain.place import Place
from search.index.build import document
from search.index.embedded import EmbeddedIndex
from search.keyring import Keyring
from search.local_vault import LocalVault
from search.records.port import Edge
from search.records.sql import SqlRecords

SENTENCES = {
    "JB01": "Asks the worker to pay before any work.",
    "JB02": "Wants the passport or papers handed over.",
    "JB22": "Forbids the telephone or going out.",
    "BL01": "Binds by an advance against labour.",
    "CN04": "Names statutory benefits.",
}


def micros(year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> int:
    """A time in UTC as microseconds."""
    return int(datetime(year, month, day, hour, minute, tzinfo=UTC).timestamp()) * 1_000_000


NOON = micros(2026, 11, 22)


def scored(
    number: str = "1",
    *,
    title: str = "Helpers wanted",
    text: str = "Work in a hotel. Pay the visa fee first. PF and ESI as by law.",
    fields: Mapping[str, str] | None = None,
    band: Band = Band.MEDIUM,
    score: float = 0.5,
    kinds: Mapping[Kind, float] | None = None,
    ad_class: AdClass = AdClass.LEAD,
    says: Sequence[tuple[str, str]] = (("JB01", "Pay the visa fee first"),),
    against: Sequence[tuple[str, str]] = (("CN04", "PF and ESI"),),
    contacts: Sequence[tuple[ContactKind, str, str]] = (),
    places: Sequence[tuple[str, str, int | None, int | None]] = (),
    means: tuple[int, ...] = (0,),
    languages: Sequence[tuple[str, str]] = (("en", "Latn"),),
    captured_at: int = NOON,
    first_seen: int | None = None,
    source: str = "sampleboard",
    url: str = "",
) -> AdScored:
    """A judged ad. `says`, `against`, `contacts` and `places` name words of the ad; their spans are looked up."""
    where = url or f"https://board.example/ad/{number}.html"
    ad = RawAd(
        ad_id=ad_id(source, number=number, url=where),
        card_id=source,
        source_type="job",
        url=where,
        title=title,
        text=text,
        captured_at=captured_at,
        first_seen=captured_at if first_seen is None else first_seen,
        fields=dict(fields or {}),
    )
    findings = tuple(
        Finding(indicator, spot(ad, words), words, 1.0) for indicator, words in (*says, *against)
    )
    judgement = Judgement(
        language=tuple(
            LanguageSegment(
                lang, script, at * len(text) // len(languages), (at + 1) * len(text) // len(languages)
            )
            for at, (lang, script) in enumerate(languages)
        ),
        kinds={Kind.FORCED_LABOUR: score} if kinds is None else dict(kinds),
        score=score,
        band=band,
        ad_class=ad_class,
        poster_role=PosterRole.AGENCY,
        abstained=False,
        about_trafficking=False,
        elements=Elements(means=means if says else ()),
        reasons_for=tuple(Reason(each, SENTENCES[each], 2.0) for each in dict(says)),
        reasons_against=tuple(Reason(each, SENTENCES[each], -0.5) for each in dict(against)),
        findings=findings,
        contacts=tuple(Contact(kind, value, spot(ad, surface), surface) for kind, value, surface in contacts),
        places=tuple(
            Place(name, spot(ad, name), basis, state, district) for name, basis, state, district in places
        ),
        model="test-1",
    )
    return AdScored(ad, judgement)


def spot(ad: RawAd, words: str) -> Span:
    """Where `words` first stand in the ad."""
    part = next(part for part, published in ad.parts.items() if words in published)
    start = ad.parts[part].index(words)
    return Span(part, start, start + len(words))


@dataclass(frozen=True, slots=True)
class House:
    """The real embedded adapters in one folder."""

    index: EmbeddedIndex
    records: SqlRecords
    vault: LocalVault

    def take(self, *events: AdScored) -> tuple[str, ...]:
        """Index these ads; returns their ids."""
        self.index.put([document(event, self.vault) for event in events])
        self.index.refresh()
        return tuple(event.ad.ad_id for event in events)

    def join(self, one: str, other: str, *, basis: str = "contact") -> None:
        """Link two ads."""
        first, second = sorted((one, other))
        self.records.link([Edge(first, second, basis, "key")])


def open_house(folder: Path) -> House:
    """An empty house in `folder`."""
    keyring = Keyring.create(folder / "keyring.json")
    records = SqlRecords(f"sqlite:///{folder / 'records.sqlite'}")
    return House(EmbeddedIndex(folder / "index.sqlite"), records, LocalVault(keyring))
