"""This module sets a message aside that cannot be handled: sealed, with the reason in clear."""

from models.codec import encode
from models.domain.events import AdQuarantined
from pipeline.bus.port import Message, Topic
from search.sealed_box import key_id, seal, unseal


def quarantine(message: Message, reason: str, *, group: str, public: str, at: int) -> Message:
    """What goes to `ads.quarantine` in place of `message`, which is sealed to the key `public`.

    `reason` is in clear and names no personal data; `group` is the consumer that gave up, `at` the time in
    microseconds, UTC.
    """
    event = AdQuarantined(
        topic=message.topic,
        key=message.key,
        group=group,
        reason=reason,
        quarantined_at=at,
        key_id=key_id(public),
        sealed=seal(public, message.value, context=_context(message.topic, message.key)),
    )
    return Message(Topic.QUARANTINE, message.key, encode(event))


def restore(event: AdQuarantined, *, private: str) -> Message:
    """The message as it was. Raises `WrongUsage` where the key is another or the seal is broken."""
    value = unseal(private, event.sealed, context=_context(event.topic, event.key))
    return Message(Topic(event.topic), event.key, value)


def _context(topic: str, key: str) -> str:
    return f"{topic}/{key}"
