"""This module holds the pages of the sample board: home, listings and ads, with the noise that real boards have."""

import json
import math
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

PAGE_SIZE = 25
_SIMILAR = 4


@dataclass(frozen=True, slots=True)
class BoardAd:
    """One ad as the board shows it. `number` names it on the board; `posted_at` is ISO 8601; text is plain."""

    number: str
    title: str
    text: str
    city: str
    posted_at: str
    source_type: str
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The ads on show at one moment, by number and by section; a section is a `source_type`."""

    by_number: Mapping[str, BoardAd]
    sections: Mapping[str, Sequence[BoardAd]]
    position: Mapping[str, int]


def stack(ads: Iterable[BoardAd]) -> Shelf:
    """The shelf of `ads` in their order; of two with one number the later one stays."""
    by_number = {ad.number: ad for ad in ads}
    sections: dict[str, list[BoardAd]] = {}
    position = {}
    for ad in by_number.values():
        section = sections.setdefault(ad.source_type, [])
        position[ad.number] = len(section)
        section.append(ad)
    return Shelf(by_number, sections, position)


def home_page(shelf: Shelf) -> str:
    """The front page with a link to each section, and one to a place that robots.txt forbids."""
    counts = {name: len(ads) for name, ads in shelf.sections.items()}
    return _page("home.html", title="Sample board", sections=counts)


def listing_page(shelf: Shelf, section: str, *, page: int) -> str | None:
    """Page `page` (from 1) of a section, 25 ads each; None where there is no such page."""
    ads = shelf.sections.get(section, ())
    pages = math.ceil(len(ads) / PAGE_SIZE)
    if not 1 <= page <= pages:
        return None
    shown = ads[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return _page(
        "listing.html", title=section.capitalize(), section=section, ads=shown, page=page, pages=pages
    )


def ad_page(shelf: Shelf, number: str, *, base_url: str) -> str | None:
    """The page of one ad, or None; about half of all ads, chosen by number, carry JSON-LD with the whole text."""
    ad = shelf.by_number.get(number)
    if ad is None:
        return None
    return _page(
        "ad.html",
        title=ad.title,
        ad=ad,
        paragraphs=_paragraphs(ad.text),
        similar=_similar(shelf, ad),
        linked_data=_linked_data(ad) if has_linked_data(number) else None,
        canonical=f"{base_url}/ad/{number}.html",
    )


def has_linked_data(number: str) -> bool:
    """Whether the page of this ad carries JSON-LD beside its HTML."""
    return zlib.crc32(number.encode()) % 2 == 0


def notice_page(title: str, message: str) -> str:
    """A page with one sentence: not found, gone, or the forbidden corner."""
    return _page("notice.html", title=title, message=message)


def _page(template: str, **values: object) -> str:
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("pipeline.sampleboard", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _paragraphs(text: str) -> list[Markup]:
    blocks = [block.strip("\n") for block in text.split("\n\n")]
    return [Markup("<br>\n").join(block.split("\n")) for block in blocks if block.strip()]


def _similar(shelf: Shelf, ad: BoardAd) -> Sequence[BoardAd]:
    section = shelf.sections[ad.source_type]
    after = shelf.position[ad.number] + 1
    following = [section[(after + step) % len(section)] for step in range(min(_SIMILAR, len(section) - 1))]
    return [other for other in following if other.number != ad.number]


def _linked_data(ad: BoardAd) -> Markup:
    """JSON-LD with the text as HTML; a `<` is written as an escape so that no text can end the script element."""
    description = Markup("").join(Markup("<p>{}</p>").format(block) for block in _paragraphs(ad.text))
    described = {"@context": "https://schema.org", "identifier": ad.number, "description": str(description)}
    stated = _job_posting(ad) if ad.source_type == "job" else _offer(ad)
    return Markup(json.dumps(described | stated, ensure_ascii=False).replace("<", "\\u003c"))  # noqa: S704 - escaped here


def _job_posting(ad: BoardAd) -> dict[str, object]:
    address = {"@type": "PostalAddress", "addressLocality": ad.city, "addressCountry": "IN"}
    posting: dict[str, object] = {
        "@type": "JobPosting",
        "title": ad.title,
        "datePosted": ad.posted_at,
        "jobLocation": {"@type": "Place", "address": address},
    }
    if "company" in ad.fields:
        posting["hiringOrganization"] = {"@type": "Organization", "name": ad.fields["company"]}
    return posting


def _offer(ad: BoardAd) -> dict[str, object]:
    return {
        "@type": "Offer",
        "name": ad.title,
        "availabilityStarts": ad.posted_at,
        "areaServed": {"@type": "City", "name": ad.city},
    }
