"""This module carries ads from one index to another as they are, sealed text included, until both hold the same.

An ad whose newer capture is in the target stops it, and so does one that only the target holds, unless the
source has erased it. Doing it again changes nothing, so a transfer that was broken off begins anew.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from models.domain.errors import Refused
from search.index.document import AdDocument
from search.index.port import AdIndex, Page, PutOutcome
from search.query.query import Filters, Query

_STEP = 500  # ads at once


@dataclass(frozen=True, slots=True)
class AdDifference:
    """What keeps some ads from being alike. `replace` are those to be written over one of the same capture.

    `closed` of the source's ads do not open.
    """

    same: int = 0
    write: tuple[AdDocument, ...] = ()
    replace: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    newer: int = 0
    closed: int = 0

    @property
    def looked_at(self) -> int:
        """How many ads this step is about."""
        return self.same + len(self.write) + len(self.remove) + self.newer


@dataclass(frozen=True, slots=True)
class AdTransfer:
    """From `source` to `target`.

    `erased` says which of some ads the source's records call erased, `opens` whether the keys at hand open an ad.
    """

    source: AdIndex
    target: AdIndex
    erased: Callable[[Collection[str]], Collection[str]]
    opens: Callable[[AdDocument], bool]

    def size(self) -> int:
        """How many ads there are on both sides."""
        self.source.refresh()
        self.target.refresh()
        return self.source.count(Query()) + self.target.count(Query())

    def differences(self) -> Iterator[AdDifference]:
        """Every difference, step by step; steps without any are told too."""
        yield from self.missing()
        for documents in _steps(self.target.scan(Query())):
            yield self._of_the_target(documents)

    def missing(self) -> Iterator[AdDifference]:
        """What the target does not hold, or not in the same state."""
        self.source.refresh()
        self.target.refresh()
        for documents in _steps(self.source.scan(Query())):
            yield self._of_the_source(documents)

    def settle(self, difference: AdDifference) -> int:
        """Make these ads alike; returns how many the target's engine refuses to hold."""
        gone = (*difference.replace, *difference.remove)
        if gone:
            self.target.forget(gone)
        if not difference.write:
            return 0
        outcomes = self.target.put(difference.write)
        if PutOutcome.SUPERSEDED in outcomes:
            raise Refused("The target took in newer ads meanwhile; stop its workers, then migrate again.")
        return sum(outcome is PutOutcome.REJECTED for outcome in outcomes)

    def _of_the_source(self, documents: Sequence[AdDocument]) -> AdDifference:
        there = {ad.ad_id: ad for ad in _found(self.target, documents)}
        changed = [ad for ad in documents if there.get(ad.ad_id) != ad]
        newer = {ad.ad_id for ad in changed if ad.ad_id in there and _version(there[ad.ad_id]) > _version(ad)}
        write = tuple(ad for ad in changed if ad.ad_id not in newer)
        # A put of the same capture would change nothing, though it was judged or sealed anew.
        replace = tuple(
            ad.ad_id for ad in write if ad.ad_id in there and _version(there[ad.ad_id]) == _version(ad)
        )
        closed = sum(not self.opens(ad) for ad in documents)
        return AdDifference(len(documents) - len(changed), write, replace, newer=len(newer), closed=closed)

    def _of_the_target(self, documents: Sequence[AdDocument]) -> AdDifference:
        here = {ad.ad_id for ad in _found(self.source, documents)}
        alone = [ad.ad_id for ad in documents if ad.ad_id not in here]
        erased = self.erased(alone)
        remove = tuple(ad_id for ad_id in alone if ad_id in erased)
        return AdDifference(remove=remove, newer=len(alone) - len(remove))


def _steps(documents: Iterable[AdDocument]) -> Iterator[Sequence[AdDocument]]:
    rest = iter(documents)
    while step := list(islice(rest, _STEP)):
        yield step


def _found(index: AdIndex, documents: Sequence[AdDocument]) -> Sequence[AdDocument]:
    ids = frozenset(ad.ad_id for ad in documents)
    return index.search(Query(filters=Filters(ad_ids=ids)), page=Page(size=len(ids))).documents


def _version(ad: AdDocument) -> tuple[int, str]:
    return ad.captured_at, ad.content_hash
