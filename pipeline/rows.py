"""This module reads files of ads row by row: JSON Lines, or a CSV by a map of its columns."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from models.domain.errors import WrongUsage
from pipeline.tables import is_table, rows_of_csv

_LINES = (".jsonl", ".ndjson", ".json")


def rows_of_files(
    paths: Sequence[Path], columns: str | None = None
) -> Iterator[tuple[Path, int, str | dict[str, Any]]]:
    """File, number and content of each line: a row of a table, or a line of JSON that is not read yet.

    A file may be empty: what it held may have been taken back. Raises `WrongUsage` where a file cannot be read, or where
    none of them holds a row.
    """
    empty = True
    for path in paths:
        for number, row in rows_of_file(path, columns):
            empty = False
            yield path, number, row
    if paths and empty:
        raise WrongUsage(f"There are no ads in {', '.join(map(str, paths))}; name a file that holds some.")


def rows_of_file(path: Path, columns: str | None = None) -> Iterator[tuple[int, str | dict[str, Any]]]:
    """The same of one file, which may hold no row."""
    yield from rows_of_csv(path, columns) if is_table(path.name) else _numbered_lines(path)


def row_object(row: str | dict[str, Any]) -> dict[str, Any]:
    """A line that `rows_of_files` gave, as an object. Raises `WrongUsage` where it is none."""
    return row if isinstance(row, dict) else _decoded(row)


def _numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WrongUsage(
            f"{path} is not UTF-8, from byte {error.start + 1} on; save it as JSON Lines or CSV in UTF-8 and try again."
        ) from error
    except OSError as error:
        raise WrongUsage(f"{path} cannot be read ({error.strerror}); name a file of ads.") from error
    if path.suffix.lower() not in _LINES and text.strip() and not text.lstrip().startswith(("{", "[")):
        raise WrongUsage(f"{path} is not JSON Lines; if it is a table, give it the ending .csv.")
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line


def _decoded(line: str) -> dict[str, Any]:
    try:
        decoded = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise WrongUsage("not JSON; each line holds one whole object") from error
    if not isinstance(decoded, dict):
        raise WrongUsage("not a JSON object; a list of ads is to be written an object a line (JSON Lines)")
    return decoded
