import base64
import random
import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.text_only import is_text_type, kept_counts, looks_like_media, names_media, strip


def stripped(text: str) -> tuple[str, dict[str, int]]:
    counts: Counter[str] = Counter()
    return strip(text, counts), kept_counts(counts)


def blob(size: int) -> str:
    return base64.b64encode(random.Random(7).randbytes(size)).decode()


@pytest.mark.parametrize(
    ("text", "left", "counts"),
    [
        ("before data:image/png;base64,iVBORw0KGgo= after", "before   after", {"data_uri": 1}),
        ('<img src="data:image/gif;base64,R0lGOD">', '<img src=" ">', {"data_uri": 1}),
        ("x DATA:IMAGE/PNG;BASE64,AAAA y", "x   y", {"data_uri": 1}),
        ("data:;base64,AAAA", " ", {"data_uri": 1}),
        ("Job data:entry/typing, from home", "Job data:entry/typing, from home", {}),
        ("Data: image/good quality", "Data: image/good quality", {}),
    ],
)
def test_data_addresses_go_and_words_stay(text: str, left: str, counts: dict[str, int]) -> None:
    assert stripped(text) == (left, counts)


def test_base64_over_a_kilobyte_goes() -> None:
    assert stripped(f"Call now {blob(900)} today") == ("Call now   today", {"blob": 1})


def test_base64_folded_into_lines_goes_as_one() -> None:
    folded = "\n".join(blob(1200)[i : i + 76] for i in range(0, 1596, 76))
    left, counts = stripped(f"Photo:\n{folded}\nCall now")
    assert (left, counts) == ("Photo:\n \nCall now", {"blob": 1})


def test_hexadecimal_over_a_kilobyte_goes() -> None:
    assert stripped(random.Random(7).randbytes(1500).hex()) == (" ", {"blob": 1})


def test_base64_of_less_stays() -> None:
    assert stripped(blob(600)) == (blob(600), {})


@pytest.mark.parametrize(
    "text", ["a" * 5000, "न" * 5000, "word " * 1000, "https://mandi.example/a/b?c=d " * 200]
)
def test_long_texts_that_encode_nothing_stay(text: str) -> None:
    assert stripped(text) == (text, {})


def test_stripping_a_hostile_text_of_five_megabytes_takes_no_time() -> None:
    hostile = ("A" * 39 + " ") * 60_000 + "data:" * 200_000 + "a1" * 700_000
    begun = time.process_time()
    stripped(hostile)
    assert time.process_time() - begun < 3


@given(st.text())
def test_stripping_twice_is_stripping_once(text: str) -> None:
    once, _ = stripped(text)
    assert strip(once, Counter()) == once


@pytest.mark.parametrize(
    ("content_type", "is_text"),
    [
        ("text/html; charset=utf-8", True),
        ("TEXT/HTML", True),
        ("application/rss+xml", True),
        ("application/json", True),
        ("image/svg+xml", False),
        ("image/jpeg", False),
        ("video/mp4", False),
        ("application/pdf", False),
        ("application/octet-stream", False),
        ("text/css", False),
    ],
)
def test_only_text_types_come_in(*, content_type: str, is_text: bool) -> None:
    assert is_text_type(content_type) is is_text


@pytest.mark.parametrize(
    ("body", "is_media"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", True),
        (b"\x89PNG\r\n\x1a\n", True),
        (b"GIF89a", True),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", True),
        (b"\x00\x00\x00\x18ftypmp42", True),
        (b"%PDF-1.7", True),
        (b"<!doctype html><html>", False),
        (b"BMW for sale, RIFF raff", False),
        ("नौकरी".encode(), False),
        (b"", False),
    ],
)
def test_media_is_known_by_its_first_bytes(*, body: bytes, is_media: bool) -> None:
    assert looks_like_media(body) is is_media


@pytest.mark.parametrize(
    ("url", "media"),
    [
        ("https://mandi.example/p/1.JPG?w=200", True),
        ("https://mandi.example/p/1%2Ejpg", True),
        ("https://mandi.example/ad/photo.jpg.html", False),
        ("https://mandi.example/ad/1?photo=a.jpg", False),
        ("https://mandi.example/mp4-player-for-sale", False),
    ],
)
def test_media_is_known_by_the_name_in_its_address(*, url: str, media: bool) -> None:
    assert names_media(url) is media
