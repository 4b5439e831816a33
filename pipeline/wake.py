"""This module answers Airflow's message trigger: that something has arrived, and nothing of what."""


def wake(_message: object) -> str:
    """The event that a message starts a DAG with; Airflow's database keeps it, so it must say nothing."""
    return "a message has arrived"
