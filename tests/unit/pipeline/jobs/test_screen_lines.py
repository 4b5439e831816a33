import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.ad import RawAd
from models.domain.contact import Contact, ContactKind
from models.domain.errors import WrongUsage
from models.domain.finding import Finding, Span
from models.domain.judgement import (
    AdClass,
    Band,
    ChildSign,
    Elements,
    Judgement,
    Kind,
    LanguageSegment,
    PosterRole,
    Reason,
)
from models.domain.place import Place
from pipeline.jobs.screen_lines import BATCH, MOST_CONTACTS, Tally, lines_of, screen_lines, screen_text

JUDGEMENT = Judgement(
    language=(LanguageSegment("en", "Latn", 0, 4),),
    kinds=dict.fromkeys(Kind, 0.25),
    score=0.25,
    band=Band.LOW,
    ad_class=AdClass.LEAD,
    poster_role=PosterRole.RECRUITER,
    abstained=False,
    about_trafficking=False,
    elements=Elements(means=(0,)),
    reasons_for=(Reason("JB01", "Asks the worker for a fee.", 1.5),),
    reasons_against=(Reason(None, "Other words.", -0.5),),
    findings=(Finding("JB01", Span("text", 0, 4), "fee!", 1.5),),
    contacts=(Contact(ContactKind.PHONE, "+919876543210", Span("text", 5, 15), "9876543210"),),
    places=(Place("Guntur", Span("title", 0, 6), "city", 28, 506, 0.9),),
    model="m1",
)


def judge(ads: Sequence[RawAd]) -> list[Judgement | ChildSign]:
    """Sees a child sign in every ad that says so, and the same judgement in every other."""
    sign = ChildSign((("MB03", Span("text", 0, 4)),), "m1")
    return [sign if "child sign" in ad.text else JUDGEMENT for ad in ads]


def run(*lines: bytes) -> tuple[list[dict[str, Any]], list[tuple[int, str]]]:
    complaints: list[tuple[int, str]] = []
    out = screen_lines(lines, judge, complain=lambda number, why: complaints.append((number, why)))
    return [json.loads(line) for line in out], complaints


def line(**keys: object) -> bytes:
    return json.dumps({"id": "a", "title": "", "text": "fee! 9876543210"} | keys).encode()


def test_the_answer_is_the_contract_to_the_letter() -> None:
    [answer], complaints = run(line())
    assert complaints == []
    assert answer == {
        "id": "a",
        "language": [{"lang": "en", "script": "Latn", "start": 0, "end": 4}],
        "kinds": {kind.value: 0.25 for kind in Kind},
        "score": 0.25,
        "band": "low",
        "ad_class": "lead",
        "poster_role": "recruiter",
        "abstained": False,
        "child_signal": False,
        "about_trafficking": False,
        "elements": {"act": [], "means": [0], "purpose": []},
        "reasons": {
            "for": [{"indicator": "JB01", "sentence": "Asks the worker for a fee.", "weight": 1.5}],
            "against": [{"indicator": None, "sentence": "Other words.", "weight": -0.5}],
        },
        "findings": [
            {"indicator": "JB01", "in": "text", "start": 0, "end": 4, "text": "fee!", "weight": 1.5}
        ],
        "contacts": [
            {
                "kind": "phone",
                "value": "+919876543210",
                "in": "text",
                "start": 5,
                "end": 15,
                "surface": "9876543210",
            }
        ],
        "contacts_left_off": 0,
        "places": [
            {
                "name": "Guntur",
                "state_lgd": 28,
                "district_lgd": 506,
                "in": "title",
                "start": 0,
                "end": 6,
                "basis": "city",
                "confidence": 0.9,
            }
        ],
        "model": "m1",
    }


def test_other_keys_pass_through_and_ours_win() -> None:
    [answer], _ = run(line(mine=[1, {"a": None}], band="high", url="http://127.0.0.1/1"))
    assert answer["mine"] == [1, {"a": None}]
    assert answer["band"] == "low"
    assert answer["url"] == "http://127.0.0.1/1"


def test_title_and_text_are_not_echoed() -> None:
    [answer], _ = run(line())
    assert "title" not in answer
    assert "text" not in answer


def test_of_a_child_sign_nothing_passes_but_where_it_stands() -> None:
    [answer], _ = run(line(text="child sign", mine="x", url="http://127.0.0.1/1", fields={"pay": "1"}))
    assert answer == {
        "id": "a",
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
        "findings": [{"indicator": "MB03", "in": "text", "start": 0, "end": 4}],
        "contacts": [],
        "contacts_left_off": 0,
        "places": [],
        "model": "m1",
    }


def test_a_bad_line_stands_in_its_place_and_the_rest_goes_on() -> None:
    answers, complaints = run(line(id=1), b"{", line(id=2), b'{"id": 3}', b"\n", line(id=4))
    assert [answer.get("id") for answer in answers] == [1, None, 2, 3, 4]
    assert answers[1] == {"error": "not JSON: a name in double quotes is missing (character 2)"}
    assert answers[3] == {"id": 3, "error": "`title` is missing or not text"}
    assert [number for number, _ in complaints] == [2, 4]


