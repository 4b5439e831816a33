"""This module starts the real servers once per test session, for those tests that ask for them."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from pipeline.stack import stack


@pytest.fixture(scope="session")
def servers() -> Iterator[Mapping[str, str]]:
    """Nigah's settings for Kafka, Elasticsearch and PostgreSQL, all running; what cannot start fails the test.

    With TEST_STACK the stack in that folder is used, and left running: for those who write tests.
    """
    kept = os.environ.get("TEST_STACK")
    if kept:
        yield stack.up(Path(kept))
        return
    with tempfile.TemporaryDirectory(prefix="nigah-stack-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        try:
            yield stack.up(Path(folder))
        finally:
            stack.down(Path(folder), erase=True)
