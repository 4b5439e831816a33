"""This module builds the digest of one day in India from index and records; it never holds a full contact."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from models.domain.errors import WrongUsage
from models.domain.evidence import IST
from models.domain.judgement import AdClass, Band, Kind
from models.domain.lead import Lead
from search.explanation import ReasonLine, explain
from search.gathering import FLAGGED, Gathering, gather, open_ad
from search.index.document import AdDocument
from search.index.port import AdIndex
from search.left_alone import LeftAlone
from search.query.query import Filters, Query
from search.records.port import Records
from search.redaction import show
from search.vault import Vault
from search.wording import BANDS, KINDS, NEXT_STEPS, write_time

MOST_LEADS = 10
_MOST_REASONS, _MOST_AGAINST, _MOST_PLACES, _MOST_CONTACTS = 4, 3, 4, 5
_ADS_OPENED = 5  # of a large lead; the rest are counted


@dataclass(frozen=True, slots=True)
class Window:
    """One day in India, [18:30 UTC, 18:30 UTC): `start` and `end` are microseconds, UTC."""

    day: date
    start: int
    end: int

    def holds(self, moment: int) -> bool:
        """Whether `moment` (microseconds, UTC) lies in the day."""
        return self.start <= moment < self.end


@dataclass(frozen=True, slots=True)
class DigestLead:
    """One lead as the mail tells it. Everything in it is words; contacts are masked."""

    lead_id: str
    ad_id: str
    band: str
    kinds: tuple[str, ...]
    title: str
    reasons_for: tuple[ReasonLine, ...]
    reasons_against: tuple[ReasonLine, ...]
    shown: tuple[tuple[str, str], ...]
    not_shown: tuple[str, ...]
    places: tuple[str, ...]
    contacts: tuple[str, ...]
    first_seen: str
    last_seen: str
    ads: int
    sources: tuple[str, ...]
    next_step: str
    read_by_person: bool
    gone_since: str = ""  # empty while an ad of it is online, as far as anybody knows


@dataclass(frozen=True, slots=True)
class Digest:
    """One day of one unit. `withheld` leads have a sexual side and wait for a person; `left_out` are beyond the limit.

    `ads_read` counts the ads whose newest capture lies in the day. `finished` is false while the day goes on.
    """

    unit: str
    window: Window
    finished: bool
    ads_read: int
    new_leads: int
    updated_leads: int
    withheld: int
    left_out: int
    unreadable: int
    models: tuple[str, ...]
    leads: tuple[DigestLead, ...]


def window_of(day: date) -> Window:
    """The day from midnight to midnight in India."""
    midnight = datetime.combine(day, time(), IST)
    start = int(midnight.timestamp()) * 1_000_000
    return Window(day, start, start + int(timedelta(days=1).total_seconds()) * 1_000_000)


def build(
    index: AdIndex,
    records: Records,
    vault: Vault,
    *,
    day: date,
    now: int,
    limit: int = MOST_LEADS,
    unit: str = "this installation",
) -> Digest:
    """The digest of `day`; the same records give the same digest, however often it is built.

    `now` is microseconds, UTC. Raises `WrongUsage` for a day to come and for a limit outside 1 to 10.
    """
    window = window_of(day)
    if now < window.start:
        raise WrongUsage(f"There is no digest of {day} yet: that day has not begun in India.")
    if not 1 <= limit <= MOST_LEADS:
        raise WrongUsage(f"A digest holds 1 to {MOST_LEADS} leads, not {limit}.")
    left_alone = LeftAlone(records, vault, now=lambda: now)
    gathering = gather(_first_seen_in(window, index), index, records, left_alone=left_alone)
    new = [lead for lead in gathering.leads if window.holds(lead.first_seen)]
    open_to_mail = [lead for lead in new if not _has_sexual_side(lead, gathering)]
    told = [_tell(lead, gathering, vault) for lead in open_to_mail[:limit]]
    return Digest(
        unit=unit,
        window=window,
        finished=now >= window.end,
        ads_read=index.count(Query(filters=Filters(captured_from=window.start, captured_to=window.end))),
        new_leads=len(new),
        updated_leads=len(gathering.leads) - len(new),
        withheld=len(new) - len(open_to_mail),
        left_out=max(0, len(open_to_mail) - limit),
        unreadable=told.count(None),
        models=tuple(sorted({d.model for d in gathering.documents.values()})),
        leads=tuple(lead for lead in told if lead is not None),
    )


def _first_seen_in(window: Window, index: AdIndex) -> list[AdDocument]:
    # An ad captured again later keeps its first sight, so there is no upper bound on the capture.
    since = Query(filters=Filters(bands=FLAGGED, captured_from=window.start))
    return [document for document in index.scan(since) if window.holds(document.first_seen)]


def _has_sexual_side(lead: Lead, gathering: Gathering) -> bool:
    """Whether people must read and refer the lead before any officer hears of it (mail never is the first reader)."""
    documents = [gathering.documents[ad_id] for ad_id in lead.ad_ids]
    return any(
        Kind.SEXUAL_EXPLOITATION in document.kinds or document.ad_class is AdClass.INDEPENDENT_ADULT
        for document in documents
    )


def _tell(lead: Lead, gathering: Gathering, vault: Vault) -> DigestLead | None:
    """The lead in words, told by its strongest ad; None where its ads cannot be opened with these keys."""
    documents = [gathering.documents[ad_id] for ad_id in lead.ad_ids]  # the strongest first
    try:
        opened = [explain(open_ad(document, vault)) for document in documents[:_ADS_OPENED]]
    except WrongUsage:
        return None
    first, told = documents[0], opened[0]
    gone = gathering.gone_since(lead)
    kinds = sorted(
        {kind for d in documents if d.band is not Band.NONE for kind in d.kinds}, key=list(Kind).index
    )
    return DigestLead(
        lead_id=lead.lead_id,
        ad_id=first.ad_id,
        band=BANDS[lead.band],
        kinds=tuple(KINDS[kind] for kind in kinds),
        title=told.title,
        reasons_for=told.reasons_for[:_MOST_REASONS],
        reasons_against=told.reasons_against[:_MOST_AGAINST],
        shown=tuple((element.name, element.quotes[0]) for element in told.elements if element.quotes),
        not_shown=tuple(element.name for element in told.elements if not element.quotes),
        places=_together([each.places for each in opened], most=_MOST_PLACES),
        contacts=_together([each.contacts for each in opened], most=_MOST_CONTACTS),
        first_seen=write_time(lead.first_seen),
        last_seen=write_time(lead.last_seen),
        ads=len(documents),
        sources=_together([[show(document.source)] for document in documents], most=4),
        next_step=" ".join(dict.fromkeys(NEXT_STEPS[kind] for kind in kinds if kind in NEXT_STEPS)),
        read_by_person=lead.read_by_person,
        gone_since="" if gone is None else write_time(gone),
    )


def _together(lists: Sequence[Sequence[str]], *, most: int) -> tuple[str, ...]:
    each = tuple(dict.fromkeys(text for texts in lists for text in texts))
    return each if len(each) <= most else (*each[:most], f"and {len(each) - most} more")
