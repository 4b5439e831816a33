"""This module reads telephone numbers, however they are written, and leaves every other number alone.

What counts is the whole number: digits grouped as people group telephone numbers, or broken by junk nobody
puts into money, dates and order numbers. Words beside it can rule it in or out.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise

from models.domain.contact import ContactKind
from models.entities.by_ear import by_ear
from models.entities.codes import without_codes
from models.entities.instructions import instructions
from models.entities.look_alikes import look_alikes
from models.entities.number_words import homophones
from models.entities.numbering import is_area_code, number
from models.entities.pieces import FEWEST_DIGITS, Piece, clusters
from models.entities.references import references
from models.entities.several import several
from models.entities.sighting import Sighting, without
from models.entities.surroundings import Said, names_phone, said_of
from models.normalise.fold import Folded

_MOST_DIGITS = 15  # of an international number with its 00
_OPENINGS = set("06789")
_BY_THREES = {(3, 3, 4), (4, 3, 3), (3, 4, 3)}
_USUAL = {
    (1,) * 10,
    (2, 2, 2, 2, 2),
    (2, 4, 4),
    (4, 4, 2),
    (4, 2, 4),
    (2, 3, 5),
    (5, 2, 3),
    (5, 3, 2),
    (3, 2, 5),
}
_USUAL |= _BY_THREES
_LIGHT_GAPS = {"", "-", ".", "(", ")", ")-"}
_PLAIN_GAPS = set(" .,:/-\n()&;")


def phones(folded: Folded, *, taken: Iterable[tuple[int, int]], as_written: str) -> Iterator[Sighting]:
    """The telephone numbers in folded text but for what is `taken`, E.164; none overlaps another; those hidden best come first.

    `as_written` is the same text, character for character, before its letters were made small: capitals against
    digits are a code ("TXN98…"), a name may stand there ("Ravi98…").
    """
    words = folded.words
    text = without_codes(without(folded.text, taken), as_written)
    hidden: tuple[Callable[[str], Iterator[Sighting]], ...] = (
        references,
        partial(look_alikes, as_written=as_written),
        partial(instructions, words=words),
        partial(by_ear, words=folded.pieces[1::2]),
    )
    for read in hidden:
        found = list(read(text))
        text = without(text, [(sighting.start, sighting.end) for sighting in found])
        yield from (sighting for sighting in found if sighting.value)
    for cluster in clusters(text, words):
        if sum([len(piece.digits) for piece in cluster]) < FEWEST_DIGITS:
            continue
        pieces = [part for piece in cluster for part in several(text, piece)]
        at = 0
        while at < len(pieces):
            length, value = _longest(text, pieces, at)
            if value:
                yield Sighting(ContactKind.PHONE, value, pieces[at].start, pieces[at + length - 1].end)
            at += length or _skipped(pieces[at])


def _skipped(piece: Piece) -> int:
    """How many pieces to pass over where none begins a number: behind the code of a country none is India's."""
    if piece.digits == "00":
        return 3
    return 2 if len(piece.digits) <= 4 and (piece.plus or piece.digits.startswith("00")) else 1


def _longest(text: str, pieces: Sequence[Piece], at: int) -> tuple[int, str | None]:
    """How many pieces from `at` make the longest telephone number, and which; (0, None) where none begins there."""
    for end, value in reversed(_numbers(pieces, at)):
        if _is_phone(text, pieces, at, end, value):
            return end - at, _american(text, pieces[at:end]) or value
    return 0, None


def _american(text: str, used: Sequence[Piece]) -> str | None:
    """The E.164 form of "(650) 253-0000": nobody in India puts the first three digits of a mobile in brackets."""
    if [len(piece.digits) for piece in used] != [3, 3, 4] or used[0].plus:
        return None
    bracketed = text[max(0, used[0].start - 1) : used[0].start] == "(" and used[1].gap.startswith(")")
    return number("1" + "".join(p.digits for p in used), international=True) if bracketed else None


def _numbers(pieces: Sequence[Piece], at: int) -> list[tuple[int, str]]:
    """Where a number by the numbering plan ends that begins with piece `at`, and its E.164 form."""
    first = pieces[at]
    if first.kind == "lone" or not (first.plus or first.digits[0] in _OPENINGS):
        return []
    found: list[tuple[int, str]] = []
    digits, least = "", 8 if first.plus else 10
    for end in range(at + 1, len(pieces) + 1):
        digits += pieces[end - 1].digits
        if len(digits) > _MOST_DIGITS:
            break
        if len(digits) >= least and pieces[end - 1].kind != "lone":
            value = number(digits, international=first.plus)
            found += [(end, value)] if value else []
    return found


def _is_phone(text: str, pieces: Sequence[Piece], at: int, end: int, value: str) -> bool:
    used = pieces[at:end]
    if (
        not _stands_free(used[0].left)
        or not _stands_free(used[-1].right)
        or _counts_up(used)
        or _is_sum(used)
    ):
        return False
    said = said_of(text, used[0].start, used[-1].end)
    if used[0].plus:
        return said is not Said.OTHER or len(used) > 1 or value.startswith("+91")
    if said is Said.OTHER:
        return False
    if any(piece.kind != "digits" for piece in used):
        return _is_spelt(used) and not _is_misheard(text, used)
    return _is_grouped(pieces, at, end, value, announced=said is Said.PHONE)


