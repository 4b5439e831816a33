"""This module lets one person in with a password that is made anew at every start, and nobody else.

The password is shown once, on the terminal that starts the console. Kept in memory are its argon2 hash and
the hashes of session tokens; a restart ends every session.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock

from argon2 import Parameters, PasswordHasher
from argon2.exceptions import VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

# 15 letters out of 31 are 74 bits; no letter is taken for another when it is read from a screen.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 3, 5

_SECOND = 1_000_000
TRIES = 5
LOCKED_FOR = 60 * _SECOND
IDLE_FOR = 60 * 60 * _SECOND
AT_MOST_FOR = 12 * 60 * 60 * _SECOND
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Session:
    """One person logged in; `form_token` must come back with every form. Times are microseconds, UTC."""

    form_token: str
    began: int
    used: int


@dataclass(frozen=True, slots=True)
class Wrong:
    """The password was wrong; `tries_left` before the door stays shut for a minute."""

    tries_left: int


@dataclass(frozen=True, slots=True)
class Locked:
    """Nobody is let in for so many seconds, not even with the right password."""

    seconds: int


class Access:
    """Who may read. One password, any number of sessions; safe to use from several threads."""

    def __init__(
        self, password_hash: str, *, clock: Callable[[], int], hosts: frozenset[str] = LOOPBACK
    ) -> None:
        self.hosts = hosts
        self._hash = password_hash
        self._clock = clock
        self._hasher = PasswordHasher()
        self._sessions: dict[str, Session] = {}
        self._wrong = 0
        self._locked_until = 0
        self._lock = Lock()

    @classmethod
    def create(
        cls,
        *,
        clock: Callable[[], int],
        hosts: frozenset[str] = LOOPBACK,
        effort: Parameters = RFC_9106_LOW_MEMORY,
    ) -> tuple["Access", str]:
        """Access with a fresh password, and that password: print it once and forget it.

        `clock` gives microseconds, UTC. `hosts` are the names under which the console may be asked for: any
        other name is a page elsewhere that made its own name point here. `effort` is what one try costs.
        """
        groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
        password = "-".join(groups)
        hasher = PasswordHasher.from_parameters(effort)
        return cls(hasher.hash(_plain(password)), clock=clock, hosts=hosts), password

    def log_in(self, password: str) -> str | Wrong | Locked:
        """The token of a new session, or why there is none. One try at a time, so that no flood beats the count."""
        with self._lock:
            now = self._clock()
            if now < self._locked_until:
                return Locked(-(-(self._locked_until - now) // _SECOND))
            if not self._fits(password):
                return self._count_wrong(now)
            self._wrong = 0
            self._sessions = {key: each for key, each in self._sessions.items() if _alive(each, now)}
            token = secrets.token_urlsafe(32)
            self._sessions[_digest(token)] = Session(secrets.token_urlsafe(32), began=now, used=now)
            return token

    def session(self, token: str | None) -> Session | None:
        """The session of this token, which counts as used now; None where it is unknown or has ended."""
        if not token:
            return None
        with self._lock:
            now, key = self._clock(), _digest(token)
            session = self._sessions.get(key)
            if session is None or not _alive(session, now):
                self._sessions.pop(key, None)
                return None
            self._sessions[key] = replace(session, used=now)
            return session

    def log_out(self, token: str | None) -> None:
        """End the session of this token; ending it twice is allowed."""
        with self._lock:
            self._sessions.pop(_digest(token or ""), None)

    def _fits(self, password: str) -> bool:
        try:
            return self._hasher.verify(self._hash, _plain(password))
        except VerificationError:
            return False

    def _count_wrong(self, now: int) -> Wrong | Locked:
        self._wrong += 1
        if self._wrong < TRIES:
            return Wrong(TRIES - self._wrong)
        self._wrong = 0
        self._locked_until = now + LOCKED_FOR
        return Locked(LOCKED_FOR // _SECOND)


def same_token(one: str, other: str) -> bool:
    """Whether both are there and equal, in a time that tells nothing."""
    return bool(one) and hmac.compare_digest(one.encode(), other.encode())


def _alive(session: Session, now: int) -> bool:
    return now - session.used < IDLE_FOR and now - session.began < AT_MOST_FOR


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _plain(password: str) -> str:
    """As meant, however it was copied: without letter case, spaces and hyphens."""
    return "".join(letter for letter in password.casefold() if letter.isalnum())[:200]
