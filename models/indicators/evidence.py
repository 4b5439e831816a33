"""This module gathers the findings of one ad: words that are meant, facts, and the conditions each must meet."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from models.domain.finding import Finding, is_short_enough
from models.indicators import (
    bonded,
    captivity,
    commercial_sex,
    counter,
    domestic,
    gulf,
    jobs,
    marriage,
    organs,
    scam_compounds,
)
from models.indicators.catalogue import Catalogue, Mode
from models.indicators.conditions import Condition
from models.indicators.context import is_about_trafficking, is_meant
from models.indicators.reading import AdReading, PartReading
from models.indicators.saying import MOST_CITED, is_said

_FINDERS = (
    commercial_sex.find,
    jobs.find,
    scam_compounds.find,
    gulf.find,
    domestic.find,
    bonded.find,
    marriage.find,
    organs.find,
    counter.find,
)
_CONDITIONS: dict[str, Condition] = {
    **commercial_sex.CONDITIONS,
    **jobs.CONDITIONS,
    **scam_compounds.CONDITIONS,
    **gulf.CONDITIONS,
    **domestic.CONDITIONS,
    **bonded.CONDITIONS,
    **marriage.CONDITIONS,
    **organs.CONDITIONS,
    **counter.CONDITIONS,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """The findings of one ad, each list in the order of the published text.

    `scoring` may raise or lower a score; `shown` are for the reader only (context, network, unverified).
    `urgent`: the ad says that somebody is held now, or leaves within 48 hours. `call_for_help`: who is held, or their
    kin, says so.
    """

    scoring: tuple[Finding, ...]
    shown: tuple[Finding, ...]
    about_trafficking: bool
    urgent: bool
    call_for_help: bool = False


def gather(reading: AdReading, catalogue: Catalogue) -> Evidence:
    """The evidence in `reading`; nothing of it scores where the ad is about the crime (rule 6)."""
    about = is_about_trafficking(reading)
    found = _grouped(_all_findings(reading, catalogue))
    found = {name: found[name] for name in found if _condition_holds(name, reading, found)}
    found = {name: found[name] for name in found if _needs_met(name, found, catalogue)}
    if call := not about and captivity.is_call_for_help(reading):  # in an ad of any sort
        for finding in captivity.find(reading):
            found.setdefault(finding.indicator, []).append(finding)
    ordered = sorted(
        (finding for group in found.values() for finding in dict.fromkeys(group)), key=_place(reading)
    )
    urgent = any(is_meant(part, start, end) for part, start, end in reading.each("<urgent>"))
    if about:
        return Evidence((), (), about_trafficking=True, urgent=urgent)
    scoring = tuple(f for f in ordered if catalogue[f.indicator].scores)
    rest = (f for f in ordered if not catalogue[f.indicator].scores)
    shown = tuple(f for f in rest if catalogue[f.indicator].mode is not Mode.EXCLUDE)
    return Evidence(scoring, shown, about_trafficking=False, urgent=urgent or call, call_for_help=call)


def _all_findings(reading: AdReading, catalogue: Catalogue) -> Iterator[Finding]:
    ids = catalogue.ids
    for part in reading.parts:
        for name in [name for name in part.hits if name in ids]:
            if not catalogue[name].in_lane and name not in jobs.BY_FIGURE:
                yield from islice(_longest(part, name, part.hits[name]), MOST_CITED)
    for find in _FINDERS:
        yield from find(reading)


def _longest(part: PartReading, name: str, spans: Sequence[tuple[int, int]]) -> Iterator[Finding]:
    """Of places that overlap the longest that is meant and short enough to cite; `spans` come in order."""
    for overlapping in _clusters(spans):
        for start, end in sorted(overlapping, key=lambda span: (span[0] - span[1], span[0])):
            finding = part.finding(name, start, end)
            if is_short_enough(finding.text) and is_said(part, name, start, end):
                yield finding
                break


def _clusters(spans: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    cluster: list[tuple[int, int]] = []
    reach = -1
    for start, end in spans:
        if cluster and start >= reach:
            yield cluster
            cluster = []
        cluster.append((start, end))
        reach = max(reach, end)
    if cluster:
        yield cluster


def _grouped(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.indicator, []).append(finding)
    return found


def _condition_holds(name: str, reading: AdReading, found: dict[str, list[Finding]]) -> bool:
    condition = _CONDITIONS.get(name)
    return condition is None or condition(reading, found)


def _needs_met(name: str, found: dict[str, list[Finding]], catalogue: Catalogue) -> bool:
    needs = catalogue[name].needs
    return not needs or any(need in found for need in needs)


def _place(reading: AdReading) -> Callable[[Finding], tuple[int, int, int, str]]:
    order = reading.order
    return lambda f: (order[f.span.part], f.span.start, f.span.end, f.indicator)
