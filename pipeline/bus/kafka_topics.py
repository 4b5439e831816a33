"""This module makes our topics on a Kafka cluster, and refuses those that break a promise."""

from collections.abc import Mapping
from typing import Any

from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import TopicAlreadyExistsError

from models.domain.errors import WrongUsage
from pipeline.bus.kafka_cluster import MOST_BYTES, KafkaCluster
from pipeline.bus.port import Topic

_HOUR = 3_600_000
_SEGMENT = (
    6 * _HOUR
)  # a broker removes whole segments: text stays this much longer than its retention at most


def prepare_topics(admin: Any, cluster: KafkaCluster, *, count: int) -> Mapping[Topic, int]:
    """Make what is missing, with `count` partitions; returns how many each topic has.

    Raises `WrongUsage` for a topic that somebody made with fewer partitions (adding some would break the order
    of messages, so it is not done here), or that keeps ads longer than it may.
    """
    found = _partition_counts(admin, cluster)
    missing = [topic for topic in Topic if topic not in found]
    if missing:
        try:
            admin.create_topics(
                {cluster.topic(topic): _settings(topic, count) for topic in missing}, wait_for_metadata=True
            )
        except TopicAlreadyExistsError:
            admin.wait_for_topics([cluster.topic(topic) for topic in missing])  # another process was faster
        found = _partition_counts(admin, cluster)
    _check(admin, cluster, found, count=count)
    return found


def _partition_counts(admin: Any, cluster: KafkaCluster) -> Mapping[Topic, int]:
    names = {cluster.topic(topic): topic for topic in Topic}
    present = names.keys() & set(admin.list_topics())
    if not present:
        return {}
    described = admin.describe_topics(sorted(present))
    return {names[each["name"]]: len(each["partitions"]) for each in described if each["partitions"]}


def _settings(topic: Topic, count: int) -> Mapping[str, object]:
    configs = {
        "cleanup.policy": "delete",
        "retention.ms": str(topic.retention_hours * _HOUR),
        "segment.ms": str(_SEGMENT),
        "max.message.bytes": str(MOST_BYTES),
        "message.timestamp.type": "LogAppendTime",  # one clock decides what is old
    }
    return {"num_partitions": count, "configs": configs}


def _check(admin: Any, cluster: KafkaCluster, found: Mapping[Topic, int], *, count: int) -> None:
    asked = [
        ConfigResource(ConfigResourceType.TOPIC, cluster.topic(topic), ["retention.ms"]) for topic in found
    ]
    configs = admin.describe_configs(asked, config_filter="all")["topic"]
    for topic, partitions in found.items():
        name = cluster.topic(topic)
        if partitions < count:
            raise WrongUsage(
                f"Kafka's topic {name} has {partitions} partitions and the settings ask for {count}: let the "
                f"workers empty it, then add some (kafka-topics.sh --alter --topic {name} --partitions {count}), "
                "or set NIGAH_KAFKA_PARTITIONS lower."
            )
        kept = int(configs[name]["retention.ms"]["value"])
        if not 0 <= kept <= topic.retention_hours * _HOUR:
            raise WrongUsage(
                f"Kafka's topic {name} keeps messages longer than the {topic.retention_hours} hours it may; set its "
                f"retention.ms to {topic.retention_hours * _HOUR}."
            )
