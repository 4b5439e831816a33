"""This module reaches a Kafka cluster: how to connect, our names there, and its troubles in plain words."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import (
    CommitFailedError,
    KafkaConfigurationError,
    KafkaConnectionError,
    KafkaError,
    MessageSizeTooLargeError,
    RebalanceInProgressError,
)

from models.domain.errors import DependencyDown, NigahError, WrongUsage
from pipeline.bus.kafka_refusal import REFUSALS, refusals_heard
from pipeline.bus.kafka_security import KafkaSecurity
from pipeline.bus.port import Topic

MOST_BYTES = 64 * 1024 * 1024  # of one message: an ad of 5 MB, sealed and escaped, several times over


@dataclass(frozen=True, slots=True)
class KafkaAccess:
    """What brokers ask of a client. `authority` is the file of who signed their certificates; None: the system's."""

    security: KafkaSecurity = KafkaSecurity.PLAINTEXT
    authority: Path | None = None
    mechanism: str = "SCRAM-SHA-512"
    user: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class KafkaCluster:
    """Where the brokers are (`host:port`, several with commas). `prefix` begins every name of ours there.

    Seconds: `patience` until a broker counts as out of reach, `session` until a silent consumer counts as dead,
    `transaction` until one that was left open is given up.
    """

    servers: str
    prefix: str = ""
    access: KafkaAccess = KafkaAccess()
    patience: float = 15.0
    session: float = 10.0
    transaction: float = 30.0

    def topic(self, topic: Topic) -> str:
        """The topic's name on the cluster."""
        return self.prefix + topic

    def group(self, topic: Topic, group: str) -> str:
        """The consumer group of `group` at `topic`: one per topic, so that none waits for another's members."""
        return f"{self.prefix}{topic}.{group}"

    def admin(self) -> Any:
        """A client that looks after topics and groups."""
        return self._made(KafkaAdminClient, {})

    def consumer(self, **other: object) -> Any:
        """A client that reads what was committed, and marks nothing by itself."""
        settings = {
            "isolation_level": "read_committed",
            "enable_auto_commit": False,
            "auto_offset_reset": "earliest",
            "allow_auto_create_topics": False,
            "metrics_enabled": False,
            "retry_backoff_ms": 20,
        }
        return self._made(KafkaConsumer, {**settings, **other})

    def producer(self, **other: object) -> Any:
        """A client that writes each message once, acknowledged by every replica in step."""
        settings = {
            "acks": "all",
            "enable_idempotence": True,
            "max_request_size": MOST_BYTES,
            "delivery_timeout_ms": self.milliseconds + 1_000,
            "max_block_ms": self.milliseconds,
            "allow_auto_create_topics": False,
            "metrics_enabled": False,
            "retry_backoff_ms": 20,
        }
        return self._made(KafkaProducer, {**settings, **other})

    def retire(self, producer: Any) -> None:
        """Close a producer that went wrong, in the background: it ends when its messages have timed out."""

        def close() -> None:
            with suppress(KafkaError):
                producer.close(timeout=self.patience + 5)

        threading.Thread(target=close, name="retiring a producer", daemon=True).start()

    @property
    def milliseconds(self) -> int:
        """The patience as Kafka's clients count."""
        return int(self.patience * 1_000)

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Say what is wrong in plain words, where Kafka says it in its own."""
        try:
            yield
        except KafkaError as error:
            raise self._plain(error) from error
        except ssl.SSLCertVerificationError as error:
            raise WrongUsage(
                f"The certificate of Kafka at {self.servers} is not trusted; name its authority in NIGAH_KAFKA_CA."
            ) from error
        except OSError as error:
            raise WrongUsage(
                f"The TLS files for Kafka cannot be read ({error.strerror}); see NIGAH_KAFKA_CA."
            ) from error

    def _plain(self, error: KafkaError) -> NigahError:
        name = type(error).__name__
        if isinstance(error, (*REFUSALS, KafkaConfigurationError)):
            return WrongUsage(
                f"Kafka at {self.servers} refuses us ({name}); check user, password and rights in the settings."
            )
        if isinstance(error, MessageSizeTooLargeError):
            return WrongUsage(
                f"Kafka at {self.servers} takes no message this big; raise max.message.bytes of the topic."
            )
        if isinstance(error, (CommitFailedError, RebalanceInProgressError)):
            return DependencyDown(
                f"Kafka has given these messages to the group anew ({name}); they come again, nothing was lost."
            )
        return DependencyDown(
            f"Kafka at {self.servers} is out of reach, or not itself ({name}); check that it runs, and that the "
            "address, TLS and user in the settings are the right ones. Nothing was lost."
        )

    def _made(self, kind: Callable[..., Any], settings: Mapping[str, Any]) -> Any:
        self._knock()
        with refusals_heard():
            return kind(**self._options(), **settings)

    def _knock(self) -> None:
        """Find out at once where nobody listens. A client that is made in vain leaves a thread behind."""
        for server in self.servers.split(","):
            host, _, port = server.strip().rpartition(":")
            try:
                socket.create_connection((host.strip("[]"), int(port)), timeout=self.patience).close()
            except (OSError, ValueError):
                continue
            return
        raise KafkaConnectionError(f"nobody listens at {self.servers}")

    def _options(self) -> Mapping[str, Any]:
        milliseconds = self.milliseconds
        return {
            "bootstrap_servers": self.servers.split(","),
            "bootstrap_timeout_ms": milliseconds,
            "request_timeout_ms": milliseconds,
            "reconnect_backoff_max_ms": 1_000,
            **self._access(),
        }

    def _access(self) -> Mapping[str, Any]:
        access = self.access
        options: dict[str, Any] = {"security_protocol": access.security.upper()}
        if access.authority:
            options["ssl_cafile"] = str(access.authority)
        if access.security in {KafkaSecurity.SASL, KafkaSecurity.SASL_TLS}:
            options |= {
                "sasl_mechanism": access.mechanism,
                "sasl_plain_username": access.user,
                "sasl_plain_password": access.password,
            }
        return options


def partitions(name: str, count: int) -> list[Any]:
    """Every partition of the topic `name`."""
    return [TopicPartition(name, number) for number in range(count)]
