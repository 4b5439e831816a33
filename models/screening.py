"""This module judges ads, from published text to band and reasons, in one short story.

Gate, read, classify, cap by the rules, give reasons. No clock, no randomness, no I/O: the same ad and the same
model give the same answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from models.domain.ad import RawAd, short_hash
from models.domain.finding import Finding
from models.domain.judgement import AdClass, ChildSign, Judgement, Kind
from models.indicators.address import signs_in_address
from models.indicators.catalogue import Catalogue
from models.indicators.children import child_signs
from models.indicators.classes import settled_class
from models.indicators.concepts import concepts
from models.indicators.evidence import Evidence, gather
from models.indicators.fields import field_facts
from models.indicators.masking import masked_ad, masked_text
from models.indicators.reading import AdReading, read_ad
from models.indicators.roles import poster_role
from models.indicators.voice import third_person_voice
from models.language import segments
from models.lifting import Lifted, lift
from models.phrases.matching import PhraseFinder
from models.phrases.phrasebook import Phrasebook
from models.scoring.assessment import AdFeatures, Assessment, Classifier, Contribution
from models.scoring.bands import band_of
from models.scoring.reasons import elements, reasons, sentence_book
from models.scoring.rules import capped

_FEW_CONTACTS = 10  # more say no more


@dataclass(frozen=True, slots=True)
class Reader:
    """All that is built once to read ads: the catalogue, the compiled phrases and the analyst's sentences."""

    catalogue: Catalogue
    book: Phrasebook
    finder: PhraseFinder
    sentences: Mapping[str, str]
    version: str

    @classmethod
    def from_package(cls, *, language: str = "en") -> "Reader":
        """The reader that ships with the program; `language` is that of the reasons, English where one lacks."""
        shipped = _shipped()
        return replace(shipped, sentences=sentence_book(shipped.catalogue, shipped.book.sentences, language))

    @classmethod
    def of(cls, catalogue: Catalogue, book: Phrasebook) -> "Reader":
        """A reader for `catalogue` and `book`, in English; raises `WrongUsage` where they do not fit each other."""
        sentences = sentence_book(catalogue, book.sentences, "en")
        version = (
            "reader-" + short_hash(repr(sorted(book.sets.items())), repr(sorted(book.phrases.items())))[:10]
        )
        return cls(catalogue, book, PhraseFinder(book), sentences, version)

    def read(self, ad: RawAd) -> AdReading:
        """`ad` as read."""
        return read_ad(ad, self.finder)


@cache
def _shipped() -> Reader:
    """The reader, compiled once whatever language it tells its reasons in."""
    return Reader.of(Catalogue.from_package(), Phrasebook.from_package())


def child_signal(ad: RawAd, reader: Reader) -> ChildSign | None:
    """The child sign in `ad` (typology, rule 8), or None. Pure; run before an ad is published anywhere."""
    return _child_sign(reader.read(ad), reader, reader.version)


def open_reading(ad: RawAd, reader: Reader) -> AdReading | None:
    """`ad` as read, or None where it shows a child sign: such an ad is never looked at further."""
    reading = reader.read(ad)
    return None if _child_sign(reading, reader, reader.version) else reading


def screen_batch(ads: Sequence[RawAd], reader: Reader, classifier: Classifier) -> list[Judgement | ChildSign]:
    """One answer for each of `ads`, in order: a judgement, or that a child sign was seen and nothing else."""
    return screen_readings([reader.read(ad) for ad in ads], reader, classifier)


def screen_readings(
    readings: Sequence[AdReading], reader: Reader, classifier: Classifier
) -> list[Judgement | ChildSign]:
    """`screen_batch` of ads that `reader` has read."""
    gated = [_child_sign(reading, reader, classifier.version) for reading in readings]
    open_readings = [reading for reading, sign in zip(readings, gated, strict=True) if sign is None]
    evidence = [gather(reading, reader.catalogue) for reading in open_readings]
    features = [ad_features(reading, found) for reading, found in zip(open_readings, evidence, strict=True)]
    assessments = classifier.assess(features) if features else ()
    judged = iter(
        _judgement(
            reading,
            found,
            assessment,
            reader=reader,
            classifier=classifier,
            further=lift(
                reading, found, assessment, features=seen, catalogue=reader.catalogue, classifier=classifier
            ),
        )
        for reading, found, assessment, seen in zip(
            open_readings, evidence, assessments, features, strict=True
        )
    )
    return [sign if sign is not None else next(judged) for sign in gated]


