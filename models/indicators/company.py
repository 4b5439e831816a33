"""This module reads whether an ad offers somebody's company, and what is said of it there.

"Evening company, gentlemen may call", "शाम को साथ, होटल या फ्लैट": such an ad names its trade by no word. So the ideas
are counted that its words hold: company, persons, an hour, a place, guests, terms. A lawful trade of its own weighs against them.
Where that is so, words count that are said of anything elsewhere ("just turned", "we will send", "new ones every week").
"""

from collections.abc import Iterator
from functools import partial

from models.domain.finding import MOST_WORDS_CITED, Finding
from models.indicators.reading import AdReading, PartReading
from models.indicators.saying import apart, is_told

_ELSEWHERE = (
    "<other_trade>",
    "<other_calling>",
    "<goods_w>",
    "<groom>",
    "<clinic_word>",
    "<rental>",
    "<blood>",
    "<bodily>",
    "<told_w>",
)
_IDEAS = (
    ("<beauty_offered>",),
    ("<evening_time>",),
    ("<hotel_or_flat>",),
    ("<visiting_gentleman>",),
    ("<offer_terms>",),
)
_NOT_OF = frozenset({"job", "matrimonial"})
_SAID = {
    "<shows_sx01>": "SX01",
    "<shows_sx02>": "SX02",
    "<shows_sx03>": "SX03",
    "<shows_sx05>": "SX05",
    "<shows_sx09>": "SX09",
    "<shows_sx11>": "SX11",
}
_SIGNS = (*(f"SX{number:02}" for number in (1, 2, 3, 5, 10, 11, 12, 13, 14, 15, 16, 19, 23, 26)), *_SAID)
_OWN_SIGNS = (  # no other trade says them
    *(f"<shows_sx{number:02}>" for number in (2, 3, 5, 11)),
    *(f"SX{number:02}" for number in (3, 10, 11, 12, 14, 16, 19, 23, 26)),
)
_OF_SOMEBODY = (
    "<offers_company>",
    "<visiting_gentleman>",
    *_IDEAS[0],
    *(name for name in _SAID if name != "<shows_sx09>"),
)
_OF_HERSELF = ("CN07", "<own_terms>")
_BESIDE_A_SIGN = 3  # what a woman named with her age counts beside such a sign
_COMPANY = 2  # what an offer of company in so many words counts
_ENOUGH, _ENOUGH_ELSEWHERE = 3, 6


def is_of_another_section(reading: AdReading) -> bool:
    """Whether the ad stands among jobs or marriages, where nobody offers company."""
    return reading.ad.source_type.lower() in _NOT_OF


def is_of_company(reading: AdReading) -> bool:
    """Whether a classified ad holds enough of these ideas: more of them where it names another trade."""
    if is_of_another_section(reading):
        return False
    other = names_a_woman(reading)
    if not other and not reading.has(*_OF_SOMEBODY):
        return False
    ideas = sum(reading.has(*names) for names in _IDEAS[1:]) + (other or reading.has(*_IDEAS[0]))
    ideas += _COMPANY if reading.has("<offers_company>") else reading.has("<meet_and_relax>")
    if reading.has(*_ELSEWHERE):
        told = other and reading.has(*_OWN_SIGNS) and not reading.has("<rental>")
        return ideas + told * _BESIDE_A_SIGN >= _ENOUGH_ELSEWHERE
    return ideas + other + reading.has(*_SIGNS) >= _ENOUGH


def names_a_woman(reading: AdReading) -> bool:
    """Whether somebody else is named with her age in figures, "madam (28)", and none says that she acts for herself."""
    if reading.has(*_OF_HERSELF):
        return False
    named = (part.text(start, end) for part, start, end in reading.each("<aged_other>"))
    return any(any(map(str.isdigit, words)) for words in named)


def said_of_company(reading: AdReading) -> Iterator[Finding]:
    """The signs that the words of such an ad show: the longest of those that overlap, where no phrase of the sign stands."""
    if is_of_another_section(reading):
        return
    for part in reading.parts:
        for name, sign in _SAID.items():
            for start, end in apart(part.spans(name), partial(_is_new, part, sign)):
                yield part.finding(sign, start, end)


def _is_new(part: PartReading, sign: str, start: int, end: int) -> bool:
    near = (span for name in (sign, f"!{sign}") for span in part.within(name, start - MOST_WORDS_CITED, end))
    return not any(stop > start for _, stop in near) and is_told(part, start, end)
