import random
import re
import unicodedata
from datetime import date
from email import message_from_bytes
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path

import pytest

from models.domain.contact import ContactKind
from models.domain.errors import WrongUsage
from models.domain.events import AdScored
from models.domain.judgement import Band
from search.digest import Digest, build, render_html, render_text, to_message
from tests.unit.search.builders import House, micros, open_house, scored

DAY = date(2026, 11, 22)
NOW = micros(2026, 11, 23, 1, 30)
WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return open_house(tmp_path)


def digest_of(house: House) -> Digest:
    return build(house.index, house.records, house.vault, day=DAY, now=NOW)


def everything(digest: Digest) -> list[str]:
    """The digest in every form that leaves the house."""
    message = message_from_bytes(to_message(digest, recipients=("officer@police.example",)), policy=default)
    bodies = [part.get_content() for part in message.walk() if not part.is_multipart()]
    return [render_html(digest), render_text(digest), *bodies, *message.values()]


def disguises(number: str) -> dict[str, str]:
    """Ten digits in the ways in which ads write them."""
    return {
        "plain": number,
        "spaced": f"{number[:5]} {number[5:]}",
        "prefixed": f"+91-{number[:5]}-{number[5:]}",
        "dotted": ".".join(number),
        "starred": "*".join(re.findall("..", number)),
        "devanagari": "".join(chr(0x966 + int(d)) for d in number),
        "circled": "".join("⓪①②③④⑤⑥⑦⑧⑨"[int(d)] for d in number),
        "keycap": "".join(f"{d}\ufe0f\u20e3" for d in number),
        "words": " ".join(WORDS[int(d)] for d in number),
        "mixed": "".join(WORDS[int(d)] if at % 4 == 0 else d for at, d in enumerate(number)),
        "letters": number.replace("0", "O").replace("1", "l"),
    }


def test_no_full_contact_is_in_any_form_of_the_digest(house: House) -> None:
    chance = random.Random(22)
    planted: list[tuple[str, str]] = []
    events: list[AdScored] = []
    for at, form in enumerate(list(disguises("9876543210"))[:10]):
        number = f"{chance.choice('6789')}{chance.randrange(10**9):09}"
        surface = disguises(number)[form]
        upi, email = f"{number}@ybl", f"desk.{number}@mail.example"
        planted += [(number, surface), (upi, upi), (email, email)]
        events.append(
            scored(
                str(at),
                title=f"Call {surface} today",
                text=f"Pay {surface} to {upi} first. Mail {email}. Near {surface} PF and ESI",
                says=[("JB01", f"Pay {surface} to {upi} first")],
                contacts=[
                    (ContactKind.PHONE, f"+91{number}", surface),
                    (ContactKind.UPI, upi, upi),
                    (ContactKind.EMAIL, email, email),
                ],
                places=[(f"Near {surface}", "locality", None, None)],
            )
        )
    house.take(*events)
    digest = digest_of(house)
    assert len(digest.leads) == 10
    for written in everything(digest):
        only_digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", written))
        for value, surface in planted:
            assert value not in written
            assert surface not in written
            if value.isdigit():
                assert value not in only_digits


def test_the_mask_shows_enough_to_know_a_number_again(house: House) -> None:
    house.take(
        scored(
            text="Pay the visa fee first, 98765 43210 PF and ESI",
            contacts=[(ContactKind.PHONE, "+919876543210", "98765 43210")],
        )
    )
    assert all("phone +91 98xxxxx210" in page for page in everything(digest_of(house))[:2])


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def test_the_page_loads_nothing_and_runs_nothing(house: House) -> None:
    house.take(
        scored(
            title="<script>alert(1)</script><img src=//x.example/p.png>",
            text="<a href='javascript:1'>Pay the visa fee first</a> PF and ESI",
            says=[("JB01", "<a href='javascript:1'>Pay the visa fee first</a>")],
            url="javascript:alert(1)",
        )
    )
    tags = Tags()
    tags.feed(render_html(digest_of(house)))
    assert not {tag for tag, _ in tags.seen} & {
        "script",
        "img",
        "a",
        "link",
        "iframe",
        "style",
        "form",
        "object",
    }
    named = {name for _, attributes in tags.seen for name in attributes}
    assert not named & {"href", "src", "background", "srcset", "onerror", "onclick", "action"}
    assert not [attributes for _, attributes in tags.seen if "url(" in (attributes.get("style") or "")]


