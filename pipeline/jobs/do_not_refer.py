"""This module sets, lists and lifts do-not-refer marks for an operator, until people close leads in the console."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from models.domain.do_not_refer import DoNotRefer
from models.domain.errors import WrongUsage
from pipeline import bootstrap
from pipeline.clock import now_us
from pipeline.jobs.forget import check_ids, forget_in_crawls, keys_of, write_digests_anew
from pipeline.leaving_alone import Wiped, Word, leave_alone, lift
from pipeline.settings import Settings
from search.query.filters import typed_contact_keys

_LONGEST = 500  # characters of a reason


@dataclass(frozen=True, slots=True)
class Marking:
    """What was done: `digests` were written anew; crawls of `busy` cards run and remember addresses until they end."""

    wiped: Wiped
    digests: int
    busy: tuple[str, ...]


def set_mark(
    settings: Settings, ad_ids: Sequence[str], *, contacts: Sequence[str], by: str, reason: str
) -> Marking:
    """Leave alone whoever is behind these ads or contacts, for twelve months from now. Twice is once.

    Raises `WrongUsage` where an id is none, a contact cannot be read or the reason tells one, and `Refused`
    where an ad shares a contact with others that were not named; then nothing was done.
    """
    check_ids(ad_ids)
    vault = bootstrap.open_vault(settings)
    keys = keys_of(contacts, vault=vault)
    if not (ad_ids or keys):
        raise WrongUsage("Name whom to leave alone: ids of ads, or --contact.")
    word = _word(settings, by, reason)
    with (
        closing(bootstrap.open_bus(settings)) as bus,
        closing(bootstrap.open_index(settings)) as index,
        closing(bootstrap.open_records(settings)) as records,
    ):
        wiped = leave_alone(
            ad_ids, contact_keys=keys, word=word, bus=bus, index=index, records=records, vault=vault
        )
    busy = forget_in_crawls(settings, wiped.ad_ids)
    return Marking(wiped, write_digests_anew(settings, wiped.ad_ids), busy)


def marks_in_force(settings: Settings) -> Sequence[DoNotRefer]:
    """Every mark that holds now, the oldest first."""
    with closing(bootstrap.open_records(settings)) as records:
        return records.do_not_refer(at=now_us())


def lift_mark(settings: Settings, mark_id: str, *, by: str, reason: str) -> None:
    """The mark holds no longer: the next crawl takes in full what is still online."""
    word = _word(settings, by, reason)
    with closing(bootstrap.open_records(settings)) as records:
        lift(mark_id, word=word, records=records)


def _word(settings: Settings, by: str, reason: str) -> Word:
    if not (by.strip() and reason.strip()) or len(reason) > _LONGEST:
        raise WrongUsage(f"Say --by whom and for what --reason, in at most {_LONGEST} characters.")
    if typed_contact_keys(f"{by} {reason}", vault=bootstrap.open_vault(settings)):
        raise WrongUsage("The reason tells a contact; it is kept for good, so say it without.")
    return Word(by.strip(), reason.strip(), now_us())
