"""This module measures on the development corpus how well class and role of an ad are told.

The shipped model has learned from the classes of these ads, so that figure is one in the sample; roles are told by
rules, which have seen no label.
"""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from models.domain.ad import RawAd
from models.domain.judgement import Judgement
from models.scoring.modelfile import read_model
from models.screening import Reader, screen_batch
from pipeline.sampleboard.placeholders import fill_known

pytestmark = pytest.mark.bench

ROOT = Path(__file__).parents[2]


def rows() -> list[dict[str, Any]]:
    files = sorted((ROOT / "corpus" / "development").glob("*.jsonl"))
    return [json.loads(line) for path in files for line in path.read_text("utf-8").splitlines() if line]


def as_published(row: dict[str, Any]) -> RawAd:
    title, text = fill_known(row["title"]), fill_known(row["text"])
    fields = {key: fill_known(value) for key, value in row["fields"].items()}
    return RawAd(
        row["id"], "corpus", row["source_type"], "https://board.example/1", title, text, 0, 0, fields
    )


def confusion(name: str, pairs: Sequence[tuple[str, str]]) -> float:
    """Print how often each label was told as what; returns the share told rightly."""
    told, labels = Counter(pairs), Counter(label for label, _ in pairs)
    right = sum(count for (label, answer), count in told.items() if label == answer)
    lines = [f"\n{name}: {right} of {len(pairs)} ({right / len(pairs):.1%})"]
    for label, count in sorted(labels.items()):
        others = {answer: n for (own, answer), n in told.most_common() if own == label != answer}
        lines.append(f"  {label:20} {count:5} right {told[label, label] / count:6.1%}  {others or ''}")
    sys.stdout.write("\n".join(lines) + "\n")
    return right / len(pairs)


def test_class_and_role_on_the_development_corpus(capsys: pytest.CaptureFixture[str]) -> None:
    written = rows()
    shipped = read_model((ROOT / "models" / "data" / "model" / "model.skops").read_bytes(), name="shipped")
    answers = screen_batch([as_published(one) for one in written], Reader.from_package(), shipped)
    judged = [
        (one, answer) for one, answer in zip(written, answers, strict=True) if isinstance(answer, Judgement)
    ]
    with capsys.disabled():
        sys.stdout.write(f"\n{len(written) - len(judged)} ads taken for child signs\n")
        of_classes = confusion("class", [(one["labels"]["ad_class"], str(a.ad_class)) for one, a in judged])
        of_roles = confusion(
            "role", [(one["labels"]["poster_role"], str(a.poster_role)) for one, a in judged]
        )
    assert of_classes > 0.8
    assert of_roles > 0.7
