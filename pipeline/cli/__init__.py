"""This package is the command line: it reads arguments, calls a job, and says what came of it."""

import errno
import gc
import os
import select
import sys
import traceback
from contextlib import suppress

import structlog
import typer

from models.domain.errors import DependencyDown, NigahError
from pipeline.cli import (
    crawling,
    demo,
    judging,
    labelling,
    learning,
    leaving_alone,
    mending,
    migrating,
    reading,
    running,
    upkeep,
    watching,
)

FAULT = 70  # as in sysexits.h
_ALLOCATIONS = (
    200_000  # between two looks for garbage; what a start builds stays, and looking it over doubles its time
)
_CANNOT_PRINT = (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EFBIG)

app = typer.Typer(
    name="nigah",
    help="Reads public ads and ranks those with indicators of human trafficking for a person to review. It accuses nobody.",
    epilog="Exit statuses: 0 done, 1 done with set-aside input, 2 wrong usage or settings, 3 a dependency is out of reach, 4 refused by a rule, 70 a fault of the program, 130 interrupted (Ctrl+C).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # locals hold the text of ads
)
for room in (
    demo,
    running,
    crawling,
    judging,
    learning,
    labelling,
    watching,
    reading,
    upkeep,
    mending,
    leaving_alone,
    migrating,
):
    room.add_to(app)


def main() -> None:
    """Run one command; every expected failure becomes one sentence on stderr and its exit status."""
    gc.set_threshold(_ALLOCATIONS)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger("info"),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    stdout = _inode(1)
    try:
        app()
    except SystemExit as ended:
        # Typer ends with 1 where the reader of our output has gone (`nigah search … | head`); that is no fault.
        sys.exit(0 if ended.code == 1 and _nobody_reads(stdout) else ended.code)
    except NigahError as error:
        typer.echo(f"nigah: {error}", err=True)
        sys.exit(error.exit_status)
    except BrokenPipeError:
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # keeps Python from complaining at exit
        sys.exit(0)
    except Exception as error:  # noqa: BLE001 - a fault of ours must not end with status 1, which means done
        if isinstance(error, OSError) and error.errno in _CANNOT_PRINT and error.filename is None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            typer.echo(
                f"nigah: the output could not be written: {error.strerror}; make room, then run again",
                err=True,
            )
            sys.exit(DependencyDown.exit_status)
        traceback.print_exc()
        typer.echo(
            "nigah: this is a fault of the program, please report the lines above; nothing was lost", err=True
        )
        sys.exit(FAULT)


def _nobody_reads(stdout: int) -> bool:
    """Whether the other end of stdout was closed, or Rich has turned it (inode `stdout`) to nowhere for that."""
    watch = select.poll()
    with suppress(OSError):  # there is no stdout at all
        watch.register(1, 0)
        return _inode(1) != stdout or any(event & select.POLLERR for _, event in watch.poll(0))
    return False


def _inode(descriptor: int) -> int:
    with suppress(OSError):
        return os.fstat(descriptor).st_ino
    return 0
