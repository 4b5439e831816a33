import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.codec import CodecError, decode, encode
from models.domain.ad import RawAd, storable
from models.domain.contact import Contact, ContactKind
from models.domain.events import AdCollected, AdQuarantined, AdRestricted, AdScored, AdWithdrawn, Event
from models.domain.finding import Finding, Span
from models.domain.judgement import (
    AdClass,
    Band,
    Elements,
    Judgement,
    Kind,
    LanguageSegment,
    PosterRole,
    Reason,
)
from models.domain.place import Place

TEXT = st.text(st.characters(codec=None)).map(storable)
ADS = st.builds(RawAd, ad_id=TEXT, title=TEXT, text=TEXT, fields=st.dictionaries(TEXT, TEXT, max_size=3))
AD = RawAd(
    "a1", "card", "job", "http://127.0.0.1/1", "Title", "काम 9876543210", 7, 5, {"pay": "9000"}, "Guntur"
)
JUDGEMENT = Judgement(
    language=(LanguageSegment("hi", "Deva", 0, 3),),
    kinds=dict.fromkeys(Kind, 0.25),
    score=0.25,
    band=Band.LOW,
    ad_class=AdClass.LEAD,
    poster_role=PosterRole.RECRUITER,
    abstained=False,
    about_trafficking=False,
    elements=Elements(act=(0,)),
    reasons_for=(Reason("JB01", "Asks for a fee.", 1.5),),
    reasons_against=(Reason(None, "Other words.", -0.5),),
    findings=(Finding("JB01", Span("text", 0, 3), "काम", 1.5),),
    contacts=(Contact(ContactKind.PHONE, "+919876543210", Span("text", 4, 14), "9876543210"),),
    places=(Place("Guntur", Span("fields.city", 0, 6), "city", 28, 506),),
    model="2026-01-01-abc",
)
EVENTS = [
    AdCollected(AD),
    AdScored(AD, JUDGEMENT),
    AdRestricted("a1", "card", "00", "11", ("MB03",), 7, "collect", "k1", b"\x00\xff"),
    AdRestricted("a1", "card", "00", "11", ("MB03",), 7, "screen"),
    AdWithdrawn("a1", 7),
    AdQuarantined("ads.collected", "a1", "screen", "not JSON", 9, "q1", b"\x80"),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_an_event_comes_back_as_it_went(event: Event) -> None:
    assert decode(encode(event)) == event


@given(ADS)
def test_any_storable_ad_comes_back_as_it_went(ad: RawAd) -> None:
    assert decode(encode(AdCollected(ad))) == AdCollected(ad)


def envelope(**changes: object) -> bytes:
    return json.dumps(json.loads(encode(AdCollected(AD))) | changes).encode()


REFUSED = [
    (b"\x00", "not JSON: "),
    (b"[]", "not a JSON object"),
    (b"{}", "no event type that this program knows"),
    (envelope(v=2), "version 2 is newer than this program's 1; update Nigah, then replay"),
    (envelope(v="1"), "ad_collected version 1: "),
    (envelope(type="ad_sold"), "no event type that this program knows"),
    (envelope(extra=1), "ad_collected version 1: Extra inputs are not permitted at extra"),
    (envelope(body={}), "ad_collected version 1: "),
    (envelope(body={"ad": {}}), "ad_collected version 1: "),
]


@pytest.mark.parametrize(("data", "sentence"), REFUSED)
def test_bytes_that_are_no_event_are_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(CodecError) as caught:
        decode(data)
    assert str(caught.value).startswith(sentence)


def test_an_unknown_key_deep_inside_is_refused() -> None:
    data = json.loads(encode(AdCollected(AD)))
    data["body"]["ad"]["colour"] = "red"
    with pytest.raises(CodecError, match=r"body\.ad\.colour"):
        decode(json.dumps(data).encode())


def test_a_number_where_text_belongs_is_refused_and_not_repeated() -> None:
    data = json.loads(encode(AdCollected(AD)))
    data["body"]["ad"]["text"] = 9876543210
    with pytest.raises(CodecError) as caught:
        decode(json.dumps(data).encode())
    assert "9876543210" not in str(caught.value)


@given(st.binary())
def test_no_bytes_crash_the_codec(data: bytes) -> None:
    with suppress(CodecError):
        decode(data)