def test_turning_orders_and_line_ends_of_an_ad_do_not_reach_the_mail(house: House) -> None:
    house.take(
        scored(title="Helpers\r\nBcc: somebody\u202ednammoc", text="Pay the visa fee first PF and ESI")
    )
    html, text, *_ = everything(digest_of(house))
    assert "\u202e" not in html + text
    assert "1. Helpers Bcc: somebody[U+202E]dnammoc\n" in text


def test_ten_hostile_leads_stay_under_100_kilobytes(house: House) -> None:
    hostile = "\"'<&>" * 300
    house.take(
        *(
            scored(
                str(n),
                title=hostile,
                text=f"{n} {hostile} PF and ESI",
                says=[("JB01", hostile), ("JB02", hostile), ("JB22", hostile), ("BL01", hostile)],
                means=(0, 1, 2, 3),
                places=[(hostile, "city", None, None)],
                source=f"board{n}",
            )
            for n in range(10)
        )
    )
    digest = digest_of(house)
    assert len(digest.leads) == 10
    assert len(render_html(digest).encode()) < 100_000
    assert len(to_message(digest)) < 200_000


def test_a_day_without_leads_says_so_and_how_many_ads_were_read(house: House) -> None:
    house.take(scored("1", band=Band.NONE, says=(), kinds={}), scored("2", band=Band.NONE, says=(), kinds={}))
    html, text, *_ = everything(digest_of(house))
    for page in (html, text):
        assert "No new leads; 2 ads read." in page
        assert "silence means a fault" in page


def test_the_caution_stands_first_in_two_languages(house: House) -> None:
    house.take(scored())
    for page in everything(digest_of(house))[:2]:
        assert page.index("indicators for enquiry, not findings") < page.index("Helpers wanted")
        assert page.index("जाँच के लिए संकेत") < page.index("Helpers wanted")


def test_an_unread_lead_is_headed_so(house: House) -> None:
    (ad_id,) = house.take(scored())
    for page in everything(digest_of(house))[:2]:
        assert "not yet read by a person" in page.lower()
    house.records.mark_read(ad_id, person="p", at=NOW)
    for page in everything(digest_of(house))[:2]:
        assert "not yet read by a person" not in page.lower()


def test_it_speaks_in_words_and_accuses_nobody(house: House) -> None:
    house.take(scored(score=0.873))
    for page in everything(digest_of(house))[:2]:
        assert "0.873" not in page
        assert "87" not in re.sub("#[0-9a-f]{6}", "", page)
        assert not [w for w in ("victim", "prostitut", "trafficker", "minor") if w in page.lower()]


def test_the_same_digest_is_the_same_mail_to_the_byte(house: House) -> None:
    house.take(scored(title="नौकरी"))
    assert to_message(digest_of(house)) == to_message(digest_of(house))


def test_the_mail_has_one_id_for_a_unit_and_a_day_and_the_morning_as_its_date(house: House) -> None:
    message = message_from_bytes(to_message(digest_of(house)), policy=default)
    assert message["Message-ID"] == "<digest.2026-11-22.n6q3kfhumjymhq4trpdodf7o@nigah.invalid>"
    assert message["Date"] == "Mon, 23 Nov 2026 07:00:00 +0530"
    assert message["Subject"] == "Nigah, 22 Nov 2026: no new leads; 0 ads read"
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


@pytest.mark.parametrize("address", ["nobody", "a@b\r\nBcc: c@d", ""])
def test_an_address_that_is_none_is_refused(house: House, address: str) -> None:
    with pytest.raises(WrongUsage, match="no mail address"):
        to_message(digest_of(house), recipients=(address,))
