import time

import pytest

from models.entities.contacts import contacts


def phones(published: str) -> list[str]:
    return [contact.value for contact in contacts("text", published)]


@pytest.mark.parametrize(
    "published",
    [
        "नाइन एट सेवन सिक्स फाइव फोर थ्री टू वन ज़ीरो",
        "నైన్ ఎయిట్ సెవెన్ సిక్స్ ఫైవ్ ఫోర్ త్రీ టూ వన్ జీరో",
        "নাইন এইট সেভেন সিক্স ফাইভ ফোর থ্রি টু ওয়ান জিরো",
        "nain eit sevan siks faiv foor thri tu won ziro",
        "naw aath saath chhe paanch char teen dho ek jiro",
        "nine ate 7 six five for three to one zero",
        "9ine 8ight 7even 6ix 5ive 4our 3hree 2wo 1ne zero",
        "first 98765 then 43210",
        "shuru 987654 last me 3210",
        "ముందు 98765 తర్వాత 43210",
        "প্রথমে 98765 শেষে 43210",
        "98765 (no spam please) 43210",
        "987 then 654 then 3210",
        "98765 4E210",
        "q8765-4E2lO",
        "9=8=7=6=5=4=3=2=1=0",
    ],
)
def test_a_number_hidden_from_machines_is_read(published: str) -> None:
    assert phones(f"Good work in Pune. Call {published}, ask for manager") == ["+919876543210"]


@pytest.mark.parametrize("published", ["for booking", "to know more", "no spam"])
def test_a_word_of_the_sentence_is_no_digit_of_a_number_that_is_whole(published: str) -> None:
    assert phones(f"call nain eit sevan siks faiv foor thri tu one ziro {published}") == ["+919876543210"]


@pytest.mark.parametrize(
    "published",
    [
        "98765 4b210",  # a small b is a 6 or an 8
        "g8765 43210",  # a small g is a 9 or a 6
        "987654321!",
        "naw aath saath chhe paanch char teen dho ek",
        "nau aath saath chhe paanch char teen do ek",  # 60 as one word, among single digits, may be a 7
        "six to seven to eight to nine to ten for two",
        "Starting 65000 then 75000",
        "first salary 98765 then 43210",
        "account no first 98765 then 43210",
        "first 98765 then 432105",
        "flat 700091 (Kolkata) 2345",
        "Txn id T0942874414306541606357",
        "Txn id 98765432109123456780",
    ],
)
def test_what_may_be_another_number_or_none_is_not_read(published: str) -> None:
    assert phones(published) == []


@pytest.mark.parametrize(
    "part",
    ["9", "98765 then ", "nain ate for ", "9B ", "G", "98765 (no) ", "nine8seven", "first then ", "T06", "([", "then and ", "=9"],
)  # fmt: skip
def test_hostile_digits_take_time_linear_in_their_length(part: str) -> None:
    def took() -> float:
        began = time.process_time()  # the processor's own, whatever else the machine does
        phones((part * 50_000)[:50_000])
        return time.process_time() - began

    # A third of a second alone; into one of three a collection of all that the other tests left may fall.
    assert any(took() <= 1 for _ in range(3))


@pytest.mark.parametrize(
    "published",
    [
        "Call now 98765 4321O",
        "Call now 9876S 432IO",
        "Call now g876S 43210",
        "Call now 987b5 43210",
        "మొబైల్ g87b5 43210",
        "Call now 98765 432\u0406\u041e",
        "Msg 987b54321! now",
        "&#57;&#56;&#55;&#54;&#53;&#52;&#51;&#50;&#49;&#48;",
        "call 98765 and 43210",
        "call 98 aur 76 aur 54 aur 32 aur 10",
        "987654, last four digits 3210",
        "अट्ठानवे छिहत्तर चौवन बत्तीस दस",
    ],
)
def test_letters_picked_by_their_shape_and_parts_with_words_between_are_read(published: str) -> None:
    assert [value[:4] for value in phones(published)] == ["+919"]


@pytest.mark.parametrize(
    "published",
    [
        "call me 98765 4b210 today",  # a writer of no capitals
        "98765 and 43210",
        "prices 98765 and 43210",
        "Msg 987654321! now",
        "&#57;&#56;&#55;",
    ],
)
def test_without_a_sign_of_what_is_meant_nothing_is_read(published: str) -> None:
    assert phones(published) == []
