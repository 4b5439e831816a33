"""This module says when the words of bride trade (family MB) count: where a marriage is meant."""

from collections.abc import Mapping

from models.indicators.conditions import Condition, in_any

_MARRIAGE = in_any("<marriage>")

CONDITIONS: Mapping[str, Condition] = {f"MB{n:02}": _MARRIAGE for n in (1, 2, 4, 5, 6)}
