import pytest
from argon2.profiles import CHEAPEST

from search.access import Access, Locked, Session, Wrong, same_token

SECOND = 1_000_000


class HandClock:
    def __init__(self) -> None:
        self.now = 1_000 * SECOND

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


def test_the_right_password_opens_a_session(clock: HandClock) -> None:
    access, password = Access.create(clock=clock, effort=CHEAPEST)
    token = access.log_in(password)
    assert isinstance(token, str)
    assert isinstance(access.session(token), Session)


def test_a_password_may_be_typed_with_spaces_and_capitals(clock: HandClock) -> None:
    access, password = Access.create(clock=clock, effort=CHEAPEST)
    assert isinstance(access.log_in(f" {password.upper().replace('-', ' ')} "), str)


def test_two_starts_have_two_passwords(clock: HandClock) -> None:
    one, password = Access.create(clock=clock, effort=CHEAPEST)
    other, _ = Access.create(clock=clock, effort=CHEAPEST)
    assert isinstance(one.log_in(password), str)
    assert other.log_in(password) == Wrong(4)


def test_five_wrong_tries_shut_the_door_for_a_minute_even_to_the_right_password(clock: HandClock) -> None:
    access, password = Access.create(clock=clock, effort=CHEAPEST)
    answers = [access.log_in("wrong") for _ in range(5)]
    assert answers == [Wrong(4), Wrong(3), Wrong(2), Wrong(1), Locked(60)]
    clock.now += 59 * SECOND
    assert access.log_in(password) == Locked(1)
    clock.now += 1 * SECOND
    assert isinstance(access.log_in(password), str)


def test_a_right_password_clears_the_count_of_wrong_ones(clock: HandClock) -> None:
    access, password = Access.create(clock=clock, effort=CHEAPEST)
    for _ in range(4):
        access.log_in("wrong")
    access.log_in(password)
    assert access.log_in("wrong") == Wrong(4)


def test_a_session_ends_after_an_hour_without_use(clock: HandClock) -> None:
    access, password = Access.create(clock=clock, effort=CHEAPEST)
    token = access.log_in(password)
    assert isinstance(token, str)
    for _ in range(3):
        clock.now += 59 * 60 * SECOND
        assert access.session(token) is not None
    clock.now += 60 * 60 * SECOND
    assert access.session(token) is None


def test_a_session_ends_after_twelve_hours_however_much_it_is_used(clock: HandClock) -> None:
    access, password = Access.create(clock=clock, effort=CHEAPEST)
    token = access.log_in(password)
    assert isinstance(token, str)
    for _ in range(23):
        clock.now += 30 * 60 * SECOND
        assert access.session(token) is not None
    clock.now += 30 * 60 * SECOND
    assert access.session(token) is None


def test_logging_out_ends_the_session_and_may_be_repeated(clock: HandClock) -> None:
    access, password = Access.create(clock=clock, effort=CHEAPEST)
    token = access.log_in(password)
    assert isinstance(token, str)
    access.log_out(token)
    access.log_out(token)
    assert access.session(token) is None


@pytest.mark.parametrize("token", [None, "", "made-up"])
def test_an_unknown_token_opens_nothing(clock: HandClock, token: str | None) -> None:
    access, _ = Access.create(clock=clock, effort=CHEAPEST)
    assert access.session(token) is None


def test_memory_holds_neither_password_nor_token(clock: HandClock) -> None:
    access, password = Access.create(clock=clock, effort=CHEAPEST)
    token = access.log_in(password)
    kept = repr(vars(access))
    assert isinstance(token, str)
    assert password not in kept
    assert token not in kept


def test_an_empty_token_equals_nothing() -> None:
    assert not same_token("", "")
    assert same_token("a", "a")
    assert not same_token("a", "b")
