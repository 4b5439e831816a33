"""This module says who seems to have put an ad there: what sort of ad it is decides first, then its own words."""

from collections.abc import Sequence

from models.domain.finding import Finding
from models.domain.judgement import AdClass, Kind, PosterRole
from models.indicators.captivity import is_call_for_help, is_of_kin
from models.indicators.reading import AdReading
from models.indicators.voice import voices

_OF_CLASS = {
    AdClass.LICENSED_OVERSEAS: PosterRole.AGENCY,
    AdClass.INDEPENDENT_ADULT: PosterRole.SELF_ADULT,
}
_SUPPLIES = frozenset({"DW03", "DW04", "MB04"})
_OFFERED = {"SX01": 2, "SX02": 1, "SX03": 1, "SX23": 1}
_HIRED = {"JB21": 2, "JB01": 1, "JB06": 1, "JB09": 1, "JB12": 1, "JB15": 1, "JB24": 1}
_HELD = frozenset({"JB13", "JB22", "JB24", "JB25", "SX26"})
_RECRUITS = frozenset({"BL01", "JB15", "JB20"})
_TAKES_ALONG = frozenset({"JB15", "JB20", "CS07", "BL07"})
_BRINGS_MORE = frozenset({"JB20"})
_PERSUADES = frozenset({"OB02", "OB03", "JB26", "JB27"})
_OF_AGENCIES = ("<agency>", "<agency_body>", "<supplies_workers>")


def poster_role(
    reading: AdReading, findings: Sequence[Finding], *, ad_class: AdClass, kind: Kind
) -> PosterRole:
    """The role that an ad of `ad_class` suggests; `kind` is the one a lead points to. A hint to the analyst only."""
    if ad_class is AdClass.LEAD and is_call_for_help(reading):
        return PosterRole.OTHER if is_of_kin(reading) else PosterRole.SELF_VICTIM
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
    if _is_held(reading, found):
        return PosterRole.SELF_VICTIM
    if kind is Kind.SEXUAL_EXPLOITATION:
        hires = _hired(reading, found) > _offered(reading, found)
        return PosterRole.RECRUITER if hires else PosterRole.THIRD_PARTY_SELLER
    return _in_labour(reading, found, at_home=kind is Kind.DOMESTIC_SERVITUDE)


def _in_organ_trade(reading: AdReading, found: set[str]) -> PosterRole:
    """Who gives an organ of their own is most often the victim; who needs one, and brings nobody, buys."""
    if not found & _BRINGS_MORE and _gives_of_oneself(reading, found):
        return PosterRole.SELF_VICTIM
    if reading.has("<hands_over>"):
        return PosterRole.THIRD_PARTY_SELLER
    needs = reading.has("<patient_kin>") or ("OB01" in found and not found & _PERSUADES)
    return PosterRole.BUYER if needs and not found & _BRINGS_MORE else PosterRole.RECRUITER


def _gives_of_oneself(reading: AdReading, found: set[str]) -> bool:
    heard = voices(reading)
    if heard.others > heard.own:
        return False
    if reading.has("<gives_own>", "<offers_organ>", "<sell>"):
        return True
    return "OB01" in found and (heard.own > 0 or ("JB27" in found and not reading.has("<want>", "<reward>")))


def _in_marriage(reading: AdReading, found: set[str]) -> PosterRole:
    """Who has brides to show sells; who pays for one, or speaks for a groom of the own house, buys."""
    if reading.has("<agency>", "<agency_body>"):
        return PosterRole.AGENCY
    seeks = reading.has("<own_groom>", "<seeks_bride>")
    if reading.has("<gives_bride>") or ("MB04" in found and not seeks):
        return PosterRole.THIRD_PARTY_SELLER
    return PosterRole.BUYER if seeks or "MB01" in found else PosterRole.THIRD_PARTY_SELLER


def _in_labour(reading: AdReading, found: set[str], *, at_home: bool) -> PosterRole:
    if reading.has("<hands_over>"):
        return PosterRole.THIRD_PARTY_SELLER
    if at_home and (reading.has(*_OF_AGENCIES) or found & _SUPPLIES):
        return PosterRole.AGENCY
    taken_along = reading.has("<foreign>") or found & _TAKES_ALONG
    return PosterRole.RECRUITER if taken_along or not at_home else PosterRole.EMPLOYER


def _offered(reading: AdReading, found: set[str]) -> int:
    """How much an ad speaks of persons who are there already, for others to meet."""
    signs = sum(weight for sign, weight in _OFFERED.items() if sign in found)
    return signs + sum(reading.has(name) for name in ("<n_persons>", "<arrived>", "<moves_on>"))


def _hired(reading: AdReading, found: set[str]) -> int:
    """How much an ad speaks of persons whom it seeks for work."""
    signs = sum(weight for sign, weight in _HIRED.items() if sign in found)
    return signs + (reading.ad.source_type == "job") + reading.has("<job>") + reading.has("<seek>")


def _is_held(reading: AdReading, found: set[str]) -> bool:
    """Somebody tells of themselves, of nobody else, and of being held: "I am …, he keeps my phone"."""
    heard = voices(reading)
    if reading.has("<kept_me>"):
        return heard.own >= 1 and heard.own + 1 >= heard.others
    alone = heard.own >= 3 and heard.own > 2 * heard.others
    return alone and bool(found & _HELD) and not found & (_OFFERED.keys() | _RECRUITS)
