"""This module holds the rules of combination (typology 1 to 10) that cap what a classifier may say of an ad."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.domain.finding import Finding
from models.domain.judgement import AdClass, Band, Kind
from models.indicators.catalogue import Catalogue, Group, Indicator, Tier, Weight

# The same sign under two names, or two signs that one sentence always shows together: one piece of evidence.
_TWINS = (
    ("JB15", "CS05"),
    ("JB27", "CH06"),
    ("JB22", "DW05", "BL06"),
    ("JB25", "BL01"),
    ("JB13", "BL05"),
    ("CS04", "GU02"),
    ("CS09", "JB24"),
    ("JB17", "GU01"),
    ("JB16", "JB09"),
    ("SX14", "JB21"),
)
_TWIN_OF = {name: twins[0] for twins in _TWINS for name in twins}
_NO_EVIDENCE = frozenset(
    {Group.POSTING, Group.CONTEXT, Group.PROTECTIVE, Group.NETWORK}
)  # of one ad: the network speaks at the lead
_OTHERS_DECIDE = frozenset({Group.CONTROL, Group.DECEPTION, Group.MOVEMENT, Group.THIRD_PARTY})
# These say what is sold and when, not who decides, whatever group the table gives them.
_SEXUAL_WORDING = frozenset({"SX05", "SX09", "SX10", "SX11", "SX12", "SX13", "SX15", "SX16", "SX19", "SX24"})


class Rule(StrEnum):
    """Why an ad may go no further; the numbers are those of the typology."""

    EVIDENCE = "rule_1"
    ABOUT_TRAFFICKING = "rule_6"
    SEXUAL_WORDING = "rule_7"
    GATEWAY = "gateway"


@dataclass(frozen=True, slots=True)
class Cap:
    """The highest band that the rules allow, and which of them says so; None where none caps."""

    band: Band
    rule: Rule | None


@dataclass(frozen=True, slots=True)
class _Strength:
    """How much evidence there is: different groups, and how many of them rest on a sign of weight high."""

    groups: int
    high: int


def kind_caps(
    findings: Sequence[Finding], catalogue: Catalogue, *, about_trafficking: bool, call_for_help: bool = False
) -> Mapping[Kind, Cap]:
    """The cap on each kind, from the findings that may score.

    A `call_for_help` is a group of evidence by itself: who is held, or their kin, says so.
    """
    if about_trafficking:
        return dict.fromkeys(Kind, Cap(Band.NONE, Rule.ABOUT_TRAFFICKING))
    raising = _raising(findings, catalogue)
    overall = _by_evidence(raising, told_by_victim=call_for_help)
    return {kind: _lowest(overall, _by_kind(kind, raising)) for kind in Kind}


def held_as_read(
    caps: Mapping[Kind, Cap], read_as: AdClass, *, call_for_help: bool = False
) -> Mapping[Kind, Cap]:
    """`caps`, held at `low` where the ad as a whole reads as one about the crime, though no single word says so.

    A warning tells what an offer would say, so its findings are many; the words around them are other ones. Kin who call
    for help write as a warning does, and are not held.
    """
    if read_as is not AdClass.ABOUT_TRAFFICKING or call_for_help:
        return caps
    return {kind: _lowest(Cap(Band.LOW, Rule.ABOUT_TRAFFICKING), cap) for kind, cap in caps.items()}


def lifted(
    caps: Mapping[Kind, Cap],
    findings: Sequence[Finding],
    learned: Sequence[Finding],
    catalogue: Catalogue,
) -> Mapping[Kind, Cap]:
    """`caps` where words that are like those of a sign (`learned`) count as well: as far as `medium`, never beyond.

    `learned` are those that count, as `counting` says.
    """
    signs = _raising((*findings, *learned), catalogue)
    overall = Cap(Band.MEDIUM if _strength(signs).groups >= 2 else Band.LOW, Rule.EVIDENCE)
    further = {kind: _lowest(overall, _by_kind(kind, signs)) for kind in Kind}
    return {
        kind: further[kind]
        if cap.rule != Rule.ABOUT_TRAFFICKING and further[kind].band.rank > cap.band.rank
        else cap
        for kind, cap in caps.items()
    }


def counting(
    findings: Sequence[Finding], learned: Sequence[Finding], catalogue: Catalogue
) -> tuple[Finding, ...]:
    """Those of `learned` that count beside `findings`: other words, and what a sign needs is there (rule 4)."""
    apart = [one for one in learned if not any(one.span.overlaps(known.span) for known in findings)]
    found = {finding.indicator for finding in (*findings, *apart)}
    return tuple(one for one in apart if not (needs := catalogue[one.indicator].needs) or found & set(needs))


def capped(probability: float, cap: Cap, thresholds: Mapping[Band, float]) -> float:
    """`probability`, held just below the threshold of the band above the cap."""
    above = {Band.NONE: Band.LOW, Band.LOW: Band.MEDIUM, Band.MEDIUM: Band.HIGH}.get(cap.band)
    if above is None:
        return probability
    # A hundredth of it below: a rounded figure stays below the threshold as well.
    return min(probability, thresholds[above] * 0.99)


def _raising(findings: Iterable[Finding], catalogue: Catalogue) -> list[tuple[Finding, Indicator]]:
    signs = [(finding, catalogue[finding.indicator]) for finding in findings]
    return [(finding, sign) for finding, sign in signs if sign.raises]


def _by_evidence(signs: Sequence[tuple[Finding, Indicator]], *, told_by_victim: bool) -> Cap:
    """Rule 1: `medium` needs two different groups of evidence, `high` three or two of weight high."""
    strength = _strength(signs)
    groups = strength.groups + (told_by_victim and strength.groups > 0)
    if groups >= 3 or strength.high >= 2:
        return Cap(Band.URGENT, None)
    return Cap(Band.MEDIUM, Rule.EVIDENCE) if groups == 2 else Cap(Band.LOW, Rule.EVIDENCE)


def _by_kind(kind: Kind, signs: Sequence[tuple[Finding, Indicator]]) -> Cap:
    own = [sign for _, sign in signs if sign.speaks_for(kind)]
    if not own:
        return Cap(Band.LOW, Rule.EVIDENCE)  # nothing cited speaks for it
    # Control and movement count whatever kinds the table names: a held passport is control in this trade as well.
    if kind is Kind.SEXUAL_EXPLOITATION and not any(_others_decide(sign) for _, sign in signs):
        return Cap(Band.LOW, Rule.SEXUAL_WORDING)
    if kind is Kind.RECRUITMENT_FRAUD:
        return Cap(Band.MEDIUM, Rule.GATEWAY)  # typology, "Kinds"
    return Cap(Band.URGENT, None)


def _others_decide(sign: Indicator) -> bool:
    """Rule 7: more than sexual wording, and more than a sign too weak to rest on."""
    strong = sign.weight in {Weight.MID, Weight.HIGH}
    return sign.group in _OTHERS_DECIDE and strong and sign.id not in _SEXUAL_WORDING


def _strength(signs: Sequence[tuple[Finding, Indicator]]) -> _Strength:
    """Counts groups so that the same words, and twins, make one group only; tier S makes two of its own."""
    statutory = {sign.id for _, sign in signs if sign.tier is Tier.S}
    ordinary = [pair for pair in signs if pair[1].tier is not Tier.S and pair[1].group not in _NO_EVIDENCE]
    groups = _matched(ordinary)
    high = _matched([pair for pair in ordinary if pair[1].weight is Weight.HIGH])
    return _Strength(groups + 2 * bool(statutory), high + 2 * bool(statutory))


def _matched(signs: Sequence[tuple[Finding, Indicator]]) -> int:
    """The most groups that can be told apart when every place in the text, and every set of twins, counts once."""
    offers: dict[str, set[Group]] = {}
    for words, sign in _by_words(signs):
        offers.setdefault(_TWIN_OF.get(sign.id, words), set()).add(sign.group)
    taken: dict[Group, str] = {}
    return sum(_assign(name, offers, taken, set()) for name in sorted(offers))


def _assign(name: str, offers: Mapping[str, set[Group]], taken: dict[Group, str], tried: set[Group]) -> bool:
    """One step of bipartite matching: give `name` a group, moving others where they have a choice."""
    for group in sorted(offers[name] - tried):
        tried.add(group)
        if group not in taken or _assign(taken[group], offers, taken, tried):
            taken[group] = name
            return True
    return False


def _by_words(signs: Iterable[tuple[Finding, Indicator]]) -> Iterable[tuple[str, Indicator]]:
    """Each sign with a name for the stretch of text it stands in; overlapping spans are one stretch."""
    part, reach, number = "", -1, 0
    for finding, sign in sorted(signs, key=lambda pair: (pair[0].span, pair[1].id)):
        span = finding.span
        if span.part != part or span.start >= reach:
            part, reach, number = span.part, -1, number + 1
        reach = max(reach, span.end)
        yield f"{number}", sign


def _lowest(*caps: Cap) -> Cap:
    return min(caps, key=lambda cap: cap.band.rank)
