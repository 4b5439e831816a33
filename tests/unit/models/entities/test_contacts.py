import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.contact import ContactKind
from models.entities.contacts import contacts
from tests.unit.models.entities import look_alikes, obfuscations

PIECES = st.sampled_from(
    [
        "nine do o",
        "98765",
        "43210",
        "-",
        "\n",
        "+91",
        "rs ",
        "lakh",
        "@ybl",
        "wa.me/",
        "age ",
        "0",
        "double ",
        "call ",
        "at",
        "gmail.com",
        "dot",
        "http://",
        "५",
        "⑦",
        "\u200b",
        "\ud800",
        " ",
    ]
)


def read(published: str) -> list[tuple[str, str]]:
    return [(contact.kind.value, contact.value) for contact in contacts("text", published)]


def test_three_digits_in_brackets_are_the_code_of_a_place_in_america() -> None:
    assert read("call (650) 253-0000") == [("phone", "+16502530000")]
    assert read("call (987) 654-3210") == [("phone", "+919876543210")]


@pytest.mark.parametrize(
    "published",
    [
        "98765 43210",
        "09876543210",
        "0091 98765 43210",
        "९८७६५४३२१०",
        "৯৮৭৬৫৪৩২১০",
        "౯౮౭౬౫౪౩౨౧౦",
        "9 8 7 6 5 4 3 2 1 0",
        "9.8.7.6.5.4.3.2.1.0",
        "98*765*43*210",
        "nine8765four3210",
        "nau aath saat chhe paanch char teen do ek zero",
        "98⑦6543210",
        "9️⃣8️⃣7️⃣6️⃣5️⃣4️⃣3️⃣2️⃣1️⃣0️⃣",
        "９８７６５４３２１０",
        "98765\n43210",
        "987 654-3210",
        "98 765 432 10",
        "9\n8\n7\n6\n5\n4\n3\n2\n1\n0",
        "ninety eight seventy six fifty four thirty two ten",
        "nineeightsevensixfivefourthreetwoonezero",
        "nine one nine eight seven six five four three two one zero",
        "+91 (98765) 43210",
        "ph9876543210",
        "Ravi9876543210",
        "9876543210whatsapp",
        "🇮🇳9876543210",
        "9876543210/11",
        "tel:+919876543210",
        "9B765 4321O",
    ],
)
def test_a_mobile_number_is_read_however_it_is_written(published: str) -> None:
    assert read(published) == [("phone", "+919876543210")]


def test_letters_among_digits_are_read_as_the_digits_they_look_like() -> None:
    assert read("98765-O321O") == [("phone", "+919876503210")]


@pytest.mark.parametrize(
    "published",
    [
        "98765 43210 / 91234 56780",
        "Ph:9876543210,9123456780",
        "98765432109123456780",
        "+91 98765 43210 +91 91234 56780",
        "98765 43210 91234 56780",
    ],
)
def test_two_numbers_are_two_contacts(published: str) -> None:
    assert read(published) == [("phone", "+919876543210"), ("phone", "+919123456780")]


@pytest.mark.parametrize(
    ("published", "value"),
    [
        ("+855 12 345 678", "+85512345678"),
        ("+977 9812345678", "+9779812345678"),
        ("+880 1712 345678", "+8801712345678"),
        ("+856 20 5512 3456", "+8562055123456"),
        ("+959421234567", "+959421234567"),
        ("00855 12 345 678", "+85512345678"),
        ("040-23456789", "+914023456789"),
        ("(040) 2345 6789", "+914023456789"),
        ("+91 40 2345 6789", "+914023456789"),
    ],
)
def test_foreign_numbers_and_landlines_are_read(published: str, value: str) -> None:
    assert read(published) == [("phone", value)]


@pytest.mark.parametrize(
    "published",
    [
        "5876543210",
        "pincode 743329 and 110001",
        "order id 123456789012345",
        "Aadhaar 2345 6789 0123",
        "A/c 50100123456789 IFSC HDFC0001234",
        "GSTIN 36ABCDE1234F1Z5",
        "12/10/2026 - 15/10/2026",
        "Salary 15000-25000",
        "65000-75000",
        "1800 11 3090",
        "A/c no. 9876543210",
        "Order no: 9876543210",
        "Rs 9876543210/-",
        "TXN9876543210",
        "98765432109",
        "00 44 9876543210",
        "class 6 7 8 9 10 11 12",
        "Membership no 9876543210",
        "Complaint no. 9876543210",
        "Certificate no 9876543210",
        "Notification no. 9876543210",
        "Service request 9876543210",
        "GRN 9876543210",
        "Qty 9876543210 pcs",
        "9876543210 units",
        "population 9876543210",
    ],
)
def test_other_numbers_are_no_contacts(published: str) -> None:
    assert read(published) == []


