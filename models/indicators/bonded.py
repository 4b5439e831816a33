"""This module says when the words of bonded labour (family BL) count: where work is offered."""

from collections.abc import Mapping

from models.indicators.conditions import Condition, beside_any, in_any

_WORK = in_any("<job>", "<kiln>")

CONDITIONS: Mapping[str, Condition] = {
    **{f"BL{n:02}": _WORK for n in range(1, 9)},
    # Every building site has its contractor; the title matters beside an advance or a family hired whole.
    "BL04": beside_any("BL01", "BL02", "BL03", "BL05", "JB13", "JB20", "JB25"),
}
