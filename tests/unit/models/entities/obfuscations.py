"""This module writes telephone numbers in the ways people hide them, and sets them into ads."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

ENGLISH = "zero one two three four five six seven eight nine".split()  # noqa: SIM905
HINDI = "zero ek do teen char paanch chhe saat aath nau".split()  # noqa: SIM905
TELUGU = "sunna okati rendu moodu nalugu aidu aaru edu enimidi tommidi".split()  # noqa: SIM905
BENGALI = "shunno ek dui tin char panch choy sat aat noy".split()  # noqa: SIM905
HINDI_NATIVE = "शून्य एक दो तीन चार पाँच छह सात आठ नौ".split()  # noqa: SIM905
TELUGU_NATIVE = "సున్నా ఒకటి రెండు మూడు నాలుగు ఐదు ఆరు ఏడు ఎనిమిది తొమ్మిది".split()  # noqa: SIM905
BENGALI_NATIVE = "শূন্য এক দুই তিন চার পাঁচ ছয় সাত আট নয়".split()  # noqa: SIM905
TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()  # noqa: SIM905

BEFORE = [
    "Contact ", "call me on ", "WhatsApp: ", "Urgent job in Dubai, salary 25000-30000. ", "मोबाइल ", "సంప్రదించండి ",
    "যোগাযোগ ", "Rs 500 per hour, 24 hours. Ph. ", "Age 18-25 only. ", "Hyderabad 500032. mob no ", "", "sampark karein ",
]  # fmt: skip
AFTER = ["", ".", " anytime", "\nRoom free", ", pay 1,50,000", " (no broker)", " par call karein", " కాల్ చేయండి"]


@dataclass(frozen=True)
class HiddenNumber:
    """An ad with its hidden numbers: E.164 value and the surface it is written in."""

    family: str
    text: str
    expected: tuple[tuple[str, str], ...]


def ads(*, seed: int, per_family: int) -> Iterator[HiddenNumber]:
    chance = random.Random(seed)
    for family, hide in FAMILIES.items():
        for _ in range(per_family):
            number = mobile(chance)
            surface = hide(number, chance)
            text = chance.choice(BEFORE) + surface + chance.choice(AFTER)
            yield HiddenNumber(family, text, (("+91" + number, surface),))


def mobile(chance: random.Random) -> str:
    return (
        chance.choice("6789")
        + "".join(chance.choice("0123456789") for _ in range(8))
        + chance.choice("12345678")
    )


def _digits(zero: str) -> Callable[[str, random.Random], str]:
    return lambda number, _: "".join(chr(ord(zero) + int(d)) for d in number)


def _words(words: list[str], gap: str = " ") -> Callable[[str, random.Random], str]:
    return lambda number, _: gap.join(words[int(d)] for d in number)


def _cut(number: str, sizes: tuple[int, ...], gap: str) -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(number[at : at + size])
        at += size
    return gap.join(parts)


def _mixed(number: str, chance: random.Random) -> str:
    return "".join(ENGLISH[int(d)] if i % 3 == chance.randrange(3) else d for i, d in enumerate(number))


def _look_alike(number: str, chance: random.Random) -> str:
    looks = {"0": "oO", "1": "Il", "5": "S"}
    hidden = [
        chance.choice(looks[d]) if d in looks and chance.random() < 0.7 and i else d
        for i, d in enumerate(number)
    ]
    letters = sum(not c.isdigit() for c in hidden)
    return "".join(hidden) if letters <= 5 else number


def _pairs(number: str, _: random.Random) -> str:
    said = []
    for pair in (number[i : i + 2] for i in range(0, 10, 2)):
        if pair[0] == "0":
            said.append(f"zero {ENGLISH[int(pair[1])]}")
        elif pair[0] == "1":
            said.append(TEENS[int(pair[1])])
        else:
            said.append(TENS[int(pair[0])] + (f" {ENGLISH[int(pair[1])]}" if pair[1] != "0" else ""))
    return " ".join(said)


def _doubled(number: str, _: random.Random) -> str:
    said, at = [], 0
    while at < len(number):
        twice = number[at : at + 2] == number[at] * 2
        said.append(f"double {ENGLISH[int(number[at])]}" if twice else ENGLISH[int(number[at])])
        at += 2 if twice else 1
    return " ".join(said)


def _circled(number: str, _: random.Random) -> str:
    return "".join("⓪①②③④⑤⑥⑦⑧⑨"[int(d)] for d in number)


HINDI_ENGLISH = "ज़ीरो वन टू थ्री फोर फाइव सिक्स सेवन एट नाइन".split()  # noqa: SIM905
TELUGU_ENGLISH = "జీరో వన్ టూ త్రీ ఫోర్ ఫైవ్ సిక్స్ సెవన్ ఎయిట్ నైన్".split()  # noqa: SIM905
BENGALI_ENGLISH = "জিরো ওয়ান টু থ্রি ফোর ফাইভ সিক্স সেভেন এইট নাইন".split()  # noqa: SIM905
HINDI_BY_EAR = "jiro ik dho tin chaar panch che saath aath naw".split()  # noqa: SIM905
ENGLISH_BY_EAR = "ziro wun tu thri foor faiv siks sevan eit nyn".split()  # noqa: SIM905
SHAPES = {"0": "Q", "1": "l", "2": "Z", "3": "E", "5": "S", "6": "G", "8": "B", "9": "q"}


def _letter_lost(number: str, chance: random.Random) -> str:
    said = [ENGLISH[int(d)] for d in number]
    long = [place for place, word in enumerate(said) if len(word) > 4]
    for place in chance.sample(long, min(3, len(long))):
        at = chance.choice([at for at, letter in enumerate(said[place]) if letter in "aeiou"])
        said[place] = said[place][:at] + said[place][at + 1 :]
    return " ".join(said)


def _shapes(number: str, chance: random.Random) -> str:
    places = set(chance.sample(range(10), 4))
    signs = "".join(SHAPES.get(d, d) if at in places else d for at, d in enumerate(number))
    hidden = f"{signs[:5]}{chance.choice(['', ' ', '-'])}{signs[5:]}"
    return hidden if all(sum(c.isdigit() for c in signs[at : at + 5]) >= 2 for at in (0, 5)) else number


def _told(number: str, chance: random.Random) -> str:
    gaps = [
        " then ",
        " phir ",
        " uske baad ",
        " and then ",
        " फिर ",
        " తర్వాత ",
        " তারপর ",
        ", after that ",
        " aur last me ",
    ]
    cut = chance.choice([4, 5, 6])
    return f"{number[:cut]}{chance.choice(gaps)}{number[cut:]}"


HINDI_TO_99 = (  # noqa: SIM905
    "शून्य एक दो तीन चार पाँच छह सात आठ नौ "
    "दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस "
    "बीस इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस "
    "तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस "
    "चालीस इकतालीस बयालीस तैंतालीस चौवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास "
    "पचास इक्यावन बावन तिरेपन चौवन पचपन छप्पन सत्तावन अट्ठावन उनसठ "
    "साठ इकसठ बासठ तिरेसठ चौंसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर "
    "सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उनासी "
    "अस्सी इक्यासी बयासी तिरासी चौरासी पचासी छियासी सत्तासी अट्ठासी नवासी "
    "नब्बे इक्यानवे बानवे तिरानवे चौरानवे पचानवे छियानवे सत्तानवे अट्ठानवे निन्यानवे"
).split()
HINDI_TO_99_ROMANISED = (  # noqa: SIM905
    "zero ek do teen char paanch chhah saat aath nau "
    "das gyarah barah terah chaudah pandrah solah satrah atharah unnees "
    "bees ikkees bais teis chaubis pachchis chhabbis sattais atthais untis "
    "tees iktis battis taintis chauntis paintis chhattis saintis adtis untalis "
    "chalis iktalis bayalis taintalis chauvalis paintalis chhiyalis saintalis adtalis unchas "
    "pachas ikyavan bavan tirepan chauvan pachpan chhappan sattavan atthavan unsath "
    "saath iksath basath tiresath chaunsath painsath chhiyasath sadsath adsath unhattar "
    "sattar ikhattar bahattar tihattar chauhattar pachhattar chhihattar sathattar athhattar unasi "
    "assi ikyasi bayasi tirasi chaurasi pachasi chhiyasi sattasi atthasi navasi "
    "nabbe ikyanve banve tiranve chauranve pachanve chhiyanve sattanve atthanve ninyanve"
).split()
NOUGHT_TO_NINE = (
    "⓪①②③④⑤⑥⑦⑧⑨",
    "⓿❶❷❸❹❺❻❼❽❾",
    "🄀⒈⒉⒊⒋⒌⒍⒎⒏⒐",
    "⁰¹²³⁴⁵⁶⁷⁸⁹",
    "₀₁₂₃₄₅₆₇₈₉",
    "⓪⓵⓶⓷⓸⓹⓺⓻⓼⓽",
    "🄋➀➁➂➃➄➅➆➇➈",
    "🄌➊➋➌➍➎➏➐➑➒",
)


def _by_twos(words: list[str]) -> Callable[[str, random.Random], str]:
    def said(number: str, chance: random.Random) -> str:
        pairs = [number[at : at + 2] for at in range(0, 10, 2)]
        spoken = [f"{words[0]} {words[int(p[1])]}" if p[0] == "0" else words[int(p)] for p in pairs]
        return chance.choice([" ", ", ", " - "]).join(spoken)

    return said


def _last_digits(number: str, chance: random.Random) -> str:
    last = chance.choice([2, 3, 4])
    told = chance.choice([", last digits ", " ending with ", " aur aakhri ank ", " and the last ones are "])
    return f"{number[:-last]}{told}{number[-last:]}"


def _signs_of_lists(number: str, chance: random.Random) -> str:
    signs = chance.choice(NOUGHT_TO_NINE)
    return chance.choice(["", " "]).join(signs[int(d)] for d in number)


def _references(number: str, chance: random.Random) -> str:
    written = chance.choice(["&#{};", "&#x{:x};"])
    return "".join(written.format(ord("0") + int(d)) for d in number)


FAMILIES: dict[str, Callable[[str, random.Random], str]] = {
    "plain": lambda n, _: n,
    "five and five": lambda n, _: f"{n[:5]} {n[5:]}",
    "five dash five": lambda n, _: f"{n[:5]}-{n[5:]}",
    "three three four": lambda n, c: _cut(n, (3, 3, 4), c.choice(" -.")),
    "four three three": lambda n, c: _cut(n, (4, 3, 3), c.choice(" -")),
    "in twos": lambda n, c: _cut(n, (2, 2, 2, 2, 2), c.choice(" -.")),
    "country code": lambda n, c: c.choice(["+91", "+91 ", "+91-", "0091 ", "91-", "0"]) + n,
    "country code and groups": lambda n, c: c.choice(["+91 ", "+91-", "91 ", "0"]) + f"{n[:5]} {n[5:]}",
    "spaced out": lambda n, _: " ".join(n),
    "dotted": lambda n, c: c.choice([".", "-", "_", "*", " - ", ". "]).join(n),
    "devanagari digits": _digits("०"),
    "bengali digits": _digits("০"),
    "telugu digits": _digits("౦"),
    "tamil digits": _digits("௦"),
    "fullwidth": _digits("０"),
    "bold digits": _digits("𝟎"),
    "circled": _circled,
    "keycaps": lambda n, _: "".join(f"{d}\ufe0f\u20e3" for d in n),
    "english words": lambda n, c: _words(ENGLISH, c.choice([" ", "-", ", ", ""]))(n, c),
    "capital words": lambda n, c: _words(ENGLISH)(n, c).upper(),
    "hindi romanised": _words(HINDI),
    "telugu romanised": _words(TELUGU),
    "bengali romanised": _words(BENGALI),
    "hindi words": _words(HINDI_NATIVE),
    "telugu words": _words(TELUGU_NATIVE),
    "bengali words": _words(BENGALI_NATIVE),
    "words among digits": _mixed,
    "pairs in words": _pairs,
    "double nine": _doubled,
    "look-alike letters": _look_alike,
    "over two lines": lambda n, _: f"{n[:5]}\n{n[5:]}",
    "starred": lambda n, c: _cut(n, (2, 3, 2, 3), c.choice(["*", "#", "~", "--", "..", "_"])),
    "emoji between": lambda n, c: c.choice(["🔥", "❤️", "⭐"]).join([n[:4], n[4:7], n[7:]]),
    "zero width": lambda n, _: "\u200b".join(n),
    "in brackets": lambda n, _: "".join(f"({d})" for d in n)[1:-1],
    "letters between": lambda n, _: "x".join([n[:2], n[2:4], n[4:6], n[6:8], n[8:]]),
    "dash said": lambda n, _: f"{n[:5]} dash {n[5:]}",
    "english in devanagari": lambda n, c: _words(HINDI_ENGLISH, c.choice([" ", "-", ", "]))(n, c),
    "english in telugu": lambda n, c: _words(TELUGU_ENGLISH, c.choice([" ", "-", ", "]))(n, c),
    "english in bengali": lambda n, c: _words(BENGALI_ENGLISH, c.choice([" ", "-", ", "]))(n, c),
    "hindi by ear": lambda n, c: _words(HINDI_BY_EAR, c.choice([" ", "-", "."]))(n, c),
    "english by ear": lambda n, c: _words(ENGLISH_BY_EAR, c.choice([" ", "-", "."]))(n, c),
    "a letter lost": _letter_lost,
    "a figure for the first letter": lambda n, _: " ".join(d + ENGLISH[int(d)][1:] for d in n),
    "shapes": _shapes,
    "told in two parts": _told,
    "told in three parts": lambda n, _: f"{n[:3]} then {n[3:6]} then {n[6:]}",
    "junk in brackets": lambda n, c: f"{n[:5]} {c.choice(['(remove this)', '[no brokers]', '(only genuine)'])} {n[5:]}",
    "hindi by twos": _by_twos(HINDI_TO_99),
    "hindi by twos, romanised": _by_twos(HINDI_TO_99_ROMANISED),
    "signs of lists": _signs_of_lists,
    "references to characters": _references,
    "last digits told": _last_digits,
    "equals signs": lambda n, _: "=".join(n),
}  # fmt: skip
