"""This module keeps out of an evaluation what a model learned from: its figures there would flatter it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.domain.errors import Refused, WrongUsage
from models.scoring.classifier import LinearClassifier
from models.screening import Reader
from models.training.card import data_sha256
from models.training.labelled import LabelledAd
from models.training.splits import groups, linked_to
from models.training.train import FEWEST_HARMLESS, FEWEST_LEADS
from pipeline.looks import Look, read_open


@dataclass(frozen=True, slots=True)
class Champion:
    """A model as the registry keeps it, and the content hashes of the ads that it learned from, where they are kept."""

    classifier: LinearClassifier
    card: dict[str, Any]
    learned: frozenset[str] = frozenset()


def refuse_learned(champion: Champion, tested: Sequence[LabelledAd], *, blind: bool) -> None:
    """Raises `Refused` where the champion's card names a data set of `tested`, `WrongUsage` where few ads are new to it.

    A set that must stay whole (`blind`) may hold ads that it remembers: they are counted.
    """
    known = {one["sha256"] for one in champion.card.get("data", ())}
    for origin in sorted({one.origin for one in tested}):
        if data_sha256([one for one in tested if one.origin == origin]) in known:
            raise Refused(
                f"{champion.card['version']} learned from {origin}; its figures there would flatter it. Name other "
                "ads, or ask for --refit: the same recipe, fitted anew in folds."
            )
    if blind:
        return
    new = [one for one in tested if one.ad.content_hash not in champion.learned]
    refuse_few(new, left_out=len(tested) - len(new))


def learned_from(
    champion: Champion, tested: Sequence[Look], known: Sequence[LabelledAd], reader: Reader
) -> frozenset[int]:
    """The numbers of the tested ads that the champion remembers or `known` holds, or that belong together with such."""
    return _shared(tested, known, reader) | _remembered(tested, champion.learned)


def refuse_few(labelled: Sequence[LabelledAd], *, left_out: int) -> None:
    """Raises `WrongUsage` where the ads are too few to tell anything."""
    leads = sum(one.is_lead for one in labelled)
    if leads < FEWEST_LEADS or len(labelled) - leads < FEWEST_HARMLESS:
        told = f", {left_out} that it learned from, or that belong with such, left out" if left_out else ""
        raise WrongUsage(
            f"An evaluation needs at least {FEWEST_LEADS} leads and {FEWEST_HARMLESS} harmless ads, but there are {leads} and "
            f"{len(labelled) - leads}{told}. Name more files with --data."
        )


def masked_texts(found: Sequence[Look]) -> list[str]:
    """The ads' texts as a model sees them."""
    return [one.read.features.masked for one in found]


def _shared(tested: Sequence[Look], known: Sequence[LabelledAd], reader: Reader) -> frozenset[int]:
    """The numbers of the tested ads that belong together with one that was learned from."""
    if not known:
        return frozenset()
    others = read_open(known, reader)
    masked = [*masked_texts(tested), *(seen.features.masked for _, seen in others)]
    labelled = [*(one.labelled for one in tested), *(one for one, _ in others)]
    return frozenset(linked_to(labelled, masked, first=len(tested)))


def _remembered(tested: Sequence[Look], learned: frozenset[str]) -> frozenset[int]:
    """The numbers of the tested ads that were learned from, or belong together with one of the tested ads that was."""
    own = {number for number, one in enumerate(tested) if one.labelled.ad.content_hash in learned}
    if not own:
        return frozenset()
    together = groups([one.labelled for one in tested], masked_texts(tested))
    known = {int(together[number]) for number in own}
    return frozenset(number for number in range(len(tested)) if int(together[number]) in known)
