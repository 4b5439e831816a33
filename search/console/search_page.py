"""This module makes the search page: a box, facets with counts, and flagged ads as hits."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from types import MappingProxyType

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from models.domain.errors import WrongUsage
from models.domain.judgement import Band, Kind
from search.access import Session
from search.console.desk import Desk
from search.console.door import Known
from search.console.hits import count_linked, show_hits
from search.console.question import Question, read_question, to_query
from search.console.rendering import render
from search.index.port import Hits, Page
from search.query.query import Expression, Facet, FacetCounts, Sort
from search.redaction import show
from search.wording import BANDS, KINDS, write_language, write_place_code

_HITS = 20
_MOST_VALUES = 12
_AD_ID = re.compile(r"a[a-z2-7]{24}")
_NO_HITS = Hits((), 0, {}, None)
_SORTS = {
    Sort.SCORE: "strongest first",
    Sort.NEWEST: "newest first",
    Sort.OLDEST: "oldest first",
    Sort.RELEVANCE: "best match first",
}
_FACETS: Mapping[Facet, tuple[str, Callable[[str], str]]] = MappingProxyType(
    {
        Facet.BAND: ("Band", lambda value: BANDS[Band(value)] if value in set(Band) else show(value)),
        Facet.KIND: ("Signs of", lambda value: KINDS[Kind(value)] if value in set(Kind) else show(value)),
        Facet.PLACE: ("Place", lambda code: show(write_place_code(code))),
        Facet.LANGUAGE: ("Language", lambda code: show(write_language(code))),
        Facet.SOURCE: ("Source", show),
    }
)


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value with its count, and the address that picks it or lets it go."""

    word: str
    number: int
    address: str
    picked: bool


@dataclass(frozen=True, slots=True)
class FacetList:
    """The values of one field; `more` are not shown."""

    name: str
    values: tuple[FacetValue, ...]
    more: int


def search_routes(desk: Desk) -> APIRouter:
    """The search page."""
    router = APIRouter()

    @router.get("/")
    def search(request: Request, session: Known) -> Response:
        question = read_question(request.query_params.multi_items())
        if _AD_ID.fullmatch(question.text):
            return RedirectResponse(f"/ads/{question.text}", HTTPStatus.SEE_OTHER)
        try:
            query = to_query(question, desk.vault)
            hits = desk.index.search(query, page=Page(_HITS, question.after))
        except WrongUsage as error:
            return _page(desk, session, question, hits=_NO_HITS, trouble=str(error))
        return _page(desk, session, question, hits=hits, match=query.match)

    return router


def _page(
    desk: Desk,
    session: Session,
    question: Question,
    *,
    hits: Hits,
    match: Expression | None = None,
    trouble: str = "",
) -> Response:
    ad_ids = [document.ad_id for document in hits.documents]
    shown = show_hits(
        hits.documents,
        desk.vault,
        match=match,
        read=desk.records.read(ad_ids),
        linked=count_linked(ad_ids, desk.records.linked(ad_ids)),
        seen=desk.records.seen_among(ad_ids),
    )
    return render(
        "search.html",
        session=session,
        status=HTTPStatus.BAD_REQUEST if trouble else HTTPStatus.OK,
        question=question,
        trouble=trouble,
        hits=shown,
        total=hits.total,
        facets=_facet_lists(question, hits.facets),
        chips=_chips(question),
        sorts=_SORTS,
        first=replace(question, after=None).address if question.after else "",
        following=replace(question, after=hits.next).address if hits.next else "",
    )


def _facet_lists(question: Question, counts: FacetCounts) -> tuple[FacetList, ...]:
    return tuple(
        _facet_list(question, facet, counts.get(facet, {})) for facet in _FACETS if counts.get(facet)
    )


def _facet_list(question: Question, facet: Facet, counts: Mapping[str, int]) -> FacetList:
    name, write = _FACETS[facet]
    ranks = {band.value: -band.rank for band in Band} if facet is Facet.BAND else {}
    ordered = sorted(counts, key=lambda value: (ranks.get(value, 0), -counts[value], value))
    values = tuple(
        FacetValue(
            write(value),
            counts[value],
            question.toggled(facet, value).address,
            value in question.picked[facet],
        )
        for value in ordered[:_MOST_VALUES]
    )
    return FacetList(name, values, more=len(ordered) - len(values))


def _chips(question: Question) -> tuple[FacetValue, ...]:
    """What is picked, each with the address that lets it go, so that a picked value without hits can go too."""
    picked = [
        FacetValue(f"{name}: {write(value)}", 0, question.toggled(facet, value).address, picked=True)
        for facet, (name, write) in _FACETS.items()
        for value in question.picked[facet]
    ]
    if question.since or question.until:
        days = f"Captured: {question.since or '…'} to {question.until or '…'}"
        undated = replace(question, since="", until="", after=None)
        picked.append(FacetValue(days, 0, undated.address, picked=True))
    return tuple(picked)
