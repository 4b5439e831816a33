"""This module says how a challenger is worse than the champion on the ads that both judged while they were unseen.

Worse is one of three measures (precision among the top 10, 50 and 100; recall at 5 alarms per 1,000 harmless ads; the
mean of the kinds' average precision) that falls beyond what resampling whole groups explains at 95 %, or so far that it
counts whatever resampling says, for a small test explains everything: precision by more than 0.05 (of the top 10 one ad
may go), the others by more than 0.1. So one slip under a champion that made none blocks nothing. Recall has no such
bound below 1,000 harmless ads, where less than five alarms decide it. Fewer than 50 leads in common tell nothing, and
nothing is not a pass.
"""

import math
from collections.abc import Iterator, Sequence

from models.domain.errors import WrongUsage
from models.evaluation.paired import Comparison, Difference, compared
from models.training.unseen import UnseenAnswer, from_json
from pipeline.promotion import Contender, compare_cards, largest_fall

_FEWEST_LEADS = 50
_LARGEST_FALL = 0.1
_ENOUGH_FOR_RECALL = 1000  # harmless ads


def compare_answers(challenger: Contender, champion: Contender) -> Iterator[str]:
    """Every way in which `challenger` is worse, in plain words; by the cards where one keeps no answers."""
    theirs = _answers(champion)
    if theirs is None or challenger.answers is None:
        yield from compare_cards(challenger, champion)
        return
    ours = from_json(challenger.answers)
    yield from _cut_groups(ours)
    found = compared(ours, theirs)
    if found.leads < _FEWEST_LEADS or found.leads == found.ads:
        yield (
            f"only {found.leads} leads among {found.ads} ads were judged unseen by it and by {champion.version}, too few "
            f"to tell which is better ({_FEWEST_LEADS} at least); train it on the champion's ads too"
        )
        return
    yield from _worse(found, champion.version)


def _answers(champion: Contender) -> Sequence[UnseenAnswer] | None:
    """None too where they are of another form: a champion of an older program is no reason against its successor."""
    try:
        return None if champion.answers is None else from_json(champion.answers)
    except WrongUsage:
        return None


def _cut_groups(answers: Sequence[UnseenAnswer]) -> Iterator[str]:
    folds: dict[int, int] = {}
    cut = {one.group for one in answers if folds.setdefault(one.group, one.fold) != one.fold}
    if cut:
        yield f"{len(cut)} groups of ads that belong together lie in several folds of its test; train it again"


def _worse(found: Comparison, champion: str) -> Iterator[str]:
    allowed = [(one, largest_fall(top)) for top, one in found.precision]
    few = found.ads - found.leads < _ENOUGH_FOR_RECALL
    of_recall = math.inf if few else _LARGEST_FALL
    both = ((found.recall, of_recall), (found.macro, _LARGEST_FALL))
    allowed += [(one, most) for one, most in both if one is not None]
    falls = [_told(one) for one, most in allowed if one.is_no_chance or one.fall > most + 1e-9]
    if falls:
        yield (
            f"on {found.ads} ads that both judged unseen, {found.leads} of them leads, it is worse than {champion}: "
            f"{', '.join(falls)}; look at what it learned from, or add labels"
        )


def _told(one: Difference) -> str:
    return (
        f"{one.what} falls to {one.ours:.3f} from {one.theirs:.3f} (by {one.fall:.3f}, 95 % interval "
        f"{0.0 - one.high:.3f} to {0.0 - one.low:.3f})"
    )
