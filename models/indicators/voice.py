"""This module says who seems to speak in an ad: somebody of oneself, or somebody of others."""

from collections.abc import Sequence

from models.domain.finding import Finding
from models.domain.judgement import PosterRole
from models.indicators.commercial_sex import is_of_the_trade
from models.indicators.reading import AdReading

_OF_OTHERS = frozenset({"SX01", "SX02", "SX03", "SX23", "SX26"})
_OF_ONESELF = frozenset({"CN07", "CN08"})


def third_person_voice(reading: AdReading) -> float:
    """The share of "we, our, she, girls" among all words for persons, from 0 to 1; 0 where there is none."""
    others = sum(1 for _ in reading.each("<third_person>"))
    own = sum(1 for _ in reading.each("<first_person>"))
    return others / (others + own) if others + own else 0.0


def poster_role(reading: AdReading, findings: Sequence[Finding]) -> PosterRole:
    """The role that the ad's own words suggest; thin, and a hint to the analyst only."""
    found = {finding.indicator for finding in findings}
    if reading.has("<kidney>"):
        return _in_organ_trade(reading, found)
    if is_of_the_trade(reading):
        return _in_the_trade(reading, found)
    if reading.has("<agency>") or found & {"DW03", "DW04", "MB04"}:
        return PosterRole.AGENCY
    if found & {"MB01"}:
        return PosterRole.BUYER
    if reading.has("<job>"):
        return PosterRole.RECRUITER if reading.has("<foreign>") or "JB20" in found else PosterRole.EMPLOYER
    return PosterRole.OTHER


def _in_the_trade(reading: AdReading, found: set[str]) -> PosterRole:
    if found & _OF_OTHERS:
        return PosterRole.THIRD_PARTY_SELLER
    if found & _OF_ONESELF or (reading.has("<first_person>") and third_person_voice(reading) < 0.5):
        return PosterRole.SELF_ADULT
    return PosterRole.EMPLOYER if reading.has("<job>") else PosterRole.OTHER


def _in_organ_trade(reading: AdReading, found: set[str]) -> PosterRole:
    """Who sells an organ is most often the victim."""
    if "OB01" in found and reading.has("<sell>") and reading.has("<first_person>"):
        return PosterRole.SELF_VICTIM
    if found & {"OB01", "OB02", "OB03"}:
        return PosterRole.BUYER
    return PosterRole.OTHER
