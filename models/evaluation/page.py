"""This module shows an evaluation as one HTML page that loads nothing from anywhere."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, Template

_FIELD = 300.0  # side of the plot, in its own units
_DASH = "–"

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: a heading, a sentence, the names of its columns, and rows that begin with their own name."""

    title: str
    note: str
    columns: Cells
    rows: Sequence[Cells]


def page(evaluation: Mapping[str, Any]) -> str:
    """The evaluation as HTML: tables, and the calibration as SVG; styles stand inside, scripts nowhere."""
    return _template().render(
        told=evaluation,
        tables=[one for one in _tables(evaluation) if one.rows],
        points=_points(evaluation["calibration"]["bins"]),
        side=_FIELD,
    )


def _tables(told: Mapping[str, Any]) -> Iterator[Table]:
    scorers, kinds = told["scorers"], tuple(next(iter(told["scorers"].values()))["average_precision"])
    yield Table(
        "Average precision",
        "By kind, with the number of positives in brackets; the macro average is over the kinds that have five.",
        ("scorer", "macro", "any lead", *kinds),
        [(name, *_precision_cells(one, kinds)) for name, one in scorers.items()],
    )
    yield Table(
        "Gain in macro average precision",
        "Drawn in pairs: the same resample for both.",
        ("over", "gain"),
        [(name, _cell(one)) for name, one in told["macro_gain_over"].items()],
    )
    model = scorers[told["model"]]
    yield Table(
        "Gain in macro average precision where each kind is as rare as in the field",
        "Drawn in pairs: the same resample for both.",
        ("over", *(f"share of ads {rate}" for rate in model["at_prevalence"])),
        [
            (name, *(_cell(one) for one in of_rates.values()))
            for name, of_rates in told["macro_gain_at_prevalence"].items()
        ],
    )
    yield Table(
        "Average precision of the model by language",
        "A dash: fewer than five positives.",
        ("language", "ads", "macro", "any lead", *kinds),
        [
            (lang, str(one["ads"]), *_precision_cells(one, kinds))
            for lang, one in model["by_language"].items()
        ],
    )
    for key, title, column in (
        ("at_prevalence", "Average precision of leads at the prevalence of the field", "share of leads {}"),
        (
            "macro_at_prevalence",
            "Macro average precision, each kind as rare as in the field",
            "share of ads {}",
        ),
        ("precision_at_top", "Precision among the highest", "top {}"),
        (
            "recall_at_alarms_per_1000",
            "Recall of leads at fixed alarms per 1,000 harmless ads",
            "{} per 1,000",
        ),
    ):
        yield Table(
            title,
            "",
            ("scorer", *(column.format(name) for name in model[key])),
            [(name, *(_cell(figure) for figure in one[key].values())) for name, one in scorers.items()],
        )
    yield from _band_tables(told["bands"])
    yield from _other_tables(told)


def _band_tables(told: Mapping[str, Any]) -> Iterator[Table]:
    yield Table(
        "Bands, after the rules",
        "Recall: of leads. Alarms: of harmless ads.",
        ("band and above", "recall", "alarms"),
        [(band, _count(told["recall"][band]), _count(told["alarms"][band])) for band in told["recall"]],
    )
    watched = ("third_party_control", "independent_adults", "ordinary_jobs")
    yield Table(
        "Who reaches medium",
        "The upper bound is not exceeded with 95 % confidence (one-sided, Clopper and Pearson).",
        ("ads", "share", "upper bound"),
        [
            *((name.replace("_", " "), *_bounded(told[name])) for name in watched),
            *((f"kind {name}", *_bounded(one)) for name, one in told["medium_by_kind"].items()),
            *((f"harmless {name}", *_bounded(one)) for name, one in told["medium_by_class"].items()),
        ],
    )
    yield Table(
        "Who reaches medium, by language",
        "",
        ("language", "recall", "alarms"),
        [
            (lang, _count(one["recall"]), _count(one["alarms"]))
            for lang, one in told["medium_by_language"].items()
        ],
    )


