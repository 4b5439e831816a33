import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.errors import WrongUsage
from search.query.keys import keys
from search.query.lexemes import QUOTES
from search.query.parse import parse
from search.query.print import to_text
from search.query.query import And, Expression, Not, Or, Phrase, Term

A, B, C = Term("a"), Term("b"), Term("c")

READINGS: list[tuple[str, Expression | None, str]] = [
    ("a", A, "one word"),
    ("  a  b ", And((A, B)), "side by side: both"),
    ("a AND b", And((A, B)), "said aloud"),
    ("a OR b c", Or((A, And((B, C)))), "AND binds closer than OR"),
    ("(a OR b) c", And((Or((A, B)), C)), "brackets bind closest"),
    ("NOT a b", And((Not(A), B)), "NOT binds closer than AND"),
    ("a -b", And((A, Not(B))), "a dash before a word"),
    ("-(a OR b)", Not(Or((A, B))), "a dash before a bracket"),
    ('-"a b"', Not(Phrase(("a", "b"))), "a dash before a phrase"),
    ("NOT NOT a", Not(Not(A)), "twice"),
    ('"a b"', Phrase(("a", "b")), "a phrase"),
    ("“a b” c", And((Phrase(("a", "b")), C)), "what phones make of quotation marks"),
    ('"a"', A, "one quoted word is a word"),
    ('"OR"', Term("OR"), "so that operators can be searched"),
    ("or and not", And((Term("or"), Term("and"), Term("not"))), "operators are in capitals"),
    ("part-time", Term("part-time"), "a dash inside a word"),
    ("kind:x", Term("kind:x"), "filters are another function's business"),
    ("a - b", And((A, B)), "a lone dash is no word"),
    ("a ... b!", And((A, Term("b!"))), "nor are dots"),
    ("नौकरी चाहिए", And((Term("नौकरी"), Term("चाहिए"))), "Hindi"),
    ('a"b c"d', And((A, Phrase(("b", "c")), Term("d"))), "quotes need no spaces around"),
    ("", None, "nothing asked"),
    (" \n ", None, "nothing asked"),
    ('() ""', None, "nothing asked"),
    ("!!! ???", None, "nothing that could be found"),
    ("a OR ()", A, "an empty bracket is passed over"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), READINGS)
def test_a_query_is_read_as_people_mean_it(text: str, expected: Expression | None, reason: str) -> None:
    assert parse(text) == expected, reason


FAULTS = [
    ('a "b c', r"character 3: the quotation mark there is never closed"),
    ("(a OR b", r"character 1: the bracket there is never closed"),
    ("a) b", r"character 2: this bracket was never opened"),
    ("a OR", r"character 3: OR joins nothing there; write a word beside it"),
    ("OR a", r"character 1: OR joins nothing"),
    ("a AND OR b", r"character 3: AND joins nothing"),
    ("a NOT", r"character 3: NOT joins nothing"),
    ("(a OR) b", r"character 4: OR joins nothing"),
    ("(" * 60 + "a" + ")" * 60, r"brackets and NOT go deeper than 40"),
    ("NOT " * 60 + "a", r"brackets and NOT go deeper than 40"),
    ("maid " * 1_000, r"5000 characters; shorten it to at most 4000"),
]


@pytest.mark.parametrize(("text", "sentence"), FAULTS)
def test_a_query_that_cannot_be_read_is_told_with_its_place(text: str, sentence: str) -> None:
    with pytest.raises(WrongUsage, match=sentence):
        parse(text)


@given(st.text(max_size=60) | st.text('ab ()"-:ANDORT“”', max_size=60))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    sentence = ""
    try:
        parse(text)
    except WrongUsage as error:
        sentence = str(error)
    assert sentence == "" or sentence.startswith("The query cannot be read at character ")


def word_like(text: str) -> bool:
    return bool(keys(Term(text))) and text == text.strip() and len(text.split()) == 1


words = st.sampled_from(
    ["maid", "NOT", "OR", "AND", "-cook", "(x", "kind:y", "नौकरी", "part-time", "a)b"]
) | st.text(
    st.characters(exclude_characters=QUOTES, exclude_categories=["Cs"]), min_size=1, max_size=8
).filter(word_like)
expressions: st.SearchStrategy[Expression] = st.recursive(
    words.map(Term) | st.lists(words, min_size=2, max_size=4).map(lambda some: Phrase(tuple(some))),
    lambda parts: st.one_of(
        st.lists(parts, min_size=2, max_size=4).map(lambda some: And(tuple(some))),
        st.lists(parts, min_size=2, max_size=4).map(lambda some: Or(tuple(some))),
        parts.map(Not),
    ),
    max_leaves=10,
)


@given(expressions)
def test_reading_what_was_printed_gives_the_same_expression(expression: Expression) -> None:
    assert parse(to_text(expression)) == expression


@given(st.text('ab ()"-ANDORT', max_size=40))
def test_printing_what_was_read_and_reading_it_again_changes_nothing(text: str) -> None:
    try:
        read = parse(text)
    except WrongUsage:
        return
    assert read is None or parse(to_text(read)) == read
