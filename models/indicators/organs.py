"""This module says when the words of organ trade (family OB) count: an appeal for help is lawful and kept apart."""

from collections.abc import Mapping

from models.indicators.conditions import Condition, Found, in_any
from models.indicators.reading import AdReading


def _is_paid(reading: AdReading, _: Found) -> bool:
    """A family that collects for an operation speaks of kidneys and lakhs too; who buys or sells says so."""
    return reading.has("<sell>") or not reading.has("<appeal>")


CONDITIONS: Mapping[str, Condition] = {"OB01": _is_paid, "OB05": in_any("<kidney>", "<donor>")}
