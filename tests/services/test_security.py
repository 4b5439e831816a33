"""TLS and passwords, against real servers that ask for them."""

import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import make_url

from models.domain.errors import DependencyDown, WrongUsage
from pipeline.bus.kafka import KafkaBus
from pipeline.bus.kafka_cluster import KafkaAccess, KafkaCluster
from pipeline.bus.kafka_security import KafkaSecurity
from pipeline.bus.port import Message, Topic
from pipeline.stack import stack
from search.index.elastic import ElasticIndex
from search.index.elastic_cluster import ElasticCluster
from search.records.port import SeenAd
from search.records.sql import SqlRecords
from tests.contract.documents import ad
from tests.services.commands import nigah

pytestmark = pytest.mark.services

# A broker hangs up right behind its refusal. Where the machine is so busy that both reach the client at once, it
# drops the refusal (kafka-python 3.0.12, `KafkaTCPTransport._read_from_sock`), and only "out of reach" can be said.
MOST_RACES = 8


@pytest.fixture(scope="module")
def secured() -> Iterator[Mapping[str, str]]:
    """The settings of a stack whose servers speak TLS and ask who is there."""
    with tempfile.TemporaryDirectory(prefix="nigah-secure-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        try:
            yield stack.up(Path(folder), secure=True)
        finally:
            stack.down(Path(folder), erase=True)


@pytest.fixture
def kafka(secured: Mapping[str, str]) -> KafkaCluster:
    access = KafkaAccess(
        KafkaSecurity(secured["NIGAH_KAFKA_SECURITY"]),
        Path(secured["NIGAH_KAFKA_CA"]),
        user=secured["NIGAH_KAFKA_USER"],
        password=secured["NIGAH_KAFKA_PASSWORD"],
    )
    return KafkaCluster(secured["NIGAH_KAFKA_SERVERS"], access=access, patience=5.0)


@pytest.fixture
def elastic(secured: Mapping[str, str]) -> ElasticCluster:
    return ElasticCluster(
        secured["NIGAH_ELASTIC_URL"],
        authority=Path(secured["NIGAH_ELASTIC_CA"]),
        user=secured["NIGAH_ELASTIC_USER"],
        password=secured["NIGAH_ELASTIC_PASSWORD"],
        patience=10.0,
    )


def another_authority(tmp_path: Path) -> Path:
    from pipeline.stack.certificates import certificates

    return certificates(tmp_path / "another").authority


def test_kafka_over_tls_with_a_password_carries_events(kafka: KafkaCluster) -> None:
    with closing(KafkaBus(kafka, partitions=1)) as bus:
        bus.publish([Message(Topic.COLLECTED, "a1", b"1"), Message(Topic.COLLECTED, "a2", b"2")])
        with bus.subscribe(Topic.COLLECTED, group="screen") as subscription:
            received = subscription.poll(limit=2, timeout=10)
            subscription.commit(received, publish=[Message(Topic.SCORED, "a1", b"1")])
        assert (bus.lag(Topic.COLLECTED, group="screen"), bus.lag(Topic.SCORED, group="index")) == (0, 1)


def test_kafka_asked_without_tls_is_told(kafka: KafkaCluster) -> None:
    with pytest.raises(DependencyDown, match=r"out of reach.*TLS"):  # it hangs up without a word
        KafkaBus(replace(kafka, access=KafkaAccess()))


def test_kafka_of_another_authority_is_not_trusted(kafka: KafkaCluster, tmp_path: Path) -> None:
    for authority in (None, another_authority(tmp_path)):
        with pytest.raises(WrongUsage, match="not trusted; name its authority in NIGAH_KAFKA_CA"):
            KafkaBus(replace(kafka, access=replace(kafka.access, authority=authority)))


def test_a_wrong_password_for_kafka_is_told_without_it(kafka: KafkaCluster) -> None:
    wrong = replace(kafka, access=replace(kafka.access, password="not-this-one"))
    for _ in range(MOST_RACES):
        with pytest.raises(
            (WrongUsage, DependencyDown), match=r"refuses us|out of reach.*user in the settings"
        ) as told:
            KafkaBus(wrong)
        assert "not-this-one" not in str(told.value) + repr(wrong)
        if isinstance(told.value, WrongUsage):
            break
    assert "refuses us (SaslAuthenticationFailedError)" in str(told.value)


def test_a_missing_authority_file_for_kafka_is_named(kafka: KafkaCluster, tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="NIGAH_KAFKA_CA"):
        KafkaBus(replace(kafka, access=replace(kafka.access, authority=tmp_path / "none")))


def test_elasticsearch_over_tls_with_a_password_keeps_ads(elastic: ElasticCluster) -> None:
    with closing(ElasticIndex(elastic)) as index:
        index.put([ad("a1")])
        assert index.get("a1") == ad("a1")


def test_wrong_credentials_for_elasticsearch_are_told_without_them(elastic: ElasticCluster) -> None:
    wrong = (
        replace(elastic, password="not-this-one"),
        replace(elastic, user=None, api_key="bm90LXRoaXMtb25lOm5vdC10aGlzLW9uZQ=="),
        replace(elastic, user=None),
    )
    for cluster in wrong:
        with pytest.raises(WrongUsage, match="refuses us") as told:
            ElasticIndex(cluster)
        assert "not-this-one" not in str(told.value) + repr(cluster)


def test_elasticsearch_of_another_authority_is_not_trusted(elastic: ElasticCluster, tmp_path: Path) -> None:
    for authority in (None, another_authority(tmp_path)):
        with pytest.raises(WrongUsage, match="NIGAH_ELASTIC_CA"):
            ElasticIndex(replace(elastic, authority=authority))
    with pytest.raises(WrongUsage, match="There is no file"):
        ElasticIndex(replace(elastic, authority=tmp_path / "none"))


def test_elasticsearch_asked_without_tls_is_told(elastic: ElasticCluster) -> None:
    with pytest.raises(DependencyDown, match="out of reach"):
        ElasticIndex(replace(elastic, urls=elastic.urls.replace("https:", "http:"), authority=None))


def test_postgresql_over_tls_keeps_records(secured: Mapping[str, str]) -> None:
    with closing(SqlRecords(secured["NIGAH_RECORDS_URL"])) as records:
        records.mark_seen(SeenAd("a1", "h1", 5, 5))
        assert records.seen("a1") == SeenAd("a1", "h1", 5, 5)


@pytest.mark.parametrize("change", ["password", "user", "database", "no TLS", "another authority"])
def test_postgresql_asked_in_the_wrong_way_is_told_without_the_password(
    secured: Mapping[str, str], tmp_path: Path, change: str
) -> None:
    right = make_url(secured["NIGAH_RECORDS_URL"])
    wrong = {
        "password": right.set(password="not-this-one"),
        "user": right.set(username="nobody-here", password="not-this-one"),
        "database": right.set(database="none-such"),
        "no TLS": right.update_query_dict({"sslmode": "disable"}),
        "another authority": right.update_query_dict({"sslrootcert": str(another_authority(tmp_path))}),
    }[change]
    with pytest.raises(WrongUsage, match="refuses us; check user, password, database and TLS") as told:
        SqlRecords(wrong.render_as_string(hide_password=False))
    assert str(wrong.password) not in str(told.value)


COMMANDS = {
    "NIGAH_KAFKA_PASSWORD": ("not-this-one", ("work", "screen", "--drain"), r"Kafka at \S+ refuses us \("),
    "NIGAH_ELASTIC_API_KEY": ("bm90LXRoaXMtb25l", ("search", "maid"), r"Elasticsearch at \S+ refuses us \("),
    "NIGAH_ELASTIC_PASSWORD": ("not-this-one", ("search", "maid"), r"Elasticsearch at \S+ refuses us \("),
    "NIGAH_RECORDS_URL": (None, ("ledger",), r"The records database \S+ refuses us; check user, password"),
}


@pytest.mark.parametrize("setting", COMMANDS)
def test_a_command_with_wrong_credentials_ends_with_status_2_and_a_sentence_without_them(
    secured: Mapping[str, str], tmp_path: Path, setting: str
) -> None:
    value, arguments, sentence = COMMANDS[setting]
    wrong = value or make_url(secured[setting]).set(password="not-this-one").render_as_string(
        hide_password=False
    )
    given = {**secured, setting: wrong}
    if setting == "NIGAH_ELASTIC_API_KEY":
        del given["NIGAH_ELASTIC_USER"], given["NIGAH_ELASTIC_PASSWORD"]
    for _ in range(MOST_RACES):
        code, out, told = nigah(given, tmp_path, *arguments)
        if code != 3 or "KAFKA" not in setting:
            break
        assert "TLS and user in the settings are the right ones" in told
    assert (code, out) == (2, "")
    assert re.search(sentence, told), told
    assert "not-this-one" not in told
    assert "Traceback" not in told
