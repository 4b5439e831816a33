import pytest

from crawlers.blocks import parse
from crawlers.paging import next_links


def following(page: str, *, url: str = "https://mandi.example/jobs") -> str | None:
    tree = parse(f"<html><body>{page}</body></html>")
    assert tree is not None
    return next((link.get("href") for link in next_links(tree, base=url, url=url)), None)


@pytest.mark.parametrize(
    "words",
    ["Next", "#.Next", "Go to next page", "Show more ads", "Load older posts", "Older notices", "More »", "अगला पन्ना", "पुढील पान", "తర్వాతి పేజీ", "পরের পৃষ্ঠা", "அடுத்த பக்கம் »", "اگلا صفحہ"],
)  # fmt: skip
def test_a_link_says_that_it_leads_on(words: str) -> None:
    assert following(f'<a href="/2">{words}</a>') == "/2"


@pytest.mark.parametrize(
    "words", ["Read more", "More information", "Show more options", "Newer notices", "पुढे वाचा", "Last"]
)
def test_a_link_that_only_sounds_like_it_leads_nowhere(words: str) -> None:
    assert following(f'<a href="/2">{words}</a>') is None


def test_the_next_page_is_known_by_its_number_in_any_digits() -> None:
    assert following('<a href="/jobs?p=1">১</a><a href="/jobs?p=2">২</a>') == "/jobs?p=2"


def test_a_picture_says_what_is_next_in_its_label() -> None:
    assert following('<a href="/jobs?p=2" aria-label="Next page"><svg></svg></a>') == "/jobs?p=2"
