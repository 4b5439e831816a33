"""When a Kafka client that says nothing is given up, and when it is not."""

from pipeline.bus.kafka_pulse import Pulse


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def pulse(clock: Clock) -> Pulse:
    return Pulse(10.0, clock=clock)


def test_a_client_that_has_read_everything_may_rest_for_ever() -> None:
    clock = Clock()
    made = pulse(clock)
    for hour in range(10):
        clock.now = hour * 3_600.0
        made.note({0: 7}, waiting=False)
        made.note_membership(is_member=True)
        assert not made.stands_still()


def test_a_client_that_stays_where_messages_wait_is_given_up_after_its_patience() -> None:
    clock = Clock()
    made = pulse(clock)
    for second, still in ((0, False), (5, False), (10, False), (11, True)):
        clock.now = second
        made.note({0: 7}, waiting=True)
        assert made.stands_still() is still


def test_a_client_that_moves_on_slowly_is_not_given_up() -> None:
    clock = Clock()
    made = pulse(clock)
    for second in range(0, 100, 9):
        clock.now = second
        made.note({0: second}, waiting=True)
        assert not made.stands_still()


def test_one_look_without_the_member_is_no_reason_two_are() -> None:
    clock = Clock()
    made = pulse(clock)
    assert not made.is_due()
    clock.now = 11
    assert made.is_due()
    made.note_membership(is_member=False)
    assert (made.is_due(), made.stands_still()) == (False, False)
    made.note_membership(is_member=True)
    made.note_membership(is_member=False)
    assert not made.stands_still()
    made.note_membership(is_member=False)
    assert made.stands_still()
