"""This module holds a kind's score down where an ad does not read like a lead of any kind.

What tells a lead from an honest ad is learned from the leads of all kinds together, by a line of its own; the line of a
kind is left to tell kinds apart. The logarithm of the chance that an ad is a lead at all is added to the score of each kind:
near 0 where it surely is one, so that it makes no kind likelier, and below 0 where it is not.
"""

import numpy as np

from models.scoring.ngrams import Floats

SURELY_A_LEAD = 50.0
"""What a line for leads says of every ad where leads are of one kind: nothing."""


def doubt(lead: Floats | float) -> Floats:
    """What is added to the score of each kind where the line for leads says `lead`, in log-odds; at most 0."""
    held: Floats = -np.logaddexp(0.0, -lead)
    return held


def share_of_doubt(total: float, intercept: float) -> float:
    """By what each share in `total` is multiplied so that all add up to what they change of the `intercept`'s doubt."""
    if abs(total) < 1e-6:  # less than this is lost in rounding
        return float(np.exp(doubt(-intercept)))
    return float((doubt(intercept + total) - doubt(intercept)) / total)
