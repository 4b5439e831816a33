"""This module says when the words of domestic servitude (family DW) count: where a house worker is meant."""

from collections.abc import Mapping

from models.indicators.conditions import Condition, in_any

_HOUSE_WORKER = in_any("<maid>", "<house_work>", "<abroad_home>")

CONDITIONS: Mapping[str, Condition] = {f"DW{n:02}": _HOUSE_WORKER for n in (1, 3, 4, 5, 6, 7)}
