"""This module turns masked text into hashed words, pairs of words and letter runs, each with its name kept.

Words are cut at white space only, because ready-made token patterns split Hindi, Telugu and Bengali words at
vowel signs. Letter runs of 3 to 5 stay inside a word, so each belongs to one word and its share of a score can be
told by naming that word; a collision in the hash is named by the ad's own word.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from sklearn.utils import murmurhash3_32

BUCKETS = 2**14
SKETCH_BITS = 2**18
# Words, taken together, never move a score by more than two strong signs would, and without signs of two groups the
# rules hold an ad at `low` anyway: what an analyst can be shown decides.
WORDS_BOUND = 4.2
_MOST_WORDS = 2000  # an ad of several megabytes costs no more than a long one
_LONGEST_WORD = 32
_EDGES = ".,;:!?()[]{}\"'`।॥|*…/\\-–—~#+=•“”‘’"
# Masks that say what was taken out: findings have columns of their own, and who or where is not learned from.
_NOT_LEARNED = frozenset({"_sign_", "_name_", "_group_", "_place_"})
_DIGITS_TO_ZERO = str.maketrans("123456789", "000000000")

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Grams:
    """The n-grams of one ad.

    `words[i]` names the i-th distinct word or pair; its bucket is `word_buckets[i]`. The first `singles` of them
    are single words, and the letter runs of word i are `letter_buckets[letter_starts[i]:letter_starts[i + 1]]`.
    Values are ±1 over the square root of how many there are, so that long ads do not shout. `sketch` are the
    positions of the letter runs in the sketch of known text.
    """

    words: tuple[str, ...]
    singles: int
    word_buckets: Ints
    word_values: Floats
    letter_buckets: Ints
    letter_values: Floats
    letter_starts: Ints
    sketch: Ints


def grams(masked: str) -> Grams:
    """The n-grams of `masked`; the first 2,000 words count."""
    tokens = words(masked)
    singles = tuple(dict.fromkeys(tokens))
    pairs = tuple(dict.fromkeys(pairwise(tokens)))
    named = singles + tuple(f"{first} {second}" for first, second in pairs)
    hashes = np.array([_hash(name) for name in named], dtype=np.int64)
    runs = [_letter_runs(word) for word in singles]
    letters = np.concatenate(runs) if runs else np.empty(0, dtype=np.int64)
    starts = np.cumsum([0, *(len(run) for run in runs)], dtype=np.int64)
    return Grams(
        named, len(singles), hashes % BUCKETS, _values(hashes), letters % BUCKETS, _values(letters), starts,
        letters % SKETCH_BITS,
    )  # fmt: skip


def words(masked: str) -> Sequence[str]:
    """The words of `masked` without punctuation at their edges; digits become 0, so that no number is learned."""
    stripped = (token.strip(_EDGES) for token in masked.split(None, _MOST_WORDS)[:_MOST_WORDS])
    told = (token for token in stripped if token and token not in _NOT_LEARNED)
    return [token[:_LONGEST_WORD].translate(_DIGITS_TO_ZERO) for token in told]


def bounded(total: Floats) -> Floats:
    """What words add to a score whose linear sum is `total`: alike near 0, never beyond `WORDS_BOUND`."""
    kept: Floats = WORDS_BOUND * np.tanh(total / WORDS_BOUND)
    return kept


def _values(hashes: Ints) -> Floats:
    signs: Floats = np.where(hashes >> 31 & 1, -1.0, 1.0)
    return signs / math.sqrt(max(len(hashes), 1))


@lru_cache(maxsize=200_000)
def _hash(name: str) -> int:
    return int(murmurhash3_32(name.encode("utf-8", "replace"), positive=True))


@lru_cache(maxsize=50_000)
def _letter_runs(word: str) -> Ints:
    padded = f" {word} "
    runs = [padded[i : i + size] for size in (3, 4, 5) for i in range(len(padded) - size + 1)]
    hashes = [int(murmurhash3_32(run.encode("utf-8", "replace"), positive=True)) for run in runs]
    return np.array(hashes, dtype=np.int64)
