"""This module evaluates a model and writes what came of it as a page and as data."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from statistics import fmean
from typing import Any

from models.domain.errors import WrongUsage
from models.evaluation.baselines import TFIDF
from models.evaluation.page import page
from models.measures.ranking import PREVALENCES
from models.screening import Reader
from models.training.later import later_in_words
from models.training.unseen import from_json
from pipeline import bootstrap
from pipeline.evaluating import Question, evaluate_as_it_is, evaluate_refitted
from pipeline.pieces import Progress, unheard
from pipeline.registry import Registry
from pipeline.settings import Settings
from pipeline.unlearned import Champion

_MOST_SPLITS = 100


def evaluate(settings: Settings, question: Question, *, progress: Progress = unheard) -> dict[str, Any]:
    """The evaluation, as plain data; it holds no word of any ad."""
    if question.alone and not question.refit:
        raise WrongUsage("--alone says what a refit learns from; ask for --refit with it.")
    if (question.splits != 1 and not question.refit) or not 1 <= question.splits <= _MOST_SPLITS:
        raise WrongUsage(
            f"--splits says in how many ways a refit is split, 1 to {_MOST_SPLITS}; ask for --refit with it."
        )
    if question.prevalence is not None and not 0 < question.prevalence < 1:
        raise WrongUsage("--prevalence is a share of leads above 0 and below 1, such as 0.048.")
    reader = Reader.from_package()
    if question.refit:
        made_on = datetime.now(UTC).date().isoformat()
        return evaluate_refitted(question, reader=reader, made_on=made_on, progress=progress)
    registry = bootstrap.open_registry(settings)
    version = question.version or registry.champion_version() or ""
    champion = Champion(registry.load(version), registry.any_card(version), _learned(registry, version))
    return evaluate_as_it_is(champion, question, reader=reader, progress=progress)


def _learned(registry: Registry, version: str) -> frozenset[str]:
    answers = registry.contender(version).answers
    return frozenset(one.ad for one in from_json(answers)) if answers else frozenset()


def as_files(evaluation: dict[str, Any]) -> dict[str, str]:
    """The evaluation as the content of an HTML page and of a JSON file, by their endings."""
    told = json.dumps(evaluation, indent=2, sort_keys=True, ensure_ascii=False)
    return {".html": page(evaluation), ".json": told + "\n"}


def in_short(evaluation: dict[str, Any]) -> list[str]:
    """The figures that decide, one a line."""
    bands = evaluation["bands"]
    lines = [
        f"{name}: macro AP {_figure(one['macro_average_precision'])}, any lead {_figure(one['any_lead'])}"
        for name, one in evaluation["scorers"].items()
    ]
    lines += where_asked(evaluation)
    lines.append(f"calibration error: {_figure(evaluation['calibration']['error'])}")
    for name in ("third_party_control", "independent_adults", "ordinary_jobs"):
        one = bands[name]
        lines.append(
            f"{name.replace('_', ' ')}: {one['hits']} of {one['size']} reach medium, upper 95 % bound {one['upper_95']}"
        )
    lines += [
        f"swapped {what}: {_figure(one['within_0.01'])} within 0.01, largest change {one['largest_change']}"
        for what, one in evaluation["swaps"].items()
    ]
    lines.append(f"abstention, AUROC: {_figure(evaluation['abstention']['auroc'])}")
    later = later_in_words(evaluation["later"])
    lines += [later] if later else []
    cited = evaluation["citing"]
    lines.append(f"cited words alone keep the band: {_figure(cited['keeps_band_alone'])}")
    return lines


def where_asked(evaluation: dict[str, Any]) -> list[str]:
    """The rankings at the prevalence that somebody asked for, and the model's gain there."""
    usual = {f"{rate:g}" for rate in PREVALENCES}
    scorers, gains = evaluation["scorers"], evaluation["macro_gain_at_prevalence"]
    asked = [rate for rate in scorers[evaluation["model"]]["at_prevalence"] if rate not in usual]
    return [
        line
        for rate in asked
        for line in (
            *(
                f"{name}: macro AP at {rate}: {_figure(one['macro_at_prevalence'][rate])}"
                for name, one in scorers.items()
            ),
            *(f"gain in macro AP at {rate} over {name}: {_figure(one[rate])}" for name, one in gains.items()),
            *_over_splits(evaluation, rate),
        )
    ]


def _over_splits(evaluation: dict[str, Any], rate: str) -> list[str]:
    """What one split after the other gave; one alone may be luck."""
    if "splits" not in evaluation:
        return []
    of_rate = evaluation["splits"][rate]
    macro, gain = (_range(of_rate[name]) for name in ("macro", "gain"))
    return [f"over {len(of_rate['gain'])} splits at {rate}: macro AP {macro}, gain over {TFIDF} {gain}"]


def _range(values: Sequence[float]) -> str:
    return f"{fmean(values):.3f} ({min(values):.3f} to {max(values):.3f})"


def _figure(one: dict[str, Any]) -> str:
    return "-" if one["value"] is None else f"{one['value']:.3f} [{one['low']:.3f}, {one['high']:.3f}]"
