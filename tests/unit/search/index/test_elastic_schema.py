"""An ad document survives being JSON; what is searchable is in fields of its own."""

from dataclasses import fields, replace

import orjson
from hypothesis import given
from hypothesis import strategies as st

from models.domain.judgement import Kind
from search.index.document import AdDocument
from search.index.elastic_schema import MAPPINGS, document, source
from tests.contract.documents import ad, documents

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(given_document=documents, tokens=texts, times=st.integers(-(2**63), 2**63 - 1))
def test_a_document_survives_being_json(given_document: AdDocument, tokens: str, times: int) -> None:
    whole = replace(given_document, tokens=tokens, captured_at=times)
    assert document(orjson.loads(orjson.dumps(source(whole)))) == whole


@given(given_document=documents)
def test_every_field_of_a_source_is_in_the_strict_mapping(given_document: AdDocument) -> None:
    assert source(given_document).keys() <= MAPPINGS["properties"].keys()
    assert {field.name for field in fields(AdDocument)} <= MAPPINGS["properties"].keys()


def test_tokens_are_handed_over_with_single_spaces_and_come_back_as_given() -> None:
    odd = replace(ad(), tokens="no\u00a0phone\u2003 leave\x85here")
    told = source(odd)
    assert told["tokens"] == "no phone leave here"
    assert document(told).tokens == "no\u00a0phone\u2003 leave\x85here"
    assert "tokens_as_given" not in source(ad(text="no phone"))


def test_kinds_can_be_searched_by_name_and_keep_their_numbers() -> None:
    told = source(ad(kinds={Kind.ORGAN_TRADE: 0.1 + 0.2, Kind.SCAM_COMPOUND: 0.5}))
    assert told["kind"] == ["organ_trade", "scam_compound"]
    assert told["kinds"] == {"organ_trade": 0.30000000000000004, "scam_compound": 0.5}
