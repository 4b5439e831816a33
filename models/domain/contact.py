"""This module holds a way to reach whoever posted an ad, and how it is shown without being revealed."""

from dataclasses import dataclass
from enum import StrEnum

from models.domain.finding import Span


class ContactKind(StrEnum):
    """The kinds of contact that Nigah reads."""

    PHONE = "phone"
    WHATSAPP = "whatsapp"
    TELEGRAM = "telegram"
    UPI = "upi"
    EMAIL = "email"
    HANDLE = "handle"
    URL = "url"


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact as read: `value` is normalised (phones in E.164), `surface` is the published text at `span`."""

    kind: ContactKind
    value: str
    span: Span
    surface: str


def masked(contact: Contact) -> str:
    """How a contact is shown in digests and lists: enough to recognise a known one, too little to use it.

    `+919876543210` becomes `+91 98xxxxx210`, `ravi@ybl` becomes `ra***@ybl`.
    """
    value = contact.value
    if (
        contact.kind in {ContactKind.PHONE, ContactKind.WHATSAPP}
        and value.startswith("+91")
        and len(value) == 13
    ):
        return f"+91 {value[3:5]}xxxxx{value[-3:]}"
    if contact.kind in {ContactKind.PHONE, ContactKind.WHATSAPP} and value.startswith("+"):
        return f"{value[:4]}xxxxx{value[-2:]}"
    name, at, host = value.partition("@")
    if at and name:
        return f"{name[:2]}***@{host}"
    return f"{value[:3]}***"
