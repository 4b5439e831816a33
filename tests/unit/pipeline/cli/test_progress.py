import os
import sys

import pytest
import typer

from pipeline.cli.progress import CrawlProgress, saying_if_interrupted, tell_a_terminal


@pytest.mark.parametrize(
    ("expected", "ads", "left", "why"),
    [
        (220, 20, ", about 20 min left", "twenty took two minutes"),
        (25, 20, ", less than a minute left", "five more take half of one"),
        (None, 20, "", "nobody knows how many there are"),
        (220, 5, "", "five say little of the pace"),
        (20, 20, "", "all are there"),
    ],
)
def test_the_time_left_is_told_where_the_count_is_known(
    expected: int | None, ads: int, left: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    moments = iter([0.0, 120.0, 120.0])
    progress = CrawlProgress("Odd", expected=expected, clock=lambda: next(moments))
    progress._told -= 10  # so that it is time to tell
    progress.show(1, 0, 0)
    progress._told -= 10
    progress.show(ads + 1, ads, 0)
    assert capsys.readouterr().err.splitlines()[-1] == f"Odd: {ads + 1} pages, {ads} ads, 0 refused{left}", (
        why
    )


def test_who_waits_at_a_terminal_is_told_and_nobody_else(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tell_a_terminal("loading")
    assert capsys.readouterr().err == ""
    ours, theirs = os.openpty()
    with os.fdopen(theirs, "w") as terminal, os.fdopen(ours, "rb") as seen:
        monkeypatch.setattr(sys, "stderr", terminal)
        tell_a_terminal("loading")
        assert seen.readline() == b"loading\r\n"


def test_who_interrupts_is_told_what_was_kept(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as ended, saying_if_interrupted("nothing was kept"):
        raise KeyboardInterrupt
    assert (ended.value.exit_code, capsys.readouterr().err) == (130, "nigah: nothing was kept\n")
