"""This module brings messages again, and older ones behind newer, as retries, replays and a second crawler do."""

from collections.abc import Sequence
from contextlib import closing
from random import Random

from models.domain.events import AdCollected, AdScored
from pipeline.bus.port import Message, Topic
from tests.faults.engines import Engines
from tests.faults.way import CRAWL, EDITED, GATE_CHILD, REPEATED, Capturing
from tests.unit.pipeline.builders import ad, collected_message, events_on, scored_message

_AT_ONCE = 8  # messages of each kind
# What the crawl publishes sooner or later: not what the gate takes out, nor what is there unchanged already.
_PUBLISHED = [
    place
    for place, number in enumerate(CRAWL)
    if number != GATE_CHILD and not (number == REPEATED and number in CRAWL[:place])
]


def disorder(engines: Engines, *, seed: int, early: int | None = None) -> None:
    """Publish once more some of what was published, shuffled, and `early` captures of that run before their turn."""
    chance = Random(seed)
    with closing(engines.bus()) as bus:
        collected = [
            collected_message(e.ad) for e in events_on(bus, Topic.COLLECTED) if isinstance(e, AdCollected)
        ]
        judged = [scored_message(e) for e in events_on(bus, Topic.SCORED) if isinstance(e, AdScored)]
        if early is not None:
            collected += [collected_message(Capturing(early, place).ad) for place in _PUBLISHED]
        messages = [*_some(collected, chance), *_some(judged, chance)]
        chance.shuffle(messages)
        for message in messages:  # one by one: a transaction would keep them together
            bus.publish([message])


def _some(messages: Sequence[Message], chance: Random) -> Sequence[Message]:
    """A few, and all of the one ad that was edited: which of its captures comes last must not matter."""
    edited = [message for message in messages if message.key == ad(EDITED).ad_id]
    return edited + chance.sample(messages, min(_AT_ONCE, len(messages)))
