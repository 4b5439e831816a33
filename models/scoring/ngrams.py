"""This module turns masked text into words, pairs of words and letter runs, counted, each with its name kept.

Words are cut at white space only, because ready-made token patterns split Hindi, Telugu and Bengali words at
vowel signs. Letter runs of 3 to 5 stay inside a word, so each belongs to one word and its share of a score can be
told by naming that word. What is learned of is known by the hash of its letters; two that share one of a million
hashes share a weight.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from murmurhash.mrmr import hash_bytes  # hashes as scikit-learn does

from models.normalise.learnable import GROUP, MOST_WORDS, NAME, PLACE, SIGN, shortened

HASHES = 2**20  # of words; those of letter runs follow
SKETCH_BITS = 2**18
# Words, taken together, never move a line by more than two strong signs would, and without signs of two groups the
# rules hold an ad at `low` anyway: what an analyst can be shown decides.
WORDS_BOUND = 4.2
_EDGES = ".,;:!?()[]{}\"'`।॥|*…/\\-–—~#+=•“”‘’"
# Masks that say what was taken out: findings have columns of their own, and who or where is not learned from.
_NOT_LEARNED = frozenset({SIGN, NAME, GROUP, PLACE})
_UNSIGNED = 0xFFFFFFFF

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Grams:
    """The n-grams of one ad, told apart and counted.

    `words[i]` names the i-th distinct word or pair, known by `word_ids[i]` and met `word_counts[i]` times; the first
    `singles` of them are single words. `letter_ids` and `letter_counts` are the same of letter runs. Word i holds the
    runs numbered `letter_of[letter_starts[i]:letter_starts[i + 1]]`, each with the share of its count that lies in this
    word. `sketch` are the positions of the runs in the sketch of known text.
    """

    words: tuple[str, ...]
    singles: int
    word_ids: Ints
    word_counts: Floats
    letter_ids: Ints
    letter_counts: Floats
    letter_of: Ints
    letter_shares: Floats
    letter_starts: Ints
    sketch: Ints


def grams(masked: str) -> Grams:
    """The n-grams of `masked`; the first 2,000 words count."""
    tokens = words(masked)
    singles, pairs = Counter(tokens), Counter(pairwise(tokens))
    named = (*singles, *(f"{first} {second}" for first, second in pairs))
    counts = np.array([*singles.values(), *pairs.values()], dtype=np.float64)
    runs = [_letter_runs(word) for word in singles]
    lengths = [len(run) for run in runs]
    hashes = np.concatenate(runs) if runs else np.empty(0, dtype=np.int64)
    of_words = np.repeat(counts[: len(singles)], lengths)
    ids, letter_of = np.unique(hashes % HASHES + HASHES, return_inverse=True)
    letter_counts = np.bincount(letter_of, weights=of_words, minlength=len(ids)).astype(np.float64)
    return Grams(
        words=named,
        singles=len(singles),
        word_ids=np.array([hashed(name) for name in named], dtype=np.int64) % HASHES,
        word_counts=counts,
        letter_ids=ids,
        letter_counts=letter_counts,
        letter_of=letter_of,
        letter_shares=of_words / letter_counts[letter_of],
        letter_starts=np.cumsum([0, *lengths], dtype=np.int64),
        sketch=hashes % SKETCH_BITS,
    )


def words(masked: str) -> Sequence[str]:
    """The words of `masked` without punctuation at their edges; digits become 0, so that no number is learned."""
    stripped = (token.strip(_EDGES) for token in masked.split(None, MOST_WORDS)[:MOST_WORDS])
    told = (token for token in stripped if token and token not in _NOT_LEARNED)
    return [shortened(token) for token in told]


def rarity(ads_with: Ints, *, ads: int) -> Floats:
    """How rare each of some grams is: the logarithm of how many of all `ads` there are for each that has it, and 1."""
    rare: Floats = np.log((1 + ads) / (1 + ads_with)) + 1
    return rare


def bounded(total: Floats) -> Floats:
    """What words add to a score whose linear sum is `total`: alike near 0, never beyond `WORDS_BOUND`."""
    kept: Floats = WORDS_BOUND * np.tanh(total / WORDS_BOUND)
    return kept


def hashed(name: str) -> int:
    """The unsigned hash by which a gram is known."""
    return int(hash_bytes(name.encode("utf-8", "replace"))) & _UNSIGNED


@lru_cache(maxsize=50_000)
def _letter_runs(word: str) -> Ints:
    padded = f" {word} "
    runs = [padded[i : i + size] for size in (3, 4, 5) for i in range(len(padded) - size + 1)]
    return np.array([hashed(run) for run in runs], dtype=np.int64)
