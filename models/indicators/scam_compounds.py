"""This module says when the words of scam-compound recruitment (family CS) count: with a foreign hub."""

from collections.abc import Mapping

from models.indicators.conditions import Condition, Found, in_any
from models.indicators.reading import AdReading

_UNDEMANDING = ("JB06", "JB18", "CS02", "CS03", "CS06")


def _is_a_lure(reading: AdReading, found: Found) -> bool:
    """Rule 5: "everything free" is a lure with a foreign hub and with nothing asked of the applicant."""
    undemanding = reading.has("<compounds_desk>", "<compounds_fresher>", "<scam_product>") or any(
        s in found for s in _UNDEMANDING
    )
    return reading.has("<compounds_abroad>") and undemanding and "CN01" not in found


def _is_no_tour(reading: AdReading, _: Found) -> bool:
    """Travellers are taken to the same places."""
    return not reading.has("<compounds_tour>", "<compounds_told>") and reading.has(
        "<job>", "<ticket>", "<visa>", "<compounds_desk>"
    )


def _is_chosen_afar(reading: AdReading, _: Found) -> bool:
    """Who has a trade to show is asked by video as well."""
    return reading.has("<compounds_abroad>") and not reading.has("<compounds_skilled>")


def _is_passed_on(reading: AdReading, _: Found) -> bool:
    """On a tour travellers change as well."""
    return reading.has("<compounds_abroad>", "<compounds_hub>") and not reading.has("<compounds_tour>")


_ABROAD = in_any("<compounds_abroad>")

CONDITIONS: Mapping[str, Condition] = {
    "CS01": _is_no_tour,
    "CS02": lambda reading, _: not reading.has("<compounds_told>"),
    "CS03": in_any("<compounds_abroad>", "<scam_product>"),
    "CS04": _ABROAD,
    "CS05": _is_a_lure,
    "CS06": _is_chosen_afar,
    "CS07": _is_passed_on,
    "CS08": in_any("<job>", "<compounds_abroad>", "<compounds_desk>", "<compounds_prey>"),
    "CS09": in_any("<job>", "<compounds_abroad>", "<compounds_company>"),
    "CS10": in_any("<compounds_abroad>", "<scam_product>"),
    "CS11": in_any("<compounds_abroad>", "<job>"),
}
