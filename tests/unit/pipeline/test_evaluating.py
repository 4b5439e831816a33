import json
from pathlib import Path
from typing import Any

import pytest

from models.domain.errors import WrongUsage
from models.screening import Reader
from pipeline.evaluating import Question, evaluate_as_it_is
from pipeline.jobs.evaluate import evaluate, where_asked
from pipeline.registry import shipped
from pipeline.sampleboard.ads import sample_ads
from pipeline.settings import Settings
from pipeline.training import labelled_from_files
from pipeline.unlearned import Champion


@pytest.fixture
def tested(tmp_path: Path) -> Path:
    """Forty ads, twelve of them leads, as a file that no card knows."""
    ads = [one for one in sample_ads() if not one.labels.child_sign]
    leads, harmless = ([one for one in ads if bool(one.labels.kinds) is lead] for lead in (True, False))
    rows = [
        {
            "id": one.id,
            "title": one.title,
            "text": one.text,
            "fields": dict(one.fields),
            "labels": {"kinds": list(one.labels.kinds), "ad_class": one.labels.ad_class},
        }
        for one in (*leads[:12], *harmless[:28])
    ]
    path = tmp_path / "tested.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return path


def champion(path: Path, *, learned: int) -> Champion:
    """The shipped model, which says that it learned from the last so many ads of the file."""
    own = labelled_from_files([path])
    return Champion(
        shipped(), {"data": []}, frozenset(one.ad.content_hash for one in own[len(own) - learned :])
    )


@pytest.mark.long
def test_ads_that_a_model_remembers_are_left_out_whatever_file_they_come_in(tested: Path) -> None:
    told: list[str] = []
    found = evaluate_as_it_is(
        champion(tested, learned=4), Question([tested]), reader=Reader.from_package(),
        progress=lambda step, _done, _size: told.append(step),
    )  # fmt: skip
    assert (
        "on 36 ads that it never learned from; 4 that belong together with ads learned from were left out"
        in str(found["how"])
    )
    assert set(told) == {
        "ads read and judged",
        "ads scored",
        "baselines fitted",
        "twins judged",
        "cited words judged",
        "figures reckoned",
    }


def test_where_nothing_else_is_left_it_is_told(tested: Path) -> None:
    told: list[str] = []
    with pytest.raises(
        WrongUsage, match="there are 0 and 0, 40 that it learned from, or that belong with such"
    ):
        evaluate_as_it_is(
            champion(tested, learned=40), Question([tested]), reader=Reader.from_package(),
            progress=lambda step, _done, _size: told.append(step),
        )  # fmt: skip
    assert told == []  # before anything is read


@pytest.mark.parametrize("question", [{"splits": 3}, {"splits": 0, "refit": True}])
def test_splits_are_those_of_a_refit_and_at_least_one(question: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="--splits says in how many ways a refit is split"):
        evaluate(Settings(home=tmp_path), Question([tmp_path / "none.jsonl"], **question))


def test_what_several_splits_gave_is_told_with_its_range() -> None:
    figures = {"macro": [0.7, 0.8], "gain": [0.1, 0.2]}
    figure = {"value": 0.7, "low": 0.6, "high": 0.8}
    told = {
        "model": "m",
        "scorers": {"m": {"at_prevalence": {"0.048": 0}, "macro_at_prevalence": {"0.048": figure}}},
        "macro_gain_at_prevalence": {},
        "splits": {"0.048": figures},
    }
    assert where_asked(told)[-1].startswith(
        "over 2 splits at 0.048: macro AP 0.750 (0.700 to 0.800), gain over"
    )
