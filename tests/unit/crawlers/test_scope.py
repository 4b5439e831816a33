import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.scope import Scope

SCOPE = Scope(("mandi.example", "*.bazaar.example", "127.0.0.1"), ("/jobs/", "/ad"))


@pytest.mark.parametrize(
    ("url", "inside", "why"),
    [
        ("https://mandi.example/jobs/1", True, "host and path fit"),
        ("HTTPS://MANDI.example/jobs/1", True, "letter case of scheme and host means nothing"),
        ("https://mandi.example./jobs/1", True, "the final dot means the same host"),
        ("https://mandi.example/jobs", True, "the folder itself"),
        ("https://mandi.example/jobsearch/1", False, "a prefix ends at a slash"),
        ("https://mandi.example/ad/7", True, "a path without a final slash"),
        ("https://mandi.example/flats/1", False, "another folder"),
        ("https://mandi.example/jobs/../flats/1", False, "climbs out"),
        ("https://mandi.example/jobs/%2e%2e/flats/1", False, "climbs out under another name"),
        ("https://mandi.example.evil.example/jobs/1", False, "only begins like the host"),
        ("https://notmandi.example/jobs/1", False, "only ends like the host"),
        ("https://mandi.example@evil.example/jobs/1", False, "the host stands before the @"),
        ("https://user:pass@mandi.example/jobs/1", False, "no log-in"),
        ("https://delhi.bazaar.example/jobs/1", True, "under the starred host"),
        ("https://bazaar.example/jobs/1", False, "a star wants something before it"),
        ("https://mandi.example:8443/jobs/1", False, "another service on the host"),
        ("http://127.0.0.1:40123/jobs/1", True, "any port of this machine"),
        ("ftp://mandi.example/jobs/1", False, "no web page"),
        ("javascript:alert(1)", False, "no address"),
        ("//mandi.example/jobs/1", False, "no scheme"),
        ("https://[mandi.example/jobs/1", False, "no URL at all"),
        ("https://mandi.example:99999/jobs/1", False, "no port of any machine"),
    ],
)
def test_a_card_speaks_for_its_hosts_and_paths_only(*, url: str, inside: bool, why: str) -> None:
    assert SCOPE.holds(url) is inside, why


def test_a_host_with_a_port_is_that_port_only() -> None:
    scope = Scope(("127.0.0.1:81",), ("/",))
    assert scope.holds("http://127.0.0.1:81/")
    assert not scope.holds("http://127.0.0.1:82/")


def test_robots_txt_may_lie_outside_of_the_paths() -> None:
    assert SCOPE.holds_host("https://mandi.example/robots.txt")
    assert not SCOPE.holds_host("https://evil.example/robots.txt")


@given(st.text())
def test_no_text_breaks_the_question(url: str) -> None:
    assert SCOPE.holds(url) is False
