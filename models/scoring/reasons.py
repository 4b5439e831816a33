"""This module turns shares of a score into the sentences that an analyst reads, for and against."""

from collections.abc import Iterable, Mapping, Sequence

from models.domain.finding import Finding
from models.domain.judgement import Elements, Reason
from models.indicators.catalogue import Catalogue, Element, Mode
from models.indicators.fields import PREFIX
from models.scoring.assessment import Contribution
from models.scoring.rules import Rule

# Names of the sentences that belong to no indicator, in `sentences.yaml` beside those that do.
_BASE, _WORDS, _PAGE, _LIKE = "base", "words", "page", "worded_like"
_FACTS = {
    "fact:call_for_help": "call",
    "fact:contacts": "contacts",
    "fact:pay_month": "pay",
    "fact:third_person_voice": "voice",
    "fact:words": "length",
}
_POSTED = "fact:posted_as_"
_FIELD, _OF_FIELD = "field", f"fact:{PREFIX}"
_CAPPED = {rule: f"held_by_{rule}" for rule in Rule}
GENERAL = frozenset((_BASE, _WORDS, _PAGE, _FIELD, _LIKE, *_FACTS.values(), *_CAPPED.values()))
"""The names of the sentences that every language's file has to hold, or English says them."""


def reasons(
    contributions: Iterable[Contribution],
    intercept: float,
    *,
    findings: Sequence[Finding],
    sentences: Mapping[str, str],
    held_by: Rule | None,
    learned: int = 0,
) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """Reasons for and against, the strongest first; with the intercept their weights add up to z.

    `findings` are those the contributions number; the last `learned` of them rest on likeness, and their sentence says
    so. The rule that held the score down, if one did, is told (`held_by`) with weight 0.
    """
    weights: dict[tuple[str | None, str], float] = {}
    for share in contributions:
        indicator = findings[share.finding].indicator if share.finding is not None else None
        sentence = sentences[indicator or _of_no_sign(share.source)]
        if share.source.startswith(_OF_FIELD):
            sentence = sentence.replace("{field}", _field_name(share.source))
        if share.finding is not None and share.finding >= len(findings) - learned:
            sentence = f"{sentences[_LIKE]} {sentence}"
        weights[indicator, sentence] = weights.get((indicator, sentence), 0.0) + share.weight
    weights[None, sentences[_BASE]] = intercept
    told = [
        Reason(indicator, sentence, weight) for (indicator, sentence), weight in weights.items() if weight
    ]
    told.sort(key=lambda reason: (-abs(reason.weight), reason.indicator or "", reason.sentence))
    held = (Reason(None, sentences[_CAPPED[held_by]], 0.0),) if held_by is not None else ()
    return tuple(r for r in told if r.weight > 0), (*(r for r in told if r.weight < 0), *held)


def _of_no_sign(source: str) -> str:
    if source.startswith(_OF_FIELD):
        return _FIELD
    return _PAGE if source.startswith(_POSTED) else _FACTS.get(source, _WORDS)


def _field_name(source: str) -> str:
    return source.removeprefix(_OF_FIELD).partition("=")[0].replace("_", " ")


def elements(findings: Sequence[Finding], catalogue: Catalogue) -> Elements:
    """The numbers of the scoring findings by what they speak to in BNS s.143; what is empty is not shown."""

    def numbers(element: Element) -> tuple[int, ...]:
        return tuple(
            number
            for number, finding in enumerate(findings)
            if (sign := catalogue[finding.indicator]).element is element and sign.mode is Mode.SCORE
        )

    return Elements(numbers(Element.ACT), numbers(Element.MEANS), numbers(Element.PURPOSE))


def sentence_book(
    catalogue: Catalogue, sentences: Mapping[str, Mapping[str, str]], language: str
) -> Mapping[str, str]:
    """A sentence for every indicator and every name of `GENERAL`: in `language`, else in English, else its label."""
    labels = {name: f"{sign.label}." for name, sign in catalogue.items()}
    told = {**dict.fromkeys(GENERAL, ""), **labels, **sentences.get("en", {}), **sentences.get(language, {})}
    return {name: told[name] for name in (*labels, *GENERAL)}
