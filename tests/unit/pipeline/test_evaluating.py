import json
from pathlib import Path

import pytest

from models.domain.errors import WrongUsage
from models.screening import Reader
from pipeline.evaluating import evaluate_as_it_is
from pipeline.registry import shipped
from pipeline.sampleboard.ads import sample_ads
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
        champion(tested, learned=4), [tested], [], reader=Reader.from_package(), blind=False,
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
            champion(tested, learned=40), [tested], [], reader=Reader.from_package(), blind=False,
            progress=lambda step, _done, _size: told.append(step),
        )  # fmt: skip
    assert told == []  # before anything is read
