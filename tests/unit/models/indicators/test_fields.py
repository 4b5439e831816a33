import pytest

from models.indicators.fields import FIELDS, field_facts
from models.indicators.masking import masked_text
from tests.unit.models.indicators.builders import ad, reader


def facts_of(**fields: str) -> dict[str, float]:
    return field_facts(reader().read(ad("Clerk wanted.", fields=fields)))


@pytest.mark.parametrize(
    ("said", "fact"), [("yes", 1.0), ("True", 1.0), ("1", 1.0), ("NO", -1.0), ("0", -1.0)]
)
def test_a_field_says_yes_or_no(said: str, fact: float) -> None:
    assert facts_of(company_logo=said) == {"field:company_logo": fact}


def test_what_the_source_leaves_open_is_no_fact() -> None:
    assert facts_of() == {}
    assert facts_of(company_logo="", industry="  ", telecommuting="ask us") == {}


def test_a_value_of_a_list_is_one_fact_however_it_is_spaced_and_capitalised() -> None:
    assert facts_of(industry="Oil & Energy") == {"field:industry=oil & energy": 1.0}
    assert facts_of(industry=" OIL  &\nenergy") == facts_of(industry="Oil & Energy")
    assert facts_of(function="सेल्स") == {"field:function=सेल्स": 1.0}


def test_a_sentence_is_no_value() -> None:
    assert facts_of(industry="We are a young company that sells everything online") == {}


def test_who_somebody_is_and_where_something_lies_is_no_fact() -> None:
    assert facts_of(industry="Dubai hotels", function="Bengali maid", employment_type="Pooja") == {}
    assert not FIELDS & {
        "location",
        "city",
        "state",
        "religion",
        "community",
        "caste",
        "nationality",
        "name",
        "gender",
    }


def test_fields_that_are_not_on_the_list_are_words_only() -> None:
    assert facts_of(location="Pune", gender="female", salary="10000", company="Acme") == {}


def test_what_is_a_fact_is_not_learned_from_as_words_too() -> None:
    read = reader().read(ad("Clerk wanted.", fields={"industry": "Hotels", "salary": "good"}))
    assert masked_text(read, ()) == "clerk vanted\ngud"
