import pytest

from crawlers.blocks import parse
from crawlers.noise import in_noise, is_boilerplate, is_contact, is_reply, opens_other_matter


@pytest.mark.parametrize(
    ("page", "noise", "why"),
    [
        ('<div class="cookie-consent"><p id="x">We use cookies</p></div>', True, "a notice"),
        ('<div class="similar-ads"><p id="x">Cook wanted</p></div>', True, "neighbouring ads"),
        ('<nav><p id="x">Home</p></nav>', True, "navigation by its element"),
        ('<div style="display: none"><p id="x">Hidden</p></div>', True, "nobody sees it"),
        ('<div class="job-header"><h1 id="x">Cook wanted</h1></div>', False, "the header of the ad"),
        ('<div class="ad-description"><p id="x">Cook wanted</p></div>', False, "the ad"),
        ('<article><header><p id="x">Cook wanted</p></header></article>', False, "the ad's own header"),
    ],
)
def test_what_is_not_the_ad_is_told_by_its_boxes(page: str, why: str, *, noise: bool) -> None:
    tree = parse(f"<html><body>{page}</body></html>")
    assert tree is not None
    (element,) = (found for found in tree.iter() if found.get("id") == "x")
    assert in_noise(element) is noise, why


@pytest.mark.parametrize(
    ("line", "opens", "why"),
    [
        ("Similar jobs", True, "neighbouring ads"),
        ("You may also like", True, "neighbouring ads, in other words"),
        ("Safety tips", True, "what the site tells everybody"),
        ("Leave a reply", True, "comments"),
        ("Cook wanted in Pune", False, "an ad's words"),
        (
            "More than ten years of experience with similar work are asked for in this post",
            False,
            "a sentence",
        ),
    ],
)
def test_headings_of_other_matter_are_known(line: str, why: str, *, opens: bool) -> None:
    assert opens_other_matter(line) is opens, why


def test_what_sites_say_to_everybody_is_no_text_of_an_ad() -> None:
    assert is_boilerplate("We use cookies to improve your experience")
    assert is_boilerplate("All rights reserved")
    assert not is_boilerplate("Cook wanted, room and food free, call now")


def test_replies_and_links_that_ring_are_told_apart_from_the_ad() -> None:
    assert is_reply("Re: Cook wanted")
    assert not is_reply("Cook wanted in Pune")
    assert is_contact("tel:+919876543210")
    assert not is_contact("https://mandi.example/ad/1")
