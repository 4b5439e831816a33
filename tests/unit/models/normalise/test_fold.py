import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.normalise.fold import fold, fold_characters

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)  # lone surrogates too
TRICKS = st.text("aeflsx013@$! .-_*\n\t\u200b\u200d१২౩é🅰９①\u20e3न्तकि়োা", max_size=40)


@pytest.mark.parametrize(
    ("published", "folded"),
    [
        ("FREE  Visa", "free visa"),
        ("free\n\n visa", "free\nvisa"),
        ("fr\u200bee \u202evisa", "free visa"),
        ("ｆｒｅｅ ℱ𝓇ℯℯ", "free free"),
        ("frее", "free"),  # the last two letters are Cyrillic
        ("ΗΟΤΕL", "hotel"),  # the first four are Greek
        ("f\u0336r\u0336e\u0336e\u0336 naïve", "free naive"),
        ("🅵🆁🅴🅴", "free"),
        ("f r e e   v i s a", "free visa"),
        ("F.R.E.E visa", "free visa"),
        ("f-r-e-e", "free"),
        ("U.A.E.", "uae."),
        ("freeeee foood", "free food"),
        ("girlsss sexxx", "girls sex"),
        ("www.abc.com xxx", "www.abc.com xxx"),
        ("m@ssage s3x ca$h m0ney b00k g!rls", "massage sex cash money book girls"),
        ("n0 fr33", "no free"),
        ("need3girls", "need3girls"),
        ("ravi@ybl hr@company", "ravi@ybl hr@company"),
        ("98765 O321O", "98765 o321o"),
        ("₹15,000 1O 5k", "₹15,000 1o 5k"),
        ("९८७ ৯৮৭ ౯౮౭ ௯௮௭ ９８７ ⑨⑧⑦ 9️⃣8️⃣7️⃣", "987 987 987 987 987 987 987"),
        ("फ़्री लड़कियाँ हिन्दी", "फ्री लडकियां हिंदी"),
        ("ক\u09c7\u09be", "কো"),
        ("ന്\u200dറെ ൻ", "ന്റെ ന്"),
        ("", ""),
    ],
)
def test_what_is_published_folds_to_what_is_matched(published: str, folded: str) -> None:
    assert fold(published).text == folded


def test_digits_stay_digits_where_only_characters_are_folded() -> None:
    assert fold_characters("S3X  nine8seven F R E E").text == "s3x nine8seven f r e e"


@pytest.mark.parametrize(
    ("published", "word", "surface"),
    [
        ("pay FR\u200bEE now", "free", "FR\u200bEE"),
        ("get f r e e visa", "free", "f r e e"),
        ("so freeeee!", "free", "freeeee"),
        ("no  ﬁxed", "fixed", "ﬁxed"),
        ("call 9️⃣8️⃣ now", "98", "9️⃣8️⃣"),
    ],
)
def test_a_folded_word_knows_its_published_place(published: str, word: str, surface: str) -> None:
    folded = fold(published)
    start = folded.text.index(word)
    first, last = folded.span(start, start + len(word))
    assert published[first:last] == surface


def test_a_span_cut_inside_one_published_character_covers_it() -> None:
    folded = fold("½")
    assert folded.text == "1⁄2".replace("⁄", "/")
    assert folded.span(0, 1) == (0, 1)


@given(ANY_TEXT | TRICKS)
def test_folding_twice_changes_nothing_more(published: str) -> None:
    once = fold(published).text
    assert fold(once).text == once


@given(ANY_TEXT | TRICKS)
def test_folding_characters_twice_changes_nothing_more(published: str) -> None:
    once = fold_characters(published).text
    assert fold_characters(once).text == once


@given(ANY_TEXT | TRICKS)
def test_offsets_rise_inside_the_published_text(published: str) -> None:
    folded = fold(published)
    assert len(folded.offsets) == len(folded.text) + 1
    assert folded.offsets[-1] == len(published)
    assert list(folded.offsets) == sorted(folded.offsets)
    assert all(
        start < end <= len(published)
        for start, end in map(folded.span, range(len(folded.text)), range(1, len(folded.text) + 1))
    )
