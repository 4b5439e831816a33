import pytest
from scrapy.http import Headers, Response

from crawlers.pace import asks_for_rest, wanted_rest
from tests.unit.crawlers.builders import NOW


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ("120", 120.0),
        ("Sun, 22 Nov 2026 09:43:20 GMT", 600.0),
        ("Sun, 22 Nov 2026 09:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("", None),
        ("9" * 30, None),
    ],
)
def test_retry_after_is_read_as_a_number_or_a_date(words: str, seconds: float | None) -> None:
    assert wanted_rest(Headers({"Retry-After": words}), now=NOW) == seconds


def test_429_always_asks_for_a_rest_and_503_only_where_it_says_how_long() -> None:
    answers = [Response("https://mandi.example/", status=status) for status in (200, 429, 503)]
    answers.append(Response("https://mandi.example/", status=503, headers={"Retry-After": "5"}))
    assert [asks_for_rest(answer) for answer in answers] == [False, True, False, True]
