"""This module names the ways in which clients and brokers speak; light, so that settings need no Kafka client."""

from enum import StrEnum


class KafkaSecurity(StrEnum):
    """How clients and brokers speak, in Kafka's own words."""

    PLAINTEXT = "plaintext"
    TLS = "ssl"
    SASL = "sasl_plaintext"
    SASL_TLS = "sasl_ssl"
