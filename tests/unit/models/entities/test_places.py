import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.entities.places import places


def read(published: str) -> list[tuple[str, str, int | None, int | None]]:
    return [(p.name, p.basis, p.state_lgd, p.district_lgd) for p in places("text", published)]


@pytest.mark.parametrize(
    ("published", "name", "basis", "state", "district"),
    [
        ("jobs in Hyderabad now", "Hyderabad", "city", 36, 507),
        ("हैदराबाद में काम", "Hyderabad", "city", 36, 507),
        ("హైదరాబాద్‌లో పని", "Hyderabad", "city", 36, 507),
        ("কলকাতা", "Kolkata", "city", 19, 315),
        ("Vizag", "Visakhapatnam", "city", 28, 520),
        ("New Delhi", "Delhi", "city", 7, None),
        ("मुंबईत काम", "Mumbai", "city", 27, None),
        ("नागपुरात नोकरी", "Nagpur", "city", 27, 484),
        ("पुण्यात काम", "Pune", "city", 27, 490),
        ("சென்னையில் வேலை", "Chennai", "city", 33, 568),
        ("திருப்பூரில் மில் வேலை", "Tiruppur", "city", 33, 634),
        ("Banglore koramangala", "Bengaluru", "city", 29, 525),
        ("visa for Dubai", "Dubai", "foreign", None, None),
        ("KK Park", "Myanmar", "foreign", None, None),
        ("Telangana", "Telangana", "state", 36, None),
        ("pincode 743329", "743329", "pincode", 19, None),
        ("PIN: 500 032", "500032", "pincode", 36, None),
        ("Aurangabad", "Aurangabad", "city", None, None),
        ("ఔరంగాబాద్", "Aurangabad", "city", None, None),
        ("Balrampur", "Balrampur", "city", None, None),
        ("Bilaspur", "Bilaspur", "city", None, None),
        ("Hamirpur", "Hamirpur", "city", None, None),
        ("Pratapgarh", "Pratapgarh", "city", None, None),
        ("Champaran", "Champaran", "city", 10, None),
        ("24 Parganas", "24 Parganas", "city", 19, None),
        ("South 24 Parganas", "South 24 Parganas", "city", 19, 304),
        ("Chhatrapati Sambhajinagar", "Chhatrapati Sambhajinagar", "city", 27, 469),
        ("छत्रपति संभाजीनगर", "Chhatrapati Sambhajinagar", "city", 27, 469),
        ("Allahabad", "Prayagraj", "city", 9, 120),
        ("Faizabad", "Ayodhya", "city", 9, 140),
        ("Hoshangabad", "Narmadapuram", "city", 23, 409),
        ("Ahmednagar", "Ahilyanagar", "city", 27, 466),
        ("Osmanabad", "Dharashiv", "city", 27, 488),
        ("Gurgaon", "Gurugram", "city", 6, 62),
        ("Bezawada", "Vijayawada", "city", 28, 749),
        ("Mysore", "Mysuru", "city", 29, 545),
        ("শিলিগুড়িতে", "Siliguri", "city", 19, None),
        ("near Howrah station", "Howrah", "city", 19, 313),
        ("opposite metro, Salt Lake, Kolkata", "Kolkata", "city", 19, 315),
        ("Pincode-110025", "110025", "pincode", 7, None),
        ("पिन 743329", "743329", "pincode", 19, None),
        ("Bangkok", "Thailand", "foreign", None, None),
        ("Myawaddy", "Myanmar", "foreign", None, None),
        ("Mae Sot", "Thailand", "foreign", None, None),
        ("Sihanoukville", "Cambodia", "foreign", None, None),
        ("Golden Triangle", "Laos", "foreign", None, None),
        ("Muscat", "Oman", "foreign", None, None),
    ],
)
def test_a_place_is_read_with_its_codes(
    published: str, name: str, basis: str, state: int | None, district: int | None
) -> None:
    assert read(published) == [(name, basis, state, district)]


def test_an_ambiguous_name_is_settled_by_the_state_named_after_it() -> None:
    assert read("Aurangabad, Bihar")[0] == ("Aurangabad", "city", 10, 189)
    assert read("औरंगाबाद महाराष्ट्र")[0] == ("Aurangabad", "city", 27, 469)
    assert read("Balrampur UP")[0] == ("Balrampur", "city", 9, 127)
    assert read("Hamirpur, HP")[0] == ("Hamirpur", "city", 2, 17)
    assert read("Pratapgarh (Rajasthan)")[0] == ("Pratapgarh", "city", 8, 629)


def test_an_ambiguous_name_is_settled_by_the_state_whose_it_is_said_to_be() -> None:
    assert read("Bihar ke Aurangabad mein")[1] == ("Aurangabad", "city", 10, 189)
    assert read("छत्तीसगढ़ के बिलासपुर में")[-1] == ("Bilaspur", "city", 22, 375)


def test_a_state_elsewhere_in_the_text_settles_nothing() -> None:
    far = "Bihar se aaye log sampark karein, kaam aur rehna dono Aurangabad"
    assert read(far)[1] == ("Aurangabad", "city", None, None)


def test_a_foreign_place_is_told_from_the_place_of_the_ad() -> None:
    assert [one[1] for one in read("Job in Dubai, interview in Hyderabad")] == ["foreign", "city"]


