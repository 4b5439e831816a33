"""This module starts the real servers once per test session, for those tests that ask for them."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from pipeline.stack import stack


@pytest.fixture(scope="session")
def stack_folder() -> Iterator[Path]:
    """The folder of this session's stack; its servers end with the session.

    With TEST_STACK it is that folder, and what runs there is left running: for those who write tests.
    """
    kept = os.environ.get("TEST_STACK")
    if kept:
        yield Path(kept)
        return
    with tempfile.TemporaryDirectory(prefix="nigah-stack-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        try:
            yield Path(folder)
        finally:
            stack.down(Path(folder), erase=True)


@pytest.fixture(scope="session")
def kafka_server(stack_folder: Path) -> str:
    """The address of a broker that runs; one that cannot start fails the test."""
    return stack.up(stack_folder, names=["kafka"])["NIGAH_KAFKA_SERVERS"]


@pytest.fixture(scope="session")
def elastic_server(stack_folder: Path) -> str:
    """The address of a node that runs."""
    return stack.up(stack_folder, names=["elasticsearch"])["NIGAH_ELASTIC_URL"]


@pytest.fixture(scope="session")
def records_server(stack_folder: Path) -> str:
    """The address of a PostgreSQL database that runs."""
    return stack.up(stack_folder, names=["postgresql"])["NIGAH_RECORDS_URL"]


@pytest.fixture(scope="session")
def servers(stack_folder: Path) -> Mapping[str, str]:
    """Nigah's settings for all three, running."""
    return stack.up(stack_folder)
