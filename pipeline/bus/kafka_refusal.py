"""This module hears why a broker hung up: Kafka's client logs it, tries again, and in the end says only "timeout"."""

import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from kafka.errors import (
    AuthorizationError,
    KafkaConnectionError,
    KafkaTimeoutError,
    SaslAuthenticationFailedError,
    UnsupportedSaslMechanismError,
)

REFUSALS: tuple[type[Exception], ...] = (
    SaslAuthenticationFailedError,
    UnsupportedSaslMechanismError,
    AuthorizationError,
)

_WRONG_FILES: tuple[type[Exception], ...] = (FileNotFoundError, PermissionError)
_TELLING = REFUSALS + _WRONG_FILES
_UNTRUSTED = "CERTIFICATE_VERIFY_FAILED"  # OpenSSL's own word; the client wraps its error in one of Kafka's


@contextmanager
def refusals_heard() -> Iterator[None]:
    """Raise the refusal itself where a timeout is all that would come of it."""
    listener = _Listener(logging.WARNING)
    logger = logging.getLogger("kafka")
    logger.addHandler(listener)
    try:
        yield
    except KafkaTimeoutError as error:
        if listener.heard is None:
            raise
        raise listener.heard from error
    finally:
        logger.removeHandler(listener)


class _Listener(logging.Handler):
    """Keeps the last refusal that is logged; it stands among the arguments of the message."""

    heard: Exception | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Called by the client's own threads."""
        for argument in record.args or ():
            if isinstance(argument, _TELLING):
                self.heard = argument
            elif isinstance(argument, KafkaConnectionError) and _UNTRUSTED in str(argument):
                self.heard = ssl.SSLCertVerificationError(_UNTRUSTED)
