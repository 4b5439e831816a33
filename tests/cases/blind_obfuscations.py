"""This module writes advertisement texts with hidden phone numbers, and look-alikes without one.

It was written from the contract alone (the command's input and output, and the list of ways in
which Indian advertisements hide a contact), before its author saw the reader. Nothing here was
changed after the reader's first run over it.

A family is a function of a ten-digit mobile number and a source of chance; it gives a text which
holds that number in the family's manner. A look-alike is a function of a source of chance alone;
its text holds digits that are not a contact. All digits come from chance at run time.
"""

import random
import string
from collections.abc import Callable
from typing import TypeAlias

Family: TypeAlias = Callable[[str, random.Random], str]
LookAlike: TypeAlias = Callable[[random.Random], str]

ENGLISH: tuple[str, ...] = (
    "Urgent requirement for packing staff in Surat, food and room free. Contact {}",
    "Relaxing body massage at your doorstep in Pune, 24x7 service. Call {} for booking.",
    "Fully furnished 1 BHK near metro, no broker. Owner: {}",
    "Hotel staff wanted in Dubai, visa and ticket by company. Apply now {} (HR desk)",
    "New spa opened in Indore, AC rooms, parking available. For appointment {}, ask for manager.",
)
HINGLISH: tuple[str, ...] = (
    "Helper chahiye factory ke liye, salary 14000 + khana. Number hai {} jaldi call karo",
    "Ghar baithe kaam karo aur daily payment pao. Sampark kare {} par",
    "Massage service full night available, sirf genuine log. Msg karo {}",
    "Gulf jaane ka mauka, passport ready rakho bhai. Agent ka no. {} hai",
)
HINDI: tuple[str, ...] = (
    "होटल में काम के लिए स्टाफ चाहिए, रहना खाना फ्री। संपर्क करें {}",
    "घर बैठे पैकिंग का काम, रोज़ भुगतान। फोन करें {} धन्यवाद",
    "जयपुर में मसाज सेंटर, सुबह से रात तक खुला। मोबाइल नंबर {}",
)
TELUGU: tuple[str, ...] = (
    "హైదరాబాద్‌లో హోటల్ ఉద్యోగాలు, భోజనం వసతి ఉచితం. సంప్రదించండి {}",
    "దుబాయ్‌లో పని, వీసా మేమే ఇస్తాము. ఫోన్ నంబర్ {} కాల్ చేయండి",
)
BENGALI: tuple[str, ...] = (
    "কলকাতায় হোটেলে কাজের লোক চাই, থাকা খাওয়া ফ্রি। যোগাযোগ করুন {}",
    "ঘরে বসে প্যাকিং এর কাজ, রোজ টাকা। ফোন করুন {} এখনই",
)
CARRIERS: tuple[tuple[str, ...], ...] = (ENGLISH, HINGLISH, HINDI, TELUGU, BENGALI)

ENGLISH_WORDS: tuple[str, ...] = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
)
TEENS: tuple[str, ...] = (
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
TENS: tuple[str, ...] = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")

# Per language: its carriers, and the spoken digits from nought to nine in its script.
NATIVE_WORDS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (HINDI, ("शून्य", "एक", "दो", "तीन", "चार", "पांच", "छह", "सात", "आठ", "नौ")),
    (HINDI, ("जीरो", "एक", "दो", "तीन", "चार", "पाँच", "छः", "सात", "आठ", "नौ")),
    (HINDI, ("ज़ीरो", "वन", "टू", "थ्री", "फोर", "फाइव", "सिक्स", "सेवन", "एट", "नाइन")),
    (TELUGU, ("సున్నా", "ఒకటి", "రెండు", "మూడు", "నాలుగు", "ఐదు", "ఆరు", "ఏడు", "ఎనిమిది", "తొమ్మిది")),
    (TELUGU, ("జీరో", "వన్", "టూ", "త్రీ", "ఫోర్", "ఫైవ్", "సిక్స్", "సెవెన్", "ఎయిట్", "నైన్")),
    (BENGALI, ("শূন্য", "এক", "দুই", "তিন", "চার", "পাঁচ", "ছয়", "সাত", "আট", "নয়")),
    (BENGALI, ("জিরো", "ওয়ান", "টু", "থ্রি", "ফোর", "ফাইভ", "সিক্স", "সেভেন", "এইট", "নাইন")),
)

