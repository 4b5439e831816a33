"""This module holds the command that carries everything from one way of running to the other."""

from typing import Annotated

import typer


def add_to(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(migrate)


def migrate(
    to: Annotated[str, typer.Argument(help="distributed (from the files in home) or embedded (back)")],
) -> None:
    """Carry ads, links, decisions, ledger and evidence to the other way of running; run it again after a break.

    Stop workers and crawls first. The settings must name the servers; `NIGAH_BUS` and `NIGAH_INDEX` play no part.
    """
    from models.domain.errors import WrongUsage
    from pipeline.cli.progress import CountProgress
    from pipeline.jobs.migrate import Way
    from pipeline.jobs.migrate import migrate as carry
    from pipeline.settings import load_settings

    if to not in set(Way):
        raise WrongUsage(f"There is no way {to!r} to run; the ways are {' and '.join(Way)}.")
    with CountProgress() as progress:
        done = carry(load_settings(), Way(to), progress=progress.show)
    for name, tally in done.tallies.items():
        typer.echo(f"{name}: {tally.written} carried, {tally.same} there already, {tally.removed} removed")
    typer.echo(f"{done.compared} ads and rows compare equal on both sides")
    if done.quarantined:
        _tell(
            f"{done.quarantined} captures are in quarantine on the old bus, which is not carried; put them back "
            "there (nigah replay) and migrate again, before its retention of 14 days ends"
        )
    if done.closed:
        _tell(
            f"{done.closed} ads do not open with the keys of this home: they were sealed with others. Put that "
            "keyring (keys.json) back; until then their text stays closed"
        )
    if done.refused:
        _tell(f"{done.refused} ads are more than the other index can hold; they stay where they were")
    if done.closed or done.refused:
        raise typer.Exit(1)


def _tell(sentence: str) -> None:
    typer.echo(f"nigah: {sentence}", err=True)
