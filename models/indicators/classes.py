"""This module settles what sort of ad it is: what was learned, held to what the ad plainly shows.

A learned line has seen a few dozen ads of most classes. Where an ad shows a class by facts or by several of its words,
that decides; and no ad is told as harmless beside a band that says otherwise.
"""

from collections.abc import Collection

from models.domain.judgement import AdClass, Band
from models.indicators.commercial_sex import is_of_the_trade
from models.indicators.reading import AdReading
from models.indicators.voice import voices

_ENOUGH = 2  # different words of a class
_BY_WORDS = {
    AdClass.CLINIC: "<clinic_word>",
    AdClass.SPA: "<spa_word>",
    AdClass.SPAM: "<spam_word>",
}
_OPEN = frozenset({*_BY_WORDS, AdClass.ORDINARY_CLASSIFIED})
_JOBS = frozenset({AdClass.ORDINARY_JOB, AdClass.ORDINARY_CLASSIFIED, AdClass.LICENSED_OVERSEAS})


def settled_class(reading: AdReading, found: Collection[str], *, learned: AdClass, band: Band) -> AdClass:
    """The class of an ad that is not about the crime; `found` are the indicators that it shows."""
    if band.rank >= Band.MEDIUM.rank:
        return AdClass.LEAD
    if reading.ad.source_type == "matrimonial" and learned in _OPEN | _JOBS:
        return AdClass.MATRIMONIAL
    if learned in _JOBS and "CN01" in found and reading.has("<foreign>", "<gulf>", "<visa>"):
        return AdClass.LICENSED_OVERSEAS
    if learned in _JOBS and _is_domestic(reading):
        return AdClass.LAWFUL_DOMESTIC
    if learned in _OPEN and _is_of_oneself(reading):
        return AdClass.INDEPENDENT_ADULT
    return _by_words(reading, learned) if learned in _OPEN else learned


def _is_domestic(reading: AdReading) -> bool:
    """A household that seeks help for itself, or an agency of such helpers."""
    if reading.has("<of_a_home>"):
        return reading.has("<maid>", "<home_worker>")
    return reading.has("<maid>") and reading.has("<agency>")


def _is_of_oneself(reading: AdReading) -> bool:
    """Somebody of the trade who speaks of "I" and "my", of others hardly."""
    heard = voices(reading)
    return heard.own >= _ENOUGH and heard.own > 2 * heard.others and is_of_the_trade(reading)


def _by_words(reading: AdReading, learned: AdClass) -> AdClass:
    """The class that most different words name, where they are enough and more than those of the learned class."""
    counts = {one: _different(reading, name) for one, name in _BY_WORDS.items()}
    top = max(counts, key=lambda one: counts[one])
    return top if counts[top] >= max(_ENOUGH, counts.get(learned, 0) + 1) else learned


def _different(reading: AdReading, name: str) -> int:
    return len(
        {tuple(token.key for token in part.tokens[start:end]) for part, start, end in reading.each(name)}
    )
