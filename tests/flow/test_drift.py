"""Drift as a person looks for it."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from pipeline.sampleboard.ads import SampleAd, sample_ads
from tests.flow.shell import Shell

ADS = [one for one in sample_ads() if not one.labels.child_sign][::2]


def file_of(path: Path, ads: Iterable[SampleAd], *, more: str = "") -> str:
    rows = [{"id": one.id, "title": one.title, "text": one.text + more} for one in ads]
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return str(path)


@pytest.mark.long
def test_drift_between_files_is_silent_on_halves_and_alarms_on_a_shift(tmp_path: Path) -> None:
    shell = Shell(tmp_path / "home")
    then = file_of(tmp_path / "then.jsonl", ADS[::2])
    silent = shell.nigah("drift", file_of(tmp_path / "now.jsonl", ADS[1::2]), "--then", then)
    assert (silent.status, "ALARM" in silent.out) == (0, False), silent.out
    shifted = file_of(tmp_path / "shifted.jsonl", ADS[1::2], more=" Passport with company, no salary")
    loud = shell.nigah("drift", shifted, "--then", then)
    assert loud.status == 1
    assert "indicators per ad" in "".join(line for line in loud.out.splitlines() if "ALARM" in line)


def test_a_side_that_is_missing_is_said(tmp_path: Path) -> None:
    answer = Shell(tmp_path / "home").nigah("drift", "now.jsonl")
    assert (answer.status, "Name both" in answer.err) == (2, True)
