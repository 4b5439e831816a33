"""This module turns the bytes of an ad's page into an ad: text only, each part with where it came from."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from crawlers.blocks import Element, line_of, parse
from crawlers.card import SourceCard
from crawlers.charset import decode
from crawlers.draft import Draft, joined
from crawlers.generic import contact_draft, generic_draft, hinted_draft
from crawlers.labels import labelled_draft
from crawlers.lines import lay_out
from crawlers.moment import moment
from crawlers.old_font import read_old_font
from crawlers.selected import elements, missed, selected_draft
from crawlers.structured import structured_drafts
from crawlers.text_only import kept_counts, strip
from models.domain.ad import canonical_url, storable

LONGEST_TEXT: Final = 100_000  # characters; no advertisement is longer, a flood is
_TEASER: Final = 400  # letters; a description so short may be the beginning of the text only
_LONGEST_LINE: Final = 2_000
_COUNTED: Final = ("img", "picture", "video", "audio", "svg", "canvas", "iframe", "object", "embed")
_BLOCKED = re.compile(
    r"^(?:just a moment|attention required|access denied|access to this page|are you (?:a )?(?:human|robot)|robot check"
    r"|security check|pardon our interruption|please verify|verify you are|captcha|403 forbidden|forbidden|404|page not "
    r"found|not found|error|too many requests|request blocked|you have been blocked|ddos)",
    re.IGNORECASE,
)
_COUNTRY = re.compile(r"\s*,\s*(?:India|भारत|ఇండియా|ভারত)\W*$", re.IGNORECASE)  # behind a town it says nothing


@dataclass(frozen=True, slots=True)
class PageAd:
    """One ad as its page shows it.

    `origins` says for each part what it was read from, `missed` which of the card's selectors found nothing.
    """

    title: str
    text: str
    fields: Mapping[str, str]
    url: str
    origins: Mapping[str, str]
    stripped: Mapping[str, int]
    city: str | None = None
    posted_at: str | None = None
    number: str | None = None
    missed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoAd:
    """A page that shows no ad, and why in one sentence; `stripped` is what was cut out all the same."""

    reason: str


def read_ad(body: bytes, *, url: str, card: SourceCard, now: int, content_type: str = "") -> PageAd | NoAd:
    """The ad on the page `body` that came from `url`; `now` (microseconds, UTC) is what "2 days ago" counts from.

    Read in this order: what the page says of itself (JSON-LD, microdata, RDFa), the card's selectors,
    OpenGraph and common patterns, a generic reader of the main text.
    """
    counts: Counter[str] = Counter()
    source = strip(decode(body, content_type=content_type), counts)
    tree = parse(source)
    if tree is None:
        return NoAd("The page is empty.")
    read_old_font(tree, source)
    if _blocked(tree):
        return NoAd("The page is a notice of the site (blocked, missing or an error), not an ad.")
    for name in _COUNTED:
        counts[name] = sum(1 for _ in tree.iter(name))
    canonical = _canonical(tree, url, card)
    draft = _draft(tree, source, url=url, card=card)
    title, text = clean(draft.get("title"), counts)[:_LONGEST_LINE], clean(draft.get("text"), counts)
    if not title and not text:
        return NoAd("Neither a title nor a text was found on the page; its layout may have changed.")
    if text.count("\ufffd") > max(20, len(text) // 10):
        return NoAd("The page is not text: its bytes are packed or broken.")
    number = _number(draft, canonical, card)
    if number is None and (card.number.url or card.number.selector):
        return NoAd("The number of the ad was not found where the card says; the layout may have changed.")
    counts["cut_characters"] = max(0, len(text) - LONGEST_TEXT)
    return PageAd(
        title=title,
        text=text[:LONGEST_TEXT],
        fields={
            clean(name, counts): clean(value, counts)[:LONGEST_TEXT] for name, value in draft.fields.items()
        },
        url=canonical,
        origins=draft.origins,
        stripped=kept_counts(counts),
        city=_COUNTRY.sub("", clean(draft.get("city"), counts)[:200]) or None,
        posted_at=moment(draft.get("posted_at"), now=now, languages=card.languages),
        number=number,
        missed=missed(tree, card.selectors),
    )


def _draft(tree: Element, source: str, *, url: str, card: SourceCard) -> Draft:
    told = list(structured_drafts(tree, source, url=url))
    chosen = selected_draft(tree, card.selectors, number=card.number)
    known = joined(*told, chosen)
    # An ad whose body is there and empty has no text; a reader of main texts would take the page around it.
    need_text = "text" not in known.parts and not elements(tree, card.selectors.body)
    told_by_json = known.origins.get("text") == "jsonld" and not chosen.get("text")
    teaser = told_by_json and len(known.get("text")) <= _TEASER
    whole = {"title", "text", "city", "posted_at"} <= known.parts.keys() and not teaser
    if whole:
        return _fuller_text(joined(known, contact_draft(tree)), chosen)
    page = lay_out(tree)
    rest = generic_draft(tree, page, source, need_text=need_text or teaser)
    if teaser:
        known = _fuller_text(known, rest)
    labelled = Draft() if {"city", "posted_at"} <= known.parts.keys() else labelled_draft(tree, page)
    if known.fields:
        labelled = Draft(labelled.parts, {}, labelled.origins)
    found = joined(known, rest, labelled)
    if not {"city", "posted_at"} <= found.parts.keys():
        found = joined(found, hinted_draft(tree, page, title=found.get("title"), text=found.get("text")))
    return _fuller_text(found, chosen)


def _fuller_text(draft: Draft, chosen: Draft) -> Draft:
    """`draft`, but with the text under the card's selector where the page's description is only its beginning."""
    short, full = draft.get("text").rstrip(" .…"), chosen.get("text")
    if len(_letters(full)) <= len(_letters(short)) + 3 or not _letters(full).startswith(_letters(short)):
        return draft
    return Draft(
        {**draft.parts, "text": full}, draft.fields, {**draft.origins, "text": chosen.origins["text"]}
    )


def _letters(text: str) -> str:
    return "".join(text.split())


def clean(text: str, counts: Counter[str]) -> str:
    """`text` as it may be stored; `counts` says what was cut out."""
    return strip(storable(text), counts).strip()


def _canonical(tree: Element, url: str, card: SourceCard) -> str:
    """The address of the ad: the page's own word counts only inside of the card's scope."""
    for link in tree.iterfind(".//link[@rel='canonical']"):
        target = _absolute(url, link.get("href") or "")
        if card.scope.holds(target):
            return canonical_url(storable(target))
    return canonical_url(storable(url))


def _absolute(base: str, href: str) -> str:
    try:
        return urljoin(base, href.strip())
    except ValueError:  # a bracket where a host should be
        return ""


def numbered(url: str, card: SourceCard) -> str | None:
    """The number of an ad in its address, where the card says that it stands there."""
    found = re.search(card.number.url, url) if card.number.url else None
    return found[1] if found else None


def _number(draft: Draft, url: str, card: SourceCard) -> str | None:
    """The ad's number by the card's rule alone: an id must not depend on which reader was lucky today."""
    return numbered(url, card) if card.number.url else draft.get("number") or None


def _blocked(tree: Element) -> bool:
    titles = [line_of(element) or (element.text or "").strip() for element in tree.iter("title")]
    return any(_BLOCKED.match(title) for title in titles)
