"""This module judges ads from JSON Lines or a table, line by line, without bus or index: the contract of `nigah screen`.

What goes in and comes out is told in docs/answers.md.
"""

import codecs
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from models.domain.ad import SOURCE_TYPES, RawAd, storable
from models.domain.contact import Contact
from models.domain.errors import WrongUsage
from models.domain.finding import Span
from models.domain.judgement import ChildSign, Judgement

BATCH = 64
MOST_CONTACTS = 100
"""In an answer; more say no more to a person, and an answer stays small for an ad of any size."""
_READ = ("id", "title", "text", "fields", "source_type", "city", "posted_at")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_LONGEST_MARK = 4  # bytes
_WHAT_BREAKS = {  # in the words of Python's decoder
    "Expecting value": "a value is missing",
    "Expecting ',' delimiter": "a comma is missing",
    "Expecting ':' delimiter": "a colon is missing",
    "Expecting property name enclosed in double quotes": "a name in double quotes is missing",
    "Extra data": "something follows the object; write one object a line",
    "Invalid control character at": "a tab or other control character stands bare in a text; JSON writes \\t",
    "Unterminated string starting at": "a text does not end on its line; JSON writes a new line as \\n",
}

Screen = Callable[[Sequence[RawAd]], Sequence[Judgement | ChildSign]]
Complain = Callable[[int, str], None]


@dataclass(frozen=True, slots=True)
class _Asked:
    """One line's ad as given; `rest` are the keys that pass through."""

    given_id: str | int
    ad: RawAd
    rest: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Refusal:
    """A line that is no ad; `given_id` where one could be read."""

    sentence: str
    given_id: str | int | None = None


@dataclass(slots=True)
class Tally:
    """How many lines were judged, how many set aside, and how many of the judged have the id of an earlier one."""

    judged: int = 0
    aside: int = 0
    repeated: int = 0
    _ids: set[int] = field(default_factory=set)  # hashes: a file may hold millions

    def count(self, given_id: str | int) -> None:
        """One more ad, of this id."""
        key = hash(given_id)
        self.judged += 1
        self.repeated += key in self._ids
        self._ids.add(key)


def lines_of(file: Iterable[bytes], *, name: str) -> Iterator[bytes]:
    """The lines of `file`. Raises `WrongUsage` at once where its first ones show another format, saying which."""
    lines = iter(file)
    first = list(islice(lines, BATCH))
    _refuse_other_formats(first, name)
    return chain(first, lines)


def screen_lines(
    lines: Iterable[bytes], screen: Screen, *, complain: Complain, tally: Tally | None = None
) -> Iterator[str]:
    """One line of JSON for each line that is not blank, in order.

    A line that is not valid comes out as `{"id"?, "error"}`, and `complain` is told its number (from 1) and
    why; neither repeats what the line says.
    """
    asked = ((number, _read(line)) for number, line in enumerate(lines, 1) if line.strip())
    return _answers(asked, screen, complain, tally or Tally())


def screen_rows(
    rows: Iterable[tuple[int, Mapping[str, Any]]], screen: Screen, *, complain: Complain, tally: Tally
) -> Iterator[str]:
    """The same for the numbered rows of a table, of which nothing passes through."""
    asked = ((number, _asked({key: row[key] for key in _READ if key in row})) for number, row in rows)
    return _answers(asked, screen, complain, tally)


def _answers(
    numbered: Iterator[tuple[int, _Asked | _Refusal]], screen: Screen, complain: Complain, tally: Tally
) -> Iterator[str]:
    while batch := list(islice(numbered, BATCH)):
        verdicts = iter(screen([asked.ad for _, asked in batch if isinstance(asked, _Asked)]))
        for number, asked in batch:
            if isinstance(asked, _Refusal):
                tally.aside += 1
                complain(number, asked.sentence)
                yield _to_json(
                    {} if asked.given_id is None else {"id": asked.given_id}, {"error": asked.sentence}
                )
            else:
                tally.count(asked.given_id)
                yield _answer(asked, next(verdicts))


