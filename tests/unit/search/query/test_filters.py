import pytest

from models.domain.contact import ContactKind
from models.domain.errors import WrongUsage
from models.domain.finding import Span
from models.domain.judgement import Band, Kind
from models.domain.place import Place
from search.keyring import Keyring
from search.local_vault import LocalVault
from search.query.filters import place_codes
from search.query.parse import parse_query
from search.query.query import And, Filters, Or, Query, Term

PHONE = "+919876543210"
NOV_20_IST = 1_795_113_000_000_000  # 2026-11-19T18:30Z
DAY = 86_400_000_000


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> LocalVault:
    return LocalVault(Keyring.create(tmp_path_factory.mktemp("keys") / "keys.json"))


READINGS = [
    ("kind:forced_labour", Filters(kinds=frozenset({Kind.FORCED_LABOUR}))),
    (
        "kind:Forced-Labour,organ_trade kind:scam_compound",
        Filters(kinds=frozenset({Kind.FORCED_LABOUR, Kind.ORGAN_TRADE, Kind.SCAM_COMPOUND})),
    ),
    ('kind:"forced labour"', Filters(kinds=frozenset({Kind.FORCED_LABOUR}))),
    ("band:high", Filters(bands=frozenset({Band.HIGH}))),
    ("BAND: Medium+", Filters(bands=frozenset({Band.MEDIUM, Band.HIGH, Band.URGENT}))),
    ("source:board-1 source:b2", Filters(sources=frozenset({"board-1", "b2"}))),
    ("lang:HI language:te", Filters(languages=frozenset({"hi", "te"}))),
    ("place:in-36 place:IN-36-507", Filters(places=frozenset({"IN-36", "IN-36-507"}))),
    ("from:2026-11-20", Filters(captured_from=NOV_20_IST)),
    ("to:20/11/2026", Filters(captured_to=NOV_20_IST + DAY)),
    (
        "from:2026-11-20 to:20-11-2026",
        Filters(captured_from=NOV_20_IST, captured_to=NOV_20_IST + DAY),
    ),
    ("from:2026-11-01 from:2026-11-20", Filters(captured_from=NOV_20_IST)),
]


@pytest.mark.parametrize(("text", "expected"), READINGS)
def test_a_filter_is_read(vault: LocalVault, text: str, expected: Filters) -> None:
    assert parse_query(text, vault=vault) == Query(filters=expected)


@pytest.mark.parametrize(
    "text",
    [
        "maid kind:organ_trade",
        "kind:organ_trade AND maid",
        "maid AND kind:organ_trade",
        "kind: organ_trade maid",
    ],
)
def test_filters_stand_beside_words_with_or_without_and(vault: LocalVault, text: str) -> None:
    assert parse_query(text, vault=vault) == Query(
        match=Term("maid"), filters=Filters(kinds=frozenset({Kind.ORGAN_TRADE}))
    )


def test_an_and_between_words_stays_when_a_filter_goes(vault: LocalVault) -> None:
    query = parse_query("(maid OR cook) AND band:low AND hindi", vault=vault)
    assert query.match == And((Or((Term("maid"), Term("cook"))), Term("hindi")))


CONTACTS = [
    "contact:9876543210",
    "9876543210",
    "maid 9876543210",
    'contact:"9876543210" maid',
    "maid contact: 9876543210",
]


@pytest.mark.parametrize("text", CONTACTS)
def test_a_typed_number_leaves_only_as_its_keyed_hash(vault: LocalVault, text: str) -> None:
    query = parse_query(text, vault=vault)
    assert query.filters == Filters(contact_keys=frozenset({vault.contact_key(ContactKind.PHONE, PHONE)}))
    assert query.match in {None, Term("maid")}
    assert "98765" not in repr(query)


WRITTEN = [
    "98765 43210",
    "+91 98765-43210",
    "९८७६५४३२१०",
    "098765 43210",
    "nine eight seven six five four three two one zero",
    "wa.me/919876543210",
]


@pytest.mark.parametrize("surface", WRITTEN)
@pytest.mark.parametrize(
    "around", ["{}", "contact:{}", 'contact:"{}"', "maid {} cook", "maid contact:{} cook"]
)
def test_any_written_form_of_a_number_is_one_filter(vault: LocalVault, surface: str, around: str) -> None:
    query = parse_query(around.format(surface), vault=vault)
    assert query.filters == Filters(contact_keys=frozenset({vault.contact_key(ContactKind.PHONE, PHONE)}))
    assert query.match == (And((Term("maid"), Term("cook"))) if "maid" in around else None)


def test_two_numbers_ask_for_either(vault: LocalVault) -> None:
    query = parse_query("9876543210 contact:9123456780", vault=vault)
    assert query.filters.contact_keys == {
        vault.contact_key(ContactKind.PHONE, PHONE),
        vault.contact_key(ContactKind.PHONE, "+919123456780"),
    }


FAULTS = [
    ("kind:foo", r"character 1: kind: takes one of sexual_exploitation, forced_labour"),
    ("maid band:5", r"character 6: band: takes one of none, low, medium, high, urgent"),
    ("from:tomorrow", r"from: takes a day such as 2026-11-22"),
    ("to:2026-13-01", r"to: takes a day"),
    ("place:nowhere-at-all", r"place: takes a name that fits one place"),
    ("place:", r"after place: a value is missing"),
    ("kind:(organ_trade)", r"after kind: a value is missing"),
    ("(kind:organ_trade maid)", r"character 2: kind: narrows the whole search"),
    ("-band:low", r"band: narrows the whole search"),
    ("NOT source:x", r"source: narrows the whole search"),
    ("maid OR lang:hi", r"lang: narrows the whole search"),
    ("lang:hi OR maid", r"lang: narrows the whole search"),
    ("maid OR 9876543210", r"contact: narrows the whole search"),
    ("contact:maid", r"contact: takes a phone number"),
    ('kind:"organ', r"the quotation mark there is never closed"),
]


@pytest.mark.parametrize(("text", "sentence"), FAULTS)
def test_a_filter_that_cannot_be_read_is_told(vault: LocalVault, text: str, sentence: str) -> None:
    with pytest.raises(WrongUsage, match=sentence) as told:
        parse_query(text, vault=vault)
    assert "98765" not in str(told.value)


def test_a_word_with_a_colon_that_is_no_filter_stays_a_word(vault: LocalVault) -> None:
    assert parse_query("salary:high", vault=vault).match == Term("salary:high")


HERE = Span("text", 0, 1)
PLACES = [
    (Place("Hyderabad", HERE, "city", 36, 507), ("IN", "IN-36", "IN-36-507"), "city"),
    (Place("Telangana", HERE, "city", 36, None), ("IN", "IN-36"), "state"),
    (Place("Aurangabad", HERE, "city", None, None), ("IN",), "one of several in India"),
    (Place("Dubai", HERE, "foreign", None, None), ("dubai",), "abroad"),
]


@pytest.mark.parametrize(("place", "expected", "reason"), PLACES)
def test_a_place_is_found_by_all_that_it_lies_in(
    place: Place, expected: tuple[str, ...], reason: str
) -> None:
    assert place_codes(place) == expected, reason
