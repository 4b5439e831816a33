"""This module splits labelled ads so that nothing learned from one side can be recognised on the other.

Ads belong together when they share a family, a contact, or much of their wording, in one script or in two; a group is
never cut.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from sklearn.model_selection import GroupKFold

from models.domain.ad import short_hash
from models.domain.contact import ContactKind
from models.entities.contacts import contacts
from models.scoring.ngrams import Ints, words
from models.training.labelled import LabelledAd
from models.training.tongues import same_in_two_scripts

_SHINGLE = 4
_SAME_TEXT = 0.5  # of the shorter ad's shingles
_COMMON = 60  # a shingle in more ads than this is a figure of speech, not a copy


def with_contacts(one: LabelledAd) -> LabelledAd:
    """`one` with hashes of its contacts, so that two ads of one poster never stand on both sides of a split."""
    found = [contact for part, text in one.ad.parts.items() for contact in contacts(part, text)]
    same_number = {ContactKind.WHATSAPP: ContactKind.PHONE}
    keys = {short_hash(same_number.get(contact.kind, contact.kind), contact.value) for contact in found}
    return replace(one, contact_keys=tuple(sorted(keys)))


def groups(labelled: Sequence[LabelledAd], masked: Sequence[str]) -> Ints:
    """A group number for each ad; `masked` is its text as the model sees it, in the same order."""
    return together(len(labelled), _links(labelled, masked))


def together(size: int, links: Iterable[tuple[int, int]]) -> Ints:
    """A number for each of `size` things, the same for those that `links` join, also through others."""
    first, second = np.array([*links], dtype=np.int64).reshape(-1, 2).T
    graph = coo_matrix((np.ones(len(first)), (first, second)), shape=(size, size))
    numbers: Ints = connected_components(graph, directed=False)[1].astype(np.int64)
    return numbers


def sharing(keys: Iterable[tuple[int, Iterable[Hashable]]]) -> Iterable[tuple[int, int]]:
    """Each number paired with the first that has the same key."""
    first: dict[Hashable, int] = {}
    for number, own in keys:
        for key in own:
            if first.setdefault(key, number) != number:
                yield first[key], number


def folds(of: Ints, *, count: int, seed: int) -> Ints:
    """A fold number below `count` for each ad; a group lies in one fold. The same seed gives the same folds."""
    splitter = GroupKFold(n_splits=min(count, len(set(of.tolist()))), shuffle=True, random_state=seed)
    assigned = np.zeros(len(of), dtype=np.int64)
    for number, (_, held_out) in enumerate(splitter.split(np.zeros(len(of)), groups=of)):
        assigned[held_out] = number
    return assigned


def linked_to(labelled: Sequence[LabelledAd], masked: Sequence[str], *, first: int) -> set[int]:
    """Of the `first` ads the numbers of those that belong together with one of the rest."""
    of = groups(labelled, masked)
    others = set(of[first:].tolist())
    return {number for number in range(first) if int(of[number]) in others}


def _links(labelled: Sequence[LabelledAd], masked: Sequence[str]) -> Iterable[tuple[int, int]]:
    yield from sharing((number, [ad.family]) for number, ad in enumerate(labelled))
    yield from sharing((number, ad.contact_keys) for number, ad in enumerate(labelled))
    yield from _same_texts(masked)
    yield from same_in_two_scripts([one.ad for one in labelled])


def _same_texts(masked: Sequence[str]) -> Iterable[tuple[int, int]]:
    """Pairs of ads of which one holds at least half of the other's runs of four words."""
    shingles = [_shingles(text) for text in masked]
    holders: dict[Hashable, list[int]] = defaultdict(list)
    for number, own in enumerate(shingles):
        for shingle in own:
            holders[shingle].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in holders.values():
        if len(numbers) <= _COMMON:
            shared.update(combinations(numbers, 2))
    for (first, second), count in shared.items():
        if count >= _SAME_TEXT * min(len(shingles[first]), len(shingles[second])):
            yield first, second
    yield from sharing((number, [" ".join(words(text))]) for number, text in enumerate(masked))


def _shingles(text: str) -> set[tuple[str, ...]]:
    own = words(text)
    return {tuple(own[i : i + _SHINGLE]) for i in range(len(own) - _SHINGLE + 1)}
