import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.highlight import highlight
from search.query.parse import parse

MARKS = [
    ("Maid needed, maid wanted", "maid", ["Maid", "maid"], "letter case"),
    ("नौकरी in Dubai", "naukri", ["नौकरी"], "another script"),
    ("salary 1,50,000 only", "150000", ["1,50,000"], "digit groups whole"),
    ("no phone, no leave", '"no leave"', ["no leave"], "a phrase as one"),
    ("no phone, no leave", '"phone no"', ["phone, no"], "with what stands between its words"),
    ("no phone, no leave", "leave OR phone", ["phone", "leave"], "either, in the order of the text"),
    ("no phone, no leave", "leave -phone", ["leave"], "nothing that is not wanted"),
    ("part-time job", "part-time", ["part-time"], "a word of two"),
    ("maid maid maid", '"maid maid"', ["maid maid maid"], "overlaps become one"),
    ("maid", "cook", [], "nothing"),
    ("maid", "", [], "no query"),
]


@pytest.mark.parametrize(("published", "query", "expected", "reason"), MARKS)
def test_what_was_asked_for_is_marked(published: str, query: str, expected: list[str], reason: str) -> None:
    marked = [published[start:end] for start, end in highlight(published, parse(query))]
    assert marked == expected, reason


@given(st.text(max_size=80), st.sampled_from(["a", "a b", '"a b" OR 1', "NOT a"]))
def test_marks_lie_in_the_text_in_order_and_never_overlap(published: str, query: str) -> None:
    ends = [0, *(end for mark in highlight(published, parse(query)) for end in mark), len(published)]
    assert ends == sorted(ends)
