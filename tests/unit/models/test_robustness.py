import re

import pytest

from models.domain.judgement import Judgement
from models.screening import screen_batch
from tests.unit.models.hostile_text import SABOTAGE, hostile_texts
from tests.unit.models.indicators.builders import ad, cited, reader
from tests.unit.models.indicators.test_cases import rows
from tests.unit.models.scoring.prior import PriorClassifier

pytestmark = pytest.mark.long

BATCH = 100


def judge_all(*, seed: int, count: int) -> int:
    classifier = PriorClassifier(reader().catalogue)
    texts = list(hostile_texts(seed=seed, count=count))
    judged = 0
    for first in range(0, count, BATCH):
        batch = texts[first : first + BATCH]
        answers = screen_batch([ad(text) for text in batch], reader(), classifier)
        for text, answer in zip(batch, answers, strict=True):
            judged += 1
            spans = (
                [(f.span, f.text) for f in answer.findings] + [(c.span, c.surface) for c in answer.contacts]
                if isinstance(answer, Judgement)
                else []
            )
            assert all(text[span.start : span.end] == surface for span, surface in spans)
    return judged


@pytest.mark.parametrize("seed", range(8))
def test_no_text_however_hostile_breaks_the_reading(seed: int) -> None:
    assert judge_all(seed=seed, count=2_500) == 2_500


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 140))
def test_a_million_hostile_texts_break_nothing(seed: int) -> None:
    assert judge_all(seed=seed, count=25_000) == 25_000


@pytest.mark.parametrize("kind", SABOTAGE)
def test_what_is_found_is_still_found_when_it_is_spoilt(kind: str) -> None:
    kept = lost = 0
    for indicator, case, source_type in rows("found"):
        plain = case.replace("[[", "").replace("]]", "")
        spoilt = re.sub(r"\[\[(.*?)\]\]", lambda cited: SABOTAGE[kind](cited.group(1)), case)
        before = len(cited(plain, indicator, source_type=source_type))
        after = len(cited(spoilt, indicator, source_type=source_type))
        kept += min(before, after)
        lost += max(0, before - after)
    assert kept / (kept + lost) >= 0.95, f"{kind}: kept {kept}, lost {lost}"
