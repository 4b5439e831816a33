"""This module holds boards in the manner of sites that people in India use, each with what they put around an ad."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from pipeline.sampleboard.pages import BoardAd

IST = timezone(timedelta(hours=5, minutes=30))
TODAY = date(2026, 11, 22)
DEVANAGARI_DIGITS = str.maketrans("0123456789", "०१२३४५६७८९")
HINDI_MONTHS = [
    "",
    "जनवरी",
    "फ़रवरी",
    "मार्च",
    "अप्रैल",
    "मई",
    "जून",
    "जुलाई",
    "अगस्त",
    "सितंबर",
    "अक्टूबर",
    "नवंबर",
    "दिसंबर",
]
BENGALI_MONTHS = [
    "",
    "জানুয়ারি",
    "ফেব্রুয়ারি",
    "মার্চ",
    "এপ্রিল",
    "মে",
    "জুন",
    "জুলাই",
    "আগস্ট",
    "সেপ্টেম্বর",
    "অক্টোবর",
    "নভেম্বর",
    "ডিসেম্বর",
]
BENGALI_DIGITS = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")


@dataclass(frozen=True, slots=True)
class Lookalike:
    """One board: its pages lie in `lookalikes_pages/NAME.ad.html` and `NAME.list.html`."""

    name: str
    path: Callable[[BoardAd], str]
    next: str
    charset: str = "utf-8"


def slug(ad: BoardAd) -> str:
    words = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in ad.title).split()
    return "-".join(words[:6]).lower() or "ad"


LOOKALIKES = (
    Lookalike("hashed", lambda ad: f"/item/{slug(ad)}-iid-1740{ad.number}", "/jobs_c4?page=2"),
    Lookalike("portal", lambda ad: f"/{slug(ad)}-W0QQAdIdZ{ad.number}", "/jobs?page=2"),
    Lookalike("personals", lambda ad: f"/ID_{ad.number}/{slug(ad)}.html", "/jobs/2/"),
    Lookalike("wordpress", lambda ad: f"/2026/11/{slug(ad)}-{ad.number[-3:]}/", "/jobs/page/2/"),
    Lookalike("blogger", lambda ad: f"/2026/11/{slug(ad)}{ad.number[-3:]}.html", "/search?updated-max=2026-11-18T10:00:00-08:00&max-results=20"),
    Lookalike("forum", lambda ad: f"/viewtopic.php?f=4&t={ad.number}", "/jobs/viewforum.php?f=4&start=25"),
    Lookalike("fonttags", lambda ad: f"/ad{ad.number}.htm", "/jobs2.htm"),
    Lookalike("hindi", lambda ad: f"/vigyapan/{ad.number}", "/naukri?p=2"),
    Lookalike("telugu", lambda ad: f"/prakatana/{ad.number}/{slug(ad)}", "/jobs/?page=2"),
    Lookalike("bengali", lambda ad: f"/bn/ad/{slug(ad)}-{ad.number}", "/bn/ads?page=2"),
    Lookalike("skills", lambda ad: f"/job-listings-{slug(ad)}-0-to-3-years-2011{ad.number}", "/jobs-2"),
    Lookalike("divided", lambda ad: f"/{slug(ad)}-contact-address-{ad.number}", "/jobs/?offset=20"),
    Lookalike("icons", lambda ad: f"/ads/{ad.number}-{slug(ad)}", "/jobs/?pg=2"),
    Lookalike("newspaper", lambda ad: f"/classified/view.asp?cid={ad.number}", "/classified?pn=2", charset="utf-16"),
    Lookalike("seo", lambda ad: f"/job/{slug(ad)}/{ad.number}", "/jobs/?page=2"),
    Lookalike("product", lambda ad: f"/i/{slug(ad)}-{int(ad.number):x}", "/jobs/?cursor=abc123"),
    Lookalike("bare", lambda ad: f"/n/{ad.number}", "/p2"),
    Lookalike("sidebar", lambda ad: f"/{slug(ad)}-{ad.number[-3:]}/", "/category/jobs/page/2/"),
    Lookalike("nested", lambda ad: f"/showad.asp?code=BB{ad.number}", "/list.asp?c=4&pg=2"),
    Lookalike("rendered", lambda ad: f"/job/{slug(ad)}-{int(ad.number):x}b9", "/jobs?page=2"),
    Lookalike("accordion", lambda ad: f"/m/v/{ad.number}", "/m/jobs?from=20"),
    Lookalike("devanagari", lambda ad: f"/v/{ad.number}.html", "/naukri?panna=2"),
    Lookalike("telugu2", lambda ad: f"/p/{ad.number}", "/udyogam/page2"),
    Lookalike("bangla", lambda ad: f"/kaaj/{ad.number}", "/kaaj?pata=2"),
    Lookalike("terms", lambda ad: f"/notice/{ad.number}", "/board/jobs/3"),
    Lookalike("answers", lambda ad: f"/groups/work/t/{ad.number}", "/groups/work?after=xyz20"),
    Lookalike("roles", lambda ad: f"/haat/item/{ad.number}/", "/haat/work?cursor=AQHR"),
    Lookalike("elements", lambda ad: f"/job-detail/{ad.number}", "/jobs?pageIndex=1"),
    Lookalike("wap", lambda ad: f"/a?id={ad.number}", "/l?c=jobs&s=20"),
    Lookalike("urdu", lambda ad: f"/ishtihar/{ad.number}", "/naukri/2"),
    Lookalike("tamil", lambda ad: f"/vilambaram/{ad.number}", "/velai?p=2"),
    Lookalike("marathi", lambda ad: f"/jahirat.php?no={ad.number}", "/list?pg=2"),
    Lookalike("profile", lambda ad: f"/{slug(ad)}/{ad.number}_bz", "/services/page-2"),
    Lookalike("styled", lambda ad: f"/{slug(ad)}-{ad.number}.html", "/jobs-page-2"),
    Lookalike("about", lambda ad: f"/p/jobs/{slug(ad)}/{ad.number}", "/jobs/page2"),
    Lookalike("amp", lambda ad: f"/amp/{slug(ad)}-{ad.number}/", "/amp/jobs?start=20"),
    Lookalike("query", lambda ad: f"/index.php?page=ad&adid={ad.number}&lang=en", "/jobs/?page=list&cat=7&p=2"),
)  # fmt: skip


# Pages of ads alone: of these boards nobody wrote down a listing.
UNLISTED = tuple(
    Lookalike(name, lambda ad: f"/ad/{ad.number}", "")
    for name in (
        "asp", "cards", "deflist", "hindilocal", "plain", "telugulocal", "wpclass",
        "bangla_notice", "board_php", "pwa", "vacancy",
        "frameset_old", "hindi_dl", "jobcard_amp", "osclass",
        "localads", "marathi_np", "spans", "telegram_web",
    )
)  # fmt: skip


def ad_page(site: Lookalike, ad: BoardAd, others: Sequence[BoardAd]) -> bytes:
    """The page of `ad` on `site`, with `others` beside it."""
    posted = posted_on(ad)
    words = {
        "ad": ad,
        "others": others,
        "path": site.path,
        "slug": slug,
        "iso": datetime.fromisoformat(ad.posted_at).astimezone(IST).isoformat(),
        "day": posted.strftime,
        "paragraphs": [part for part in ad.text.split("\n") if part.strip()],
        "pieces": _pieces(ad.text),
        "day_hi": f"{posted.day} {HINDI_MONTHS[posted.month]} {posted.year}".translate(DEVANAGARI_DIGITS),
        "day_bn": f"{posted.day} {BENGALI_MONTHS[posted.month]}, {posted.year}".translate(BENGALI_DIGITS),
        "breaks": Markup("<br>\n").join(ad.text.split("\n")),
    } | _ago((TODAY - posted).days)
    return _pages().get_template(f"{site.name}.ad.html").render(words).encode(site.charset)


def list_page(site: Lookalike, ads: Sequence[BoardAd]) -> str:
    """A listing of `ads` on `site`."""
    return _pages().get_template(f"{site.name}.list.html").render(ads=ads, path=site.path)


def posted_on(ad: BoardAd) -> date:
    return datetime.fromisoformat(ad.posted_at).astimezone(IST).date()


def _pieces(text: str) -> list[str]:
    """The sentences of a text, as a page shows them that gives each its own block."""
    return [piece for line in text.split("\n") for piece in line.replace(". ", ".\n").split("\n") if piece]


def _ago(days: int) -> dict[str, str]:
    return {
        "ago_en": {0: "today", 1: "yesterday"}.get(days, f"{days} days ago"),
        "ago_short": f"{days}d ago" if days else "just now",
        "ago_hi": {0: "आज", 1: "कल"}.get(days, f"{days} दिन पहले"),
        "ago_te": {0: "ఈరోజు", 1: "నిన్న"}.get(days, f"{days} రోజుల క్రితం"),
        "ago_bn": {0: "আজ", 1: "গতকাল"}.get(days, f"{days} দিন আগে".translate(BENGALI_DIGITS)),
    }


@cache
def _pages() -> Environment:
    return Environment(loader=FileSystemLoader(Path(__file__).parent / "lookalikes_pages"), autoescape=True)
