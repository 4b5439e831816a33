"""This module says who seems to have put an ad there: what sort of ad it is decides first, then its own words."""

from collections.abc import Sequence

from models.domain.finding import Finding
from models.domain.judgement import AdClass, Kind, PosterRole
from models.indicators.reading import AdReading
from models.indicators.voice import Voices, voices

_OF_CLASS = {
    AdClass.LICENSED_OVERSEAS: PosterRole.AGENCY,
    AdClass.INDEPENDENT_ADULT: PosterRole.SELF_ADULT,
}
_SUPPLIES = frozenset({"DW03", "DW04", "MB04"})
_OFFERS_WOMEN = frozenset({"SX01", "SX03"})
_HELD = frozenset({"JB13", "JB22", "JB24", "JB25", "SX26"})
_TAKES_ALONG = frozenset({"JB15", "JB20", "JB27", "CS07", "BL07"})
_ARRANGES = frozenset({"JB20", "JB22", "JB26"})
_SEEKS_ORGANS = frozenset({"OB01", "OB02", "OB03", "OB05"})


def poster_role(
    reading: AdReading, findings: Sequence[Finding], *, ad_class: AdClass, kind: Kind
) -> PosterRole:
    """The role that an ad of `ad_class` suggests; `kind` is the one a lead points to. A hint to the analyst only."""
    if ad_class is AdClass.LEAD:
        return _of_lead(reading, {finding.indicator for finding in findings}, kind)
    if ad_class is AdClass.LAWFUL_DOMESTIC:
        return PosterRole.AGENCY if reading.has("<agency>", "<agency_body>") else PosterRole.EMPLOYER
    if ad_class is AdClass.ORDINARY_JOB:
        sends_abroad = reading.has("<foreign>") and reading.has("<visa>")
        return PosterRole.RECRUITER if sends_abroad else PosterRole.EMPLOYER
    return _OF_CLASS.get(ad_class, PosterRole.OTHER)


def _of_lead(reading: AdReading, found: set[str], kind: Kind) -> PosterRole:
    if kind is Kind.ORGAN_TRADE:
        return _in_organ_trade(reading, found)
    if kind is Kind.FORCED_MARRIAGE:
        return _in_marriage(reading, found)
    if _is_held(voices(reading), found):
        return PosterRole.SELF_VICTIM
    if kind is Kind.SEXUAL_EXPLOITATION:
        hires = reading.ad.source_type == "job" or (reading.has("<job>") and not found & _OFFERS_WOMEN)
        return PosterRole.RECRUITER if hires else PosterRole.THIRD_PARTY_SELLER
    return _in_labour(reading, found, at_home=kind is Kind.DOMESTIC_SERVITUDE)


def _in_organ_trade(reading: AdReading, found: set[str]) -> PosterRole:
    """Who gives or sells an organ of their own is most often the victim."""
    heard = voices(reading)
    if heard.own > heard.others and reading.has("<sell>", "<give_organ>"):
        return PosterRole.SELF_VICTIM
    if reading.has("<hands_over>"):
        return PosterRole.THIRD_PARTY_SELLER
    if found & _ARRANGES:
        return PosterRole.RECRUITER
    return PosterRole.BUYER if found & _SEEKS_ORGANS else PosterRole.OTHER


def _in_marriage(reading: AdReading, found: set[str]) -> PosterRole:
    if reading.has("<agency>", "<agency_body>") or "MB04" in found:
        return PosterRole.AGENCY
    if reading.has("<seeks_bride>") or ("MB01" in found and not reading.has("<gives_bride>")):
        return PosterRole.BUYER
    return PosterRole.THIRD_PARTY_SELLER


def _in_labour(reading: AdReading, found: set[str], *, at_home: bool) -> PosterRole:
    if at_home and (reading.has("<agency>", "<agency_body>", "<supplies_workers>") or found & _SUPPLIES):
        return PosterRole.AGENCY
    if reading.has("<hands_over>"):
        return PosterRole.THIRD_PARTY_SELLER
    taken_along = reading.has("<foreign>") or found & _TAKES_ALONG
    return PosterRole.RECRUITER if taken_along or not at_home else PosterRole.EMPLOYER


def _is_held(heard: Voices, found: set[str]) -> bool:
    """Somebody tells of themselves, of nobody else, and of being held: "I am …, he keeps my phone"."""
    return heard.own >= 3 and heard.own > 2 * heard.others and bool(found & _HELD)
