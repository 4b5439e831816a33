"""This module turns people's decisions into labelled ads: the text from the index, the label from the records."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from models.domain.decision import Decision, label_of
from models.training.labelled import LabelledAd, labelled_ad
from models.training.splits import with_contacts
from pipeline import bootstrap
from pipeline.jobs.label import row_of
from pipeline.settings import Settings
from pipeline.training import filled
from search.decisions import decisions
from search.index.document import AdDocument
from search.query.query import Filters, Query

_ORIGIN = "decisions"
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Decided:
    """`rows` of a labelled file, with placeholders for contacts, and how many decisions gave none.

    `silent` say nothing of the ad (watch, duplicate, insufficient); of `gone` the ad is no longer in the index, or was
    edited after somebody decided.
    """

    rows: tuple[dict[str, Any], ...]
    silent: int
    gone: int


def decided_rows(settings: Settings) -> Decided:
    """The decisions of the records as rows, by ad and person."""
    with closing(bootstrap.open_records(settings)) as records:
        last = decisions(records)
    telling = sorted(key for key, one in last.items() if label_of(one) is not None)
    rows = tuple(_rows(settings, [last[key] for key in telling]))
    return Decided(rows, silent=len(last) - len(telling), gone=len(telling) - len(rows))


def decided_ads(settings: Settings) -> list[LabelledAd]:
    """The same as labelled ads, ready to train on."""
    found = [labelled_ad(filled(row), origin=_ORIGIN) for row in decided_rows(settings).rows]
    return [with_contacts(one) for one in found if one is not None]


def _rows(settings: Settings, telling: list[Decision]) -> Iterator[dict[str, Any]]:
    vault = bootstrap.open_vault(settings)
    with closing(bootstrap.open_index(settings)) as index:
        index.refresh()
        for start in range(0, len(telling), _AT_ONCE):
            some = telling[start : start + _AT_ONCE]
            query = Query(filters=Filters(ad_ids=frozenset(one.ad_id for one in some)))
            documents = {document.ad_id: document for document in index.scan(query)}
            for one, document in _still_there(some, documents):
                yield row_of(document, vault) | _label(one)


def _still_there(
    some: Iterable[Decision], documents: dict[str, AdDocument]
) -> Iterator[tuple[Decision, AdDocument]]:
    for one in some:
        document = documents.get(one.ad_id)
        if document is not None and document.content_hash == one.content_hash:
            yield one, document


def _label(one: Decision) -> dict[str, Any]:
    told = label_of(one)
    assert told is not None
    kinds, ad_class = told
    return {
        "labels": {"kinds": sorted(kinds), "ad_class": ad_class.value},
        "label": {
            "by": one.by,
            "blind": one.blind,
            "source": one.stream,
            "probability": one.probability,
        },
    }
