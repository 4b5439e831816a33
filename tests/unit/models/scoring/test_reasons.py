import pytest

from models.scoring.assessment import Contribution
from models.scoring.reasons import reasons
from models.screening import Reader

SENTENCES = Reader.from_package().sentences


def test_what_a_field_adds_is_told_by_its_name() -> None:
    shares = [
        Contribution("fact:field:industry=oil & energy", 0.5),
        Contribution("fact:field:company_logo", 0.25),
    ]
    told, against = reasons(shares, -2.0, findings=(), sentences=SENTENCES, held_by=None)
    assert [(one.sentence, one.weight) for one in told] == [
        ('What the page says under "industry".', 0.5),
        ('What the page says under "company logo".', 0.25),
    ]
    assert [one.weight for one in against] == [-2.0]


@pytest.mark.parametrize("language", ["en", "hi", "te", "bn"])
def test_every_language_tells_which_field_it_is(language: str) -> None:
    sentence = Reader.from_package(language=language).sentences["field"]
    assert sentence.count("{field}") == 1
