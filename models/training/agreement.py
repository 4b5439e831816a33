"""This module measures how far people agree on labels: Krippendorff's alpha for names, with gaps allowed."""

from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import permutations

LEAST = 0.6  # below it labels are no ground to learn from (Krippendorff asks for 0.667 even of tentative conclusions)


def alpha(units: Sequence[Sequence[Hashable]]) -> float | None:
    """Alpha over `units`, each the labels that different people gave one ad; units with one label say nothing.

    1 is agreement, 0 what chance would give, below 0 disagreement by system. None where nothing can be compared, or
    where only one label was ever given: agreement then cannot be told from habit.
    """
    shares: dict[tuple[Hashable, Hashable], float] = {}
    for labels in units:
        if len(labels) > 1:
            for pair, count in Counter(permutations(labels, 2)).items():
                shares[pair] = shares.get(pair, 0.0) + count / (len(labels) - 1)
    totals: dict[Hashable, float] = {}
    for (first, _), share in shares.items():
        totals[first] = totals.get(first, 0.0) + share
    size = sum(totals.values())
    expected = size * size - sum(own * own for own in totals.values())
    if not expected:
        return None
    observed = sum(share for (first, second), share in shares.items() if first != second)
    return 1 - (size - 1) * observed / expected
