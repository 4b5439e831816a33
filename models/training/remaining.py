"""This module leaves out of a training what somebody names or asked to be forgotten."""

import re
from collections.abc import Callable, Sequence

from models.domain.errors import WrongUsage
from models.training.labelled import NOBODY, LabelledAd

_INDEXED = re.compile(r"a[a-z2-7]{24}")  # the id of an ad in the index
_NO_NAMES = NOBODY | {""}


def remaining(
    labelled: Sequence[LabelledAd],
    *,
    without: Sequence[str],
    forgotten: Callable[[frozenset[str]], frozenset[str]],
) -> list[LabelledAd]:
    """Those that nothing in `without` names and nobody asked to forget. Raises `WrongUsage` for a name of nothing."""
    unknown = set(without).difference(*(_names(one) for one in labelled))
    if unknown:
        raise WrongUsage(
            f"There is no ad, file, labeller or source {min(unknown)!r} to leave out; nothing was trained."
        )
    ids = frozenset(one.number for one in labelled if _INDEXED.fullmatch(one.number))
    gone = forgotten(ids) if ids else frozenset()
    return [one for one in labelled if one.number not in gone and not _names(one) & set(without)]


def _names(one: LabelledAd) -> frozenset[str]:
    """By what an ad can be left out: its id, its file, who labelled it, the stream that its label came from."""
    return frozenset({one.number, one.origin, one.label.by, one.label.source}) - _NO_NAMES
