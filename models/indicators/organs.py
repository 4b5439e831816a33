"""This module reads organ trade (family OB): an organ sought or given for money; an appeal for help is kept apart."""

import re
from collections.abc import Iterator, Mapping

from models.domain.finding import Finding
from models.indicators.conditions import Condition, Found, Ideas, found_together, in_any, in_none
from models.indicators.context import is_meant
from models.indicators.reading import AdReading

# Given freely, told of, read by name, or no organ.
_ELSEWHERE = ("<appeal>", "<about_strong>", "<kidney>", "<blood>")
_OF_OTHER_USE = frozenset({"job", "matrimonial"})  # a form asks for the blood group there
_LEAST_SUM = 20_000  # rupees; below it an ad speaks of tests and travel
_GROUP = "AB|[ABO]|एबी|ओ|ए|बी|ఏబి|ఎబి|ఓ|ఎ|ఏ|బి|এবি|এ|বি|ও|ஏபி|ஓ|ஏ|பி"
_SIGN = (
    r"\+(?:ve)?(?!\w)|-ve(?!\w)|positive|negative|pos(?!\w)|neg(?!\w)|पॉ(?:\u095b|ज\u093c?)िटिव|नेगेटिव|निगेटिव|"
    "পজিটিভ|নেগেটিভ|పాజిటివ్|నెగటివ్|பாசிட்டிவ்|நெகட்டிவ்"
)
_BLOOD_GROUP = re.compile(
    rf"(?<![\w+])(?:{_GROUP})[ -]?(?:{_SIGN})|(?<!\w)(?-i:AB|[BO]) group(?!\w)|(?<!\w)(?:group|ग्रुप|গ্রুপ|గ్రూప్) (?:{_GROUP})(?!\w)",
    re.IGNORECASE,
)
_MONEY = ("<sum>", "<lakh>", "<reward>", "<organ_pay>")
_TOGETHER: tuple[Ideas, ...] = (
    ("OB01", "<shows_ob01>", ()),
    ("OB01", "<lives_on_one>", (_MONEY,)),
    ("OB01", "<organ_piece>", (_MONEY, ("<give_organ>", "<organ_giver>"))),
    ("OB01", "<kidney>", (("<give_organ>",), ("<paid_in_kind>",))),
    ("OB02", "<shows_ob02>", ()),
    ("OB03", "<shows_ob03>", ()),
    ("OB02", "<child_carried_for>", (_MONEY,)),
    ("OB02", "<carries_inside>", (("<for_a_couple>",), _MONEY)),
    ("OB02", "<nine_months>", (("<baby_theirs>",), _MONEY)),
    ("OB02", "<birth_pay>", (("<for_a_couple>", "<carries_inside>", "<nine_months>"),)),
    ("OB03", "<egg_cycle>", (("<sum>",), ("<lodged_near_clinic>",))),
    ("OB05", "<donor_papers_made>", (("<organ_giver>", "<donor>", "<egg_cycle>", "<womb_w>"),)),
)
_NEAR = 6  # words between the organ and who gives or needs it


def find(reading: AdReading) -> Iterator[Finding]:
    """An organ given or needed, and money for it elsewhere in the ad: the two seldom stand in one sentence."""
    yield from found_together(reading, _TOGETHER)
    if reading.has("OB01") or not _is_paid(reading, {}):
        return
    yield from _unnamed(reading)
    if not _names_money(reading):
        return
    for part, start, end in reading.each("<kidney>"):
        first, last = part.sentence(start)
        near = [
            *part.within("<give_organ>", max(first, start - _NEAR), min(end + _NEAR, last)),
            *part.within("<donor>", end, min(end + 2, last)),
            *(span for span in part.within("<offers_organ>", first, last) if span[0] <= start < span[1]),
        ]
        if near and is_meant(part, start, end) and "!OB01" not in part.hits:
            yield part.finding("OB01", min(start, near[0][0]), max(end, near[0][1]))
            return


def _unnamed(reading: AdReading) -> Iterator[Finding]:
    """No organ is named: a blood group, an operation or a patient, and what is given in return say which is meant."""
    if not reading.has("<in_return>") or not reading.has("<bodily>") or reading.has(*_ELSEWHERE):
        return
    if reading.ad.source_type in _OF_OTHER_USE:
        return
    for part in reading.parts:
        if group := _BLOOD_GROUP.search(part.published):
            yield part.cited("OB01", *group.span())
            return


def _names_money(reading: AdReading) -> bool:
    return reading.has("<reward>", "<debt>") or any(amount.high >= _LEAST_SUM for _, amount in reading.pay)


def _is_paid(reading: AdReading, _: Found) -> bool:
    """A family that collects for an operation speaks of kidneys and lakhs too; who buys, sells or gives says so."""
    return reading.has("<sell>", "<offers_organ>", "<giver_paid>") or not reading.has("<appeal>")


CONDITIONS: Mapping[str, Condition] = {
    "OB01": _is_paid,
    "OB02": in_none("<research_or_law>"),
    "OB03": in_none("<hens_and_eggs>", "<lawful_donation>"),
    "OB05": in_any("<kidney>", "<transplant>", "<organ_w>", "<egg_cycle>", "<womb_w>"),
}
