"""This module shows a found ad in a list: what it says around the words that were looked for, contacts masked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from models.domain.errors import WrongUsage
from models.domain.events import AdScored
from models.domain.judgement import Band, Kind
from search.explanation import Explanation, ReasonLine, explain, mark_findings
from search.gathering import open_ad
from search.highlight import highlight
from search.index.document import AdDocument
from search.marking import Mark, Piece, cut, window
from search.query.query import Expression
from search.records.port import Edge, SeenAd
from search.redaction import covers, show
from search.vault import Vault
from search.wording import AD_CLASSES, BANDS, KINDS, write_time

_SNIPPET = 240
_MOST_TITLE = 160
_MOST_REASONS = 3
_MOST_PLACES = 3
_MOST_CONTACTS = 4


@dataclass(frozen=True, slots=True)
class Hit:
    """One ad in a list. `told` is None where the keys at hand do not open it.

    `gone` says since when the ad is no longer online; empty while it is, as far as anybody knows.
    """

    ad_id: str
    band: Band
    band_word: str
    kinds: tuple[str, ...]
    captured: str
    gone: str
    source: str
    read: bool
    linked: int
    told: "HitText | None"


@dataclass(frozen=True, slots=True)
class HitText:
    """What an opened ad shows in a list."""

    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]
    begins: bool
    ends: bool
    ad_class: str
    reasons: tuple[ReasonLine, ...]
    places: tuple[str, ...]
    contacts: tuple[str, ...]


def show_hits(
    documents: Sequence[AdDocument],
    vault: Vault,
    *,
    match: Expression | None,
    read: Collection[str],
    linked: Mapping[str, int],
    seen: Mapping[str, SeenAd],
) -> tuple[Hit, ...]:
    """The documents as hits, in their order. `linked` says how many other ads belong to each."""
    return tuple(
        Hit(
            ad_id=document.ad_id,
            band=document.band,
            band_word=BANDS[document.band],
            kinds=name_kinds(document),
            captured=write_time(document.captured_at),
            gone=write_gone(seen.get(document.ad_id)),
            source=show(document.source),
            read=document.ad_id in read,
            linked=linked.get(document.ad_id, 0),
            told=_open(document, vault, match),
        )
        for document in documents
    )


def count_linked(ad_ids: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    """For each of `ad_ids`, how many other ads its connected component holds."""
    neighbours: dict[str, list[str]] = {}
    for edge in edges:
        neighbours.setdefault(edge.ad_a, []).append(edge.ad_b)
        neighbours.setdefault(edge.ad_b, []).append(edge.ad_a)
    others: dict[str, int] = {}
    for ad_id in ad_ids:
        if ad_id in neighbours and ad_id not in others:
            component = _reached(ad_id, neighbours)
            others |= dict.fromkeys(component, len(component) - 1)
    return {ad_id: others[ad_id] for ad_id in ad_ids if ad_id in others}


def write_gone(seen: SeenAd | None) -> str:
    """Since when an ad is no longer online, in words; empty while it is, as far as anybody knows."""
    return f"No longer online since {write_time(seen.gone_at)}" if seen and seen.gone_at is not None else ""


def name_kinds(document: AdDocument) -> tuple[str, ...]:
    """The kinds of an ad in words, the likeliest first."""
    ordered = sorted(document.kinds, key=lambda kind: (-document.kinds[kind], list(Kind).index(kind)))
    return tuple(KINDS[kind] for kind in ordered)


def _reached(ad_id: str, neighbours: Mapping[str, Sequence[str]]) -> set[str]:
    reached, waiting = {ad_id}, [ad_id]
    while waiting:
        beside = set(neighbours[waiting.pop()]) - reached
        reached |= beside
        waiting += beside
    return reached


def _open(document: AdDocument, vault: Vault, match: Expression | None) -> HitText | None:
    try:
        event = open_ad(document, vault)
    except WrongUsage:
        return None
    return _tell(event, explain(event), match)


def _tell(event: AdScored, told: Explanation, match: Expression | None) -> HitText:
    ad, judgement = event.ad, event.judgement
    hits = _hits(ad.text, match)
    findings = mark_findings(judgement, "text")
    start, end = window(ad.text, hits or findings, size=_SNIPPET)
    return HitText(
        title=cut(
            ad.title,
            hits=_hits(ad.title, match),
            covering=covers(judgement, "title", ad.title),
            end=min(len(ad.title), _MOST_TITLE),
        ),
        snippet=cut(
            ad.text,
            findings=findings,
            hits=hits,
            covering=covers(judgement, "text", ad.text),
            start=start,
            end=end,
        ),
        begins=start == 0,
        ends=end == len(ad.text),
        ad_class=AD_CLASSES[judgement.ad_class],
        reasons=told.reasons_for[:_MOST_REASONS],
        places=told.places[:_MOST_PLACES],
        contacts=told.contacts[:_MOST_CONTACTS],
    )


def _hits(published: str, match: Expression | None) -> tuple[Mark, ...]:
    return tuple(Mark(start, end) for start, end in highlight(published, match)) if match else ()
