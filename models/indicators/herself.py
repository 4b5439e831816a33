"""This module reads whether an ad is somebody's own: one adult who offers her company herself, on terms of her own.

Such an ad seldom names its trade, and only what protects her (CN07 to CN09) is read by this: that she states her age, her
terms, her bounds, how she is met. Whoever speaks of several, or more of others than of herself, is not one.
"""

from models.indicators.arranging import SEVERAL
from models.indicators.company import is_of_another_section
from models.indicators.reading import AdReading
from models.indicators.voice import voices

OWN_TERMS = "<own_terms>"
_TERMS = (("CN07", OWN_TERMS), ("CN08",), ("CN09",))
_ELSEWHERE = ("<tuition>", "<other_trade>", "<clinic_word>", "<groom>", "<goods_w>", "<told_w>")
_AGED = "<states_own_age>"
_ENOUGH, _ENOUGH_ELSEWHERE = 2, 3


def speaks_of_others(reading: AdReading) -> bool:
    """Whether the ad offers several, or says "we, she, they" more often than "I"."""
    heard = voices(reading)
    return heard.others > heard.own or reading.has(*SEVERAL)


def is_of_herself(reading: AdReading) -> bool:
    """Whether a classified ad in the voice of one person holds enough of this."""
    aged = reading.has(_AGED)
    if is_of_another_section(reading) or not (aged or voices(reading).own) or speaks_of_others(reading):
        return False
    terms = sum(reading.has(*names) for names in _TERMS)
    if not terms:
        return False
    ideas = terms + aged + reading.has("<meeting>", "<offers_company>", "<meet_and_relax>")
    return ideas >= (_ENOUGH_ELSEWHERE if reading.has(*_ELSEWHERE) else _ENOUGH)
