from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from models import codec
from models.domain.ad import RawAd
from models.domain.contact import Contact, ContactKind
from models.domain.events import AdScored
from models.domain.finding import Finding, Span
from models.domain.judgement import AdClass, Band, Elements, Judgement, Kind, LanguageSegment, PosterRole
from models.domain.place import Place
from search.index.build import document
from search.index.embedded import EmbeddedIndex
from search.keyring import Keyring
from search.local_vault import LocalVault
from tests.contract.documents import tokens

HERE = Span("text", 0, 1)


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> LocalVault:
    return LocalVault(Keyring.create(tmp_path_factory.mktemp("keys") / "keys.json"))


def scored(text: str = "", title: str = "", *contacts: Contact, **judged: object) -> AdScored:
    """A judged ad in which only what is named matters."""
    ad = RawAd("a1", "board", "job", "https://ads.example/1", title, text, 7, 3, {})
    plain = Judgement(
        language=(),
        kinds={},
        score=0.0,
        band=Band.NONE,
        ad_class=AdClass.LEAD,
        poster_role=PosterRole.OTHER,
        abstained=False,
        about_trafficking=False,
        elements=Elements(),
        reasons_for=(),
        reasons_against=(),
        findings=(),
        contacts=contacts,
        places=(),
        model="m1",
    )
    return AdScored(ad, replace(plain, **judged))  # type: ignore[arg-type]  # as the caller says


def contact(
    surface: str, within: str, value: str = "+919876543210", kind: ContactKind = ContactKind.PHONE
) -> Contact:
    start = within.index(surface)
    return Contact(kind, value, Span("text", start, start + len(surface)), surface)


def folded(text: str) -> str:
    """`text` as the index keeps it, typed words in angle brackets left alone."""
    return " ".join(word if word.startswith("<") else tokens(word) for word in text.split())


def test_the_document_takes_over_what_the_event_says(vault: LocalVault) -> None:
    event = scored(
        "Maid needed",
        language=(
            LanguageSegment("en", "Latn", 0, 4),
            LanguageSegment("hi", "Latn", 5, 9),
            LanguageSegment("en", "Latn", 9, 11),
        ),
        places=(
            Place("Hyderabad", HERE, "city", 36, 507),
            Place("Warangal", HERE, "city", 36, 510),
            Place("Dubai", HERE, "foreign"),
        ),
        findings=(Finding("JB01", HERE, "M"), Finding("CS05", HERE, "M"), Finding("JB01", HERE, "M")),
        band=Band.MEDIUM,
        score=0.6,
    )
    made = document(event, vault)
    assert (made.ad_id, made.captured_at, made.first_seen, made.source) == ("a1", 7, 3, "board")
    assert made.content_hash == event.ad.content_hash
    assert made.languages == ("en", "hi")
    assert made.places == ("IN", "IN-36", "IN-36-507", "IN-36-510", "dubai")
    assert made.indicators == ("JB01", "CS05")
    assert (made.band, made.score, made.model, made.ad_class) == (Band.MEDIUM, 0.6, "m1", AdClass.LEAD)
    assert codec.decode(vault.open(made.sealed, context="a1")) == event


def test_the_same_event_gives_the_same_document_but_for_its_seal(vault: LocalVault) -> None:
    one, other = document(scored("Maid"), vault), document(scored("Maid"), vault)
    assert one.sealed != other.sealed
    assert replace(one, sealed=b"") == replace(other, sealed=b"")


def test_parts_of_an_ad_never_make_one_phrase(vault: LocalVault) -> None:
    event = scored("cook wanted", "maid")
    event = replace(event, ad=replace(event.ad, fields={"pay": "high", "city": "Pune"}))
    assert document(event, vault).tokens == folded("maid <part> cook wanted <part> pune <part> high")


CUTS = [
    (Band.LOW, {Kind.ORGAN_TRADE, Kind.SCAM_COMPOUND}, "half of the score"),
    (Band.NONE, set(), "nothing in an ad that is not flagged"),
]


@pytest.mark.parametrize(("band", "expected", "reason"), CUTS)
def test_kinds_are_those_that_reach_the_cut(
    vault: LocalVault, band: Band, expected: set[Kind], reason: str
) -> None:
    kinds = {
        Kind.ORGAN_TRADE: 0.8,
        Kind.SCAM_COMPOUND: 0.4,
        Kind.FORCED_LABOUR: 0.3,
        Kind.FORCED_MARRIAGE: 0.0,
    }
    event = scored(kinds=kinds, score=0.8, band=band)
    assert set(document(event, vault).kinds) == expected, reason


