import pytest

from crawlers.evidence import clock_offset

CAPTURED = 1_795_340_000_250_000  # 22 Nov 2026, 09:33:20.25 UTC


@pytest.mark.parametrize(
    ("headers", "offset", "why"),
    [
        ({"Date": "Sun, 22 Nov 2026 09:33:20 GMT"}, 250, "both clocks agree to the second"),
        ({"date": "Sun, 22 Nov 2026 09:32:20 GMT"}, 60_250, "ours is a minute ahead"),
        ({"Date": "Sun, 22 Nov 2026 15:03:30 +0530"}, -9_750, "another zone, ours is behind"),
        (
            {"Date": "Sun, 22 Nov 2026 09:00:00 GMT", "Age": "2000"},
            None,
            "a copy of earlier says nothing of now",
        ),
        ({"Date": "yesterday"}, None, "no date"),
        ({}, None, "the server says none"),
    ],
)
def test_the_offset_of_the_clock_is_told_against_the_server(
    headers: dict[str, str], offset: int | None, why: str
) -> None:
    assert clock_offset(headers, captured_at=CAPTURED) == offset, why
