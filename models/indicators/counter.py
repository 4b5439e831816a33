"""This module says when what speaks for an ad (family CN) counts."""

from collections.abc import Mapping

from models.indicators.conditions import Condition, beside_any

CONDITIONS: Mapping[str, Condition] = {
    # Rule 5: "no fee" protects only beside an employer whom one can check.
    "CN05": beside_any("CN01", "CN02", "CN06"),
}
