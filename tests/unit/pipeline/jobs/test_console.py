import socket
from collections.abc import Iterator

import pytest

from models.domain.errors import WrongUsage
from pipeline.jobs.console import open_port


@pytest.fixture
def taken() -> Iterator[int]:
    """A port of this machine that somebody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield int(other.getsockname()[1])


def test_where_the_usual_port_is_taken_any_free_one_is_asked_for(taken: int) -> None:
    assert open_port(taken) == 0


def test_a_port_that_nobody_listens_on_is_kept(taken: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as soon_closed:
        free = int(soon_closed.getsockname()[1])
    assert free != taken
    assert open_port(free) == free


def test_what_is_no_port_is_wrong_usage() -> None:
    with pytest.raises(WrongUsage, match="70000 is no port"):
        open_port(70_000)
