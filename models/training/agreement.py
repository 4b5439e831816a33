"""This module measures how far people agree on labels: Krippendorff's alpha for names, with gaps allowed."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from models.domain.errors import Refused
from models.domain.judgement import Kind
from models.training.labelled import LabelledAd

LEAST = 0.6  # below it labels are no ground to learn from (Krippendorff asks for 0.667 even of tentative conclusions)
FEWEST = 5  # ads of two or more labels, some of them saying yes, below which alpha tells only chance


@dataclass(frozen=True, slots=True)
class FieldAgreement:
    """How far people agree on one field: over `ads` that two or more labelled, `shown` of them with the kind seen."""

    field: str
    alpha: float | None
    ads: int
    shown: int

    @property
    def enough(self) -> bool:
        """Whether there is enough to tell agreement by."""
        return self.shown >= FEWEST and self.alpha is not None

    @property
    def blocks(self) -> bool:
        """Whether labels of this field may not be learned from."""
        return self.enough and self.alpha is not None and self.alpha < LEAST


def agreements(labelled: Sequence[LabelledAd]) -> list[FieldAgreement]:
    """For the class and for each kind how far different people agree on the same published text.

    A label given with the model's answer in sight does not count: who sees the same answer agrees with it. Nor does
    one that does not say who gave it.
    """
    of_ads = _by_ad(labelled)
    found = [_field("ad_class", of_ads, lambda one: one.ad_class)]
    return found + [_field(kind.value, of_ads, _has(kind)) for kind in Kind]


def refuse_disagreement(labelled: Sequence[LabelledAd]) -> None:
    """Raises `Refused` naming each field on which people agree less than `LEAST`."""
    blocking = [one for one in agreements(labelled) if one.blocks]
    if blocking:
        told = ", ".join(f"{one.field} ({one.alpha:.2f} over {one.ads} ads)" for one in blocking)
        raise Refused(
            f"People do not agree on these labels, so nothing was trained: {told}; Krippendorff's alpha must reach {LEAST}. "
            "Talk the ads over that `nigah labels agreement --differing` names, mend the guideline, and label them again."
        )


def differing(labelled: Sequence[LabelledAd]) -> list[tuple[str, Mapping[str, str]]]:
    """By its id each ad that different people answered differently, and what each said, in words of the labels."""
    found = (
        (next(iter(answers.values())).number, {by: _said(one) for by, one in sorted(answers.items())})
        for answers in _by_ad(labelled)
    )
    return sorted((one for one in found if len(set(one[1].values())) > 1), key=lambda one: one[0])


def last_words(labelled: Sequence[LabelledAd]) -> list[LabelledAd]:
    """Of several labels that one person gave an ad, by its id, the last: people change their minds. Labels of nobody stay."""
    last = {_answer(one): place for place, one in enumerate(labelled)}
    return [
        one for place, one in enumerate(labelled) if not one.label.is_named or last[_answer(one)] == place
    ]


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


def _answer(one: LabelledAd) -> tuple[str, str, str]:
    return one.number, one.ad.content_hash, one.label.by


def _said(one: LabelledAd) -> str:
    return " ".join([one.ad_class.value, *sorted(kind.value for kind in one.kinds)])


def _by_ad(labelled: Sequence[LabelledAd]) -> list[Mapping[str, LabelledAd]]:
    """For each text that two or more people labelled, the labels by who gave them; of one's own the last counts."""
    of_texts: defaultdict[str, dict[str, LabelledAd]] = defaultdict(dict)
    for one in labelled:
        if one.label.is_named and one.label.blind is not False:
            of_texts[one.ad.content_hash][one.label.by] = one
    return [labels for labels in of_texts.values() if len(labels) > 1]


def _field(
    name: str, of_ads: Sequence[Mapping[str, LabelledAd]], value: Callable[[LabelledAd], Hashable]
) -> FieldAgreement:
    units = [[value(one) for one in labels.values()] for labels in of_ads]
    return FieldAgreement(name, alpha(units), len(units), sum(any(own) for own in units))


def _has(kind: Kind) -> Callable[[LabelledAd], bool]:
    return lambda one: kind in one.kinds
