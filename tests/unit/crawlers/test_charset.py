import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.charset import decode

HINDI = "नौकरी चाहिए, तनख्वाह पंद्रह हज़ार। " * 3


@pytest.mark.parametrize(
    ("body", "content_type", "text", "why"),
    [
        ("काम".encode(), "", "काम", "UTF-8 that nobody declares"),
        ("काम".encode(), "text/html; charset=iso-8859-1", "काम", "UTF-8 that the server declares otherwise"),
        (
            f'<meta charset="latin-1">{HINDI}'.encode(),
            "",
            f'<meta charset="latin-1">{HINDI}',
            "and the page too",
        ),
        (b"\xef\xbb\xbfcook", "text/html; charset=utf-16", "cook", "a mark beats a header"),
        ("काम".encode("utf-16"), "", "काम", "UTF-16 with a mark"),
        ("<html><body>cook काम".encode("utf-16-le"), "", "<html><body>cook काम", "UTF-16 without a mark"),
        (
            "<html><body>cook काम".encode("utf-16-be"),
            "text/html",
            "<html><body>cook काम",
            "the other way round",
        ),
        (
            b"caf\xe9 \x80500",
            "text/html; charset=iso-8859-1",
            "café €500",
            "browsers read Latin-1 as windows-1252",
        ),
        (
            b'<meta charset="windows-1252">caf\xe9',
            "",
            '<meta charset="windows-1252">café',
            "declared by the page",
        ),
        (b"caf\xe9", "text/html; charset=utf-8", "café", "declared UTF-8, and it is not"),
        (b"pay\x00ment", "", "pay\ufffdment", "NUL becomes a mark of its own width"),
        (b"", "", "", "nothing"),
    ],
)
def test_pages_are_read_in_the_encoding_they_are_in(
    body: bytes, content_type: str, text: str, why: str
) -> None:
    assert decode(body, content_type=content_type) == text, why


def test_one_torn_letter_does_not_turn_a_page_of_hindi_into_another_encoding() -> None:
    body = (HINDI * 10).encode() + b"\xe0\xa4" + " काम".encode()
    assert decode(body, content_type="text/html; charset=windows-1252") == HINDI * 10 + "\ufffd काम"


@given(
    st.binary(max_size=300), st.sampled_from(["", "text/html; charset=utf-8", "text/html; charset=nonsense"])
)
def test_any_bytes_become_storable_text(body: bytes, content_type: str) -> None:
    text = decode(body, content_type=content_type)
    assert "\x00" not in text
    text.encode("utf-8")