def _stands_free(letters: str) -> bool:
    """Whether digits that touch `letters` can be a number of their own: after a label or a name, not in a code."""
    return not letters or names_phone(letters) or not letters.isascii() or len(letters) >= 3


def _is_sum(used: Sequence[Piece]) -> bool:
    """Whether an equals sign stands in one gap and not in all: 87*20=1740."""
    return len({"=" in piece.gap for piece in used[1:]}) > 1


def _counts_up(used: Sequence[Piece]) -> bool:
    values = [int(piece.digits) for piece in used]
    return len(values) > 4 and all(b == a + 1 for a, b in pairwise(values))


def _is_spelt(used: Sequence[Piece]) -> bool:
    """Whether number words and look-alikes make a number: no more guessed digits than written ones."""
    guessed = sum(len(piece.digits) for piece in used if piece.kind in {"guess", "lone"})
    written = sum(len(piece.digits) for piece in used if piece.kind == "digits")
    spoken = sum(len(piece.digits) for piece in used if piece.kind == "word")
    return guessed <= written + spoken and (spoken > 2 or written >= 4)


def _is_misheard(text: str, used: Sequence[Piece]) -> bool:
    """Whether a word is read as a number of two digits among single ones that sounds like one of those."""
    long = [text[piece.start : piece.end] for piece in used if len(piece.digits) > 1]
    return bool(long) and homophones().keys() >= set(long)


def _is_grouped(pieces: Sequence[Piece], at: int, end: int, value: str, *, announced: bool) -> bool:
    """Whether written digits are grouped as a telephone number is; `announced` ones may be grouped anyhow."""
    used = pieces[at:end]
    sizes = _national_sizes(used)
    if announced or (sizes == (10,) and not _is_abroad(used, value)):
        return True
    if _is_abroad(used, value):
        return len(used) > 1 and len(used[0].digits) <= 5
    if _is_landline(used):
        return not _is_money(used[1:])
    if _is_money(used) or _looks_like_identity(used):
        return False
    return _is_usual(pieces, at, end, sizes) or (len(sizes) > 2 and all(_is_junk(p.gap) for p in used[1:]))


def _is_junk(gap: str) -> bool:
    """Whether nobody puts `gap` between the figures of money, dates and codes."""
    return bool(set(gap) - _PLAIN_GAPS) or gap.strip() in {"..", "...", "--", "---", "//"}


def _is_usual(pieces: Sequence[Piece], at: int, end: int, sizes: tuple[int, ...]) -> bool:
    """Whether the groups are of usual sizes with usual gaps, and not cut out of something longer."""
    gaps = [piece.gap for piece in pieces[end - len(sizes) + 1 : end]]
    if sizes == (5, 5):
        return gaps != [", "] and not _goes_on(pieces, at, end)
    if sizes in _BY_THREES and all(gap.strip() in _LIGHT_GAPS for gap in gaps):
        return not _goes_on(pieces, at, end)
    if len(set(gaps)) == 1 and gaps[0].strip() in _LIGHT_GAPS and all(2 <= size <= 5 for size in sizes):
        alone = [piece.gap == gaps[0] for piece in (*pieces[at : at + 1], *pieces[end : end + 1])]
        return not any(alone)
    return sizes in _USUAL and (len(set(gaps)) == 1 or sizes[-1] == 1) and not _goes_on(pieces, at, end)


def _is_abroad(used: Sequence[Piece], value: str) -> bool:
    return used[0].digits.startswith("00") and not value.startswith("+91")


def _is_landline(used: Sequence[Piece]) -> bool:
    """An area code of its own with its zero, then groups of three digits or more: 040-2345 6789."""
    code = used[0].digits
    return (
        code.startswith("0")
        and len(code) <= 5
        and is_area_code(code)
        and all(len(p.digits) >= 3 for p in used)
    )


def _national_sizes(used: Sequence[Piece]) -> tuple[int, ...]:
    """The sizes of the groups without country code or leading zero."""
    sizes = [len(piece.digits) for piece in used]
    prefix = sum(sizes) - 10
    while prefix > 0 and sizes:
        prefix -= sizes.pop(0) if sizes[0] <= prefix else prefix
        if sum(sizes) > 10:
            sizes[0] -= sum(sizes) - 10
    return tuple(sizes)


def _is_money(used: Sequence[Piece]) -> bool:
    return len(used) > 1 and all(len(p.digits) >= 4 and p.digits.endswith("00") for p in used)


def _looks_like_identity(used: Sequence[Piece]) -> bool:
    """Twelve digits by fours, as an Aadhaar number is written."""
    return [len(piece.digits) for piece in used] == [4, 4, 4]


def _goes_on(pieces: Sequence[Piece], at: int, end: int) -> bool:
    """Whether the same grouping goes on before or after, so that this would be cut out of something longer."""
    size, gap = len(pieces[end - 1].digits), pieces[end - 1].gap
    after = [p for p in pieces[end : end + 1] if p.gap == gap and len(p.digits) == size]
    before = [p for p in pieces[max(0, at - 1) : at] if pieces[at].gap == gap and len(p.digits) == size]
    if size == 5 and after and not before:
        return _run(pieces, end, gap=gap, size=size) % 2 == 1
    return bool(after or (before and size != 5))


def _run(pieces: Sequence[Piece], start: int, *, gap: str, size: int) -> int:
    count = 0
    for piece in pieces[start : start + 40]:
        if piece.gap != gap or len(piece.digits) != size:
            break
        count += 1
    return count