ENGLISH_MISSPELT: tuple[tuple[str, ...], ...] = (
    ("ziro", "zro", "zeero", "oh"),
    ("wan", "won", "onne"),
    ("tu", "too", "twoo"),
    ("thre", "tree", "thri"),
    ("for", "foor", "fore"),
    ("fiv", "faiv", "fyv"),
    ("siks", "sixx", "siz"),
    ("sevn", "saven", "sevan"),
    ("ate", "eigt", "eit"),
    ("nain", "nyn", "9ine"),
)
HINDI_MISSPELT: tuple[tuple[str, ...], ...] = (
    ("zero", "jiro", "sunya"),
    ("ek", "aek", "ik"),
    ("do", "doo", "dho"),
    ("tin", "teen", "theen"),
    ("char", "chaar", "chr"),
    ("panch", "paanch", "pach"),
    ("che", "chhe", "chah"),
    ("sat", "saat", "saath"),
    ("ath", "aath", "aat"),
    ("nau", "no", "naw"),
)

LETTERS: dict[str, str] = {
    "0": "OoQ",
    "1": "Il|i!",
    "2": "Zz",
    "3": "E",
    "5": "Ss$",
    "6": "Gb",
    "8": "B",
    "9": "gq",
}

# The code point of nought in each run of ten digits that a phone's keyboard or a "fancy text"
# page offers: Latin, Devanagari, Bengali, Telugu, Gujarati, full width, bold, sans, double-struck.
NOUGHTS: tuple[int, ...] = (
    0x30,
    0x966,
    0x9E6,
    0xC66,
    0xAE6,
    0xFF10,
    0x1D7CE,
    0x1D7E2,
    0x1D7D8,
)

ORNAMENTS: tuple[str, ...] = (
    "\U0001f339",
    "\u2764\ufe0f",
    "\U0001f449",
    "\u2605",
    "~",
    "_",
    "#",
    "|",
    "\u2022",
    "=",
    "\n",
    "\u00d7",
    "^^",
    ")(",
)

# Zero-width space, joiner and non-joiner, word joiner, soft hyphen, marks of direction; then
# the strokes that "strike-through text" lays over each sign.
INVISIBLE: tuple[str, ...] = (
    "\u200b",
    "\u200d",
    "\u200c",
    "\u2060",
    "\u00ad",
    "\u200e",
    "\u200f",
    "\ufeff",
)
STROKES: tuple[str, ...] = ("\u0336", "\u0332", "\u0338", "\u035f")


def carried(hidden: str, chance: random.Random, carriers: tuple[str, ...] | None = None) -> str:
    """Put the hidden number into a sentence, of any language unless carriers are named."""
    chosen = chance.choice(CARRIERS) if carriers is None else carriers
    return chance.choice(chosen).format(hidden)


def number(chance: random.Random) -> str:
    """Return ten digits that have the shape of an Indian mobile number."""
    return chance.choice("6789") + drawn(9, chance)


def drawn(count: int, chance: random.Random) -> str:
    """Return so many digits."""
    return "".join(chance.choice(string.digits) for _ in range(count))


def capitals(count: int, chance: random.Random) -> str:
    """Return so many capital letters."""
    return "".join(chance.choice(string.ascii_uppercase) for _ in range(count))


def grouped(parts: list[str], sizes: tuple[int, ...], inner: str, outer: str) -> str:
    """Join the parts by the inner sign within groups of these sizes and the outer between them."""
    groups: list[str] = []
    start = 0
    for size in sizes:
        groups.append(inner.join(parts[start : start + size]))
        start += size
    return outer.join(groups)


def runs_spoken(digits: str, chance: random.Random) -> str:
    """Say the number digit by digit, with "double" and "triple" where a digit repeats."""
    said: list[str] = []
    spelt = chance.random() < 0.7
    start = 0
    while start < len(digits):
        run = 1
        while run < 3 and start + run < len(digits) and digits[start + run] == digits[start]:
            run += 1
        word = ENGLISH_WORDS[int(digits[start])] if spelt else digits[start]
        said.append({1: "", 2: "double ", 3: "triple "}[run] + word)
        start += run
    text = chance.choice((" ", " ", ", ", "-")).join(said)
    return carried(chance.choice((text, text, text.title(), text.upper())), chance)


def split_by_instruction(digits: str, chance: random.Random) -> str:
    """Give the number in two parts with an instruction between them."""
    cut = chance.choice((4, 5, 5, 5, 6))
    first, last = digits[:cut], digits[cut:]
    carriers, joint = chance.choice(
        (
            (ENGLISH, "{} then add {}"),
            (ENGLISH, "first dial {} and after that {}"),
            (ENGLISH, "starting {} ending {}"),
            (ENGLISH, "{} (no spam) {}"),
            (ENGLISH, "{} and then {} without space"),
            (HINGLISH, "pehle {} lagao uske baad {}"),
            (HINGLISH, "{} aur aage {}"),
            (HINGLISH, "shuru {} last me {}"),
            (HINDI, "पहले {} फिर {}"),
            (HINDI, "{} के बाद {}"),
            (TELUGU, "మొదట {} తర్వాత {}"),
            (BENGALI, "প্রথমে {} তারপর {}"),
        )
    )
    return carried(joint.format(first, last), chance, carriers)


