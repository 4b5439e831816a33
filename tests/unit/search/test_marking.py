from hypothesis import given
from hypothesis import strategies as st

from search.marking import Mark, Piece, cut, window
from search.redaction import Cover


def marks(length: int) -> st.SearchStrategy[list[Mark]]:
    ends = st.tuples(st.integers(0, length), st.integers(0, length))
    return st.lists(ends.map(lambda pair: Mark(min(pair), max(pair), "n")), max_size=6)


def test_a_finding_is_one_piece_with_its_sentence() -> None:
    assert cut("pay the fee now", findings=[Mark(4, 11, "JB01: asks for money")]) == (
        Piece("pay "),
        Piece("the fee", ("JB01: asks for money",)),
        Piece(" now"),
    )


def test_a_hit_inside_a_finding_keeps_both() -> None:
    pieces = cut("pay the fee", findings=[Mark(0, 11, "why", against=True)], hits=[Mark(8, 11)])
    assert pieces == (
        Piece("pay the ", ("why",), against=True),
        Piece("fee", ("why",), against=True, hit=True),
    )


def test_a_language_is_carried_by_its_stretch() -> None:
    assert cut("call करें", languages=[Mark(0, 5, "en"), Mark(5, 9, "hi")]) == (
        Piece("call ", lang="en"),
        Piece("करें", lang="hi"),
    )


def test_a_cover_is_never_cut_by_a_mark_or_by_the_end_of_a_snippet() -> None:
    covering = [Cover(5, 16, "+91 98xxxxx210")]
    pieces = cut("call 98765 43210 now", hits=[Mark(11, 16)], covering=covering, end=12)
    assert pieces == (Piece("call "), Piece("+91 98xxxxx210", hit=True))
    assert cut("call 98765 43210 now", covering=covering, start=8)[0].text == "+91 98xxxxx210"


@given(
    st.text(alphabet="abc करेंé\n", max_size=40).flatmap(
        lambda t: st.tuples(st.just(t), marks(len(t)), marks(len(t)))
    )
)
def test_pieces_together_are_the_published_text(case: tuple[str, list[Mark], list[Mark]]) -> None:
    published, findings, hits = case
    pieces = cut(published, findings=findings, hits=hits, languages=findings)
    assert "".join(piece.text for piece in pieces) == published


def test_a_thousand_marks_cost_no_more_than_five_hundred() -> None:
    many = [Mark(n, n + 1, "n") for n in range(0, 4000, 2)]
    assert sum(bool(piece.notes) for piece in cut("x" * 4000, findings=many)) == 500


def test_a_snippet_stands_around_the_first_mark_and_at_a_words_beginning() -> None:
    published = "lorem " * 50 + "pay the fee " + "ipsum " * 50
    start, end = window(published, [Mark(300, 311)], size=60)
    assert published[start:end] == "lorem lorem pay the fee ipsum ipsum ipsum ipsum ipsum ipsum"


def test_a_short_text_is_its_own_snippet() -> None:
    assert window("short", [Mark(3, 5)], size=60) == (0, 5)
    assert window("", [], size=60) == (0, 0)
