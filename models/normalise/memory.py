"""This module remembers what a pure function said of a word, so that an ad pays only for words not met before."""

from collections.abc import Callable
from typing import TypeVar

_Answer = TypeVar("_Answer")
MOST_WORDS = 1 << 16
"""Words that are remembered of one function."""
LONGEST_WORD = 64
"""Letters of the longest word that is remembered: what is longer is no word of any language, but fills memory."""


class Memory(dict[str, _Answer]):
    """`memory[word]` is what `ask` says of `word`; bounded, and half the price of a call where the word is known.

    When it is full it begins anew: an ad's common words are back at once.
    """

    __slots__ = ("_ask", "_most")

    def __init__(self, ask: Callable[[str], _Answer], *, most: int = MOST_WORDS) -> None:
        """Remembers `ask`, which must answer the same word alike for ever, of `most` words."""
        super().__init__()
        self._ask = ask
        self._most = most

    def __missing__(self, word: str) -> _Answer:
        answer = self._ask(word)
        if len(word) <= LONGEST_WORD:
            if len(self) >= self._most:
                self.clear()
            self[word] = answer
        return answer