def words_native_script(digits: str, chance: random.Random) -> str:
    """Spell the number in Hindi, Telugu or Bengali script, also English words in that script."""
    carriers, words = chance.choice(NATIVE_WORDS)
    said = [words[int(digit)] for digit in digits]
    inner, outer = chance.choice(((" ", " "), (" ", ", "), ("-", "-"), (", ", ", "), (" ", " - ")))
    return carried(grouped(said, (5, 5), inner, outer), chance, carriers)


def ornaments_between(digits: str, chance: random.Random) -> str:
    """Set emoji, signs or line ends between the digits, or between pairs of digits."""
    ornament = chance.choice(ORNAMENTS)
    size = chance.choice((1, 1, 2))
    pieces = [digits[start : start + size] for start in range(0, len(digits), size)]
    text = ornament.join(pieces)
    if chance.random() < 0.3:
        text = f"{ornament}{text}{ornament}"
    return carried(text, chance)


def letters_for_digits(digits: str, chance: random.Random) -> str:
    """Write up to four of the digits as letters of like shape."""
    places = [place for place, digit in enumerate(digits) if digit in LETTERS]
    changed = set(chance.sample(places, min(len(places), chance.choice((1, 2, 3, 4)))))
    parts = [
        chance.choice(LETTERS[digit]) if place in changed else digit for place, digit in enumerate(digits)
    ]
    return carried(grouped(parts, (5, 5), "", chance.choice(("", " ", "-"))), chance)


def pair_spoken(pair: str) -> str:
    """Say two digits as one number: "ninety eight", "fourteen", "zero five", "double zero"."""
    tens, ones = int(pair[0]), int(pair[1])
    if tens == 0:
        return "double zero" if ones == 0 else f"zero {ENGLISH_WORDS[ones]}"
    if tens == 1:
        return TEENS[ones]
    return TENS[tens - 2] + (f" {ENGLISH_WORDS[ones]}" if ones else "")


def pairs_spoken(digits: str, chance: random.Random) -> str:
    """Say the number in pairs, as it is told over the phone."""
    said = [pair_spoken(digits[start : start + 2]) for start in range(0, len(digits), 2)]
    if chance.random() < 0.3:
        said = [pair.replace(" ", "-") for pair in said]
    text = chance.choice((" ", ", ", " / ")).join(said)
    return carried(chance.choice((text, text.title())), chance, chance.choice((ENGLISH, HINGLISH)))


def words_misspelt(digits: str, chance: random.Random) -> str:
    """Spell the number by ear in Latin letters, some digits left as figures."""
    carriers, words = chance.choice(((ENGLISH, ENGLISH_MISSPELT), (HINGLISH, HINDI_MISSPELT)))
    figures = chance.choice((0.0, 0.0, 0.3))
    said = [digit if chance.random() < figures else chance.choice(words[int(digit)]) for digit in digits]
    return carried(chance.choice((" ", " ", "-", ".")).join(said), chance, carriers)


def invisible_marks(digits: str, chance: random.Random) -> str:
    """Lay marks that the eye does not see, or strokes, between the digits."""
    style = chance.choice(("one", "many", "stroke"))
    if style == "one":
        mark = chance.choice(INVISIBLE)
        text = mark.join(digits)
    elif style == "many":
        text = "".join(
            digit + "".join(chance.choices(INVISIBLE, k=chance.choice((0, 1, 2)))) for digit in digits
        )
    else:
        stroke = chance.choice(STROKES)
        text = "".join(digit + stroke for digit in digits)
    return carried(chance.choice(("", "", "+91", "+91 ")) + text, chance)


def scripts_mixed(digits: str, chance: random.Random) -> str:
    """Take the digits of one number from several scripts and styles of type."""
    used = chance.sample(NOUGHTS, chance.choice((2, 3, 4)))
    parts = [chr(chance.choice(used) + int(digit)) for digit in digits]
    return carried(grouped(parts, (5, 5), "", chance.choice(("", " ", "-", "."))), chance)


