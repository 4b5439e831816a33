"""This module says how sure the ratio of two shares is; it needs no library that takes long to load."""

import math
from dataclasses import dataclass

_Z = 1.959964  # of 95 %, two-sided


@dataclass(frozen=True, slots=True)
class Ratio:
    """The ratio of two shares with its 95 % interval."""

    value: float
    low: float
    high: float


def ratio_of_shares(first: tuple[float, float], second: tuple[float, float]) -> Ratio:
    """Of two shares, each (hits, size): the first over the second, by Katz's logarithm with halves added to each count."""
    a, n, b, m = (count + 0.5 for count in (*first, *second))
    middle = math.log(a / n) - math.log(b / m)
    half = _Z * math.sqrt(max(0.0, 1 / a - 1 / n + 1 / b - 1 / m))
    return Ratio(math.exp(middle), math.exp(middle - half), math.exp(middle + half))
