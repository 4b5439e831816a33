"""This module reads a CSV of ads as rows of a labelled file, by a map of its columns.

A map is `name=column` pieces parted by commas, `text=a+b` joining columns: `id, title, text, city, lang, source_type,
family, weight, posted_at, first_seen, kinds, ad_class, child_sign, by, blind, source, probability`. `fields=a+b` keeps columns as fields of the
page, each under its own name. Ads without a label column are background: presumed harmless, at a weight below that of a
label. EMSCAD is known by its columns.
"""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from models.domain.errors import WrongUsage
from pipeline.cells import as_number, yes_or_no
from pipeline.emscad import emscad_row, is_emscad

_NAMES = frozenset(
    {"id", "title", "text", "city", "lang", "source_type", "family", "weight", "kinds", "ad_class", "fields"}
    | {"posted_at", "first_seen", "child_sign", "by", "blind", "source", "probability"}
)
_ENDINGS = (".csv", ".tsv")
_LABELS = frozenset({"kinds", "ad_class"})
_LABEL = ("by", "blind", "source", "probability")
_BACKGROUND_WEIGHT = 0.5  # of a presumed label, beside 1 for one that somebody gave
_LONGEST_CELL = 10_000_000
_TOO_MANY = "more cells than the head"


def is_table(name: str) -> bool:
    """Whether a file of this name is read as a table."""
    return name.lower().endswith(_ENDINGS)


def rows_of_csv(
    path: Path, columns: str | None, *, labelled: bool = True
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line number and row, as a labelled file has it, for each line of the CSV at `path`.

    `columns` is a map; None is right for EMSCAD and for a CSV whose columns have our names. Where the ads are not to be
    learned from (`labelled` is false) columns of other names are passed over. Raises `WrongUsage`.
    """
    csv.field_size_limit(_LONGEST_CELL)
    try:
        with path.open(encoding=_encoding(path), newline="") as file:
            lines = csv.DictReader(file, delimiter=_delimiter(file.readline()), restkey=_TOO_MANY)
            file.seek(0)
            _refuse_twice(lines.fieldnames or (), path)
            present = frozenset(lines.fieldnames or ())
            if columns is None and is_emscad(present):
                yield from (
                    (lines.line_num, emscad_row(_whole(line, path, lines.line_num), number))
                    for number, line in enumerate(lines)
                )
                return
            if not present:
                return
            named = _map(columns, present, path, labelled=labelled)
            yield from (
                (lines.line_num, _row(_whole(line, path, lines.line_num), named, number))
                for number, line in enumerate(lines)
            )
    except (UnicodeDecodeError, csv.Error) as error:
        raise WrongUsage(
            f"{path} is not a CSV in UTF-8; save it as one (in a spreadsheet: CSV UTF-8) and try again."
        ) from error
    except OSError as error:
        raise WrongUsage(f"{path} cannot be read ({error.strerror}); name a file of ads.") from error


def _encoding(path: Path) -> str:
    """UTF-8, or UTF-16 where the file begins with its mark, as a spreadsheet's "Unicode text" does."""
    with path.open("rb") as file:
        return "utf-16" if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"


def _refuse_twice(names: Sequence[str], path: Path) -> None:
    """Of two columns of one name only the last would be read."""
    twice = [name for name, count in Counter(names).items() if count > 1 and name.strip()]
    if twice:
        raise WrongUsage(f"{path.name} has two columns named {twice[0]!r}; rename one and try again.")


def _delimiter(head: str) -> str:
    """A comma, or what stands in the head where no comma does: spreadsheets of some countries write semicolons."""
    if "\0" in head:
        raise csv.Error("NUL")
    return next((sign for sign in (",", ";", "\t") if sign in head), ",")


def _whole(line: dict[str, Any], path: Path, number: int) -> dict[str, Any]:
    if any(line.get(_TOO_MANY, ())):
        raise WrongUsage(
            f"{path.name}, line {number} has more cells than the head has names; put a cell that holds a comma into quotes."
        )
    return line


def _map(
    columns: str | None, present: frozenset[str], path: Path, *, labelled: bool
) -> dict[str, tuple[str, ...]]:
    named: dict[str, tuple[str, ...]]
    if columns is None:
        named = {
            plain: (name,)
            for name in sorted(present)
            if (plain := name.strip().casefold()) in _NAMES - {"fields"}
        }
        others = sorted(present - {own for (own,) in named.values()})
        if labelled and "text" in named and others and named.keys().isdisjoint(_LABELS):
            raise WrongUsage(
                f"{path.name} has no column kinds or ad_class, so all its ads would count as harmless, whatever "
                f"{', '.join(others)} may say. Say --columns id=COLUMN,text=COLUMN,kinds=COLUMN,ad_class=COLUMN, or without "
                "these two if the ads are harmless."
            )
    else:
        pieces = [piece.partition("=") for piece in columns.split(",") if piece.strip()]
        named = {name.strip(): tuple(one.strip() for one in own.split("+")) for name, _, own in pieces}
    unknown = sorted(named.keys() - _NAMES)
    absent = sorted({column for own in named.values() for column in own} - present)
    if unknown or absent or "text" not in named:
        wrong = (
            f"knows no {unknown[0]!r}"
            if unknown
            else f"has no column {absent[0]!r}"
            if absent
            else "names no text"
        )
        raise WrongUsage(
            f"{path.name}: the map of columns {wrong}. Say --columns id=COLUMN,title=COLUMN,text=COLUMN+COLUMN and, "
            f"where there are labels, kinds=COLUMN,ad_class=COLUMN; the file has {', '.join(sorted(present)) or 'none'}."
        )
    return named


def _row(line: Mapping[str, Any], named: Mapping[str, tuple[str, ...]], number: int) -> dict[str, Any]:
    cells = {
        name: "\n".join(filter(None, (line.get(one) or "" for one in own)))
        for name, own in named.items()
        if name != "fields"
    }
    row: dict[str, Any] = {
        "id": str(number),
        "title": "",
        **{key: cell for key, cell in cells.items() if cell},
    }
    row.setdefault("text", "")
    row["fields"] = {own: line[own] for own in named.get("fields", ()) if line.get(own)}
    if "weight" in row:
        row["weight"] = as_number(row["weight"])
    given = {name: row.pop(name) for name in _LABEL if name in row}
    if given:
        row["label"] = given | (
            {"probability": as_number(given["probability"])} if "probability" in given else {}
        )
        if "blind" in given:
            row["label"]["blind"] = yes_or_no(given["blind"])
    child_sign = {"child_sign": yes_or_no(row.pop("child_sign"))} if "child_sign" in row else {}
    if "kinds" in named or "ad_class" in named:
        kinds = [kind for kind in re.split(r"[\s,;|]+", row.pop("kinds", "").lower()) if kind]
        ad_class = row.pop("ad_class", "lead" if kinds else "").strip().lower()
        row["labels"] = {"kinds": kinds, "ad_class": ad_class} | child_sign
        return row
    background = _background(row)
    return background | {"labels": background["labels"] | child_sign}


def _background(row: dict[str, Any]) -> dict[str, Any]:
    job = row.get("source_type", "classified") == "job"
    labels: dict[str, Any] = {"kinds": [], "ad_class": "ordinary_job" if job else "ordinary_classified"}
    presumed = {"by": "nobody", "blind": False, "source": "presumed harmless"}
    return {"weight": _BACKGROUND_WEIGHT, "label": presumed} | row | {"labels": labels}
