"""This module holds the command that watches drift."""

import sys
from pathlib import Path
from typing import Annotated

import typer


def add_to(app: typer.Typer) -> None:
    """Add this room's command to `app`."""
    app.command()(drift)


def drift(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="ads of now: JSON Lines, CSV, or folders; none: the index", metavar="ADS"),
    ] = None,
    *,
    then: Annotated[
        list[Path] | None, typer.Option("--then", help="ads to compare those files with, a file or a folder")
    ] = None,
    days: Annotated[int, typer.Option(min=1, help="ads first seen in the last so many days …")] = 7,
    against: Annotated[int, typer.Option(min=1, help="… beside those of so many days before")] = 21,
) -> None:
    """Compare today's ads with earlier ones: scores, features, languages, vocabulary, for each source.

    Exit status 1 where something moved so far that a person should look.
    """
    from models.domain.errors import WrongUsage
    from pipeline.cli.learning import all_files
    from pipeline.cli.progress import CountProgress
    from pipeline.jobs.drift import Times, drift_of_files, drift_of_index, told
    from pipeline.settings import load_settings

    if bool(files) != bool(then):
        raise WrongUsage("Name both: files of now, and files to compare them with by --then; or neither.")
    settings = load_settings()
    with CountProgress() as counts:
        found = (
            drift_of_files(settings, all_files(then or []), all_files(files), progress=counts.show)
            if files
            else drift_of_index(settings, Times(days, against))
        )
    for one in found.watched:
        typer.echo(told(one))
    for source in found.too_few:
        typer.echo(f"{source}\ttoo few ads to tell")
    typer.echo(f"nigah: {len(found.alarms)} of {len(found.watched)} comparisons alarm", err=True)
    if found.alarms:
        sys.exit(1)
