from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from models.language import segments


def spoken(text: str) -> list[tuple[str, str, str]]:
    return [(s.lang, s.script, text[s.start : s.end]) for s in segments(text)]


@pytest.mark.parametrize(
    ("text", "lang", "script"),
    [
        ("Wanted: a maid for full time work, no experience needed.", "en", "Latn"),
        ("घर के काम के लिए लड़की चाहिए", "hi", "Deva"),
        ("घर कामासाठी मुलगी पाहिजे, पगार चांगला आहे", "mr", "Deva"),
        ("गोदामात दोघी बायका, सकाळी आठला यायचं, बोनस दिवाळीला", "mr", "Deva"),
        ("रिक्षाचालकांसाठी जागा भाड्याने, मालकाचा फोन खाली", "mr", "Deva"),
        ("दुकान का किराया मालिक तय करेंगे, कानून की पढ़ाई वालों को पहले", "hi", "Deva"),
        ("హైదరాబాద్‌లో పని మనిషి కావాలి", "te", "Telu"),
        ("বাড়ির কাজের জন্য মেয়ে লাগবে", "bn", "Beng"),
        ("வேலைக்கு பெண் தேவை", "ta", "Taml"),
        ("گھر کے کام کے لیے", "ur", "Arab"),
        ("Ghar ke kaam ke liye ladki chahiye, paisa turant milega", "hi", "Latn"),
        ("house maid chahiye delhi mein, salary 12000 milegi", "hi", "Latn"),
        ("Inti pani kosam ammayi kavali, jeetam nela ki 15000", "te", "Latn"),
        ("evarikaina room kavalante matladandi, rent konjam thakkuva", "te", "Latn"),
        ("order the vendor a folder, kitchen madam alone and tender", "en", "Latn"),
        ("Barir kajer jonno meye lagbe, thaka khawa free", "bn", "Latn"),
        ("male or female both can apply to the hotel", "en", "Latn"),
        ("ಕೆಲಸ ಬೇಕು", "kn", "Knda"),
    ],
)
def test_an_ad_in_one_language_is_one_segment(text: str, lang: str, script: str) -> None:
    assert spoken(text) == [(lang, script, text)]


def test_short_stretches_are_told_apart() -> None:
    cases = yaml.safe_load((Path(__file__).parents[2] / "cases" / "languages.yaml").read_text("utf-8"))
    wrong = [text for text, wanted in cases if [[s.lang, s.script] for s in segments(text)] != wanted]
    assert len(cases) == 60
    assert len(wrong) <= 1, wrong


def test_an_ad_may_change_language_between_sentences() -> None:
    text = "Ghar baithe kaam karein aur paise kamayein. Earn a good income, part time. संपर्क करें!"
    assert spoken(text) == [
        ("hi", "Latn", "Ghar baithe kaam karein aur paise kamayein."),
        ("en", "Latn", "Earn a good income, part time."),
        ("hi", "Deva", "संपर्क करें!"),
    ]


def test_digits_and_signs_go_with_the_words_before_them() -> None:
    assert spoken("* లడ్డు 500 call 98") == [("te", "Telu", "* లడ్డు 500"), ("en", "Latn", "call 98")]


def test_empty_text_has_no_language() -> None:
    assert segments("") == ()
    assert segments(" \n ") == ()


def test_text_without_a_word_is_undetermined() -> None:
    assert spoken(" 12-34 ") == [("und", "Zyyy", "12-34")]


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_segments_cover_all_but_white_space_without_overlap(text: str) -> None:
    covered = [False] * len(text)
    for segment in segments(text):
        assert segment.start < segment.end
        for at in range(segment.start, segment.end):
            assert not covered[at]
            covered[at] = True
    assert all(done or character.isspace() for done, character in zip(covered, text, strict=True))