class _UnreadableError(Exception):
    """Bytes that are no JSON; the message says why and repeats nothing of them."""


def screen_text(text: str, screen: Screen) -> str:
    """The answer for one pasted text, with the id `text`."""
    asked = _asked({"id": "text", "title": "", "text": text})
    assert isinstance(asked, _Asked)
    return _answer(asked, screen([asked.ad])[0])


def _read(line: bytes) -> _Asked | _Refusal:
    try:
        given = _decoded(line)
    except _UnreadableError as error:
        return _Refusal(str(error))
    if not isinstance(given, dict):
        return _Refusal("not a JSON object")
    return _asked(given)


def _decoded(line: bytes) -> Any:
    try:
        text = line.decode("utf-8-sig")
        return _storable(json.loads(text, parse_constant=_refuse_constant, parse_float=_finite))
    except UnicodeDecodeError as error:
        why = f"not UTF-8: byte {error.start + 1} of the line; save the file as UTF-8"
    except json.JSONDecodeError as error:
        breaks = _WHAT_BREAKS.get(error.msg, "it breaks off or goes wrong")
        why = f"not JSON: {breaks} (character {error.pos + 1})"
    except RecursionError:
        why = "not JSON that can be read: too many brackets inside each other"
    except ValueError:  # Python reads no whole number of more digits than it thinks wise
        why = "not JSON that can be read: a number has too many digits"
    raise _UnreadableError(why)


def _refuse_other_formats(lines: Sequence[bytes], name: str) -> None:
    start = b"".join(lines[:1])[:_LONGEST_MARK]
    if start.startswith(_UTF_16) or b"\0" in start:
        raise WrongUsage(f"{name} is UTF-16, so nothing was judged; save it as UTF-8 and try again.")
    told = [stripped for line in lines if (stripped := line.removeprefix(codecs.BOM_UTF8).strip())]
    if told and (told[0].startswith(b"[") or (told[0] == b"{" and len(told) > 1)):
        is_list = told[0].startswith(b"[")
        form, way = ("a list of ads", "'.[]'") if is_list else ("an object over several lines", ".")
        raise WrongUsage(
            f"{name} is {form}, so nothing was judged; each ad is to be one object on a line of its own (JSON Lines), as "
            f"`jq -c {way} FILE` writes them."
        )
    if len(told) > 1 and not any(line.startswith(b"{") for line in told):
        raise WrongUsage(
            f"{name} is not JSON Lines: no line begins with a brace, so nothing was judged. A table is read from a file "
            "whose name ends in .csv or .tsv, with --columns where its columns have other names than id, title and text."
        )


