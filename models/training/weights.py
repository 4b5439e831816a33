"""This module says how much a label weighs when a model learns: by what its ad stands for, and by its other labels.

An ad drawn with probability p stands for 1 / p ads. A figure is weighed by that and nothing else. A fit cannot be:
one mistaken label of an ad drawn from thousands would outweigh every example. So there an ad stands for twenty at
most, and several people's labels of one ad share one weight.
"""

from collections import Counter
from collections.abc import Sequence

from models.training.labelled import LabelledAd

_MOST = 20.0  # ads that a drawn one stands for


def learning_weights(labelled: Sequence[LabelledAd]) -> list[float]:
    """A weight above 0 for each label, in order; that of an ad that was not drawn is its own `weight`."""
    people = Counter(one.ad.content_hash for one in labelled if one.label.is_named)
    return [
        (min(one.weight, _MOST) if one.label.probability < 1 else one.weight)
        / (people[one.ad.content_hash] if one.label.is_named else 1)
        for one in labelled
    ]