def _other_tables(told: Mapping[str, Any]) -> Iterator[Table]:
    yield Table(
        "Calibration error",
        "Ten fixed bins of equal width, at the rate of each kind in these ads, before the rules cap.",
        ("kind", "error"),
        [
            ("all kinds together", _cell(told["calibration"]["error"])),
            *((kind, _cell(one)) for kind, one in told["calibration"]["by_kind"].items()),
        ],
    )
    yield Table(
        "Ad classes",
        "How often the class is right.",
        ("class", "right"),
        [
            ("all", _count(told["classes"]["all"])),
            *((name, _count(one)) for name, one in told["classes"]["by_class"].items()),
            ("abstained, of all ads", _count(told["classes"]["abstained"])),
        ],
    )
    yield Table(
        "Swapped attributes",
        "Twins of these ads that name another community, person or region: the score may move by 0.01.",
        ("swapped", "within 0.01", "within 0.05", "largest change"),
        [
            (what, _cell(one["within_0.01"]), _cell(one["within_0.05"]), f"{one['largest_change']:.4f}")
            for what, one in told["swaps"].items()
        ],
    )
    yield _abstention_table(told["abstention"])
    yield _later_table(told["later"])
    cited = told["citing"]
    yield Table(
        "Do the cited words carry the judgement?",
        "Over the ads of band low and above that cite something.",
        ("question", "share"),
        [
            ("the score falls when they are deleted", _cell(cited["falls_without"])),
            ("the band falls when they are deleted", _cell(cited["leaves_band_without"])),
            ("they alone keep the band", _cell(cited["keeps_band_alone"])),
            ("median share of an ad that is cited", _number(cited["median_cited"])),
        ],
    )


def _abstention_table(told: Mapping[str, Any]) -> Table:
    return Table(
        "Does it know what it does not know?",
        f"{told['what']} The number in brackets: such texts.",
        ("figure", "value"),
        [
            ("AUROC", _cell(told["auroc"])),
            ("share of these ads that it abstains on", _number(told["abstained_on_ads"])),
            ("share of the texts that are no ads", _number(told["abstained_on_others"])),
        ],
    )


def _later_table(told: Mapping[str, Any]) -> Table:
    """Empty where hardly any ad has a date."""
    known = "any_lead" in told
    note = (
        f"The {told['judged']} ads from {told['first_day_judged']} on, by what was known before. Positives in brackets."
        if known
        else ""
    )
    macro = told.get("macro_average_precision")
    rows = [("any lead", _cell(told["any_lead"])), ("macro over the kinds", _number(macro))] if known else []
    return Table("Average precision of ads that came later", note, ("figure", "value"), rows)


def _precision_cells(one: Mapping[str, Any], kinds: Cells) -> Cells:
    return (
        _cell(one["macro_average_precision"]),
        _cell(one["any_lead"]),
        *(_cell(one["average_precision"][kind]) for kind in kinds),
    )


def _cell(figure: Mapping[str, Any]) -> str:
    if figure["value"] is None:
        return f"{_DASH} ({figure['size']})"
    return f"{figure['value']:.3f} [{_number(figure['low'])}, {_number(figure['high'])}] ({figure['size']})"


def _count(one: Mapping[str, Any]) -> str:
    if not one["size"]:
        return _DASH
    return f"{one['hits']} of {one['size']}: {one['value']:.3f} [{one['low']:.3f}, {one['high']:.3f}]"


def _bounded(one: Mapping[str, Any]) -> Cells:
    return _count(one), _number(one["upper_95"])


def _number(value: float | None) -> str:
    return _DASH if value is None else f"{value:.3f}"


def _points(bins: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"x": one["predicted"] * _FIELD, "y": (1 - one["observed"]) * _FIELD, "told": f"{one['pairs']} pairs"}
        for one in bins
    ]


@cache
def _template() -> Template:
    source = files("models").joinpath("data", "evaluation.html.j2").read_text(encoding="utf-8")
    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(source)
