"""This module turns shares of a score into the sentences that an analyst reads, for and against."""

from collections.abc import Iterable, Mapping, Sequence

from models.domain.finding import Finding
from models.domain.judgement import Elements, Reason
from models.indicators.catalogue import Catalogue, Element, Mode
from models.scoring.assessment import Contribution
from models.scoring.rules import Cap

_BASE = "Before anything is read: such ads are rare."
_WORDS = "Words of the ad that are no sign by themselves."
_FACTS = {
    "fact:contacts": "How many contacts it gives.",
    "fact:pay_month": "The pay that it names.",
    "fact:third_person_voice": "Who speaks: about others, or for themselves.",
    "fact:words": "How long it is.",
}
_POSTED = "fact:posted_as_"
_WHERE = "What sort of page it stands on."
_CAPPED = {
    None: "Held down: signs of job fraud alone never go higher; it is the gateway, not in itself trafficking.",
    1: "Held down by rule 1: the signs found do not rest on enough different groups of evidence.",
    6: "Held down by rule 6: the text is about the crime, it is not an offer.",
    7: "Held down by rule 7: sexual wording alone; nothing shows that others decide.",
}


def reasons(
    contributions: Iterable[Contribution],
    intercept: float,
    *,
    findings: Sequence[Finding],
    sentences: Mapping[str, str],
    cap: Cap | None,
) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """Reasons for and against, the strongest first; with the intercept their weights add up to z.

    `findings` are those the contributions number. The rule that held the score down, if one did, is told with weight 0.
    """
    weights: dict[tuple[str | None, str], float] = {}
    for share in contributions:
        indicator = findings[share.finding].indicator if share.finding is not None else None
        sentence = sentences[indicator] if indicator else _of_no_sign(share.source)
        weights[indicator, sentence] = weights.get((indicator, sentence), 0.0) + share.weight
    weights[None, _BASE] = intercept
    told = [
        Reason(indicator, sentence, weight) for (indicator, sentence), weight in weights.items() if weight
    ]
    told.sort(key=lambda reason: (-abs(reason.weight), reason.indicator or "", reason.sentence))
    held = (Reason(None, _CAPPED[cap.rule], 0.0),) if cap is not None and cap.rule in _CAPPED else ()
    return tuple(r for r in told if r.weight > 0), (*(r for r in told if r.weight < 0), *held)


def _of_no_sign(source: str) -> str:
    return _WHERE if source.startswith(_POSTED) else _FACTS.get(source, _WORDS)


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
    """A sentence for every indicator: in `language`, else in English, else its label."""
    own, english = sentences.get(language, {}), sentences.get("en", {})
    return {name: own.get(name) or english.get(name) or f"{sign.label}." for name, sign in catalogue.items()}
