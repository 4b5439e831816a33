"""This module judges with the present champion, batch by batch, and lets a challenger judge unseen beside it.

A promotion or rollback takes effect at the next batch: the messages in hand are judged by one model to their end, so
none is lost and none judged twice.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from models.domain.ad import RawAd
from models.domain.errors import WrongUsage
from models.domain.judgement import Band, ChildSign, Judgement
from models.scoring.classifier import LinearClassifier
from models.screening import Reader, screen_batch
from pipeline.registry import Registry

_log: structlog.typing.FilteringBoundLogger = structlog.get_logger(__name__)

_DAY = 24 * 3_600_000_000  # microseconds

Answers = Sequence[Judgement | ChildSign]


class CurrentScreen:
    """The whole judgement as one function that follows the registry. Not for two threads at once.

    `shadow_folder` holds a file for each challenger: ids, scores and bands of both, never a text. A message that comes
    twice is written twice; `compare` counts it once.
    """

    def __init__(self, registry: Registry, reader: Reader, *, shadow_folder: Path) -> None:
        """Loads the champion. Raises `WrongUsage` where its file is damaged."""
        self._registry, self._reader, self._folder = registry, reader, shadow_folder
        self._champion = registry.champion()
        self._challenger: LinearClassifier | None = None

    def __call__(self, ads: Sequence[RawAd]) -> Answers:
        """One answer for each of `ads`, in order, all by the same model."""
        self._follow()
        answers = screen_batch(ads, self._reader, self._champion)
        if self._challenger is not None:
            self._write(ads, answers, screen_batch(ads, self._reader, self._challenger))
        return answers

    def _follow(self) -> None:
        """Take up what the registry says now; what cannot be loaded is said, and the model in hand goes on."""
        try:
            if self._registry.champion_version() != self._champion.version:
                self._champion = self._registry.champion()
                _log.info("champion", version=self._champion.version)
            wanted = self._registry.shadow_version()
            if wanted == self._champion.version:  # after a rollback: beside itself it would tell nothing
                wanted = None
            if wanted != (self._challenger.version if self._challenger else None):
                self._challenger = self._registry.load(wanted) if wanted else None
        except WrongUsage as error:
            _log.error("model_not_taken_up", why=str(error), judging=self._champion.version)

    def _write(self, ads: Sequence[RawAd], ours: Answers, theirs: Answers) -> None:
        assert self._challenger is not None
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self._folder / f"{self._challenger.version}.jsonl").open("a", encoding="utf-8") as file:
            for ad, first, second in zip(ads, ours, theirs, strict=True):
                if isinstance(first, Judgement) and isinstance(second, Judgement):
                    row = [ad.ad_id, ad.captured_at, first.model, *_told(first), *_told(second)]
                    file.write(json.dumps(row) + "\n")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a challenger said beside `champion`: ads, of how many days, those of another band by the way it went, the mean change."""

    champion: str
    ads: int
    days: int
    raised: int
    lowered: int
    moves: tuple[tuple[str, int], ...]
    mean_change: float


def compare(shadow_folder: Path, version: str) -> Comparison:
    """The comparison of what was written of `version`, beside the last champion that it met.

    Raises `WrongUsage` where it never judged in the shadow.
    """
    written = list(_rows(shadow_folder / f"{version}.jsonl"))
    if not written:
        raise WrongUsage(f"{version} has not judged beside a champion yet; see `nigah models shadow`.")
    champion = written[-1][2]
    rows = {(row[0], row[1]): row for row in written if row[2] == champion}
    moves = Counter(f"{row[4]} to {row[6]}" for row in rows.values() if row[4] != row[6])
    steps = [Band(row[6]).rank - Band(row[4]).rank for row in rows.values()]
    change = sum(abs(row[5] - row[3]) for row in rows.values()) / len(rows)
    return Comparison(
        champion=champion,
        ads=len(rows),
        days=_days(rows),
        raised=sum(step > 0 for step in steps),
        lowered=sum(step < 0 for step in steps),
        moves=tuple(sorted(moves.items())),
        mean_change=round(change, 4),
    )


def shadowed(shadow_folder: Path, version: str) -> tuple[int, int]:
    """How many ads `version` has judged beside a champion, captured on how many days (UTC)."""
    seen = {(row[0], row[1]) for row in _rows(shadow_folder / f"{version}.jsonl")}
    return len(seen), _days(seen)


def _days(captures: Iterable[tuple[str, int]]) -> int:
    return len({captured_at // _DAY for _, captured_at in captures})


def _told(answer: Judgement) -> tuple[float, str]:
    return round(answer.score, 6), answer.band.value


def _rows(path: Path) -> Iterator[list[Any]]:
    if path.exists():
        for line in path.read_text("utf-8").splitlines():
            if line.endswith("]"):  # a kill may leave half a line
                yield json.loads(line)
