"""This module cuts folded text into the pieces of which numbers are made: digits, number words, look-alike letters.

Pieces with nothing but junk between them stand in one cluster; any other word parts clusters.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from models.entities.alternation import alternation, places
from models.entities.number_words import dialled_words, repeat_words, run_together
from models.entities.sighting import TAKEN
from models.entities.tables import contact_words
from models.normalise.characters import MARKS
from models.normalise.fold import wordlike
from models.normalise.memory import Memory

_PARTS = re.compile(r"[0-9]+|[^0-9]+")
_DIGIT = re.compile(r"[0-9]")
_FROM_DIGIT = re.compile(f"[0-9](?:[^\\W_]|[{MARKS}])*+")
_LOOK_ALIKES = str.maketrans("oil|sz", "011152")
_LOOK_ALIKE = re.compile(r"[oilsz]{1,4}")
_LONE_LOOK_ALIKE = re.compile(r"[oil]{1,3}")
_PARTING = re.compile(f"[₹$€£@{TAKEN}]")
_CLOSE_BY = 40  # characters before a number in which what stands may be of one piece with it
_LONGEST_JUNK = 8
_LONGEST_GAP = 24  # with the words that people put between digits
_MOST_PARTS = 60  # of one word of letters and digits
_LONGEST_WORDS = 120  # letters of number words run together


class Piece(NamedTuple):  # not a frozen dataclass: it is made four times faster
    """Digits at folded `start` to `end`, with the `gap` of text since the piece before it in its cluster.

    `kind` is `digits`, `word` (number words), `guess` (letters that look like digits, among digits) or `lone`
    (such letters on their own). `left` and `right` are letters that touch it and are no digits. `plus` says that
    a plus sign stands before it.
    """

    digits: str
    start: int
    end: int
    kind: str = "digits"
    gap: str = ""
    left: str = ""
    right: str = ""
    plus: bool = False
    adds_up: bool = False


FEWEST_DIGITS = 8
"""Of any telephone number."""


def clusters(text: str, words: frozenset[str]) -> Iterator[list[Piece]]:
    """The clusters of pieces in folded `text`, in order, but for some of too few digits; `words` are its runs of letters."""
    after = 0
    for start, end in _promising(text, words):
        yield from _clusters(text, max(after, _word_start(text, max(0, start - _CLOSE_BY))), end)
        after = end


def _promising(text: str, words: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where words stand next to each other of which a telephone number can be made: little is read any closer."""
    pattern, end = wordlike(text), 0
    for start in _first_words(text, words):
        if start < end:
            continue
        end, digits = start, 0
        while chunk := pattern.search(text, end):
            word = chunk[0]
            most = len(word) if word.isdecimal() else _MOST_DIGITS[word]
            if most is None:
                break
            end, digits = chunk.end(), digits + most
        if digits >= FEWEST_DIGITS:
            yield start, end


def _first_words(text: str, words: frozenset[str]) -> list[int]:
    """Where words begin in `text` that hold digits or are number words, in order: no number begins with any other."""
    starts = [_word_start(text, rest.start()) for rest in _FROM_DIGIT.finditer(text)]
    spoken = [word for word in words if IS_SPOKEN[word]]
    if not spoken:
        return starts
    told = [start for word in spoken for start in places(word, text) if not _is_inside(text, start)]
    return sorted(starts + told)


def _word_start(text: str, at: int) -> int:
    """Where the word begins that `at` lies in."""
    while _is_inside(text, at):
        at -= 1
    return at


def _is_inside(text: str, at: int) -> bool:
    """Whether a word that began earlier goes on at `at`."""
    return at > 0 and (text[at - 1].isalnum() or text[at - 1] in MARKS)


def _is_spoken(word: str) -> bool:
    """Whether `word` is made of number words, or says that a digit comes several times."""
    return word in repeat_words() or _all_spoken().fullmatch(word) is not None


IS_SPOKEN = Memory(_is_spoken)
"""Whether each word is made of number words, or says that a digit comes several times, remembered."""


@cache
def _all_spoken() -> re.Pattern[str]:
    """Number words, also run together."""
    words = alternation(dialled_words())
    return re.compile(f"(?<![^\\W_])(?<![{MARKS}])(?:{words}){{1,12}}+(?![^\\W_])(?![{MARKS}])")


def _most_digits(word: str) -> int | None:
    """How many digits `word` makes at most; None where it parts numbers."""
    if _is_no_number(word):
        return None
    if word in repeat_words():
        return FEWEST_DIGITS
    is_read = word in dialled_words() or _DIGIT.search(word) or _LONE_LOOK_ALIKE.fullmatch(word)
    return 0 if word in _fillers() and not is_read else len(word)


_MOST_DIGITS = Memory(_most_digits)


def _clusters(text: str, start: int, end: int) -> Iterator[list[Piece]]:
    cluster: list[Piece] = []
    for piece in _pieces(text, start, end):
        if piece is not None and cluster and not _parted(text, cluster[-1], piece):
            _join(cluster, piece._replace(gap=text[cluster[-1].end : piece.start]))
            continue
        if cluster:
            yield cluster
        cluster = [] if piece is None else [piece]
    if cluster:
        yield cluster


