import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.contact import ContactKind
from search.redaction import Cover, clip, covers, redact, show, sweep
from tests.unit.search.builders import scored


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("98765 43210", "+91 98xxxxx210"),
        ("nine8765four3210", "+91 98xxxxx210"),
        ("98*765*43*210", "+91 98xxxxx210"),
        ("nau aath saat chhe paanch char teen do ek zero", "+91 98xxxxx210"),
        ("९८७६५४३२१०", "+91 98xxxxx210"),
        ("98765-O321O", "+91 98xxxxx210"),
    ],
)
def test_a_contact_that_was_read_is_masked_however_it_is_written(written: str, shown: str) -> None:
    event = scored(
        text=f"Pay the visa fee first. Call {written} now. PF and ESI",
        contacts=[(ContactKind.PHONE, "+919876543210", written)],
    )
    hidden = redact(event.ad.text, covers(event.judgement, "text", event.ad.text))
    assert hidden == f"Pay the visa fee first. Call {shown} now. PF and ESI"


def test_a_contact_read_in_the_text_is_also_hidden_in_the_title() -> None:
    event = scored(
        title="Ring nine8765four3210",
        text="Pay the visa fee first, nine8765four3210. PF and ESI",
        contacts=[(ContactKind.PHONE, "+919876543210", "nine8765four3210")],
    )
    assert redact(event.ad.title, covers(event.judgement, "title", event.ad.title)) == "Ring +91 98xxxxx210"


def test_a_range_that_cuts_through_a_contact_does_not_show_the_half() -> None:
    assert redact("call 98765 43210 now", [Cover(5, 16, "X")], start=0, end=10) == "call X"
    assert redact("call 98765 43210 now", [Cover(5, 16, "X")], start=10, end=20) == "X now"


@pytest.mark.parametrize(
    ("published", "swept"),
    [
        ("call 98765 43210 today", "call [number hidden] today"),
        ("+855 12 345 678", "[number hidden]"),
        ("९८७६५ ४३२१०", "[number hidden]"),
        ("⑨⑧⑦⑥⑤④③②①⓪", "[number hidden]"),
        ("write to ravi.k-1@okaxis", "write to [address hidden]"),
        ("see https://wa.me/919876543210?text=x", "see [link hidden]"),
        ("on insta @some.one", "on insta [handle hidden]"),
    ],
)
def test_what_nobody_read_as_a_contact_but_looks_like_one_is_hidden_too(published: str, swept: str) -> None:
    assert sweep(scored().judgement, published) == swept


@pytest.mark.parametrize(
    "published",
    ["Rs 1,50,000 a month", "pincode 743329", "15 to 20 people @ 500 each", "12 hours, 6 days", "14567"],
)
def test_prices_and_pin_codes_stay(published: str) -> None:
    assert sweep(scored().judgement, published) == published


def test_turning_orders_and_control_characters_become_visible() -> None:
    assert show("a\u202eb\u2066c\x00d") == "a[U+202E]b[U+2066]c[U+0000]d"
    assert show("নামা\u200dর हिन्दी\nok") == "নামা\u200dর हिन्दी\nok"


def test_a_redacted_quote_is_one_line() -> None:
    assert redact("a\n\nb\r\nBcc: c", []) == "a b Bcc: c"


def test_clipping_ends_at_a_word() -> None:
    assert clip("pay the visa fee first", 15) == "pay the visa…"
    assert clip("short", 15) == "short"


@given(st.text(), st.integers(2, 50))
def test_a_clipped_text_is_never_longer_than_asked(text: str, length: int) -> None:
    assert len(clip(text, length)) <= max(length, 1)


@given(
    st.lists(
        st.sampled_from(["98765 43210", "a@bcd.in", "@handle", " ", "word", "\n", "0", "+855"]), max_size=12
    )
)
def test_covers_never_overlap_and_lie_in_the_text(pieces: list[str]) -> None:
    published = "".join(pieces)
    found = covers(scored().judgement, "text", published)
    assert all(0 <= cover.start < cover.end <= len(published) for cover in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