def link_spelled_out(digits: str, chance: random.Random) -> str:
    """Write a chat link or handle around the number, its signs spelled as words."""
    text = chance.choice(
        (
            "wa dot me slash 91{}",
            "wa . me / 91{}",
            "wa(dot)me/+91{}",
            "wa[.]me/91{}",
            "api.whatsapp.com/send?phone=91{}",
            "api dot whatsapp dot com / send?phone=91{}",
            "whatsapp://send?phone=%2B91{}",
            "hxxps://wa.me/91{}",
            "t.me/+91{}",
            "t dot me slash plus 91{}",
            "whtsp-91{}",
            "w@tsapp:{}",
            "telegrm @ +91{}",
            "wp_{}_only",
        )
    ).format(digits)
    return carried(text, chance)


def order_number(chance: random.Random) -> str:
    """Write an order, ticket or parcel number."""
    return chance.choice(
        (
            f"Order ID {drawn(15, chance)} delivered late, want refund.",
            f"My order no. {chance.randint(400, 409)}-{drawn(7, chance)}-{drawn(7, chance)} is lost",
            f"Order OD{drawn(18, chance)} cancel karna hai",
            f"PNR {chance.choice('2468')}{drawn(9, chance)} waiting list, please check status.",
            f"AWB no {chance.choice('1789')}{drawn(10, chance)} courier abhi tak nahi aaya",
            f"ऑर्डर नंबर {drawn(12, chance)} अभी तक नहीं मिला",
        )
    )


def price_list(chance: random.Random) -> str:
    """Write a list of prices or wages."""
    rates = [str(chance.randrange(5, 100) * 100) for _ in range(4)]
    large = chance.randrange(60, 99)
    return chance.choice(
        (
            f"Rates: 1 hr {rates[0]}, 2 hr {rates[1]}, 3 hr {rates[2]}, full day {rates[3]}",
            f"Rs.{rates[0]}/- {rates[1]}/- {rates[2]}/- only, fixed price",
            f"Salary {large}000-{large + 9}500 per month + OT {rates[0]}",
            f"Flat for sale at ₹ {large},{drawn(2, chance)},{drawn(3, chance)} negotiable",
            f"किराया {rates[0]} {rates[1]} {rates[2]} रुपये, कमरे के हिसाब से",
            f"ధర {rates[0]}, {rates[1]}, {rates[2]} మాత్రమే",
        )
    )


def aadhaar_like(chance: random.Random) -> str:
    """Write twelve digits in the manner of an identity card."""
    parts = [chance.choice("23456789") + drawn(3, chance), drawn(4, chance), drawn(4, chance)]
    return chance.choice(
        (
            f"Aadhaar {' '.join(parts)} lost near bus stand, return if found.",
            f"Aadhar card no: {''.join(parts)}",
            f"UID {'-'.join(parts)} verification pending",
            f"आधार संख्या {' '.join(parts)} जमा करें",
            f"আধার নম্বর {' '.join(parts)}",
        )
    )


def pin_and_address(chance: random.Random) -> str:
    """Write an address with house, plot and PIN numbers."""
    pins = [chance.choice("12345678") + drawn(5, chance) for _ in range(2)]
    house = drawn(4, chance)
    return chance.choice(
        (
            f"Shop {house}, Sector {drawn(2, chance)}, PIN {pins[0]}",
            f"Office at H.No. 8-{drawn(3, chance)}/{drawn(2, chance)}, Hyderabad {pins[0]}.",
            f"Delivery pincode {pins[0]} and {pins[1]} only",
            f"Plot {house} {pins[0]} Industrial Area",
            f"पता: मकान {house}, जयपुर {pins[0]}",
        )
    )


def dates_and_timetable(chance: random.Random) -> str:
    """Write a range of dates, or trains with their times."""
    day, month, year = chance.randint(10, 18), chance.randint(10, 12), chance.randint(2024, 2027)
    hours = [f"{chance.randint(6, 21):02d}:{chance.choice((5, 15, 35, 50)):02d}" for _ in range(4)]
    return chance.choice(
        (
            f"Walk-in {day}/{month}/{year} - {day + 9}/{month}/{year} at Hotel Sagar",
            f"Valid {day}.{month}.{year} to {day + 5}.{month}.{year}",
            f"Camp {year}{month}{day}-{year}{month}{day + 7}, breakfast included",
            f"Train {chance.choice('12')}{drawn(4, chance)} dep {hours[0]} arr {hours[1]}",
            f"Bus timings {hours[0]} {hours[1]} {hours[2]} {hours[3]} daily",
            f"Batches {hours[0]}-{hours[1]} / {hours[2]}-{hours[3]}".replace(":", ""),
        )
    )