def ad_features(reading: AdReading, evidence: Evidence) -> AdFeatures:
    """What a classifier may see of an ad: masked words, the findings that may score, and plain facts."""
    return AdFeatures(masked_ad(reading, evidence), evidence.scoring, _facts(reading, evidence))


def unaided_features(reading: AdReading, evidence: Evidence) -> AdFeatures:
    """The ad as a classifier would see it did the phrase book know none of the phrases that may score.

    To learn from, never to judge by. What must not be learned stays masked.
    """
    return AdFeatures(masked_text(reading, evidence.shown), (), _facts(reading, evidence))


def _facts(reading: AdReading, evidence: Evidence) -> dict[str, float]:
    facts = {
        "third_person_voice": third_person_voice(reading),
        "pay_month": _pay_month(reading),
        "contacts": float(min(len(reading.contacts), _FEW_CONTACTS)),
        "words": float(sum(len(part.tokens) for part in reading.parts)),
        f"posted_as_{reading.ad.source_type}": 1.0,
    }
    if evidence.call_for_help:
        facts["call_for_help"] = 1.0
    return facts | dict.fromkeys(concepts(reading), 1.0) | field_facts(reading)


def _child_sign(reading: AdReading, reader: Reader, model: str) -> ChildSign | None:
    if signs := child_signs(reading):
        return ChildSign(signs, model)
    unplaced = signs_in_address(reading.ad, reader.finder)
    return ChildSign((), model, unplaced) if unplaced else None


def _judgement(
    reading: AdReading,
    evidence: Evidence,
    assessment: Assessment,
    *,
    reader: Reader,
    classifier: Classifier,
    further: Lifted,
) -> Judgement:
    caps, scoring = further.caps, (*evidence.scoring, *further.learned)
    kinds = {kind: capped(assessment.probabilities[kind], caps[kind], classifier.thresholds) for kind in Kind}
    top = max(Kind, key=lambda kind: (kinds[kind], assessment.probabilities[kind]))
    shares = (*assessment.contributions[top], *further.shares)
    weighed = _weighed(scoring, shares)
    findings = _in_order(reading, (*weighed, *evidence.shown))
    told_for, told_against = reasons(
        shares,
        assessment.intercepts[top],
        findings=scoring,
        learned=len(further.learned),
        sentences=reader.sentences,
        held_by=caps[top].rule if kinds[top] < assessment.probabilities[top] else None,
    )
    about = evidence.about_trafficking
    band = band_of(kinds[top], classifier.thresholds, urgent=evidence.urgent)
    shown = {finding.indicator for finding in findings}
    ad_class = (
        AdClass.ABOUT_TRAFFICKING
        if about
        else settled_class(reading, shown, learned=assessment.ad_class, band=band)
    )
    return Judgement(
        language=segments(reading.ad.text),
        kinds=kinds,
        score=kinds[top],
        band=band,
        ad_class=ad_class,
        poster_role=poster_role(reading, findings, ad_class=ad_class, kind=top),
        abstained=assessment.abstained,
        about_trafficking=about,
        elements=elements(findings, reader.catalogue),
        reasons_for=told_for,
        reasons_against=told_against,
        findings=findings,
        contacts=reading.contacts,
        places=reading.places,
        model=classifier.version,
    )


def _weighed(findings: Sequence[Finding], shares: Sequence[Contribution]) -> list[Finding]:
    weights = [0.0] * len(findings)
    for share in shares:
        if share.finding is not None:
            weights[share.finding] += share.weight
    return [replace(finding, weight=weight) for finding, weight in zip(findings, weights, strict=True)]


def _in_order(reading: AdReading, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    order = reading.order
    return tuple(sorted(findings, key=lambda f: (order[f.span.part], f.span.start, f.span.end, f.indicator)))


def _pay_month(reading: AdReading) -> float:
    """The highest pay per month that the ad names, in rupees; 0 where it names none."""
    return float(max((amount.high for _, amount in reading.pay if amount.period == "month"), default=0))
