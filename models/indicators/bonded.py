"""This module says when the words of bonded labour (family BL) count: where work is offered."""

from collections.abc import Mapping

from models.indicators.conditions import Condition, Found, beside_any
from models.indicators.reading import AdReading


def _of_work(reading: AdReading, _: Found) -> bool:
    return reading.has("<job>", "<kiln>") and not reading.has("<rental>")


CONDITIONS: Mapping[str, Condition] = {
    **{f"BL{n:02}": _of_work for n in range(1, 9)},
    # Every building site has its contractor; the title matters beside an advance or a family hired whole.
    "BL04": beside_any("BL01", "BL02", "BL03", "BL05", "JB13", "JB20", "JB25"),
}
