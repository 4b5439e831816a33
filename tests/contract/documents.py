"""This module builds ad documents for the contract tests; a builder shows only what matters."""

from dataclasses import replace

from hypothesis import strategies as st

from models.domain.judgement import AdClass, Band, Kind
from models.normalise.tokens import search_tokens
from search.index.document import AdDocument

TEXTS = (
    "maid needed in Hyderabad",
    "no phone, no leave",
    "phone no problem leave",
    "नौकरी चाहिए, काम तुरंत",
    "naukri in Dubai, salary 1,50,000",
    "హైదరాబాద్ లో పని",
    "গৃহকর্মী চাই",
    "part-time job",
    "",
)

_PLAIN = AdDocument(
    ad_id="a1",
    captured_at=1_000,
    first_seen=1_000,
    content_hash="h1",
    source="board",
    source_type="job",
    band=Band.LOW,
    score=0.1,
    ad_class=AdClass.LEAD,
    kinds={},
    languages=(),
    places=(),
    indicators=(),
    tokens="",
    contact_keys=(),
    template_key="",
    model="m1",
    sealed=b"sealed",
)


def ad(ad_id: str = "a1", text: str = "", **other: object) -> AdDocument:
    """A document whose tokens are those of `text`."""
    return replace(_PLAIN, ad_id=ad_id, tokens=tokens(text), **other)  # type: ignore[arg-type]  # as the caller says


def tokens(text: str) -> str:
    """The searchable words of `text`, separated by spaces."""
    return " ".join(token.key for token in search_tokens(text))


def some_of(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    """A few of `values`, each once."""
    return st.lists(st.sampled_from(values), unique=True, max_size=len(values)).map(tuple)


probabilities = st.floats(0, 1)
documents = st.builds(
    AdDocument,
    ad_id=st.sampled_from([f"a{number}" for number in range(12)]),
    captured_at=st.integers(0, 5),
    first_seen=st.integers(0, 5),
    content_hash=st.sampled_from(["h1", "h2", "h3"]),
    source=st.sampled_from(["one", "two"]),
    source_type=st.just("job"),
    band=st.sampled_from(Band),
    score=st.sampled_from([0.0, 0.25, 0.5, 1.0]),
    ad_class=st.sampled_from(AdClass),
    kinds=st.dictionaries(st.sampled_from(list(Kind)[:3]), probabilities),
    languages=some_of("en", "hi", "te"),
    places=some_of("IN", "IN-36", "IN-36-507", "dubai"),
    indicators=some_of("JB01", "CS05"),
    tokens=st.lists(
        st.sampled_from([*map(tokens, TEXTS), "<part>", "ſ", "x_y", "İ", "\u0378", "क्षत्रिय"]), max_size=4
    ).map(" ".join),
    contact_keys=some_of("k.1", "k.2", "k.3"),
    template_key=st.sampled_from(["", "t1"]),
    model=st.just("m1"),
    sealed=st.binary(max_size=20),
)