def _parted(text: str, last: Piece, piece: Piece) -> bool:
    if piece.plus or piece.start - last.end > _LONGEST_GAP:
        return True
    gap = text[last.end : piece.start]
    junk = wordlike(gap).sub("", gap)
    return len(junk) > _LONGEST_JUNK or gap.count("\n") > 1 or _PARTING.search(gap) is not None


def _join(cluster: list[Piece], piece: Piece) -> None:
    """Adds `piece`; after "ninety" an "eight" makes 98, in a language that says it so."""
    tens = cluster[-1]
    if (
        tens.adds_up
        and piece.adds_up
        and piece.gap in {" ", "-", ""}
        and tens.digits in {"20", "30", "40", "50", "60", "70", "80", "90"}
        and len(piece.digits) == 1
        and piece.digits != "0"
    ):
        cluster[-1] = tens._replace(digits=tens.digits[0] + piece.digits, end=piece.end)
    else:
        cluster.append(piece)


def _pieces(text: str, first: int, last: int) -> Iterator[Piece | None]:
    """The pieces in order; None where something stands that parts them."""
    times, since, parted = 1, 0, False
    for chunk in wordlike(text).finditer(text, first, last):
        word = chunk[0]
        if not word.isdecimal() and _MOST_DIGITS[word] is None:
            if not parted:
                yield None
            times, parted = 1, True
            continue
        start, parted = chunk.start(), False
        if times == 1 and word in repeat_words():
            times, since = repeat_words()[word], start
            continue
        for piece in _of_chunk(word, start, plus=start > 0 and text[start - 1] == "+"):
            if piece is not None and times > 1:
                digits = piece.digits[0] * times + piece.digits[1:]
                yield piece._replace(digits=digits, start=since, kind="word", adds_up=False)
            else:
                yield piece
            times = 1


def _of_chunk(word: str, start: int, *, plus: bool) -> Iterator[Piece | None]:
    if word.isdecimal():
        yield Piece(word, start - plus, start + len(word), plus=plus)
    elif word in dialled_words():
        yield _spoken(word, start)
    elif _DIGIT.search(word):
        yield from _of_mixed(word, start, plus=plus)
    elif _LONE_LOOK_ALIKE.fullmatch(word):
        yield Piece(word.translate(_LOOK_ALIKES), start, start + len(word), kind="lone")
    elif word not in _fillers():
        yield from _in_a_row(run_together(word) or (), start)


def _is_no_number(word: str) -> bool:
    """Whether `word` parts numbers: neither digits nor a word for any, nor what people put between them."""
    if _DIGIT.search(word) or _LONE_LOOK_ALIKE.fullmatch(word):
        return False
    if word in dialled_words() or word in repeat_words() or word in _fillers():
        return False
    return not 8 <= len(word) <= _LONGEST_WORDS or run_together(word) is None


def _of_mixed(word: str, start: int, *, plus: bool) -> Iterator[Piece | None]:
    parts = [(m.group(), start + m.start()) for m in _PARTS.finditer(word)]
    if len(parts) > _MOST_PARTS:
        yield None
        return
    inner = {part for part, _ in parts[1:-1] if not part.isdigit()}
    junk = inner.pop() if len(inner) == 1 and len(next(iter(inner))) <= 2 else None
    for number, (part, at) in enumerate(parts):
        if part.isdigit():
            before = parts[number - 1][0] if number else ""
            after = parts[number + 1][0] if number + 1 < len(parts) else ""
            first = plus and not number
            yield Piece(
                part, at - first, at + len(part), left=_unread(before), right=_unread(after), plus=first
            )
        elif (spoken := _spoken_in(part)) is not None:
            yield from _in_a_row(spoken, at)
        elif _LOOK_ALIKE.fullmatch(part):
            yield Piece(part.translate(_LOOK_ALIKES), at, at + len(part), kind="guess")
        elif part != junk or len(parts) < 5 or at in {parts[0][1], parts[-1][1]}:
            yield None


def _unread(letters: str) -> str:
    """`letters` beside digits, unless they are digits themselves, said or alike."""
    return "" if _LOOK_ALIKE.fullmatch(letters) or _spoken_in(letters) is not None else letters


@cache
def _fillers() -> frozenset[str]:
    return frozenset(contact_words()["filler"])


def _spoken_in(letters: str) -> tuple[str, ...] | None:
    if letters in dialled_words():
        return (letters,)
    return run_together(letters) if len(letters) <= _LONGEST_WORDS else None


def _in_a_row(words: tuple[str, ...], start: int) -> Iterator[Piece]:
    for word in words:
        yield _spoken(word, start)
        start += len(word)


def _spoken(word: str, start: int) -> Piece:
    known = dialled_words()[word]
    return Piece(str(known.value), start, start + len(word), kind="word", adds_up=known.adds_up)
