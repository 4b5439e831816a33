"""This module says what stands against a model becoming the champion; what it cannot see, it does not let pass."""

from collections.abc import Iterator, Mapping
from typing import Any

from models.training.card import Card

# R30: of the twins that differ in a protected attribute at least so many may differ in score by 0.05 at most.
_LEAST_UNMOVED = 0.95


def objections(card: Mapping[str, Any], champion: Mapping[str, Any] | None) -> tuple[str, ...]:
    """Every reason not to promote the model of `card` over `champion` (None: there is none), each in plain words."""
    return (*_incomplete(card), *_leaking(card), *_biased(card), *_worse(card, champion or {}))


def _incomplete(card: Mapping[str, Any]) -> Iterator[str]:
    empty = Card(card).empty_sections()
    if empty:
        yield f"its card says nothing under {', '.join(empty)}"


def _leaking(card: Mapping[str, Any]) -> Iterator[str]:
    leaks = card.get("split", {}).get("leaks")
    if leaks != 0:
        told = "does not say whether it leaks" if leaks is None else f"leaks {leaks} pairs of ads"
        yield f"the split that its figures rest on {told}"


def _biased(card: Mapping[str, Any]) -> Iterator[str]:
    swaps = card.get("bias")
    if swaps is None:
        yield "its bias was not measured; train it with `nigah train`"
        return
    for what, one in swaps.items():
        within = one["within_0.05"]["value"]
        if within is not None and within < _LEAST_UNMOVED:
            yield (
                f"swapping the {what} of an ad moves its score by more than 0.05 in {1 - within:.1%} of "
                f"{one['within_0.05']['size']} pairs (allowed: 5 %), by {one['largest_change']} at most"
            )


def _worse(card: Mapping[str, Any], champion: Mapping[str, Any]) -> Iterator[str]:
    theirs = champion.get("metrics", {}).get("precision_at_top", {})
    ours = card.get("metrics", {}).get("precision_at_top", {})
    for top, one in theirs.items():
        now = ours.get(top, {})
        before, after = one["value"], now.get("value")
        if before is None or now.get("size", int(top)) < int(top):  # fewer leads than places cannot fill them
            continue
        if after is None or after < before:
            told = "is not measured" if after is None else f"falls to {after:.3f}"
            yield f"precision among the top {top} {told}, from {before:.3f} of {champion.get('version')}"
