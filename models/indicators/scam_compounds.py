"""This module says when the words of scam-compound recruitment (family CS) count: with a foreign hub."""

from collections.abc import Mapping

from models.indicators.conditions import Condition, Found, in_any
from models.indicators.reading import AdReading


def _is_a_lure(reading: AdReading, found: Found) -> bool:
    """Rule 5: "everything free" is a lure with a foreign hub and with nothing asked of the applicant."""
    undemanding = any(sign in found for sign in ("JB06", "JB18", "CS02", "CS03", "CS06"))
    return reading.has("<foreign>") and undemanding and "CN01" not in found


_FOREIGN = in_any("<foreign>")

CONDITIONS: Mapping[str, Condition] = {
    "CS01": in_any("<job>", "<ticket>", "<visa>"),
    "CS03": in_any("<foreign>", "<scam_product>"),
    "CS04": _FOREIGN,
    "CS05": _is_a_lure,
    "CS06": _FOREIGN,
    "CS07": _FOREIGN,
    "CS08": in_any("<job>"),
    "CS09": in_any("<job>"),
    "CS10": in_any("<foreign>", "<scam_product>"),
    "CS11": in_any("<foreign>", "<job>"),
}
