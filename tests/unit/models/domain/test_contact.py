import pytest

from models.domain.contact import Contact, ContactKind, masked
from models.domain.finding import Span

CASES = [
    (ContactKind.PHONE, "+919876543210", "+91 98xxxxx210"),
    (ContactKind.WHATSAPP, "+919876543210", "+91 98xxxxx210"),
    (ContactKind.PHONE, "+85512345678", "+855xxxxx78"),
    (ContactKind.UPI, "ravi.k-1@okaxis", "ra***@okaxis"),
    (ContactKind.UPI, "9876543210@ybl", "98***@ybl"),
    (ContactKind.EMAIL, "hr@company.co.in", "hr***@company.co.in"),
    (ContactKind.TELEGRAM, "somebody", "som***"),
]


@pytest.mark.parametrize(("kind", "value", "shown"), CASES)
def test_a_contact_is_shown_so_that_it_can_be_recognised_and_not_used(
    kind: ContactKind, value: str, shown: str
) -> None:
    assert masked(Contact(kind, value, Span("text", 0, 1), value)) == shown