def bank_account(chance: random.Random) -> str:
    """Write a bank account."""
    account = chance.choice("3569") + drawn(chance.choice((10, 11, 13)), chance)
    code = f"{chance.choice(('SBIN', 'HDFC', 'ICIC', 'PUNB'))}0{drawn(6, chance)}"
    return chance.choice(
        (
            f"A/c {account} IFSC {code}",
            f"Deposit fee in account no. {account}, branch code {drawn(5, chance)}",
            f"Paisa bhejo khata number {account} ({code})",
            f"खाता संख्या {account} आईएफएससी {code}",
        )
    )


def payment_reference(chance: random.Random) -> str:
    """Write the reference of a payment."""
    return chance.choice(
        (
            f"UTR {chance.choice('3456')}{drawn(11, chance)} paid, share screenshot",
            f"UPI Ref No {chance.choice('3456')}{drawn(11, chance)} success",
            f"NEFT UTR SBIN{chance.choice('3456')}{drawn(11, chance)} done",
            f"Txn id T{drawn(22, chance)} failed",
            f"RRN: {drawn(12, chance)} amount 5000 debited",
        )
    )


def registration(chance: random.Random) -> str:
    """Write a tax number or the number of a licence."""
    pan = f"{capitals(5, chance)}{drawn(4, chance)}{capitals(1, chance)}"
    return chance.choice(
        (
            f"GSTIN {chance.randint(10, 37)}{pan}1Z{drawn(1, chance)} registered firm",
            f"PAN {pan} required for joining",
            f"FSSAI Lic. No. 1{drawn(13, chance)} tiffin service",
            f"CIN U{drawn(5, chance)}MH{chance.randint(1990, 2023)}PTC{drawn(6, chance)}",
            f"Udyam UDYAM-MH-{drawn(2, chance)}-{drawn(7, chance)}",
            f"EPF code {chance.choice('6789')}{drawn(4, chance)} ESIC {drawn(17, chance)}",
        )
    )


def sizes_and_models(chance: random.Random) -> str:
    """Write dimensions, or the numbers of models and parts."""
    sides = [str(chance.randrange(600, 9900, 50)) for _ in range(3)]
    return chance.choice(
        (
            f"Steel sheet {sides[0]} x {sides[1]} x {sides[2]} mm in stock",
            f"Wardrobe size {sides[0]}*{sides[1]}*{sides[2]}",
            f"SKF bearing {chance.choice('67')}{drawn(3, chance)}-{drawn(4, chance)}/C3",
            f"Part no. {chance.choice('6789')}{drawn(4, chance)}-{drawn(5, chance)} Maruti genuine",
            f"HP laptop model {drawn(2, chance)}s-eq{drawn(4, chance)}tu, serial {drawn(8, chance)}",
            f"IMEI 86{drawn(13, chance)} phone for sale",
            f"Book ISBN 978{drawn(10, chance)} second hand",
        )
    )


def toll_free_and_helpline(chance: random.Random) -> str:
    """Write a toll-free number or a helpline."""
    return chance.choice(
        (
            f"Toll free 1800 {drawn(3, chance)} {drawn(4, chance)} for complaints",
            f"Customer care 1800-{drawn(2, chance)}-{drawn(4, chance)}",
            f"Call 1860 {drawn(3, chance)} {drawn(4, chance)} bank helpline",
            "Emergency 112, women helpline 181 and cyber fraud 1930",
            "Helpline: 1098 / 112 / 14490 / 14567",
            f"SMS HELP to 5{drawn(4, chance)}",
            "मदद के लिए 112 या 1930 पर कॉल करें",
        )
    )


FAMILIES: dict[str, Family] = {
    "runs_spoken": runs_spoken,
    "split_by_instruction": split_by_instruction,
    "words_native_script": words_native_script,
    "ornaments_between": ornaments_between,
    "letters_for_digits": letters_for_digits,
    "pairs_spoken": pairs_spoken,
    "words_misspelt": words_misspelt,
    "invisible_marks": invisible_marks,
    "scripts_mixed": scripts_mixed,
    "link_spelled_out": link_spelled_out,
}
LOOK_ALIKES: dict[str, LookAlike] = {
    "order_number": order_number,
    "price_list": price_list,
    "aadhaar_like": aadhaar_like,
    "pin_and_address": pin_and_address,
    "dates_and_timetable": dates_and_timetable,
    "bank_account": bank_account,
    "payment_reference": payment_reference,
    "registration": registration,
    "sizes_and_models": sizes_and_models,
    "toll_free_and_helpline": toll_free_and_helpline,
}
