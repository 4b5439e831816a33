from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.normalise.tokens import search_tokens


def keys(published: str) -> list[str]:
    return [token.key for token in search_tokens(published)]


@pytest.mark.parametrize(
    "spellings",
    [
        "naukri naukari naukary नौकरी NAUKRI ｎａｕｋｒｉ",
        "ladki ladaki laḍakī लड़की लडकी",
        "ladkiyan ladkiyaan ladkian लड़कियां लड़कियाँ",
        "shaadi shadi शादी শাদি",
        "kaam kam काम",
        "chahiye chahie चाहिए",
        "zaroorat jarurat zarurat ज़रूरत जरूरत",
        "vetan wetan वेतन",
        "mahina maheena महीना",
        "sampark सम्पर्क संपर्क",
        "jeetham jeetam jitam జీతం",
        "udyogam ఉద్యోగం",
        "manishi మనిషి",
        "ammayi ammai అమ్మాయి",
        "pelli పెళ్ళి పెళ్లి",
        "chakri চাকরি",
        "meye মেয়ে মেয়ে",
        "dorkar দরকার",
        "mohila মহিলা",
        "kidney kidni किडनी కిడ్నీ কিডনি",
        "hazaar hajar hazar हजार हज़ार হাজার",
        "velai வேலை",
    ],
)
def test_spellings_of_one_word_meet_in_one_key(spellings: str) -> None:
    assert len(set(keys(spellings))) == 1


@pytest.mark.parametrize(
    "words",
    [
        "of off",
        "to too",
        "in inn",
        "fee free",
        "ad add",
        "god good food",
        "man main mean",
        "beer bear bar",
        "sale sell seal",
        "met mate",
        "rest wrist",
        "pay pray",
        "girl grill",
    ],
)
def test_different_english_words_keep_different_keys(words: str) -> None:
    assert len(set(keys(words))) == len(words.split())


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("₹1,50,000", ["150000"]),
        ("98765.43210", ["9876543210"]),
        ("98765-43210", ["9876543210"]),
        ("+91 98765 43210", ["9876543210"]),
        ("09876543210", ["9876543210"]),
        ("९८७६५ ४३२१०", ["9876543210"]),
        ("2-5 lakh", ["2", "5", "lakh"]),
        ("12/10/2026", ["12", "10", "2026"]),
        ("no phone, no leave", ["no", "fone", "no", "leave"]),
        ("Rs 2,500, 1,50,000,", ["rs", "2500", "150000"]),
        ("1,2,3", ["1", "2", "3"]),
    ],
)
def test_digits_are_found_however_they_are_grouped(published: str, expected: list[str]) -> None:
    assert keys(published) == expected


def test_words_are_not_cut_at_vowel_signs() -> None:
    published = "नौकरी, ఉద్యోగం! মেয়ে লাগবে"
    surfaces = [published[token.start : token.end] for token in search_tokens(published)]
    assert surfaces == ["नौकरी", "ఉద్యోగం", "মেয়ে", "লাগবে"]


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_tokens_lie_in_the_published_text_in_order(published: str) -> None:
    tokens = search_tokens(published)
    assert all(0 <= token.start < token.end <= len(published) and token.key for token in tokens)
    assert all(a.end <= b.end and a.start <= b.start for a, b in pairwise(tokens))
    assert not any(character.isspace() for token in tokens for character in token.key)
