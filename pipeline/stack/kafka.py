"""This module holds how a Kafka broker is started: one process that is its own controller."""

from collections.abc import Mapping, Sequence
from functools import partial
from uuid import UUID, uuid5

from kafka.errors import KafkaError

from pipeline.bus.kafka_cluster import KafkaAccess, KafkaCluster
from pipeline.bus.kafka_security import KafkaSecurity
from pipeline.stack.artifacts import fetch, locked_artifacts
from pipeline.stack.processes import Launch, run
from pipeline.stack.server import HOST, USER, Place, Security, Server, java

NAME = "kafka"

_CLUSTERS = UUID("6d1c4b52-9f0e-4a4e-9d35-0a4f6c3c5b1e")  # for names of clusters made of folders
_MECHANISM = "SCRAM-SHA-512"

# One broker is all there is: every inner topic has one copy, and few partitions, so that it starts soon.
_INNER_TOPICS = [
    "offsets.topic.replication.factor=1",
    "offsets.topic.num.partitions=5",
    "transaction.state.log.replication.factor=1",
    "transaction.state.log.min.isr=1",
    "transaction.state.log.num.partitions=5",
    "share.coordinator.state.topic.replication.factor=1",
    "share.coordinator.state.topic.min.isr=1",
]
_BEHAVIOUR = [
    "auto.create.topics.enable=false",
    "group.initial.rebalance.delay.ms=0",
    "group.min.session.timeout.ms=1000",
    "transaction.abort.timed.out.transaction.cleanup.interval.ms=1000",
    "log.retention.check.interval.ms=60000",
    "log.cleaner.dedupe.buffer.size=16777216",  # else half of its memory, for the few small topics that are compacted
]
_LOGGING = """status = error
appender.out.type = Console
appender.out.name = out
appender.out.layout.type = PatternLayout
appender.out.layout.pattern = [%d] %p %m (%c)%n
rootLogger.level = INFO
rootLogger.appenderRef.out.ref = out
"""


def prepare(place: Place) -> Server:
    """A broker in `place`: its topics stay there between one start and the next."""
    place.folder.mkdir(parents=True, exist_ok=True)
    jars = fetch(locked_artifacts(NAME), place.cache)
    properties, logging = place.folder / "server.properties", place.folder / "log4j2.properties"
    properties.touch(mode=0o600)
    properties.write_text("".join(f"{line}\n" for line in _properties(place)), encoding="utf-8")
    logging.write_text(_LOGGING, encoding="utf-8")
    memory = ["-Xms128m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"]
    base = [str(java()), *memory, f"-Dlog4j2.configurationFile={logging}", "-cp", ":".join(map(str, jars))]
    if not (place.folder / "data" / "meta.properties").exists():
        run([*base, "kafka.tools.StorageTool", "format", "-c", str(properties), *_format(place)])
    address = f"{HOST}:{place.ports[0]}"
    return Server(
        name=NAME,
        launch=Launch([*base, "kafka.Kafka", str(properties)], log=place.folder / "kafka.log"),
        is_ready=partial(_answers, address, place),
        finish=partial(_settings, address, place),
        patience=120,
    )


def _properties(place: Place) -> Sequence[str]:
    port, controller_port = place.ports
    outside = "SASL_SSL" if place.security else "PLAINTEXT"
    return [
        "process.roles=broker,controller",
        "node.id=1",
        f"controller.quorum.voters=1@{HOST}:{controller_port}",
        f"listeners=OUTSIDE://{HOST}:{port},CONTROLLER://{HOST}:{controller_port}",
        f"advertised.listeners=OUTSIDE://{HOST}:{port}",
        f"listener.security.protocol.map=OUTSIDE:{outside},CONTROLLER:PLAINTEXT",
        "inter.broker.listener.name=OUTSIDE",
        "controller.listener.names=CONTROLLER",
        f"log.dirs={place.folder / 'data'}",
        *_INNER_TOPICS,
        *_BEHAVIOUR,
        *(_protection(place, place.security) if place.security else ()),
    ]


def _protection(place: Place, security: Security) -> Sequence[str]:
    chain = place.folder / "chain.pem"
    chain.touch(mode=0o600)
    chain.write_bytes(security.key.read_bytes() + security.certificate.read_bytes())
    module = "org.apache.kafka.common.security.scram.ScramLoginModule"
    login = f'{module} required username="{USER}" password="{place.password}";'
    return [
        "ssl.keystore.type=PEM",
        f"ssl.keystore.location={chain}",
        "ssl.truststore.type=PEM",
        f"ssl.truststore.location={security.authority}",
        f"sasl.enabled.mechanisms={_MECHANISM}",
        f"sasl.mechanism.inter.broker.protocol={_MECHANISM}",
        f"listener.name.outside.{_MECHANISM.lower()}.sasl.jaas.config={login}",
    ]


def _format(place: Place) -> Sequence[str]:
    cluster = ["-t", str(uuid5(_CLUSTERS, str(place.folder)))]
    if not place.security:
        return cluster
    return [*cluster, "--add-scram", f"{_MECHANISM}=[name={USER},password={place.password}]"]


def _answers(address: str, place: Place) -> bool:
    access = KafkaAccess()
    if place.security:
        access = KafkaAccess(
            KafkaSecurity.SASL_TLS, place.security.authority, _MECHANISM, user=USER, password=place.password
        )
    try:
        admin = KafkaCluster(address, access=access, patience=2.0).admin()
    except KafkaError:
        return False
    try:
        return bool(admin.describe_cluster()["brokers"])
    except KafkaError:
        return False
    finally:
        admin.close()


def _settings(address: str, place: Place) -> Mapping[str, str]:
    plain = {"NIGAH_BUS": "kafka", "NIGAH_KAFKA_SERVERS": address}
    if not place.security:
        return plain
    return plain | {
        "NIGAH_KAFKA_SECURITY": KafkaSecurity.SASL_TLS.value,
        "NIGAH_KAFKA_CA": str(place.security.authority),
        "NIGAH_KAFKA_USER": USER,
        "NIGAH_KAFKA_PASSWORD": place.password,
    }
