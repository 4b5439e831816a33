"""This module says what stands against a model becoming the champion; what it cannot see, it does not let pass.

How good a challenger is shows beside the champion alone: `rivalry.py` compares the two on the same ads. Where one of
them keeps no answers (an older version) their cards are compared, each on its own ads, by the same tolerance.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from models.training.card import Card
from models.training.flagging import LEAST, MOST, OUTSIDE

# R30: of the twins that differ in a protected attribute at least so many may differ in score by 0.05 at most.
_LEAST_UNMOVED = 0.95
_FEWEST_TWINS = 10
_LARGEST_FALL = 0.05  # one ad in twenty; of the top 10 one ad is more


@dataclass(frozen=True, slots=True)
class Contender:
    """A version with its card and, where it keeps them, its answers on ads that it had not seen (`training/unseen.py`)."""

    version: str
    card: Mapping[str, Any]
    answers: bytes | None = None


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who lets a model judge, why, and when (ISO 8601, UTC)."""

    by: str
    reason: str
    at: str


# Every way in which the first is worse than the second, each in plain words.
Compare = Callable[[Contender, Contender], Iterator[str]]


def objections(
    challenger: Contender, champion: Contender | None, *, compare: Compare | None = None
) -> tuple[str, ...]:
    """Every reason not to promote `challenger` over `champion` (None: there is none), each in plain words."""
    worse = (compare or compare_cards)(challenger, champion) if champion else ()
    card = challenger.card
    return (*_incomplete(card), *leaking(card), *_biased(card), *worse)


def bias_in_words(card: Mapping[str, Any]) -> str:
    """What `card` tells of swapped names, places and communities: by how much one moved a score at most."""
    told = (
        f"{what} by {one['largest_change']} at most in {one['within_0.05']['size']} pairs"
        for what, one in card.get("bias", {}).items()
    )
    return ", ".join(told) or "nothing that was measured"


def largest_fall(top: int) -> float:
    """By how much the precision among the `top` highest may fall at most."""
    return max(_LARGEST_FALL, 1 / top)


def compare_cards(challenger: Contender, champion: Contender) -> Iterator[str]:
    """What the two cards say of the precision at the top.

    A fall counts that is larger than `largest_fall`, or whose intervals do not meet; fewer leads than places cannot fill
    them, so where the challenger was tested on fewer than the champion it cannot be told.
    """
    ours, theirs = (one.card.get("metrics", {}).get("precision_at_top", {}) for one in (challenger, champion))
    for top, before in theirs.items():
        if before["value"] is None or before.get("size", int(top)) < int(top):
            continue
        now = ours.get(top, {})
        size, value = now.get("size", int(top)), now.get("value")
        if value is None:
            yield f"precision among the top {top} is not measured, {before['value']:.3f} of {champion.version}"
        elif size < int(top):
            yield (
                f"its test holds {size} leads, too few to tell the precision among the top {top}, which is "
                f"{before['value']:.3f} of {champion.version}; add labelled leads, or train on the champion's ads too"
            )
        elif before["value"] - value > largest_fall(int(top)) + 1e-9 or _apart(now, before):
            yield f"precision among the top {top} falls to {value:.3f}, from {before['value']:.3f} of {champion.version}"


def _apart(now: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    high, low = now.get("high"), before.get("low")
    return high is not None and low is not None and high < low


def _incomplete(card: Mapping[str, Any]) -> Iterator[str]:
    empty = Card(card).empty_sections()
    if empty:
        yield f"its card says nothing under {', '.join(empty)}; train it again with `nigah train`"


def leaking(card: Mapping[str, Any]) -> Iterator[str]:
    """What the card tells of near copies on both sides of a split, and what to do."""
    if "leaks" not in card.get("split", {}):
        yield "the split that its figures rest on does not say whether it leaks; train it again with `nigah train`"
    for section, what in (("split", "the split that its figures rest on"), ("later", "its split by time")):
        told = card.get(section, {})
        if told.get("leaks", 0):
            likest = f", the likest {' and '.join(told['likest'])}" if "likest" in told else ""
            yield (
                f"{what} leaks {told['leaks']} pairs of ads that are near copies{likest}; give such ads one `family` and "
                "train it again"
            )


def _biased(card: Mapping[str, Any]) -> Iterator[str]:
    swaps = card.get("bias")
    if swaps is None:
        yield "its bias was not measured; train it with `nigah train`"
        return
    if not swaps:
        yield "no ad of its data names a community, person or place to swap, so its bias is not known; add some that do"
    for what, one in swaps.items():
        yield from _moved(what, one)
    for lang, one in card.get("flag_rates", {}).items():
        if one["verdict"] == OUTSIDE:
            yield (
                f"harmless ads in {lang} are flagged {one['ratio']} times as often as those in other languages (95 % "
                f"interval {one['low']} to {one['high']}, allowed: {LEAST} to {MOST}); add harmless ads in it, or mend "
                "the phrases that flag them"
            )


def _moved(what: str, one: Mapping[str, Any]) -> Iterator[str]:
    within, size = one["within_0.05"]["value"], one["within_0.05"]["size"]
    if within is None or size < _FEWEST_TWINS:
        yield (
            f"swapping the {what} was tried in {size} pairs of ads, too few to tell ({_FEWEST_TWINS} at least); add ads "
            "that name one"
        )
    elif within < _LEAST_UNMOVED:
        yield (
            f"swapping the {what} of an ad moves its score by more than 0.05 in {1 - within:.1%} of {size} pairs "
            f"(allowed: 5 %), by {one['largest_change']} at most; look which phrase or fact reads that word"
        )
