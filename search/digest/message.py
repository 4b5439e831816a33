"""This module makes a mail of a digest; the same digest gives the same bytes, so that a copy can be recognised."""

from datetime import date, datetime, time
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from models.domain.ad import short_hash
from models.domain.errors import WrongUsage
from models.domain.evidence import IST
from search.digest.digest import Digest
from search.digest.rendering import render_html, render_text, summary
from search.wording import write_day

_SENT_AT = time(7)  # the hour of the digest; a mail sent late is still that morning's


def to_message(
    digest: Digest, *, sender: str = "nigah@nigah.invalid", recipients: tuple[str, ...] = ()
) -> bytes:
    """An .eml of text and HTML. Raises `WrongUsage` for an address that is none.

    Its date is 07:00 IST of the morning after, and its boundary comes from its Message-ID: no clock, no chance.
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = f"Nigah, {write_day(digest.window.day)}: {summary(digest)}"
    message["From"] = Address("Nigah", addr_spec=_checked(sender))
    if recipients:
        message["To"] = [Address(addr_spec=_checked(each)) for each in recipients]
    message["Date"] = format_datetime(datetime.combine(_morning_after(digest), _SENT_AT, IST))
    message["Message-ID"] = message_id(digest.unit, digest.window.day)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(render_text(digest))
    message.add_alternative(render_html(digest), subtype="html")
    message.set_boundary(f"=={short_hash('boundary', digest.unit, digest.window.day.isoformat())}==")
    return message.as_bytes()


def message_id(unit: str, day: date) -> str:
    """One for each unit and day: a mail server, or a person, can tell a second copy."""
    return f"<digest.{day.isoformat()}.{short_hash('digest', unit, day.isoformat())}@nigah.invalid>"


def _morning_after(digest: Digest) -> date:
    return datetime.fromtimestamp(digest.window.end / 1_000_000, IST).date()


def _checked(address: str) -> str:
    try:
        Address(addr_spec=address)
    except (ValueError, IndexError) as error:
        raise WrongUsage(f"`{address}` is no mail address; write it as name@domain.") from error
    return address