REFUSED = {
    b"\xff\xfe{": "not UTF-8",
    b"[]": "not a JSON object",
    b'{"id": NaN, "title": "", "text": ""}': "not JSON: NaN is not JSON",
    b"[" * 100_000: "not JSON that can be read: too many brackets inside each other",
    line(deep=0).replace(
        b"0}", b"[" * 600 + b"]" * 600 + b"}"
    ): "not JSON that can be read: too many brackets",
    line(huge=0).replace(b"0}", b"1e999}"): "not JSON that can be read: a number is too large",
    line(huge=0).replace(
        b"0}", b"9" * 5000 + b"}"
    ): "not JSON that can be read: a number has too many digits",
    b'{"id": "a\tb"}': "not JSON: a tab or other control character stands bare in a text; JSON writes \\t (character 10)",
    b'{"id": "a': "not JSON: a text does not end on its line",
    line(id=1) + line(id=2): "not JSON: something follows the object; write one object a line",
    line(source_type="jobs"): "`source_type` must be one of job, classified, matrimonial, or absent",
    line(source_type="Job"): "`source_type` must be one of",
    line(source_type=""): None,
    line(id=None): "`id` is missing",
    line(id=True): "`id` is missing",
    line(text=5): "`text` is missing or not text",
    line(city=5): "`city` is not text",
    line(fields=[]): None,
    line(fields=["a"]): "`fields` is not an object of texts and numbers",
    line(fields={"a": {}}): "`fields` is not an object of texts and numbers",
}


def test_every_kind_of_bad_line_is_named() -> None:
    for given_line, sentence in REFUSED.items():
        [answer], _ = run(given_line)
        if sentence is None:
            assert "error" not in answer
        else:
            assert answer["error"].startswith(sentence), given_line[:60]


def test_nuls_and_lone_surrogates_become_replacement_characters_one_for_one() -> None:
    seen: list[str] = []

    def watch(ads: Sequence[RawAd]) -> list[Judgement | ChildSign]:
        seen.extend(ad.text for ad in ads)
        return judge(ads)

    raw = b'{"id": "a", "title": "", "text": "x\\u0000y\\ud800z", "mine": "\\udfff"}'
    [answer] = list(screen_lines([raw], watch, complain=lambda *_: None))
    assert seen == ["x\ufffdy\ufffdz"]
    assert json.loads(answer)["mine"] == "\ufffd"
    answer.encode("utf-8")


def test_more_lines_than_a_batch_keep_their_order() -> None:
    answers, _ = run(*(line(id=number) for number in range(2 * BATCH + 3)))
    assert [answer["id"] for answer in answers] == list(range(2 * BATCH + 3))


def with_contacts(*values: str) -> dict[str, Any]:
    contacts = tuple(
        Contact(ContactKind.EMAIL, value, Span("text", at, at + 1), "x") for at, value in enumerate(values)
    )
    judged = replace(JUDGEMENT, contacts=contacts)
    (answer,) = screen_lines([line()], lambda _: [judged], complain=lambda *_: None)
    return dict(json.loads(answer))


def test_of_very_many_contacts_a_hundred_are_told_each_once_before_any_again() -> None:
    answer = with_contacts(*["a@x.in"] * 500, "b@x.in")
    assert [one["value"] for one in answer["contacts"]] == ["a@x.in"] * 99 + ["b@x.in"]
    assert answer["contacts_left_off"] == 401
    assert [one["start"] for one in answer["contacts"]] == [*range(99), 500]
    assert with_contacts(*["a@x.in"] * MOST_CONTACTS)["contacts_left_off"] == 0


def test_lines_are_counted_and_ids_that_come_again() -> None:
    tally = Tally()
    lines = [line(id=1), line(id="1"), b"{", line(id=1), line(id=1)]
    list(screen_lines(lines, judge, complain=lambda *_: None, tally=tally))
    assert (tally.judged, tally.aside, tally.repeated) == (4, 1, 2)


PRETTY = json.dumps([json.loads(line())] * 2, indent=2)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("id,text\n1,Cook\n2,Maid\n".encode("utf-16"), "is UTF-16"),
        (line().decode().encode("utf-16-le"), "is UTF-16"),
        (
            PRETTY.encode(),
            "is a list of ads, so nothing was judged; .* as `jq -c '.\\[\\]' FILE` writes them",
        ),
        (b"\xef\xbb\xbf[" + line() + b"]", "is a list of ads"),
        (b"\n{\n" + line()[1:], "is an object over several lines, .* as `jq -c . FILE` writes them"),
        (
            b"id,text\n1,Cook\n",
            "is not JSON Lines: .* A table is read from a file whose name ends in .csv or .tsv",
        ),
    ],
)
def test_a_file_of_another_format_is_refused_as_a_whole(data: bytes, told: str) -> None:
    with pytest.raises(WrongUsage, match=f"^x {told}"):
        lines_of(data.splitlines(keepends=True), name="x")


def test_lines_of_json_pass_with_a_wrong_one_among_them() -> None:
    given = [b"\xef\xbb\xbf# no ad\n", *[line(id=number) + b"\n" for number in range(2 * BATCH)]]
    assert list(lines_of(given, name="x")) == given
    assert list(lines_of([], name="x")) == []
    assert list(lines_of([b"x"], name="x")) == [b"x"]


def test_a_pasted_text_has_the_id_text() -> None:
    assert json.loads(screen_text("fee!", judge))["id"] == "text"


@given(st.binary(max_size=80))
def test_no_line_crashes_the_command(data: bytes) -> None:
    for answer in screen_lines([data], judge, complain=lambda *_: None):
        json.loads(answer)
