"""This module asks whether the words that a judgement cites are the words that made it.

Deletion: without a cited stretch the raw score must change, without all of them the ad should fall. Sufficiency: the
cited words alone, each with nothing around it, should keep the band (typology, rule 10).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from models.domain.ad import RawAd
from models.domain.finding import Finding
from models.domain.judgement import Band, ChildSign, Judgement
from models.measures.intervals import Figure, exact_share

Judge = Callable[[Sequence[RawAd]], Sequence[Judgement | ChildSign]]
_STOP = ". "


@dataclass(frozen=True, slots=True)
class Citing:
    """Over the ads of band `low` and above that cite something; `median_cited` is a share of the ad's characters."""

    falls_without: Figure
    leaves_band_without: Figure
    keeps_band_alone: Figure
    median_cited: float | None


def citing(ads: Sequence[RawAd], answers: Sequence[Judgement | ChildSign], judge: Judge) -> Citing:
    """How far `judge`, which gave `answers` to `ads`, answers for what it cites."""
    told = [
        (ad, answer, cited)
        for ad, answer in zip(ads, answers, strict=True)
        if isinstance(answer, Judgement) and answer.band is not Band.NONE
        if (cited := [one for one in answer.findings if one.weight > 0])
    ]
    without = judge([_without(ad, cited) for ad, _, cited in told])
    alone = judge([_alone(ad, cited) for ad, _, cited in told])
    before = [answer for _, answer, _ in told]
    return Citing(
        falls_without=exact_share(
            sum(_score(b) < _score(a) for a, b in zip(before, without, strict=True)), len(told)
        ),
        leaves_band_without=exact_share(
            sum(_rank(b) < _rank(a) for a, b in zip(before, without, strict=True)), len(told)
        ),
        keeps_band_alone=exact_share(
            sum(_rank(b) >= _rank(a) for a, b in zip(before, alone, strict=True)), len(told)
        ),
        median_cited=round(median(_share(ad, cited) for ad, _, cited in told), 4) if told else None,
    )


def _without(ad: RawAd, cited: Sequence[Finding]) -> RawAd:
    parts = dict(ad.parts)
    for part, stretches in _stretches(cited).items():
        for start, end in reversed(stretches):
            parts[part] = parts[part][:start] + parts[part][end:]
    return ad.with_parts(parts)


def _alone(ad: RawAd, cited: Sequence[Finding]) -> RawAd:
    stretches = _stretches(cited)
    parts = {
        part: _STOP.join(text[start:end] for start, end in stretches.get(part, ()))
        for part, text in ad.parts.items()
    }
    return ad.with_parts(parts)


def _stretches(cited: Sequence[Finding]) -> dict[str, list[tuple[int, int]]]:
    """The cited characters of each part in order, those that overlap joined."""
    joined: dict[str, list[tuple[int, int]]] = {}
    for span in sorted(finding.span for finding in cited):
        own = joined.setdefault(span.part, [])
        if own and span.start <= own[-1][1]:
            own[-1] = (own[-1][0], max(own[-1][1], span.end))
        else:
            own.append((span.start, span.end))
    return joined


def _share(ad: RawAd, cited: Sequence[Finding]) -> float:
    covered = sum(end - start for own in _stretches(cited).values() for start, end in own)
    return covered / max(1, sum(len(text) for text in ad.parts.values()))


def _score(answer: Judgement | ChildSign) -> float:
    return answer.score if isinstance(answer, Judgement) else 0.0


def _rank(answer: Judgement | ChildSign) -> int:
    return answer.band.rank if isinstance(answer, Judgement) else 0
