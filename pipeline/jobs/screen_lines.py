"""This module judges ads from JSON Lines, line by line, without bus or index: the contract of `nigah screen`."""

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from models.domain.ad import RawAd, storable
from models.domain.finding import Span
from models.domain.judgement import ChildSign, Judgement

BATCH = 64

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


def screen_lines(lines: Iterable[bytes], screen: Screen, *, complain: Complain) -> Iterator[str]:
    """One line of JSON for each line that is not blank, in order.

    A line that is not valid comes out as `{"id"?, "error"}`, and `complain` is told its number (from 1) and
    why; neither repeats what the line says.
    """
    numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    while batch := [(number, _read(line)) for number, line in islice(numbered, BATCH)]:
        verdicts = iter(screen([asked.ad for _, asked in batch if isinstance(asked, _Asked)]))
        for number, asked in batch:
            if isinstance(asked, _Refusal):
                complain(number, asked.sentence)
                yield _to_json(
                    {} if asked.given_id is None else {"id": asked.given_id}, {"error": asked.sentence}
                )
            else:
                yield _answer(asked, next(verdicts))


def screen_text(text: str, screen: Screen) -> str:
    """The answer for one pasted text, with the id `text`."""
    asked = _asked({"id": "text", "title": "", "text": text})
    assert isinstance(asked, _Asked)
    return _answer(asked, screen([asked.ad])[0])


def _read(line: bytes) -> _Asked | _Refusal:
    try:
        given = _storable(json.loads(line, parse_constant=_refuse_constant, parse_float=_finite))
    except UnicodeDecodeError as error:
        return _Refusal(f"not UTF-8: byte {error.start + 1} of the line; save the file as UTF-8")
    except json.JSONDecodeError as error:
        return _Refusal(f"not JSON: {error.msg} at character {error.pos + 1}")
    except (ValueError, RecursionError) as error:
        return _Refusal(f"not JSON that can be read: {type(error).__name__}")
    if not isinstance(given, dict):
        return _Refusal("not a JSON object")
    return _asked(given)


def _refuse_constant(name: str) -> None:
    raise json.JSONDecodeError(f"{name} is not JSON", "", 0)


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError(digits)
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
            for c in judgement.contacts
        ],
        "places": [
            {"name": p.name, "state_lgd": p.state_lgd, "district_lgd": p.district_lgd}
            | _place_of(p.span)
            | {"basis": p.basis, "confidence": p.confidence}
            for p in judgement.places
        ],
        "model": judgement.model,
    }


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
