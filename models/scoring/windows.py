"""This module weighs every window of neighbouring words at once: sums of what stands wholly inside each."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from models.domain.finding import MOST_WORDS_CITED
from models.indicators.passages import Cue, Passage
from models.scoring.ngrams import HASHES, Floats, Ints, hashed

FEWEST = 2  # words of a window; one alone says too little
_LENGTHENING = 0.4  # a window's sum is divided by its words to the power of this

Windows = npt.NDArray[np.int64]  # (windows, 2): first token and the one behind the last


def windows(passage: Passage) -> Windows:
    """All windows of 2 to 12 words that lie in one stretch."""
    lengths = np.array([end - start for start, end in passage.stretches], dtype=np.int64)
    starts = np.array([start for start, _ in passage.stretches], dtype=np.int64)
    found = [
        _of_size(starts[lengths >= size], lengths[lengths >= size], size)
        for size in range(FEWEST, MOST_WORDS_CITED + 1)
        if (lengths >= size).any()
    ]
    return np.concatenate(found) if found else np.empty((0, 2), dtype=np.int64)


def sums(cues: Sequence[Cue], values: Floats, of: Windows, *, tokens: int) -> Floats:
    """For each window the sum of the `values` (cues, lines) of the cues wholly in it, made less for a longer window.

    Of shape (windows, lines). `tokens` is how many tokens the passage has.
    """
    total = np.zeros((len(of), values.shape[1]))
    ends = np.array([cue.end for cue in cues], dtype=np.int64)
    lengths = ends - np.array([cue.start for cue in cues], dtype=np.int64)
    for length in np.unique(lengths):
        own = lengths == length
        at_end = np.zeros((tokens + 1, values.shape[1]))
        np.add.at(at_end, ends[own], values[own])
        running = np.cumsum(at_end, axis=0)
        total += running[of[:, 1]] - running[np.minimum(of[:, 0] + length - 1, of[:, 1])]
    shortened: Floats = total / shortening(of)[:, None]
    return shortened


def shortening(of: Windows) -> Floats:
    """By what the sum of each window is divided."""
    divisors: Floats = (of[:, 1] - of[:, 0]).astype(np.float64) ** _LENGTHENING
    return divisors


def cue_ids(cues: Sequence[Cue]) -> Ints:
    """The numbers by which cues are known."""
    return np.array([_cue_id(cue.name) for cue in cues], dtype=np.int64)


@lru_cache(maxsize=100_000)
def _cue_id(name: str) -> int:
    return hashed(name) % HASHES


def _of_size(starts: Ints, lengths: Ints, size: int) -> Windows:
    counts = lengths - size + 1
    offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    first = np.repeat(starts, counts) + offsets
    return np.stack([first, first + size], axis=1)
