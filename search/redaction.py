"""This module hides contacts in an ad's own words, and makes invisible characters visible."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from models.domain.contact import Contact, masked
from models.domain.judgement import Judgement

# Orders that turn text around, and control characters: shown by number, for they can hide a word or a digit.
_HIDING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

# A second net under the contacts that were read, so wide that it also takes some prices: a quote may
# lose a price, but no number that a reader of mail could ring.
_DIGIT = "[\\d\u2460-\u2468\u24ea\u24ff\u2776-\u277e\u2780-\u2788\u278a-\u2792\U0001f100-\U0001f10a]"
_NETS = (
    (
        re.compile(r"(?:https?://|www\.|wa\.me/|t\.me/|chat\.whatsapp\.com/)\S+", re.IGNORECASE),
        "[link hidden]",
    ),
    (re.compile(r"[\w.+-]{1,64}@[^\W\d][\w.-]{1,64}"), "[address hidden]"),
    (re.compile(r"@[^\W\d][\w.]{2,64}"), "[handle hidden]"),
    (re.compile(rf"\+?{_DIGIT}(?:[\W_]{{0,3}}{_DIGIT}){{9,}}"), "[number hidden]"),
    (re.compile(rf"\+{_DIGIT}(?:[\W_]{{0,3}}{_DIGIT}){{6,}}"), "[number hidden]"),
)

_LEAST_SURFACE = 6  # shorter ones, such as a handle of two letters, stand in many words


@dataclass(frozen=True, slots=True, order=True)
class Cover:
    """A half-open range of one published part that must not be shown, and what is shown in its place."""

    start: int
    end: int
    shown: str


def covers(judgement: Judgement, part: str, published: str) -> tuple[Cover, ...]:
    """What hides every contact of this part, in order, never overlapping; also where it is written once more."""
    read = [_cover(contact) for contact in judgement.contacts if contact.span.part == part]
    again = (
        Cover(match.start(), match.end(), masked(contact))
        for contact in judgement.contacts
        if len(contact.surface) >= _LEAST_SURFACE
        for match in re.finditer(re.escape(contact.surface), published)
    )
    netted = (
        Cover(match.start(), match.end(), shown) for net, shown in _NETS for match in net.finditer(published)
    )
    return _merge([*read, *again], list(netted))


def redact(published: str, covering: Iterable[Cover], *, start: int = 0, end: int | None = None) -> str:
    """`published[start:end]` with every contact hidden, also one that the range cuts through."""
    end = len(published) if end is None else end
    pieces, at = [], start
    for cover in covering:
        if cover.end <= start or cover.start >= end:
            continue
        pieces += [published[at : max(at, cover.start)], cover.shown]
        at = cover.end
    pieces.append(published[at:end])
    return show(" ".join("".join(pieces).split()))


def sweep(judgement: Judgement, sentence: str) -> str:
    """What is said of an ad, which may repeat its words, with its contacts and all that looks like one hidden."""
    return redact(sentence, covers(judgement, "", sentence))


def show(text: str) -> str:
    """`text` with control characters and turning orders as visible signs such as `[U+202E]`."""
    return _HIDING.sub(lambda match: f"[U+{ord(match[0]):04X}]", text)


def clip(text: str, length: int) -> str:
    """`text`, or its beginning up to a word's end with an ellipsis."""
    if len(text) <= length:
        return text
    head, _, _ = text[:length].rpartition(" ")
    return (head if len(head) > length // 2 else text[: length - 1]) + "…"


def _cover(contact: Contact) -> Cover:
    return Cover(contact.span.start, contact.span.end, masked(contact))


def _merge(known: list[Cover], netted: list[Cover]) -> tuple[Cover, ...]:
    """All as one row without overlap; where a net took in a contact that was read, the contact's mask is shown."""
    merged: list[tuple[Cover, bool]] = []
    both = [(cover, True) for cover in known] + [(cover, False) for cover in netted]
    for cover, is_known in sorted(both, key=lambda each: (each[0].start, -each[0].end, not each[1])):
        last, last_known = merged[-1] if merged else (None, False)
        if last is None or cover.start >= last.end:
            merged.append((cover, is_known))
            continue
        shown = cover.shown if is_known and not last_known else last.shown
        merged[-1] = (Cover(last.start, max(last.end, cover.end), shown), last_known or is_known)
    return tuple(cover for cover, _ in merged)
