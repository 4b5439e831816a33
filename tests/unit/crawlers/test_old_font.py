"""Hindi in the keys of an old font becomes letters; English beside it stays what it is."""

import pytest

from crawlers.old_font import letters
from crawlers.page import PageAd, read_ad
from tests.unit.crawlers.builders import NOW, card

BY = card(hosts=["mandi.example"], languages=["hi", "en"])
TITLE, TITLE_READ = "fnYyh esa ukSdjh", "दिल्ली में नौकरी"
TEXT = "?kj ds dke ds fy, efgyk pkfg,A osru ikap gtkj] [kkuk vkSj jguk eq¶r gSA laidZ djsa 9876543210"
READ = "घर के काम के लिए महिला चाहिए। वेतन पांच हजार, खाना और रहना मुफ्त है। संपर्क करें 9876543210"


@pytest.mark.parametrize(
    ("keys", "read"),
    [
        ("ukSdjh pkfg,", "नौकरी चाहिए"),
        ("fnYyh esa dke djus ds fy, yM+ds pkfg,", "दिल्ली में काम करने के लिए लड़के चाहिए"),
        ("izfrfnu dk;Z", "प्रतिदिन कार्य"),
        ("L=h vkSj Jfed", "स्त्री और श्रमिक"),
        ("{ks= Kku fo|ky;", "क्षेत्र ज्ञान विद्यालय"),
        ("f'k{kk izf'k{k.k", "शिक्षा प्रशिक्षण"),
        ("?kaVs Hkkstu Bsdsnkj <kck >kalh", "घंटे भोजन ठेकेदार ढाबा झांसी"),
        ("deZpkjh flQZ /keZ", "कर्मचारी सिर्फ धर्म"),
        ("#i;s }kjk mez daiuh", "रुपये द्वारा उम्र कंपनी"),
        ("Mªkboj Vªsu fgUnh", "ड्राइवर ट्रेन हिन्दी"),
        ("[ksr esa [kkuk", "खेत में खाना"),
        ("fLFkfr", "स्थिति"),
        ("1]500 :i;s", "1,500 रूपये"),
        ("", ""),
    ],
)
def test_keys_become_letters(keys: str, read: str) -> None:
    assert letters(keys) == read


PAGES = {
    "a font tag": f'<font face="Kruti Dev 010"><h1>{TITLE}</h1><p>{TEXT}</p></font><p>Contact us by mail.</p>',
    "a style": f"<div style=\"font-family:'Kruti Dev 010'\"><h1>{TITLE}</h1><p>{TEXT}</p></div>",
    "a class": f"<style>.hi, .hd {{font-family: KrutiDev010; color: red}}</style><h1 class=hd>{TITLE}</h1><p class=hi>{TEXT}</p>",
    "DevLys": f'<font face="DevLys 010"><h1>{TITLE}</h1><p>{TEXT}</p></font>',
}


@pytest.mark.parametrize("body", PAGES.values(), ids=PAGES)
def test_an_ad_in_an_old_font_is_read_in_letters(body: str) -> None:
    page = read_ad(
        f"<html><title>Ad</title><body>{body}</body></html>".encode(),
        url="https://mandi.example/ad/1",
        card=BY,
        now=NOW,
    )
    assert isinstance(page, PageAd)
    assert (page.title, page.text) == (TITLE_READ, READ)


def test_without_the_fonts_name_its_common_words_tell() -> None:
    body = f"<html><title>Ad</title><h1>Cook wanted</h1><p>{TEXT}</p></html>"
    page = read_ad(body.encode(), url="https://mandi.example/ad/1", card=BY, now=NOW)
    assert isinstance(page, PageAd)
    assert (page.title, page.text) == ("Cook wanted", READ)


@pytest.mark.parametrize(
    "text",
    [
        "We need a cook for a family of four, six days a week, ten thousand a month.",
        "Ghar ke kaam ke liye mahila chahiye, vetan paanch hazaar, khana aur rehna muft hai.",
        "Send ij and dk to the ds office; the gS code is on the card, and the number is below it.",
    ],
)
def test_what_is_in_no_old_font_stays(text: str) -> None:
    body = (
        f"<html><title>Ad</title><h1>Cook wanted</h1><p style='font-family: Mangal, Arial'>{text}</p></html>"
    )
    page = read_ad(body.encode(), url="https://mandi.example/ad/1", card=BY, now=NOW)
    assert isinstance(page, PageAd)
    assert page.text == text