HELPLINES = [
    "112", "100", "101", "102", "108", "1091", "1098", "181", "1930", "14490", "14567", "15100",
    "1800 11 3090", "1800-233-4567", "18002334567", "1860 266 2345", "1600 234 567", "140 234 5678", "+91 1800 233 456",
]  # fmt: skip


@pytest.mark.parametrize("number", HELPLINES)
def test_helplines_are_no_contacts(number: str) -> None:
    assert [found for said in ("call {} now", "tel:{}", "0{}") for found in read(said.format(number))] == []


@pytest.mark.parametrize(
    ("published", "kind", "value"),
    [
        ("wa.me/919876543210", "whatsapp", "+919876543210"),
        ("https://wa.me/919876543210?text=Hi", "whatsapp", "+919876543210"),
        ("https://api.whatsapp.com/send?phone=919876543210&text=x", "whatsapp", "+919876543210"),
        ("https://chat.whatsapp.com/AbC123dEf", "whatsapp", "chat.whatsapp.com/AbC123dEf"),
        ("whatsapp.com/channel/0029Xyz", "whatsapp", "whatsapp.com/channel/0029Xyz"),
        ("t.me/Some_Name", "telegram", "@some_name"),
        ("https://t.me/+AbCd123", "telegram", "t.me/+AbCd123"),
        ("telegram.me/joinchat/XyZ_1", "telegram", "t.me/joinchat/XyZ_1"),
        ("t.me/+919876543210", "telegram", "+919876543210"),
        ("Telegram: @jobs_abroad", "telegram", "@jobs_abroad"),
        ("insta id priya_12", "handle", "instagram:priya_12"),
        ("https://www.instagram.com/priya.k/", "handle", "instagram:priya.k"),
        ("DM @priya_x", "handle", "@priya_x"),
        ("ravi.k-1@okaxis", "upi", "ravi.k-1@okaxis"),
        ("9876543210@ybl", "upi", "9876543210@ybl"),
        ("9876543210 @ paytm", "upi", "9876543210@paytm"),
        ("UPI: ravi@somebank1", "upi", "ravi@somebank1"),
        ("a.b@gmail.com", "email", "a.b@gmail.com"),
        ("hr@company.co.in", "email", "hr@company.co.in"),
        ("ravi dot kumar at gmail dot com", "email", "ravi.kumar@gmail.com"),
        ("ravi(at)gmail(dot)com", "email", "ravi@gmail.com"),
        ("ravi [at] gmail.com", "email", "ravi@gmail.com"),
        ("ravi@ gmail.com", "email", "ravi@gmail.com"),
        ("www.Example.com/Path", "url", "example.com/Path"),
        ("https://site.in/ad/9876543210", "url", "site.in/ad/9876543210"),
    ],
)
def test_one_way_of_contact_is_one_contact(published: str, kind: str, value: str) -> None:
    assert read(published) == [(kind, value)]
    assert read(f"Interested? {published} (only genuine)") == [(kind, value)]


@pytest.mark.parametrize(
    "published",
    ["Good salary.In Hyderabad", "meet at axis", "@home", "contact me @ office", "10 @ 5", "B.Com / M.Com", "B.COM/BBA pass"],
)  # fmt: skip
def test_plain_words_are_no_contacts(published: str) -> None:
    assert read(published) == []


def hidden_numbers(*, seed: int) -> tuple[int, float]:
    """How many numbers hidden in written ways there are in ads drawn with `seed`, and F1 of those that are read."""
    hits = extra = missed = 0
    for ad in obfuscations.ads(seed=seed, per_family=12):
        found = {(contact.value, contact.surface) for contact in contacts("text", ad.text)}
        hits += len(found & set(ad.expected))
        extra += len(found - set(ad.expected))
        missed += len(set(ad.expected) - found)
    return hits + missed, 2 * hits / (2 * hits + extra + missed)


def test_every_family_of_hidden_numbers_is_read_exactly() -> None:
    _, f1 = hidden_numbers(seed=20261122)
    assert len(obfuscations.FAMILIES) >= 30
    assert f1 >= 0.99


def test_ten_thousand_look_alikes_hold_no_telephone_number() -> None:
    telephone = {ContactKind.PHONE, ContactKind.WHATSAPP}
    wrong = [
        (family, text)
        for family, text in look_alikes.texts(seed=20261122, count=10_000)
        if any(contact.kind in telephone for contact in contacts("text", text))
    ]
    assert len(look_alikes.FAMILIES) >= 12
    assert wrong == []


@given(
    st.text(st.characters(exclude_categories=()), max_size=60) | st.lists(PIECES, max_size=14).map("".join)
)
def test_surfaces_are_the_published_text_and_do_not_overlap(published: str) -> None:
    last = 0
    for contact in contacts("title", published):
        assert contact.span.part == "title"
        assert contact.surface == published[contact.span.start : contact.span.end] != ""
        assert contact.span.start >= last
        last = contact.span.end
