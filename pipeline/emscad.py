"""This module reads EMSCAD, job ads with labels of fraud, as its authors published it, without what tells only the copy."""

import html
import re
from collections.abc import Mapping
from typing import Any

from pipeline.cells import YES

_COLUMNS = frozenset({"title", "company_profile", "description", "requirements", "benefits", "fraudulent"})
_TEXTS = ("company_profile", "description", "requirements", "benefits")
# What a board shows beside an ad's text. Left out are those that one copy spells otherwise (experience, education), and
# what is stated of the pay or the department: in folds none of them helps.
_LISTS = ("function", "industry")
# Typographic signs are whole in one class's copy and lost or garbled in the other's, so none is kept; nor are tags.
_DEBRIS = re.compile(r"<[^<>]{1,200}>|[^\w\s\x00-\x7f]|[âÂ]|\x9d")
_HASHED = re.compile(r"#(PHONE|EMAIL|URL)_[0-9a-f]{16,}#", re.IGNORECASE)


def is_emscad(columns: frozenset[str]) -> bool:
    """Whether a table with these columns is EMSCAD."""
    return columns >= _COLUMNS


def emscad_row(line: Mapping[str, Any], number: int) -> dict[str, Any]:
    """A line as a row of a labelled file, both classes cleaned alike; `number` is its id where it has none."""
    fraudulent = str(line["fraudulent"]).strip().lower() in YES
    return {
        "id": str(line.get("job_id") or line.get("row") or number),
        "source_type": "job",
        "lang": "en",
        "title": _cleaned(line["title"]),
        "text": "\n".join(filter(None, (_cleaned(line.get(name)) for name in _TEXTS))),
        "fields": _fields(line),
        "labels": {
            "kinds": ["recruitment_fraud"] if fraudulent else [],
            "ad_class": "lead" if fraudulent else "ordinary_job",
        },
        "label": {"by": "EMSCAD's authors", "blind": False, "source": "EMSCAD"},
    }


def _fields(line: Mapping[str, Any]) -> dict[str, str]:
    stated = {name: _cleaned(line.get(name)) for name in _LISTS}
    shown = {
        "company_logo": line.get("has_company_logo"),
        "company_profile": bool(line["company_profile"].strip()),
    }
    said = {
        name: "yes" if str(told).strip().lower() in YES else "no"
        for name, told in shown.items()
        if told not in (None, "")
    }
    return {name: told for name, told in stated.items() if told} | said


def _cleaned(cell: object) -> str:
    """Both classes cleaned alike: tags, entities, hashed contacts and the debris of encodings tell only the copy."""
    text = html.unescape(html.unescape(str(cell or "")))
    text = _HASHED.sub(lambda found: f" ({found[1].lower()}) ", text)
    return " ".join(_DEBRIS.sub(" ", text).split())
