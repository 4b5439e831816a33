"""This module measures the reading of hidden phone numbers on texts written without the reader."""

import json
import os
import random
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.cases.blind_obfuscations import FAMILIES, LOOK_ALIKES, number

pytestmark = pytest.mark.bench

ROOT = Path(__file__).parents[2]
RENDERINGS = 200
SEED = "blind contacts"
SHORTFALLS = 5


@dataclass
class Case:
    """One text with the number that it hides, if any."""

    group: str
    text: str
    expected: set[str] = field(default_factory=set)


def cases() -> list[Case]:
    """Render every family and every look-alike, each from its own seed."""
    made: list[Case] = []
    for name, family in FAMILIES.items():
        chance = random.Random(f"{SEED} {name}")
        for _ in range(RENDERINGS):
            digits = number(chance)
            made.append(Case(name, family(digits, chance), {f"+91{digits}"}))
    for name, look_alike in LOOK_ALIKES.items():
        chance = random.Random(f"{SEED} {name}")
        made.extend(Case(name, look_alike(chance)) for _ in range(RENDERINGS))
    return made


def screened(made: list[Case], home: Path) -> list[dict[str, Any]]:
    """Give the texts to the command and return its answers in order."""
    lines = "".join(
        json.dumps({"id": str(place), "title": "Advertisement", "text": case.text}) + "\n"
        for place, case in enumerate(made)
    )
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "screen"],
        input=lines,
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "NIGAH_HOME": str(home)},
        encoding="utf-8",
        check=False,
    )
    print(f"\nexit status {done.returncode}; {done.stderr[-500:]}")
    return [json.loads(line) for line in done.stdout.split("\n") if line]


def values(answer: dict[str, Any]) -> set[str]:
    """Return the Indian E.164 values among the contacts, of whichever kind."""
    found = {str(contact["value"]) for contact in answer.get("contacts", [])}
    return {value for value in found if value.startswith("+91")}


def ratio(part: int, whole: int) -> float:
    """Return part of whole, nought where there is no whole."""
    return part / whole if whole else 0.0


def test_hidden_numbers_are_measured_by_family(tmp_path: Path) -> None:
    made = cases()
    answers = screened(made, tmp_path)
    assert [answer.get("id") for answer in answers] == [str(place) for place in range(len(made))]

    pairs = list(zip(made, answers, strict=True))
    unjudged = sum("error" in answer or bool(answer.get("child_signal")) for answer in answers)
    print(f"{len(answers)} lines answered, {unjudged} of them an error or held back")
    print(f"{'family':24} {'n':>4} {'precision':>9} {'recall':>7} {'F1':>6}")
    for name in FAMILIES:
        own = [(case, values(answer)) for case, answer in pairs if case.group == name]
        right = sum(len(case.expected & found) for case, found in own)
        precision = ratio(right, sum(len(found) for _, found in own))
        recall = ratio(right, sum(len(case.expected) for case, _ in own))
        f1 = harmonic_mean(precision, recall)
        print(f"{name:24} {len(own):4} {precision:9.3f} {recall:7.3f} {f1:6.3f}")
    print(f"{'look-alike':24} {'n':>4} {'false phones':>12} {'texts':>6}")
    for name in LOOK_ALIKES:
        phones = [
            [contact for contact in answer.get("contacts", []) if contact["kind"] == "phone"]
            for case, answer in pairs
            if case.group == name
        ]
        false = sum(len(found) for found in phones)
        print(f"{name:24} {len(phones):4} {false:12} {sum(map(bool, phones)):6}")
    print_shortfalls(pairs)


def harmonic_mean(precision: float, recall: float) -> float:
    """Return the harmonic mean of the two."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def print_shortfalls(pairs: list[tuple[Case, dict[str, Any]]]) -> None:
    """Show for each group the first few texts that were not read exactly."""
    for name in (*FAMILIES, *LOOK_ALIKES):
        short = [
            (case, answer)
            for case, answer in pairs
            if case.group == name
            and (values(answer) != case.expected or (not case.expected and phones_of(answer)))
        ]
        for case, answer in short[:SHORTFALLS]:
            surfaces = [(item["kind"], item["value"]) for item in answer.get("contacts", [])]
            print(f"{name}: {case.text!r} expected {sorted(case.expected)} found {surfaces}")


def phones_of(answer: dict[str, Any]) -> list[str]:
    """Return the values of the contacts that are phones."""
    return [item["value"] for item in answer.get("contacts", []) if item["kind"] == "phone"]
