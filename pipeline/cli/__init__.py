"""This package is the command line: it reads arguments, calls a job, and says what came of it."""

import os
import sys
import traceback

import structlog
import typer

from models.domain.errors import NigahError
from pipeline.cli import crawling, demo, judging, reading, running, upkeep

FAULT = 70  # as in sysexits.h

app = typer.Typer(
    name="nigah",
    help="Reads public ads and ranks those with indicators of human trafficking for a person to review. It accuses nobody.",
    epilog="Exit statuses: 0 done, 1 done with set-aside input, 2 wrong usage or settings, 3 a dependency is out of reach, 4 refused by a rule, 70 a fault of the program.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # locals hold the text of ads
)
for room in (demo, running, crawling, judging, reading, upkeep):
    room.add_to(app)


def main() -> None:
    """Run one command; every expected failure becomes one sentence on stderr and its exit status."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger("info"),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    try:
        app()
    except NigahError as error:
        typer.echo(f"nigah: {error}", err=True)
        sys.exit(error.exit_status)
    except BrokenPipeError:
        # The reader of our output has gone (`nigah search … | head`); keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception:  # noqa: BLE001 - a fault of ours must not end with status 1, which means done
        traceback.print_exc()
        typer.echo(
            "nigah: this is a fault of the program, please report the lines above; nothing was lost", err=True
        )
        sys.exit(FAULT)
