"""This module turns one entry of a feed into an ad, where the card says that the entries are the ads."""

from collections import Counter

from crawlers.card import SourceCard
from crawlers.draft import drafted
from crawlers.feed import Entry
from crawlers.moment import moment
from crawlers.page import NoAd, PageAd, clean, numbered
from crawlers.text_only import kept_counts
from models.domain.ad import canonical_url


def entry_ad(entry: Entry, *, url: str, card: SourceCard, now: int) -> PageAd | NoAd:
    """The ad that `entry` of the feed at `url` is; `now` is microseconds, UTC."""
    address = canonical_url(entry.url) if card.scope.holds(entry.url) else url
    number = numbered(address, card) or (entry.number if address == url else None)
    if address == url and not number:
        return NoAd("An entry of the feed has neither an address in the card's scope nor a number.")
    counts: Counter[str] = Counter()
    draft = drafted(
        "feed",
        parts={"title": clean(entry.title, counts), "text": clean(entry.text, counts)},
        fields={"category": clean(entry.category, counts)},
    )
    if not draft.parts:
        return NoAd("An entry of the feed has neither a title nor a text.")
    return PageAd(
        title=draft.get("title"),
        text=draft.get("text"),
        fields=draft.fields,
        url=address,
        origins=draft.origins,
        stripped=kept_counts(counts),
        posted_at=moment(entry.posted_at, now=now, languages=card.languages),
        number=number,
    )
