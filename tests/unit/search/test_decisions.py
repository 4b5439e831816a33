from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from models.domain.chain import first_break
from models.domain.decision import Decision, Outcome
from models.domain.errors import WrongUsage
from search.decisions import decide, decisions
from search.records.sql import SqlRecords


@pytest.fixture
def records(tmp_path: Path) -> Iterator[SqlRecords]:
    with closing(SqlRecords(f"sqlite:///{tmp_path / 'records.sqlite3'}")) as opened:
        yield opened


FIRST = Decision("a1", "c1", Outcome.WATCH, "asha", 1, "not sure yet")


def test_the_last_decision_of_each_person_counts(records: SqlRecords) -> None:
    later = replace(FIRST, outcome=Outcome.ADULT_CONSENSUAL, at=2, reason="alone, no sign of control")
    other = replace(FIRST, by="ravi", outcome=Outcome.INSUFFICIENT)
    decide(records, [FIRST, other])
    records.append("evidence", ['{"ad_id": "a1"}'])
    decide(records, [later])
    assert decisions(records) == {("a1", "asha"): later, ("a1", "ravi"): other}


def test_a_forgotten_ad_leaves_no_decision_and_a_whole_chain(records: SqlRecords) -> None:
    decide(records, [FIRST, replace(FIRST, ad_id="a2")])
    records.forget(["a1"])
    assert [key for key, _ in decisions(records)] == ["a2"]
    assert first_break(records.chain()) is None


@pytest.mark.parametrize("wrong", [{"by": " "}, {"reason": ""}, {"probability": 0.0}, {"probability": 1.5}])
def test_a_decision_without_who_why_and_how_it_came_about_is_refused(
    records: SqlRecords, wrong: dict[str, str | float]
) -> None:
    with pytest.raises(WrongUsage, match="A decision on ad a1 needs who decided, a reason"):
        decide(records, [replace(FIRST, **wrong)])  # type: ignore[arg-type]  # each is of its field's type
    assert decisions(records) == {}
