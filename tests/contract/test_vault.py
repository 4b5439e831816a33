"""What every vault promises; a further one joins as one more entry of `VAULTS`."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.contact import Contact, ContactKind
from models.domain.errors import WrongUsage
from models.domain.finding import Span
from search.keyring import Keyring
from search.local_vault import LocalVault
from search.vault import Vault, contact_keys

VAULTS: dict[str, Callable[[Path], Vault]] = {
    "local": lambda folder: LocalVault(Keyring.create(folder / "keys.json"))
}


@pytest.fixture(params=VAULTS, scope="module")
def vault(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Vault:
    return VAULTS[request.param](tmp_path_factory.mktemp("keys"))


@pytest.fixture(params=VAULTS, scope="module")
def stranger(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Vault:
    return VAULTS[request.param](tmp_path_factory.mktemp("other"))


@given(plain=st.binary(max_size=300), context=st.text(max_size=30))
def test_what_is_sealed_opens_again(vault: Vault, plain: bytes, context: str) -> None:
    assert vault.open(vault.seal(plain, context=context), context=context) == plain


def test_nothing_of_the_text_shows_and_no_two_seals_are_alike(vault: Vault) -> None:
    sealed = [vault.seal(b"maid wanted" * 9, context="a1") for _ in range(50)]
    assert len(set(sealed)) == 50
    assert not any(b"maid" in each for each in sealed)


def test_a_seal_opens_for_its_own_ad_alone(vault: Vault) -> None:
    sealed = vault.seal(b"text", context="a1")
    with pytest.raises(WrongUsage, match="a2 is damaged, or was sealed for another ad"):
        vault.open(sealed, context="a2")


@given(at=st.integers(0, 200), flip=st.integers(1, 255))
def test_one_changed_byte_is_noticed(vault: Vault, at: int, flip: int) -> None:
    sealed = bytearray(vault.seal(b"x" * 60, context="a1"))
    sealed[at % len(sealed)] ^= flip
    with pytest.raises(WrongUsage):
        vault.open(bytes(sealed), context="a1")


@pytest.mark.parametrize("length", range(40))
def test_a_cut_seal_is_noticed(vault: Vault, length: int) -> None:
    with pytest.raises(WrongUsage):
        vault.open(vault.seal(b"x" * 60, context="a1")[:length], context="a1")


def test_another_keyring_does_not_open_it_and_the_sentence_says_which_key(
    vault: Vault, stranger: Vault
) -> None:
    with pytest.raises(WrongUsage, match=r"a1 was sealed with key [0-9a-f]{8}, which this keyring"):
        stranger.open(vault.seal(b"text", context="a1"), context="a1")


Way = tuple[ContactKind, str]

SAME: list[tuple[Way, Way, str]] = [
    ((ContactKind.PHONE, "+919876543210"), (ContactKind.WHATSAPP, "+919876543210"), "one number, two ways"),
    ((ContactKind.PHONE, "+919876543210"), (ContactKind.WHATSAPP, "919876543210"), "a link has no plus sign"),
    ((ContactKind.PHONE, "+919876543210"), (ContactKind.TELEGRAM, "+919876543210"), "Telegram by number"),
    (
        (ContactKind.EMAIL, "Ravi@Example.com"),
        (ContactKind.EMAIL, "ravi@example.com"),
        "letter case of e-mail",
    ),
    ((ContactKind.UPI, "Ravi@OkAxis"), (ContactKind.UPI, "ravi@okaxis"), "letter case of UPI"),
    ((ContactKind.HANDLE, "@Ravi"), (ContactKind.HANDLE, "@ravi"), "letter case of handles"),
]
DIFFERENT: list[tuple[Way, Way, str]] = [
    ((ContactKind.PHONE, "+919876543210"), (ContactKind.PHONE, "+919876543211"), "another number"),
    ((ContactKind.TELEGRAM, "ravi"), (ContactKind.HANDLE, "ravi"), "a name means its own service"),
    ((ContactKind.EMAIL, "ravi@ybl"), (ContactKind.UPI, "ravi@ybl"), "an address means its own service"),
    ((ContactKind.URL, "x.in/Ab"), (ContactKind.URL, "x.in/aB"), "paths tell letter cases apart"),
]


@pytest.mark.parametrize(("one", "other", "reason"), SAME)
def test_one_reachable_contact_has_one_key(vault: Vault, one: Way, other: Way, reason: str) -> None:
    assert vault.contact_key(*one) == vault.contact_key(*other), reason


@pytest.mark.parametrize(("one", "other", "reason"), DIFFERENT)
def test_different_contacts_have_different_keys(vault: Vault, one: Way, other: Way, reason: str) -> None:
    assert vault.contact_key(*one) != vault.contact_key(*other), reason


def test_a_contact_key_is_stable_and_tells_nothing_without_the_key(vault: Vault, stranger: Vault) -> None:
    key = vault.contact_key(ContactKind.PHONE, "+919876543210")
    assert key == vault.contact_key(ContactKind.PHONE, "+919876543210")
    assert key != stranger.contact_key(ContactKind.PHONE, "+919876543210")
    assert "9876543210" not in key


def contact(kind: ContactKind, value: str) -> Contact:
    return Contact(kind, value, Span("text", 0, 1), "x")


def test_a_upi_id_that_is_a_mobile_number_links_to_the_number_too(vault: Vault) -> None:
    phone = contact_keys(vault, contact(ContactKind.PHONE, "+919876543210"))
    assert len(phone) == 1
    for value in ("9876543210@ybl", "919876543210@ybl", "+919876543210@ybl", "09876543210@ybl"):
        upi = contact_keys(vault, contact(ContactKind.UPI, value))
        assert len(upi) == 2
        assert upi[1:] == phone
    assert len(contact_keys(vault, contact(ContactKind.UPI, "ravi.k-1@okaxis"))) == 1
    assert len(contact_keys(vault, contact(ContactKind.UPI, "5876543210@ybl"))) == 1


def test_an_ad_key_is_stable_and_no_contact_key(vault: Vault, stranger: Vault) -> None:
    key = vault.ad_key("a1")
    assert key == vault.ad_key("a1")
    others = {
        vault.ad_key("a2"),
        stranger.ad_key("a1"),
        *(vault.contact_key(kind, "a1") for kind in ContactKind),
    }
    assert key not in others
    assert "a1" not in key.split(".")
