"""This module makes the page of one ad and its lead: the text, the reasons on it, and how it was captured."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import APIRouter, HTTPException
from fastapi.responses import RedirectResponse, Response

from models.domain.contact import Contact
from models.domain.events import AdScored
from models.domain.lead import Lead
from search.console.desk import READER, Desk
from search.console.door import Known, KnownForm
from search.console.hits import Hit, name_kinds, show_hits, write_gone
from search.console.rendering import render
from search.explanation import explain, mark_findings
from search.gathering import Gathering, open_ad
from search.index.document import AdDocument
from search.marking import Mark, Piece, cut
from search.records.port import Edge, SeenAd
from search.redaction import show
from search.wording import AD_CLASSES, BANDS, POSTER_ROLES, write_time, write_time_twice

_MOST_TEXT = 100_000
_MOST_LINKED = 20
_BASES = {"contact": "the same contact", "template": "the same text but for contacts and numbers"}


@dataclass(frozen=True, slots=True)
class Part:
    """One published part, cut into pieces; `cut_off` characters beyond the most a page holds are not shown."""

    name: str
    pieces: tuple[Piece, ...]
    cut_off: int


@dataclass(frozen=True, slots=True)
class Reach:
    """A contact in full. Only this page, behind the login, shows it."""

    kind: str
    value: str
    surface: str


@dataclass(frozen=True, slots=True)
class LinkedAd:
    """Another ad of the lead, and what it shares with this one or with others of the lead."""

    hit: Hit
    shares: tuple[str, ...]


def ad_routes(desk: Desk) -> APIRouter:
    """The page of an ad, and the form that says it was read."""
    router = APIRouter()

    @router.get("/ads/{ad_id}")
    def show_ad(ad_id: str, session: Known) -> Response:
        document, gathering = _found(desk, ad_id)
        event = open_ad(document, desk.vault)
        lead = next(lead for lead in gathering.leads if ad_id in lead.ad_ids)
        return render(
            "ad.html",
            session=session,
            ad_id=ad_id,
            read=ad_id in desk.records.read([ad_id]),
            band=document.band,
            band_word=BANDS[document.band],
            kinds=name_kinds(document),
            told=explain(event, quotes=3),
            title=_part(event, "title", "Title"),
            text=_part(event, "text", "Text"),
            fields=_fields(event),
            reaches=_reaches(event.judgement.contacts),
            facts=_facts(event, gathering.seen.get(ad_id)),
            gone=write_gone(gathering.seen.get(ad_id)),
            lead=lead,
            lead_band=BANDS[lead.band],
            lead_seen=(write_time(lead.first_seen), write_time(lead.last_seen)),
            linked=_linked(desk, ad_id, lead, gathering),
            linked_more=max(0, len(lead.ad_ids) - 1 - _MOST_LINKED),
        )

    @router.post("/ads/{ad_id}/read")
    def mark_read(ad_id: str, _: KnownForm) -> Response:
        _found(desk, ad_id)
        desk.records.mark_read(ad_id, person=READER, at=desk.clock())
        return RedirectResponse(f"/ads/{ad_id}", HTTPStatus.SEE_OTHER)

    return router


def _found(desk: Desk, ad_id: str) -> tuple[AdDocument, Gathering]:
    found = desk.visible(ad_id)
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "There is no such ad, or none that may be read.")
    return found


def _fields(event: AdScored) -> tuple[Part, ...]:
    return tuple(_part(event, f"fields.{key}", key) for key in event.ad.fields)


def _part(event: AdScored, part: str, name: str) -> Part:
    published = event.ad.parts[part]
    findings = mark_findings(event.judgement, part)
    languages = (
        [Mark(s.start, s.end, _tag(s.lang, s.script)) for s in event.judgement.language]
        if part == "text"
        else []
    )
    end = min(len(published), _MOST_TEXT)
    pieces = cut(published, findings=findings, languages=languages, end=end)
    return Part(show(name), pieces, cut_off=len(published) - end)


def _tag(lang: str, script: str) -> str:
    """The language tag of a stretch; the script is named where it is not the language's usual one."""
    return f"{lang}-Latn" if script == "Latn" and lang != "en" else lang


def _reaches(contacts: Sequence[Contact]) -> tuple[Reach, ...]:
    return tuple(dict.fromkeys(Reach(c.kind.value, show(c.value), show(c.surface)) for c in contacts))


def _facts(event: AdScored, seen: SeenAd | None) -> tuple[tuple[str, str], ...]:
    ad, judgement = event.ad, event.judgement
    facts = (
        ("Address", ad.url),
        ("Source", f"{ad.card_id} ({ad.source_type})"),
        ("Captured", write_time_twice(ad.captured_at)),
        ("First seen", write_time_twice(ad.first_seen)),
        ("Last seen online", write_time_twice(seen.last_seen) if seen else ""),
        ("Gone since", write_time_twice(seen.gone_at) if seen and seen.gone_at is not None else ""),
        ("Posted, as the page says", ad.posted_at or ""),
        ("City, as the page says", ad.city or ""),
        ("SHA-256 of title, text and fields", ad.content_hash),
        ("Sort of ad", AD_CLASSES[judgement.ad_class]),
        ("Who seems to speak", POSTER_ROLES[judgement.poster_role]),
        ("Ranked by model", judgement.model),
        ("Ad", ad.ad_id),
    )
    return tuple((name, show(value)) for name, value in facts if value)


def _linked(desk: Desk, ad_id: str, lead: Lead, gathering: Gathering) -> tuple[LinkedAd, ...]:
    others = [each for each in lead.ad_ids if each != ad_id][:_MOST_LINKED]
    documents = [gathering.documents[each] for each in others]
    read = desk.records.read(others)
    hits = show_hits(documents, desk.vault, match=None, read=read, linked={}, seen=gathering.seen)
    edges = desk.records.linked([ad_id])
    return tuple(LinkedAd(hit, _shares(hit.ad_id, ad_id, edges)) for hit in hits)


def _shares(one: str, other: str, edges: Sequence[Edge]) -> tuple[str, ...]:
    pair = {one, other}
    bases = dict.fromkeys(edge.basis for edge in edges if {edge.ad_a, edge.ad_b} == pair)
    return tuple(_BASES.get(basis, basis) for basis in bases) or ("linked through other ads of this lead",)
