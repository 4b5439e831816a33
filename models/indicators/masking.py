"""This module masks an ad before anything is learned from its words.

Contacts become typed tokens; findings, places, names and community words become one token each by sort, so that
no n-gram brings back a protected attribute or counts a finding twice (typology, rule 2).
"""

from collections.abc import Iterable, Iterator

from models.domain.finding import Finding
from models.indicators.concepts import NEVER_LEARNED
from models.indicators.evidence import Evidence
from models.indicators.fields import FACT_PARTS
from models.indicators.reading import AdReading, PartReading
from models.normalise.learnable import PLACE, SIGN, without_long_number


def masked_ad(reading: AdReading, evidence: Evidence, further: Iterable[Finding] = ()) -> str:
    """`masked_text` without what `evidence` found, scoring or shown, and without `further` findings."""
    return masked_text(reading, (*evidence.scoring, *evidence.shown, *further))


def masked_text(reading: AdReading, findings: Iterable[Finding]) -> str:
    """The ad's search keys in order, parts apart by a line, with all that must not be learned masked.

    Fields that are read as facts are left out: nothing is learned twice from one word.
    """
    found = list(findings)
    return "\n".join(
        " ".join(_words(part, _masks(part, reading, found)))
        for part in reading.parts
        if part.tokens and part.part not in FACT_PARTS
    )


def _masks(part: PartReading, reading: AdReading, findings: list[Finding]) -> dict[int, str]:
    """The mask of each masked token by its number; what comes last wins."""
    masks: dict[int, str] = {}
    for name, mask in NEVER_LEARNED.items():
        for start, end in part.spans(name):
            masks.update(dict.fromkeys(range(start, end), mask))
    spans = [(place.span, PLACE) for place in part.places]
    spans += [(finding.span, SIGN) for finding in findings]
    spans += [(contact.span, f"_{contact.kind}_") for contact in reading.contacts]
    for span, mask in spans:
        if span.part == part.part:
            masks.update(dict.fromkeys(part.covering(span.start, span.end), mask))
    return masks


def _words(part: PartReading, masks: dict[int, str]) -> Iterator[str]:
    """Each word, a run of one mask written once; long numbers are typed, for they may be anybody's."""
    last = ""
    for number, token in enumerate(part.tokens):
        word = masks.get(number) or without_long_number(token.key)
        if word != last or number not in masks:
            yield word
        last = word