def test_a_number_behind_a_city_is_its_pin_code() -> None:
    assert read("Kolkata - 700091") == [("Kolkata", "city", 19, 315), ("700091", "pincode", 19, None)]


@pytest.mark.parametrize(
    "published",
    [
        "salary 150000",
        "743329",
        "743329 Canning",
        "Hyderabadi biryani",
        "order 500032",
        "near the big market",
        "landmark: water tank",
    ],
)
def test_other_words_and_numbers_are_no_places(published: str) -> None:
    assert read(published) == []


def test_a_place_in_a_field_of_the_page_says_so() -> None:
    assert [place.basis for place in places("fields.city", "Hyderabad")] == ["field"]


@pytest.mark.parametrize("number", ["9876543210", "+919123456780", "040-23456789"])
def test_a_telephone_number_is_no_place(number: str) -> None:
    assert read(f"call {number}") == []


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_places_lie_in_the_published_text(published: str) -> None:
    assert all(0 <= p.span.start < p.span.end <= len(published) for p in places("text", published))


@pytest.mark.parametrize(
    ("published", "sure"),
    [
        ("jobs in Hyderabad", 0.9),
        ("Aurangabad", 0.5),
        ("Aurangabad, Bihar", 0.8),
        ("Champaran", 0.5),
        ("pincode 743329", 0.95),
        ("visa for Dubai", 0.9),
    ],
)
def test_a_place_says_how_sure_it_is(published: str, sure: float) -> None:
    assert places("text", published)[0].confidence == sure


def test_a_pin_code_that_nothing_announces_is_less_sure() -> None:
    assert [one.confidence for one in places("text", "Kolkata - 700091")] == [0.9, 0.85]


@given(
    st.lists(
        st.sampled_from(
            ["Aurangabad", "Balrampur", "Bihar", "Hamirpur", ", ", " ", "UP", "743329", "PIN ", "Dubai"]
        )
    )
)
def test_a_name_that_several_places_share_is_never_sure(pieces: list[str]) -> None:
    for place in places("text", "".join(pieces)):
        assert 0 < place.confidence <= 0.95
        if place.name in {"Aurangabad", "Balrampur", "Hamirpur"}:
            assert place.confidence <= (0.5 if place.district_lgd is None else 0.8)
        if place.basis == "pincode":
            assert place.district_lgd is None


@pytest.mark.parametrize(
    ("published", "name", "state", "district"),
    [
        ("Hotel in Meerut", "Meerut", 9, 169),
        ("मेरठ में काम", "Meerut", 9, 169),
        ("Udaipur", "Udaipur", 8, 117),
        ("झाँसी", "Jhansi", 9, 153),
        ("झांसी", "Jhansi", 9, 153),
        ("नागपूर", "Nagpur", 27, 484),
        ("শিলচরে কাজ", "Silchar", 18, 282),
        ("రాయచోటి నుంచి", "Madanapalle", 28, 753),
        ("Tatanagar station", "Jamshedpur", 20, 327),
        ("Rohtak", "Rohtak", 6, 73),
        ("दिल्ली, ग्वालियर", "Gwalior", 23, 407),
    ],
)
def test_districts_and_larger_towns_are_known_in_their_scripts(
    published: str, name: str, state: int, district: int
) -> None:
    assert read(published)[-1] == (name, "city", state, district)


ORDINARY = [
    "kaam ho gaya hai",
    "raat ki pali, din ki pali",
    "रात की पाली में काम",
    "sabzi mandi ke paas",
    "मंडी में भाव",
    "boys kavali, room undi",
    "दहेज नहीं चाहिए",
    "dahej bilkul nahi",
    "धर्मशाला में ठहरना",
    "ek banda chahiye",
    "sarkari kota se seat",
    "Anand sir, Sagar bhai aur Hassan",
    "basti ke log",
    "सीधी बात करें",
    "सम्भल कर रहें",
    "puri sabzi ka thela",
    "jan kalyan samiti",
    "दुर्ग और किले",
    "Rewa aur Vidisha didi",
    "Manali ki mummy",
    "durga puja, bhandara Sunday ko",
    "guna, dhar, banka",
    "Una masaje",
    "बूंदी के लड्डू",
]


@pytest.mark.parametrize("published", ORDINARY)
def test_ordinary_words_and_names_of_people_are_no_places(published: str) -> None:
    assert read(published) == []


@pytest.mark.parametrize(
    ("published", "name", "state", "district"),
    [
        ("Banda district", "Banda", 9, 128),
        ("जिला बांदा", "Banda", 9, 128),
        ("Mandi, Himachal Pradesh", "Mandi", 2, 22),
        ("Rajasthan ke Kota mein", "Kota", 8, 109),
        ("Ballia (UP)", "Ballia", 9, 126),
    ],
)
def test_such_a_word_is_a_place_where_its_state_or_district_is_said(
    published: str, name: str, state: int, district: int
) -> None:
    assert (name, "city", state, district) in read(published)


def test_such_a_word_is_a_place_in_a_field_of_places() -> None:
    assert [place.name for place in places("fields.location", "Mandi")] == ["Mandi"]
    assert places("fields.pay", "Mandi") == ()


def test_a_row_names_its_place_once_whatever_the_characters() -> None:
    assert read("आज़मगढ़") == read("आजमगढ़") == [("Azamgarh", "city", 9, 123)]
