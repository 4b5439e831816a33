"""This module holds the commands that run the pipeline and stay: run, work, serve."""

import signal
import threading
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipeline.settings import Settings


def add_to(app: typer.Typer) -> None:
    """Add this room's commands to `app`."""
    app.command()(run)
    app.command()(work)
    app.command()(serve)


def run(
    *, once: Annotated[bool, typer.Option("--once", help="crawl each card once, finish, and end")] = False
) -> None:
    """Everything in one process: crawls when due, screening, indexing, the digest at 07:00 IST."""
    from pipeline.cli.mending import warn_of_loss
    from pipeline.jobs.run import run_once, run_until_stopped
    from pipeline.settings import load_settings

    settings, stop = load_settings(), stop_on_signals()
    lost = warn_of_loss(settings)
    if once:
        run_once(settings, stop, tell=lambda sentence: typer.echo(sentence, err=True))
        if lost:
            raise typer.Exit(1)
    else:
        typer.echo("nigah: running; Ctrl+C ends it after the batch in hand", err=True)
        run_until_stopped(settings, stop)


def work(
    stage: Annotated[str, typer.Argument(help="screen or index")],
    *,
    drain: Annotated[bool, typer.Option("--drain", help="end when nothing is left to do")] = False,
) -> None:
    """A consumer of one stage; start as many as you like, one works and the others stand by."""
    from models.domain.errors import WrongUsage
    from pipeline import bootstrap
    from pipeline.settings import load_settings

    if stage not in set(bootstrap.StageName):
        raise WrongUsage(f"There is no stage {stage!r}; the stages are {' and '.join(bootstrap.StageName)}.")
    stop = stop_on_signals()
    with bootstrap.open_worker(load_settings(), bootstrap.StageName(stage)) as worker:
        tally = worker.drain(stop) if drain else worker.run(stop)
    typer.echo(f"nigah: {stage}: {tally.handled} handled, {tally.quarantined} of them set aside", err=True)
    if tally.quarantined:
        raise typer.Exit(1)


def serve(
    port: Annotated[int | None, typer.Option(help="port on this machine; 0 takes any free one")] = None,
) -> None:
    """The console on this machine only, behind a password that is printed once."""
    from pipeline.settings import load_settings

    settings = load_settings()
    serve_console(settings, port=settings.console_port if port is None else port)


def serve_console(settings: "Settings", *, port: int) -> None:
    """Serve the console until a signal; prints its address and password."""
    from pipeline import bootstrap
    from pipeline.jobs.console import Console

    vault = bootstrap.open_vault(settings)
    stop_on_signals()  # what the server raises again when it has ended ends us in order
    with (
        closing(bootstrap.open_index(settings)) as index,
        closing(bootstrap.open_records(settings)) as records,
    ):
        console = Console(index, records, vault, port=port)
        words = f"nigah: console at {console.url}  one-time password: {console.password}  (Ctrl+C ends it)"
        console.serve(lambda: typer.echo(words, err=True))


def stop_on_signals() -> threading.Event:
    """An event that SIGTERM and SIGINT set; a second signal ends the process at once."""
    stop = threading.Event()

    def set_once(number: int, _frame: object) -> None:
        stop.set()
        signal.signal(number, signal.SIG_DFL)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, set_once)
    return stop
