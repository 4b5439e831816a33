import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.errors import WrongUsage
from search.sealed_box import generate, key_id, public_of, seal, sealed_to, unseal

PUBLIC, PRIVATE = generate()


@given(plain=st.binary(max_size=500), context=st.text(st.characters(), max_size=40))
def test_what_was_sealed_opens_with_its_key_and_context(plain: bytes, context: str) -> None:
    assert unseal(PRIVATE, seal(PUBLIC, plain, context=context), context=context) == plain


def test_the_plain_text_is_not_in_the_box_and_no_two_boxes_are_alike() -> None:
    first = seal(PUBLIC, b"call 98765 43210", context="a1")
    second = seal(PUBLIC, b"call 98765 43210", context="a1")
    assert b"98765" not in first
    assert first != second


def test_a_box_opens_in_no_other_context() -> None:
    sealed = seal(PUBLIC, b"text", context="ads.collected/a1")
    with pytest.raises(WrongUsage, match="damaged, or belongs to something else"):
        unseal(PRIVATE, sealed, context="ads.collected/a2")


def test_a_box_for_another_key_says_which_key_it_needs() -> None:
    other_public, _ = generate()
    sealed = seal(other_public, b"text", context="a1")
    with pytest.raises(WrongUsage, match=f"sealed to key {key_id(other_public)}.*given is {key_id(PUBLIC)}"):
        unseal(PRIVATE, sealed, context="a1")


@given(place=st.integers(0, 60), flip=st.integers(1, 255))
def test_any_changed_byte_is_noticed(place: int, flip: int) -> None:
    sealed = bytearray(seal(PUBLIC, b"some ten b", context="a1"))
    sealed[place] ^= flip
    with pytest.raises(WrongUsage):
        unseal(PRIVATE, bytes(sealed), context="a1")


@given(st.binary(max_size=60))
def test_bytes_that_are_no_box_are_refused(junk: bytes) -> None:
    with pytest.raises(WrongUsage):
        unseal(PRIVATE, junk, context="a1")


def test_a_box_names_its_key_without_being_opened() -> None:
    assert sealed_to(seal(PUBLIC, b"", context="")) == key_id(PUBLIC)
    assert re.fullmatch("[0-9a-f]{16}", key_id(PUBLIC))


def test_the_public_key_follows_from_the_private_one() -> None:
    assert public_of(PRIVATE) == PUBLIC


def test_keys_survive_being_pasted_with_spaces_around() -> None:
    assert unseal(f" {PRIVATE}\n", seal(f"{PUBLIC}\n", b"x", context=""), context="") == b"x"


def test_a_private_key_where_a_public_one_belongs_is_refused_and_not_repeated() -> None:
    with pytest.raises(WrongUsage) as caught:
        seal(PRIVATE, b"x", context="")
    assert str(caught.value) == "A public key belongs here, and the one given is of the other kind."


@pytest.mark.parametrize(
    "text", ["", "nigah-public-", "nigah-public-AAAA", "nigah-public-" + "é" * 43, "A" * 43]
)
def test_a_text_that_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(WrongUsage, match="no public key of Nigah; one begins with `nigah-public-`"):
        seal(text, b"x", context="")
