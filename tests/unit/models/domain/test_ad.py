from hypothesis import given
from hypothesis import strategies as st

from models.domain.ad import RawAd, ad_id, canonical_url, content_hash, storable


def test_nul_and_lone_surrogates_are_replaced_one_for_one() -> None:
    assert storable("a\x00b\ud800c\udfff") == "a\ufffdb\ufffdc\ufffd"


@given(st.text(st.characters(codec=None)))
def test_storable_text_keeps_its_length_and_can_be_written(text: str) -> None:
    assert len(storable(text)) == len(text)
    storable(text).encode("utf-8")


def test_published_text_is_never_normalised() -> None:
    assert storable("ﬁ ९ é \u200b") == "ﬁ ९ é \u200b"


def test_id_is_the_letter_a_and_24_letters_of_base32() -> None:
    assert ad_id("board", number="17", url="http://board.example/ad/17") == "aokf2pz3pmojgvwmpkxj3z2qx"


def test_id_follows_the_number_where_there_is_one() -> None:
    one = ad_id("board", number="17", url="http://board.example/delhi/17")
    other = ad_id("board", number="17", url="http://board.example/pune/17?x=1")
    assert one == other


def test_id_of_another_card_is_another() -> None:
    assert ad_id("board", number="17", url="") != ad_id("board1", number="7", url="")


def test_tracking_parameters_and_fragment_do_not_change_the_id() -> None:
    plain = ad_id("board", url="http://board.example/ad?id=17")
    tracked = ad_id("board", url="HTTP://Board.example/ad?utm_source=x&id=17&fbclid=y#top")
    assert plain == tracked


def test_canonical_url_keeps_what_may_matter() -> None:
    assert canonical_url("https://B.example/A%20b?q=1&empty=") == "https://b.example/A%20b?q=1&empty="


def test_canonical_url_keeps_a_query_without_names_as_it_is() -> None:
    assert canonical_url("http://b.example/?/1NX&utm_campaign=z") == "http://b.example/?/1NX"


def test_content_hash_ignores_the_order_of_fields_and_nothing_else() -> None:
    assert content_hash("t", "x", {"a": "1", "b": "2"}) == content_hash("t", "x", {"b": "2", "a": "1"})
    assert content_hash("t", "x", {}) != content_hash("tx", "", {})
    assert content_hash("t", "x ", {}) != content_hash("t", "x", {})


def test_parts_have_the_names_that_spans_use() -> None:
    ad = RawAd("a1", "c", "job", "", "T", "B", 0, 0, {"pay": "9000"})
    assert ad.parts == {"title": "T", "text": "B", "fields.pay": "9000"}


def test_an_ad_with_other_parts_is_else_the_same() -> None:
    ad = RawAd("a1", "c", "job", "", "T", "B", 0, 0, {"pay": "9000"})
    other = ad.with_parts({"title": "", "text": "C", "fields.pay": "800"})
    assert other == RawAd("a1", "c", "job", "", "", "C", 0, 0, {"pay": "800"})
    assert ad.with_parts(ad.parts) == ad
