"""This module holds what is known of an indicator before any label: for which kinds it speaks, and how strongly.

The strengths are log-odds: a `high` sign alone makes a kind about eight times as likely, a `mid` one three and
a half times, a `low` one not quite twice. They are the centre towards which learning is pulled, so that a kind
with a handful of examples is still judged sensibly; `models.training.fitting` says how far it may move away.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from models.domain.judgement import Kind
from models.indicators.catalogue import Indicator, Mode, Tier, Weight

PRIOR_LOG_ODDS = {Weight.HIGH: 2.1, Weight.MID: 1.25, Weight.LOW: 0.55, Weight.NONE: 0.0}
_STATUTORY = 1.4  # a sign of tier S counts as two groups of its own (rule 1): it weighs a little more than two of weight mid
_NEVER_SCORED = frozenset({Tier.D, Tier.A_PROTECTED})


@dataclass(frozen=True, slots=True)
class Sign:
    """One indicator that may move a score: `prior` is in log-odds, negative for one that protects."""

    indicator: str
    kinds: frozenset[Kind]
    prior: float


def signs(indicators: Iterable[Indicator]) -> tuple[Sign, ...]:
    """The signs among `indicators`, in their order.

    What was tested and does not predict, and what is a protected attribute, is left out whatever weight it claims.
    """
    return tuple(_sign(one) for one in indicators if one.scores and one.tier not in _NEVER_SCORED)


def prior_strength(indicator: Indicator) -> float:
    """What a finding of `indicator` weighs before any label, in log-odds; negative for one that protects."""
    strength = PRIOR_LOG_ODDS[indicator.weight] * (_STATUTORY if indicator.tier is Tier.S else 1.0)
    return -strength if indicator.mode is Mode.PROTECT else strength


def _sign(indicator: Indicator) -> Sign:
    kinds = frozenset(kind for kind in Kind if indicator.speaks_for(kind))
    return Sign(indicator.id, kinds, prior_strength(indicator))
