"""This module keeps people's decisions in the records' hash chain, where nobody can change one unseen.

Each is a row of its own: a person who decides anew adds one, and the last of theirs counts. Forgetting an ad blanks the
rows that name it, so that nothing is learned from it any more.
"""

from collections.abc import Mapping, Sequence

from models.domain.decision import Decision, from_json, to_json
from models.domain.errors import WrongUsage
from search.records.port import Records

DECISION = "decision"  # the kind of its rows in the chain


def decide(records: Records, decisions: Sequence[Decision]) -> None:
    """Write `decisions` down, in order. Raises `WrongUsage` where one says not who, why, or how it came about."""
    for one in decisions:
        if not one.by.strip() or not one.reason.strip() or not 0 < one.probability <= 1:
            raise WrongUsage(
                f"A decision on ad {one.ad_id} needs who decided, a reason, and a probability above 0 and at most 1."
            )
    records.append(DECISION, [to_json(one) for one in decisions])


def decisions(records: Records) -> Mapping[tuple[str, str], Decision]:
    """The last decision of each person on each ad, by ad id and person; what was erased is none."""
    last: dict[tuple[str, str], Decision] = {}
    for row in records.chain():
        if row.kind == DECISION and row.payload is not None:
            one = from_json(row.payload)
            last[one.ad_id, one.by] = one
    return last
