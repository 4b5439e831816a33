"""This module finds the words of a query in a published text."""

from collections.abc import Iterable, Iterator, Sequence

from models.normalise.tokens import Token, search_tokens
from search.query.keys import asked_for, keys
from search.query.query import Expression


def highlight(published: str, expression: Expression | None) -> tuple[tuple[int, int], ...]:
    """The ranges (code points, half-open) of words and phrases that `expression` asks for, in order, merged.

    What stands under NOT is not marked. A phrase is marked whole, with what stands between its words.
    """
    wanted = {found for leaf in asked_for(expression) if (found := keys(leaf))}
    if not wanted:
        return ()
    return tuple(_merged(sorted(_found(search_tokens(published), wanted))))


def _found(tokens: Sequence[Token], wanted: Iterable[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for phrase in wanted:
        by_first.setdefault(phrase[0], []).append(phrase)
    for number, token in enumerate(tokens):
        for phrase in by_first.get(token.key, ()):
            here = tokens[number : number + len(phrase)]
            if tuple(each.key for each in here) == phrase:
                yield token.start, here[-1].end


def _merged(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in ranges:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
