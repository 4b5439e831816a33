"""This module says when the words of scam-compound recruitment (family CS) count: with a foreign hub."""

from collections.abc import Iterator, Mapping

from models.domain.finding import Finding
from models.indicators.conditions import Condition, Found, Ideas, both, found_together, in_any, in_none
from models.indicators.reading import AdReading

_UNDEMANDING = ("JB06", "JB18", "CS02", "CS03", "CS06")
_OF_THE_EAST = ("<southeast_asia>", "<compound_town>", "<cambodia_town>")
_EASILY_HAD = ("<fresher_can>", "<big_desk_pay>", "<slight_skill>", "<no_cost>")
_TOGETHER: tuple[Ideas, ...] = (
    (
        "CS02",
        "<desk_job>",
        (_OF_THE_EAST, ("<ticket_or_visa>", "<dollar_pay>"), _EASILY_HAD),
    ),
    ("CS03", "<slight_skill>", (("<big_desk_pay>",),)),
    ("CS04", "<told_as_visitor>", (("<work_papers_later>",),)),
    ("CS07", "<man_at_hub>", (("<passed_onward>",),)),
)
_NO_LURE = (
    "<travel_agency>",
    "<news_or_rescue>",
    "<skilled_trade>",
    "<proven_skill>",
    "<asks_if_true>",
)


def find(reading: AdReading) -> Iterator[Finding]:
    """Signs whose halves stand in two sentences, where neither a tour nor a trade nor a tale is meant."""
    if not reading.has(*_NO_LURE):
        yield from found_together(reading, _TOGETHER)


def _is_a_lure(reading: AdReading, found: Found) -> bool:
    """Rule 5: "everything free" is a lure with a foreign hub and with nothing asked of the applicant."""
    undemanding = reading.has("<desk_job>", "<fresher_can>", "<scam_product>") or any(
        s in found for s in _UNDEMANDING
    )
    return reading.has("<somewhere_abroad>") and undemanding and "CN01" not in found


def _is_no_tour(reading: AdReading, _: Found) -> bool:
    """Travellers are taken to the same places."""
    return not reading.has("<travel_agency>", "<news_or_rescue>") and reading.has(
        "<job>", "<ticket>", "<visa>", "<desk_job>"
    )


def _is_chosen_afar(reading: AdReading, _: Found) -> bool:
    """Who has a trade to show is asked by video as well; who is chosen for home is seen before work begins."""
    return reading.has("<somewhere_abroad>", "<no_office_visit>") and not reading.has("<skilled_trade>")


def _is_paid_too_well(reading: AdReading, _: Found) -> bool:
    """Abroad or in dollars, or for a little English of somebody who has learnt nothing."""
    abroad = reading.has("<somewhere_abroad>", "<scam_product>", "<dollar_pay>")
    return abroad or (reading.has("<slight_skill>") and reading.has("<fresher_can>"))


def _is_passed_on(reading: AdReading, _: Found) -> bool:
    """On a tour travellers change as well."""
    return reading.has("<somewhere_abroad>", "<relay_hub>") and not reading.has(
        "<travel_agency>", "<news_or_rescue>"
    )


_ABROAD = in_any("<somewhere_abroad>")
_OWN_OFFER = in_none("<news_or_rescue>", "<asks_if_true>", "<book_or_film>")

CONDITIONS: Mapping[str, Condition] = {
    "CS01": _is_no_tour,
    "CS02": lambda reading, _: not reading.has("<news_or_rescue>"),
    "CS03": _is_paid_too_well,
    "CS04": both(_OWN_OFFER, _ABROAD),
    "CS05": _is_a_lure,
    "CS06": _is_chosen_afar,
    "CS07": _is_passed_on,
    "CS08": both(_OWN_OFFER, in_any("<job>", "<somewhere_abroad>", "<desk_job>", "<lonely_prey>")),
    "CS09": in_any("<job>", "<somewhere_abroad>", "<company_or_boss>"),
    "CS10": in_any("<somewhere_abroad>", "<scam_product>"),
    "CS11": both(_OWN_OFFER, in_any("<somewhere_abroad>", "<job>", "<company_or_boss>", "<ticket_or_visa>")),
}
