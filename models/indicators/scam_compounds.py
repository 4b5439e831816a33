"""This module says when the words of scam-compound recruitment (family CS) count: with a foreign hub."""

from collections.abc import Iterator, Mapping

from models.domain.finding import Finding
from models.indicators.conditions import Condition, Found, Ideas, both, found_together, in_any, in_none
from models.indicators.reading import AdReading

_UNDEMANDING = ("JB06", "JB18", "CS02", "CS03", "CS06")
_OF_THE_EAST = ("<compounds_sea>", "<compounds_town>", "<compounds_town_kh>")
_EASILY_HAD = ("<compounds_fresher>", "<compounds_big>", "<compounds_slight>", "<compounds_no_cost>")
_TOGETHER: tuple[Ideas, ...] = (
    (
        "CS02",
        "<compounds_desk>",
        (_OF_THE_EAST, ("<compounds_travel>", "<compounds_dollar_pay>"), _EASILY_HAD),
    ),
    ("CS03", "<compounds_slight>", (("<compounds_big>",),)),
    ("CS04", "<compounds_visitor>", (("<compounds_papers_later>",),)),
    ("CS07", "<compounds_man_there>", (("<compounds_pass_on>",),)),
)
_NO_LURE = (
    "<compounds_tour>",
    "<compounds_told>",
    "<compounds_skilled>",
    "<compounds_proven>",
    "<abroad_asked>",
)


def find(reading: AdReading) -> Iterator[Finding]:
    """Signs whose halves stand in two sentences, where neither a tour nor a trade nor a tale is meant."""
    if not reading.has(*_NO_LURE):
        yield from found_together(reading, _TOGETHER)


def _is_a_lure(reading: AdReading, found: Found) -> bool:
    """Rule 5: "everything free" is a lure with a foreign hub and with nothing asked of the applicant."""
    undemanding = reading.has("<compounds_desk>", "<compounds_fresher>", "<scam_product>") or any(
        s in found for s in _UNDEMANDING
    )
    return reading.has("<compounds_abroad>") and undemanding and "CN01" not in found


def _is_no_tour(reading: AdReading, _: Found) -> bool:
    """Travellers are taken to the same places."""
    return not reading.has("<compounds_tour>", "<compounds_told>") and reading.has(
        "<job>", "<ticket>", "<visa>", "<compounds_desk>"
    )


def _is_chosen_afar(reading: AdReading, _: Found) -> bool:
    """Who has a trade to show is asked by video as well; who is chosen for home is seen before work begins."""
    return reading.has("<compounds_abroad>", "<compounds_no_visit>") and not reading.has(
        "<compounds_skilled>"
    )


def _is_paid_too_well(reading: AdReading, _: Found) -> bool:
    """Abroad or in dollars, or for a little English of somebody who has learnt nothing."""
    abroad = reading.has("<compounds_abroad>", "<scam_product>", "<compounds_dollar_pay>")
    return abroad or (reading.has("<compounds_slight>") and reading.has("<compounds_fresher>"))


def _is_passed_on(reading: AdReading, _: Found) -> bool:
    """On a tour travellers change as well."""
    return reading.has("<compounds_abroad>", "<compounds_hub>") and not reading.has(
        "<compounds_tour>", "<compounds_told>"
    )


_ABROAD = in_any("<compounds_abroad>")
_OWN_OFFER = in_none("<compounds_told>", "<abroad_asked>", "<abroad_story>")

CONDITIONS: Mapping[str, Condition] = {
    "CS01": _is_no_tour,
    "CS02": lambda reading, _: not reading.has("<compounds_told>"),
    "CS03": _is_paid_too_well,
    "CS04": both(_OWN_OFFER, _ABROAD),
    "CS05": _is_a_lure,
    "CS06": _is_chosen_afar,
    "CS07": _is_passed_on,
    "CS08": both(_OWN_OFFER, in_any("<job>", "<compounds_abroad>", "<compounds_desk>", "<compounds_prey>")),
    "CS09": in_any("<job>", "<compounds_abroad>", "<compounds_company>"),
    "CS10": in_any("<compounds_abroad>", "<scam_product>"),
    "CS11": both(
        _OWN_OFFER, in_any("<compounds_abroad>", "<job>", "<compounds_company>", "<compounds_travel>")
    ),
}
