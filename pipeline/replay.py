"""This module puts quarantined messages back where they came from, once the reason is gone."""

from dataclasses import dataclass

from models.codec import CodecError, decode
from models.domain.errors import WrongUsage
from models.domain.events import AdQuarantined
from pipeline.bus.port import EventBus, Message, Received, Topic
from pipeline.quarantine import restore
from search.sealed_box import key_id, public_of

_AT_ONCE = 50
_PATIENCE = 10.0  # seconds without a message, while some are known to be there


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many messages went back, how many are sealed to another key, how many could not be read."""

    returned: int = 0
    other_key: int = 0
    unreadable: int = 0


def replay(bus: EventBus, *, private: str) -> Replayed:
    """Put back what waits in quarantine and opens with `private`; each message goes back once per key.

    Those sealed to another key wait for theirs. What fails again comes to quarantine again and is left for the
    next call.
    """
    own = key_id(public_of(private))
    group = f"replay-{own}"
    waiting = bus.lag(Topic.QUARANTINE, group=group)
    done = Replayed()
    with bus.subscribe(Topic.QUARANTINE, group=group) as subscription:
        while waiting > 0:
            received = subscription.poll(limit=min(_AT_ONCE, waiting), timeout=_PATIENCE)
            if not received:
                break
            events = [_read(each) for each in received]
            back = [_open(event, private=private) for event in events if event and event.key_id == own]
            messages = [message for message in back if message]
            subscription.commit(received, publish=messages)
            waiting -= len(received)
            other = sum(event is not None and event.key_id != own for event in events)
            done = Replayed(
                done.returned + len(messages),
                done.other_key + other,
                done.unreadable + len(received) - len(messages) - other,
            )
    return done


def _read(received: Received) -> AdQuarantined | None:
    try:
        event = decode(received.message.value)
    except CodecError:
        return None
    return event if isinstance(event, AdQuarantined) else None


def _open(event: AdQuarantined, *, private: str) -> Message | None:
    try:
        return restore(event, private=private)
    except (WrongUsage, ValueError):  # damaged, or of a topic that is no more: counted, and kept by retention
        return None
