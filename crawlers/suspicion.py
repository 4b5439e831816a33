"""This module notices that a site has changed: what a crawl brought leaves the card's bounds, or what was usual."""

from collections.abc import Iterator, Mapping

from crawlers.card import SourceCard

_ALIKE = 0.05  # of a share or length; so much differs from crawl to crawl
_FEW = 5  # ads; of fewer no share says anything
_PARTS = ("title", "text", "city", "posted_at")

_VALUES = {
    "repeated opening": "a text that begins as another does",
    "unknown city": "a city that no table knows",
    "repeated city": "a city that another ad has, too,",
    "repeated posted_at": "a moment of posting that another ad has, too,",
}

# What a card calls the parts that its selectors find.
_SELECTED = {"title": "title", "body": "text", "city": "city", "posted": "posted_at"}

Counts = Mapping[str, int]  # "group name": how often, as `Job` counts


def suspicions(card: SourceCard, counts: Counts, last: Counts) -> tuple[str, ...]:
    """One sentence for each sign; `last` are the counts of the whole crawl before, empty where there was none."""
    return (
        *_of_the_card(card, counts),
        *_of_reading(counts),
        *_of_selectors(counts, last),
        *(_since_last(counts, last) if last.get("ad ", 0) >= _FEW else ()),
    )


def _of_the_card(card: SourceCard, counts: Counts) -> Iterator[str]:
    ads, expected = _met(counts), card.expected
    if expected.ads and not expected.ads[0] <= ads <= expected.ads[1]:
        yield f"{ads} ads, where {expected.ads[0]} to {expected.ads[1]} are usual"
    for name, least in expected.fill.items():
        share = _share(counts, f"filled {name}")
        if share < least and (counts.get("ad ", 0) or not ads):
            yield f"{name} in {share:.0%} of the ads, where at least {least:.0%} is usual"


def _of_reading(counts: Counts) -> Iterator[str]:
    read, failed = counts.get("ad ", 0), counts.get("no ad ", 0)
    if failed >= _FEW and failed > 0.2 * (read + failed):
        yield f"{failed} of {read + failed} pages that should show an ad showed none"
    if read < _FEW:
        return
    for part in ("title", "text"):
        share = _share(counts, f"repeated {part}")
        if share > 0.5:
            yield f"the same {part} again and again, in {share:.0%} of the ads: it may be the site's own words"


def _of_selectors(counts: Counts, last: Counts) -> Iterator[str]:
    if counts.get("ad ", 0) < _FEW:
        return
    for key in sorted(counts):
        group, _, name = key.rpartition(" ")
        share = _share(counts, key)
        # Not every ad has details; a title and a body it has.
        usual = _share(last, key) if last or name in ("title", "body") else 1.0
        if group == "missed" and share >= usual + 0.3 and not _is_read_all_the_same(name, counts, last):
            yield f"the card's selector for {name} found nothing in {share:.0%} of the ads"


def _since_last(counts: Counts, last: Counts) -> Iterator[str]:
    now, before = _met(counts), _met(last)
    if before >= 2 * _FEW and now < before / 2:
        yield f"{now} ads, and {before} the last time"
    if counts.get("ad ", 0) < _FEW:
        return
    for part in _PARTS:
        share, usual = _share(counts, f"filled {part}"), _share(last, f"filled {part}")
        if share < usual - 0.2:
            yield f"{part} in {share:.0%} of the ads, and in {usual:.0%} the last time"
    yield from _shifts(counts, last)
    yield from _wordings(counts, last)


def _shifts(counts: Counts, last: Counts) -> Iterator[str]:
    """Parts that are read in another way than the last time."""
    for part in _PARTS:
        start = f"origin {part} from "
        for key in sorted(key for key in counts if key.startswith(start)):
            share, usual = _share(counts, key), _share(last, key)
            if share > usual + 0.4 and not _is_read_all_the_same(part, counts, last):
                origin = key.removeprefix(start)
                yield f"{part} from {origin} in {share:.0%} of the ads, and in {usual:.0%} the last time"


def _is_read_all_the_same(name: str, counts: Counts, last: Counts) -> bool:
    """Whether another reader finds in as many ads what a selector found the last time, by all that is counted of it.

    A site that only names its boxes anew loses nothing, and nobody need look.
    """
    part = _SELECTED.get(name, name)
    if last.get("ad ", 0) < _FEW or not _told_of(name, last):
        return False
    signs = [f"{sign} {part}" for sign in ("repeated", "short", "unknown")]
    signs += ["repeated opening"] if part == "text" else []
    if any(abs(_share(counts, sign) - _share(last, sign)) > _ALIKE for sign in signs):
        return False
    filled = _told_of(name, counts) - _told_of(name, last)
    length, usual = _share(counts, f"length {part}"), _share(last, f"length {part}")
    return filled >= -_ALIKE and abs(length - usual) <= _ALIKE * usual


def _told_of(name: str, counts: Counts) -> float:
    """In which share of the ads a part is filled; of the details, how many an ad has."""
    if name != "details":
        return _share(counts, f"filled {_SELECTED.get(name, name.removeprefix('fields.'))}")
    parts = {f"filled {part}" for part in _PARTS}
    told = sum(n for key, n in counts.items() if key.startswith("filled ") and key not in parts)
    return told / counts["ad "] if counts.get("ad ") else 0.0


def _wordings(counts: Counts, last: Counts) -> Iterator[str]:
    """Titles and texts that are longer, shorter or more alike than the last time."""
    for part in ("title", "text"):
        for sign, words in (("repeated", "the same as another"), ("short", "of a few letters only")):
            share, usual = _share(counts, f"{sign} {part}"), _share(last, f"{sign} {part}")
            if share > usual + 0.2:
                yield f"{part} {words} in {share:.0%} of the ads, and in {usual:.0%} the last time"
        length, usual = _share(counts, f"length {part}"), _share(last, f"length {part}")
        if usual and not 0.6 < length / usual < 1.6:
            yield f"{part} of {length:.0f} letters in the middle, and of {usual:.0f} the last time"
    # A crawl before these were counted knows none of them.
    for key, words in _VALUES.items() if any(key in last for key in _VALUES) else ():
        share, usual = _share(counts, key), _share(last, key)
        if share > usual + 0.2:
            yield f"{words} in {share:.0%} of the ads, and in {usual:.0%} the last time"


def _met(counts: Counts) -> int:
    """Ads that the site showed, those among them that it only said to be unchanged."""
    return counts.get("ad ", 0) + counts.get("unmodified ", 0)


def _share(counts: Counts, key: str) -> float:
    ads = counts.get("ad ", 0)
    return counts.get(key, 0) / ads if ads else 0.0
