"""This module gathers ads that belong together into leads, in the order in which a person should see them."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from models.domain.lead import Lead, lead_id
from search.index.document import AdDocument
from search.records.port import Edge, SeenAd


def leads(
    documents: Iterable[AdDocument],
    edges: Iterable[Edge],
    read: Collection[str],
    *,
    seen: Mapping[str, SeenAd] | None = None,
) -> tuple[Lead, ...]:
    """One lead for each connected component of `edges` that holds some of `documents`.

    An edge may lead over ads that are not among `documents`. The lead has the band and score of its strongest ad,
    which also comes first in `ad_ids`; it counts as read by a person when that ad is in `read`. An ad that is
    in `seen` was last seen when that says, be it after its last capture. Ordered by band, score, last sight, lead id:
    neither the order of documents nor that of edges matters.
    """
    found = {document.ad_id: document for document in documents}
    groups: dict[str, list[AdDocument]] = {}
    roots = _roots(edges)
    for document in found.values():
        groups.setdefault(_root(roots, document.ad_id), []).append(document)
    return tuple(sorted((_lead(group, read, seen or {}) for group in groups.values()), key=_place))


def _lead(group: Iterable[AdDocument], read: Collection[str], seen: Mapping[str, SeenAd]) -> Lead:
    members = sorted(group, key=_strength)
    strongest = members[0]
    return Lead(
        lead_id=lead_id((ad.first_seen, ad.ad_id) for ad in members),
        ad_ids=tuple(ad.ad_id for ad in members),
        band=strongest.band,
        score=strongest.score,
        first_seen=min(ad.first_seen for ad in members),
        last_seen=max(
            max(ad.captured_at, seen[ad.ad_id].last_seen if ad.ad_id in seen else 0) for ad in members
        ),
        read_by_person=strongest.ad_id in read,
    )


def _strength(ad: AdDocument) -> tuple[int, float, int, str]:
    return (-ad.band.rank, -ad.score, -ad.captured_at, ad.ad_id)


def _place(lead: Lead) -> tuple[int, float, int, str]:
    return (-lead.band.rank, -lead.score, -lead.last_seen, lead.lead_id)


def _roots(edges: Iterable[Edge]) -> dict[str, str]:
    """Union-find over the ads at the ends of `edges`: each points towards the root of its component."""
    roots: dict[str, str] = {}
    for edge in edges:
        one, other = _root(roots, edge.ad_a), _root(roots, edge.ad_b)
        roots[max(one, other)] = min(one, other)
    return roots


def _root(roots: dict[str, str], ad_id: str) -> str:
    for step in _steps(roots, ad_id):
        root = step
    for step in list(_steps(roots, ad_id)):
        roots[step] = root
    return root


def _steps(roots: dict[str, str], ad_id: str) -> Iterator[str]:
    while True:
        yield ad_id
        above = roots.get(ad_id, ad_id)
        if above == ad_id:
            return
        ad_id = above