def _refuse_constant(name: str) -> None:
    raise _UnreadableError(f"not JSON: {name} is not JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise _UnreadableError("not JSON that can be read: a number is too large")
    return number


def _asked(given: dict[str, Any]) -> _Asked | _Refusal:
    given_id = given.get("id")
    if isinstance(given_id, bool) or not isinstance(given_id, str | int):
        return _Refusal("`id` is missing or neither text nor a whole number")
    for key in ("title", "text"):
        if not isinstance(given.get(key), str):
            return _Refusal(f"`{key}` is missing or not text", given_id)
    for key in ("url", "source", "source_type", "city", "posted_at"):
        if not isinstance(given.get(key, ""), str | None):
            return _Refusal(f"`{key}` is not text", given_id)
    if (given.get("source_type") or SOURCE_TYPES[0]) not in SOURCE_TYPES:
        return _Refusal(f"`source_type` must be one of {', '.join(SOURCE_TYPES)}, or absent", given_id)
    fields = given.get("fields") or {}
    if not isinstance(fields, dict) or not all(
        isinstance(v, str | int | float | None) for v in fields.values()
    ):
        return _Refusal("`fields` is not an object of texts and numbers", given_id)
    ad = RawAd(
        ad_id=str(given_id),
        card_id=given.get("source") or "file",
        source_type=given.get("source_type") or "classified",
        url=given.get("url") or "",
        title=given["title"],
        text=given["text"],
        captured_at=0,
        first_seen=0,
        fields={key: str(value) for key, value in fields.items() if value is not None},
        city=given.get("city"),
        posted_at=given.get("posted_at"),
    )
    return _Asked(given_id, ad, {k: v for k, v in given.items() if k not in {"id", "title", "text"}})


def _answer(asked: _Asked, verdict: Judgement | ChildSign) -> str:
    if isinstance(verdict, ChildSign):
        return _to_json({"id": asked.given_id}, _of_child_sign(verdict))
    return _to_json({"id": asked.given_id} | dict(asked.rest), _of_judgement(verdict))


def _of_child_sign(sign: ChildSign) -> dict[str, Any]:
    """All that may be printed of such an ad: that there is a sign, which, and where."""
    return {
        "language": [],
        "kinds": {},
        "score": None,
        "band": None,
        "ad_class": None,
        "poster_role": None,
        "abstained": False,
        "child_signal": True,
        "about_trafficking": False,
        "elements": {"act": [], "means": [], "purpose": []},
        "reasons": {"for": [], "against": []},
        "findings": [{"indicator": indicator} | _place_of(span) for indicator, span in sign.findings],
        "contacts": [],
        "contacts_left_off": 0,
        "places": [],
        "model": sign.model,
    }


def _of_judgement(judgement: Judgement) -> dict[str, Any]:
    elements = judgement.elements
    return {
        "language": [
            {"lang": s.lang, "script": s.script, "start": s.start, "end": s.end} for s in judgement.language
        ],
        "kinds": dict(judgement.kinds),
        "score": judgement.score,
        "band": judgement.band,
        "ad_class": judgement.ad_class,
        "poster_role": judgement.poster_role,
        "abstained": judgement.abstained,
        "child_signal": False,
        "about_trafficking": judgement.about_trafficking,
        "elements": {"act": elements.act, "means": elements.means, "purpose": elements.purpose},
        "reasons": {
            side: [{"indicator": r.indicator, "sentence": r.sentence, "weight": r.weight} for r in reasons]
            for side, reasons in (("for", judgement.reasons_for), ("against", judgement.reasons_against))
        },
        "findings": [
            {"indicator": f.indicator} | _place_of(f.span) | {"text": f.text, "weight": f.weight}
            for f in judgement.findings
        ],
        "contacts": [
            {"kind": c.kind, "value": c.value} | _place_of(c.span) | {"surface": c.surface}
            for c in _cited(judgement.contacts)
        ],
        "contacts_left_off": max(len(judgement.contacts) - MOST_CONTACTS, 0),
        "places": [
            {"name": p.name, "state_lgd": p.state_lgd, "district_lgd": p.district_lgd}
            | _place_of(p.span)
            | {"basis": p.basis, "confidence": p.confidence}
            for p in judgement.places
        ],
        "model": judgement.model,
    }


def _cited(contacts: Sequence[Contact]) -> list[Contact]:
    """So many of `contacts` as an answer holds, in their order: each once before any a second time."""
    if len(contacts) <= MOST_CONTACTS:
        return list(contacts)
    first: dict[tuple[str, str], int] = {}
    for number, one in enumerate(contacts):
        first.setdefault((one.kind, one.value), number)
    again = sorted(set(range(len(contacts))).difference(first.values()))
    return [contacts[number] for number in sorted([*first.values(), *again][:MOST_CONTACTS])]


def _place_of(span: Span) -> dict[str, Any]:
    return {"in": span.part, "start": span.start, "end": span.end}


def _to_json(first: dict[str, Any], ours: dict[str, Any]) -> str:
    return json.dumps(first | ours, ensure_ascii=False, separators=(",", ":"))


def _storable(value: Any) -> Any:
    """`value` with every string in it made storable, however deep."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {storable(key): _storable(item) for key, item in value.items()}
    return value
