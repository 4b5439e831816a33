"""This module reads how the words around the mention of a child hang together: whose, for whom, for what."""

from models.indicators.minors import Minor
from models.indicators.reading import PartReading

_REACH = 40  # words on either side; where a text has no full stops, its whole is one sentence


def clause(minor: Minor) -> tuple[int, int]:
    """The tokens of the sentence around `minor`, of a very long one those near."""
    first, last = minor.part.sentence(minor.start)
    return max(first, minor.start - _REACH), min(last, minor.end + _REACH)


def next_end(part: PartReading, last: int) -> int:
    """Where the sentence behind token `last` ends; `last` itself where none follows."""
    return min(part.sentence(last)[1], last + _REACH) if last < len(part.tokens) else last


def noun_phrase(minor: Minor, first: int, last: int) -> tuple[int, int]:
    """The mention with the noun it belongs to: "boy of 13 to 15", "13 se 15 saal ka ladka"."""
    start, end = minor.start, minor.end
    low, high = max(first, start - 5), min(last, end + 3)
    for name in ("<young_person>", "<child_word>"):
        for begin, stop in minor.part.within(name, low, high):
            if begin < minor.end or not has_comma(minor.part, minor.end, begin):
                start, end = min(start, begin), max(end, stop)
    return start, end


def is_blocked(part: PartReading, start: int, end: int) -> bool:
    """Whether something between the tokens parts a child from what seeks it."""
    if has_comma(part, start, end):
        return True
    return any(stands_free(part, name, (start, end)) for name in ("<for_whom>", "<dative>", "<beneficiary>"))


def is_blocked_before(part: PartReading, start: int, first: int) -> bool:
    """As in "tutor for a boy of 14 wanted": what is wanted stands before the child."""
    return part.stands("<for_whom>", max(first, start - 2), start) and stands_free(
        part, "<beneficiary>", (first, start)
    )


def stands_free(part: PartReading, name: str, tokens: tuple[int, int]) -> bool:
    """Whether a hit of `name` begins at `tokens` that is no piece of "for work" or "left school"."""
    hits = part.within(name, *tokens)
    if not hits:
        return False
    others = [
        span
        for other in ("<for_work>", "<left_school>", "<class_child>")
        for span in part.within(other, tokens[0] - 5, tokens[1])
    ]
    return any(not any(a <= begin and stop <= b for a, b in others) for begin, stop in hits)


def is_given_to(part: PartReading, end: int, last: int) -> bool:
    """A dative right behind the child, unless it is work that is wanted for it."""
    if has_comma(part, end, end):
        return False
    owned = part.stands("<genitive>", end, end + 1) and not has_comma(part, end, end + 1)
    owned = owned and not part.stands("<is_now>", end + 1, end + 2)  # "bhai 13 ka hai"
    owned = owned and not part.stands("<between>", end + 1, end + 2)  # "13 se 16 ke beech"
    if not (
        owned
        or stands_free(part, "<dative>", (end + part.stands("<genitive>", end, end + 1), min(end + 2, last)))
    ):
        return False
    return not part.stands("<job_wanted>", end, min(end + 5, last))


def has_comma(part: PartReading, start: int, end: int) -> bool:
    """Whether a comma stands before any of the tokens from `start` to `end`."""
    return any("," in gap for gap in part.gaps[start : end + 1])


def is_target(part: PartReading, start: int, first: int) -> bool:
    """A preposition right before ("work with children to help them"), unless it ends a word that seeks."""
    before = part.within("<for_whom>", max(first, start - 1), start)
    return bool(before) and not any(stop == start for _, stop in part.within("<seek>", first, start))
