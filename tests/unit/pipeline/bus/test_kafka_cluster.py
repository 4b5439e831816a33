"""How a Kafka cluster is named and told of, without one."""

import logging
import ssl
import time

import pytest
from kafka.errors import KafkaConnectionError, KafkaTimeoutError, SaslAuthenticationFailedError

from models.domain.errors import DependencyDown
from pipeline.bus.kafka import KafkaBus
from pipeline.bus.kafka_cluster import KafkaAccess, KafkaCluster
from pipeline.bus.kafka_refusal import refusals_heard
from pipeline.bus.port import Topic


def test_every_name_of_ours_begins_with_the_prefix() -> None:
    cluster = KafkaCluster("localhost:9092", prefix="delhi.")
    assert cluster.topic(Topic.COLLECTED) == "delhi.ads.collected"
    assert cluster.group(Topic.COLLECTED, "screen") == "delhi.ads.collected.screen"


def test_a_password_is_never_printed() -> None:
    cluster = KafkaCluster("localhost:9092", access=KafkaAccess(user="nigah", password="not-to-be-seen"))
    assert "not-to-be-seen" not in repr(cluster)


@pytest.mark.parametrize("servers", ["127.0.0.1:9", "[::1]:9,127.0.0.1:9", "nowhere", "127.0.0.1:port"])
def test_where_nobody_listens_the_sentence_says_so_at_once(servers: str) -> None:
    began = time.monotonic()
    with pytest.raises(DependencyDown, match="out of reach, or not itself") as told:
        KafkaBus(KafkaCluster(servers, patience=3.0))
    assert servers in str(told.value)
    assert time.monotonic() - began < 3


def give_up_after(message: str, *arguments: object) -> None:
    """What the client does: log why, try again, and in the end tell of the time only."""
    with refusals_heard():
        logging.getLogger("kafka.net.manager").warning(message, *arguments)
        raise KafkaTimeoutError


def test_a_refusal_that_is_only_logged_is_raised_instead_of_the_timeout() -> None:
    with pytest.raises(SaslAuthenticationFailedError):
        give_up_after("Bootstrap connection to %s failed: %s", "broker", SaslAuthenticationFailedError("no"))


def test_an_untrusted_certificate_is_heard_too() -> None:
    error = KafkaConnectionError("Handshake failed: [SSL: CERTIFICATE_VERIFY_FAILED] unable to get issuer")
    with pytest.raises(ssl.SSLCertVerificationError):
        give_up_after("Connection failed: %s", error)


def test_a_timeout_without_a_refusal_stays_one_and_nobody_listens_on() -> None:
    before = list(logging.getLogger("kafka").handlers)
    with pytest.raises(KafkaTimeoutError):
        give_up_after("no broker %s", "yet")
    assert logging.getLogger("kafka").handlers == before
