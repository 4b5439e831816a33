"""This module picks out of a text's words the few that some reader of facts asks about.

A reader that asks whether a word stands in a text then asks of ten words, not of hundreds; to every reader the text is as
it was.
"""

from functools import cache

from models.entities.age_patterns import FUSED, first_runs
from models.entities.ages import FIRST_OF_YEARS
from models.entities.alternation import openings
from models.entities.emails import AT_WORDS
from models.entities.handles import NAMES_SITE
from models.entities.hours import ROUND
from models.entities.pay import hundreds
from models.entities.persons import fused_words, said_numbers
from models.entities.pieces import IS_SPOKEN
from models.entities.places import BY_FIRST
from models.entities.tables import openings_under
from models.normalise.words import letter_runs

_AGES = (FUSED, "unit", "age", "young", "one_young", "kin", "of_age", "turning", "completing", "born")
_OTHERS = {
    "contact_words.yaml": ("sequel", "joiner"),
    "hours_words.yaml": ("unit", "work", "morning", "evening", "full_time", "part_time"),
    "money_words.yaml": ("pay", "factors"),
    "persons_words.yaml": ("people", "posts"),
}


def told_by(word: str) -> tuple[str, ...]:
    """The runs of letters in a folded `word` that tell some reader anything."""
    return () if word.isdecimal() else tuple(run for run in letter_runs(word) if _tells(run))


def _tells(run: str) -> bool:
    return run in _openings() or IS_SPOKEN[run] or NAMES_SITE[run] or BY_FIRST[run] is not None


@cache
def _openings() -> frozenset[str]:
    others = (openings_under(table, *keys) for table, keys in _OTHERS.items())
    in_one = openings((*fused_words(), *hundreds(), *said_numbers()))
    return first_runs(*_AGES).union(AT_WORDS, {ROUND}, FIRST_OF_YEARS, in_one, *others)