TEXTS = [
    ("call 98765 43210 now", "98765 43210", "call <phone> now", "a number of two words is one typed word"),
    ("call 98765 43210", "98765 43210", "call <phone>", "at the end"),
    ("9876543210", "9876543210", "<phone>", "alone"),
    ("whatsapp9876543210now", "9876543210", "<phone>", "grown together with words"),
]


@pytest.mark.parametrize(("text", "surface", "expected", "reason"), TEXTS)
def test_a_contact_becomes_a_typed_word_in_its_place(
    vault: LocalVault, text: str, surface: str, expected: str, reason: str
) -> None:
    assert document(scored(text, "", contact(surface, text)), vault).tokens == folded(expected), reason


def test_a_long_number_that_nobody_read_does_not_show_either(vault: LocalVault) -> None:
    made = document(scored("Aadhaar 234567890123 pin 743329 pay 1,50,000 for 9876543210"), vault)
    assert made.tokens == folded("Aadhaar <number> pin 743329 pay 150000 for <number>")


def test_contact_keys_are_keyed_hashes_and_a_mobile_upi_id_has_two(vault: LocalVault) -> None:
    text = "pay 9876543210@ybl"
    made = document(
        scored(text, "", contact("9876543210@ybl", text, "9876543210@ybl", ContactKind.UPI)), vault
    )
    assert made.contact_keys == (
        vault.contact_key(ContactKind.UPI, "9876543210@ybl"),
        vault.contact_key(ContactKind.PHONE, "+919876543210"),
    )
    assert made.tokens == folded("pay <upi>")


def test_ads_that_differ_in_contact_numbers_and_spacing_share_a_template(vault: LocalVault) -> None:
    one = "Urgent hiring maid for home in city, salary 15000, food free call 98765 43210"
    other = "Urgent  hiring maid for home in city;\n salary 18,000 food free call 91234 56780"
    first = document(scored(one, "", contact("98765 43210", one)), vault)
    second = document(scored(other, "", contact("91234 56780", other, "+919123456780")), vault)
    third = document(scored(one.replace("maid", "cook")), vault)
    assert len(first.template_key) == 24
    assert first.template_key == second.template_key != third.template_key


def test_a_text_of_few_words_has_no_template(vault: LocalVault) -> None:
    assert document(scored("maid needed call now 15000"), vault).template_key == ""


def test_of_a_thousand_planted_contacts_none_is_in_clear_on_the_disk(
    vault: LocalVault, tmp_path: Path
) -> None:
    random = Random(7)
    planted = [_planted(random) for _ in range(1_000)]
    with closing(EmbeddedIndex(tmp_path / "ads.db")) as index:
        documents = []
        for number, (kind, value, surface) in enumerate(planted):
            text = f"Maid needed urgently, write {surface} today, good pay and food"
            event = scored(text, "", contact(surface, text, value, kind))
            documents.append(document(replace(event, ad=replace(event.ad, ad_id=f"a{number}")), vault))
        index.put(documents)
        assert len({key for made in documents for key in made.contact_keys}) >= 1_000
        left = b"".join(file.read_bytes() for file in tmp_path.iterdir()).lower()
    clear = {form for _, value, surface in planted for form in _forms(value, surface)}
    assert len(clear) >= 2_000
    assert [form for form in clear if form in left] == []


def _planted(random: Random) -> tuple[ContactKind, str, str]:
    number = str(random.choice("6789")) + "".join(random.choices("0123456789", k=9))
    name = "".join(random.choices("abcdefghijklmnopqrstuvwxyz", k=9))
    return random.choice(
        [
            (ContactKind.PHONE, f"+91{number}", f"{number[:5]} {number[5:]}"),
            (ContactKind.PHONE, f"+91{number}", " ".join(number)),
            (ContactKind.PHONE, f"+91{number}", number.translate({48 + n: 0x966 + n for n in range(10)})),
            (ContactKind.WHATSAPP, f"+91{number}", f"wa.me/91{number}"),
            (ContactKind.EMAIL, f"{name}@mail.example", f"{name} at mail dot example"),
            (ContactKind.UPI, f"{number}@ybl", f"{number}@ybl"),
            (ContactKind.TELEGRAM, name, f"t.me/{name}"),
            (ContactKind.HANDLE, f"@{name}", f"@{name}"),
        ]
    )


def _forms(value: str, surface: str) -> set[bytes]:
    bare = value.removeprefix("+91").removeprefix("@").split("@")[0]
    return {bare.encode(), surface.lower().encode()}
