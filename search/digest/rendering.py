"""This module writes a digest as a page for mail readers and as plain text, from the same templates' words."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from search.digest.digest import Digest
from search.wording import count, write_day

CAUTION = (
    "These are indicators for enquiry, not findings, and they accuse nobody. "
    "An adult's voluntary sex work is not in itself an offence under the ITPA. "
    "Treat every person with dignity and disclose nobody's identity."
)
CAUTION_HI = (
    "ये जाँच के लिए संकेत हैं, निष्कर्ष नहीं; ये किसी पर आरोप नहीं लगाते। "
    "किसी वयस्क का अपनी इच्छा से किया गया यौन कार्य आईटीपीए के तहत अपने आप में अपराध नहीं है। "
    "हर व्यक्ति के साथ गरिमा से पेश आएँ और किसी की पहचान उजागर न करें।"
)


def render_html(digest: Digest) -> str:
    """A page under 100 KB for mail and browser: no remote content, no script, styles inline."""
    return _render("digest.html", digest)


def render_text(digest: Digest) -> str:
    """The same in plain text."""
    return _render("digest.txt", digest)


def summary(digest: Digest) -> str:
    """`3 new leads; 200 ads read`, or `no new leads; 200 ads read`."""
    leads = count(digest.new_leads, "new lead") if digest.new_leads else "no new leads"
    return f"{leads}; {count(digest.ads_read, 'ad')} read"


def _render(name: str, digest: Digest) -> str:
    return (
        _environment()
        .get_template(name)
        .render(
            digest=digest,
            day=write_day(digest.window.day),
            summary=summary(digest),
            caution=CAUTION,
            caution_hi=CAUTION_HI,
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("search.digest"),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["count"] = count
    return environment
