"""This module reads files of ads row by row: JSON Lines, or a CSV by a map of its columns."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from models.domain.errors import WrongUsage
from pipeline.tables import rows_of_csv

_TABLES = (".csv", ".tsv")
_LINES = (".jsonl", ".ndjson", ".json")


def rows_of_file(path: Path, columns: str | None = None) -> Iterator[tuple[int, str | dict[str, Any]]]:
    """Number and content of each line of a file of ads: a row of a table, or a line of JSON that is not read yet.

    Raises `WrongUsage` where the file cannot be read, or holds no row at all.
    """
    table = path.suffix.lower() in _TABLES
    empty = True
    for row in rows_of_csv(path, columns) if table else _numbered_lines(path):
        empty = False
        yield row
    if empty:
        raise WrongUsage(f"{path} holds no ads{', only a head' if table else ''}; name a file that does.")


def row_object(row: str | dict[str, Any]) -> dict[str, Any]:
    """A line that `rows_of_file` gave, as an object. Raises `WrongUsage` where it is none."""
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
    if path.suffix.lower() not in _LINES and not text.lstrip().startswith(("{", "[")):
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
