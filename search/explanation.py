"""This module says in words why an ad was ranked as it was, what speaks against it, and what is not known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.domain.contact import Contact, masked
from models.domain.events import AdScored
from models.domain.finding import Finding
from models.domain.judgement import Judgement, Reason
from models.domain.place import Place
from search.marking import Mark
from search.redaction import clip, covers, redact, show, sweep
from search.wording import BASES


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One reason as a reader sees it: how much it weighs, in a word, and the ad's own words with contacts hidden."""

    indicator: str | None
    sentence: str
    strength: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ElementLine:
    """One element of trafficking in law (BNS s.143), and the ad's own words that speak to it; none: not shown."""

    name: str
    meaning: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that may be told of one ad without opening its text. Every contact in it is masked."""

    title: str
    reasons_for: tuple[ReasonLine, ...]
    reasons_against: tuple[ReasonLine, ...]
    elements: tuple[ElementLine, ...]
    unknown: tuple[str, ...]
    places: tuple[str, ...]
    contacts: tuple[str, ...]


_CONTEXT = "Shown for context; it weighs nothing."
_ELEMENTS = (
    ("act", "Act", "recruiting, moving, harbouring, handing over or receiving a person"),
    ("means", "Means", "force, threat, deception, debt, abuse of power, or payment"),
    ("purpose", "Purpose", "exploitation"),
)


def explain(event: AdScored, *, quote_length: int = 90, quotes: int = 1) -> Explanation:
    """`event` in words; at most `quotes` quotes of `quote_length` characters for each reason and element."""
    judgement = event.judgement
    quoted = _Quotes(event, quote_length, quotes)
    elements = tuple(
        ElementLine(
            name, meaning, quoted.of([judgement.findings[n] for n in getattr(judgement.elements, key)])
        )
        for key, name, meaning in _ELEMENTS
    )
    return Explanation(
        title=quoted.title(),
        reasons_for=_lines(judgement.reasons_for, judgement, quoted),
        reasons_against=_lines(judgement.reasons_against, judgement, quoted),
        elements=elements,
        unknown=_unknown(judgement, elements),
        places=tuple(dict.fromkeys(write_place(place, judgement) for place in judgement.places)),
        contacts=tuple(dict.fromkeys(map(write_contact, judgement.contacts))),
    )


def mark_findings(judgement: Judgement, part: str) -> tuple[Mark, ...]:
    """The findings of this part as marks, each with the sentence of its reason."""
    notes = _notes(judgement)
    protective = {reason.indicator for reason in judgement.reasons_against}
    return tuple(
        sorted(
            Mark(
                finding.span.start,
                finding.span.end,
                f"{finding.indicator}: {notes.get(finding.indicator, _CONTEXT)}",
                against=finding.indicator in protective,
            )
            for finding in judgement.findings
            if finding.span.part == part
        )
    )


def write_place(place: Place, judgement: Judgement) -> str:
    """`Hyderabad (city named in the ad)`; the name is the ad's own word, so contacts in it are hidden."""
    return f"{clip(sweep(judgement, place.name), 60)} ({BASES.get(place.basis, place.basis)})"


def write_contact(contact: Contact) -> str:
    """`phone +91 98xxxxx210`."""
    return f"{contact.kind.value} {show(masked(contact))}"


def _notes(judgement: Judgement) -> Mapping[str, str]:
    reasons = (*judgement.reasons_against, *judgement.reasons_for)
    return {reason.indicator: reason.sentence for reason in reasons if reason.indicator}


class _Quotes:
    """Short quotes of one ad, with contacts hidden; the covers of each part are worked out once."""

    def __init__(self, event: AdScored, length: int, most: int) -> None:
        self._parts = event.ad.parts
        self._judgement = event.judgement
        self._length, self._most = length, most
        self._covers = {part: covers(self._judgement, part, text) for part, text in self._parts.items()}

    def title(self) -> str:
        return clip(redact(self._parts["title"], self._covers["title"]), 120) or "(no title)"

    def of(self, findings: Sequence[Finding]) -> tuple[str, ...]:
        found = dict.fromkeys(self._quote(finding) for finding in findings)
        return tuple(quote for quote in found if quote)[: self._most]

    def _quote(self, finding: Finding) -> str:
        part = finding.span.part
        if part not in self._parts:
            return ""
        published = self._parts[part]
        quote = redact(published, self._covers[part], start=finding.span.start, end=finding.span.end)
        return clip(quote, self._length)


def _lines(reasons: Sequence[Reason], judgement: Judgement, quoted: _Quotes) -> tuple[ReasonLine, ...]:
    # What a reader can check in the ad comes before what only a model weighs.
    ordered = sorted(reasons, key=lambda reason: (reason.indicator is None, -abs(reason.weight)))
    return tuple(
        ReasonLine(
            indicator=reason.indicator,
            sentence=clip(sweep(judgement, reason.sentence), 240),
            strength=_strength(abs(reason.weight)),
            quotes=quoted.of(
                [f for f in judgement.findings if reason.indicator and f.indicator == reason.indicator]
            ),
        )
        for reason in ordered
    )


def _strength(weight: float) -> str:
    """`weight` in log-odds: 1.6 makes a kind five times as likely, 0.8 twice."""
    if weight >= 1.6:
        return "weighs much"
    return "weighs some" if weight >= 0.8 else "weighs a little"


def _unknown(judgement: Judgement, elements: Sequence[ElementLine]) -> tuple[str, ...]:
    told = [f"{e.name} ({e.meaning}) is not shown in the ad." for e in elements if not e.quotes]
    if judgement.abstained:
        told.append("The text is unlike anything the classifier has learned from; its share is a guess.")
    if not judgement.places:
        told.append("No place could be read.")
    if not judgement.contacts:
        told.append("No contact could be read.")
    return (*told, "Whether what the ad says is true.")
