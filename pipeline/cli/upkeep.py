"""This module holds the commands for upkeep: settings, ledger, evidence, keys, servers."""

import sys
from contextlib import closing
from typing import Annotated

import typer

from pipeline.cli import servers


def add_to(app: typer.Typer) -> None:
    """Add this room's commands to `app`."""
    app.command()(ledger)
    for name, command_help, commands in (
        ("config", "Settings: where they come from and what they are.", {"show": show_settings}),
        ("evidence", "The record of every capture.", {"verify": verify_evidence}),
        ("keys", "The keys that seal ads, contacts and the child lane.", {"lane": lane}),
    ):
        group = typer.Typer(help=command_help, no_args_is_help=True)
        group.callback()(_nothing)  # keeps a group of one command a group
        for command_name, command in commands.items():
            group.command(command_name)(command)
        app.add_typer(group, name=name)
    app.add_typer(servers.group(), name="stack")


def show_settings() -> None:
    """Print every setting, its value and its meaning; secrets are masked."""
    from pipeline.settings import Settings, load_settings

    settings = load_settings()
    for name, about in Settings.model_fields.items():
        value = getattr(settings, name)
        origin = "set" if name in settings.model_fields_set else "default"
        typer.echo(f"NIGAH_{name.upper()}={'' if value is None else value}\t# {origin}: {about.description}")


def ledger() -> None:
    """Print for each source and hour where every collected ad is; exit status 1 while any is in flight or missing."""
    from pipeline import bootstrap
    from pipeline.cli.mending import warn_of_loss
    from pipeline.ledger import closes
    from pipeline.settings import load_settings
    from search.records.port import LedgerState

    settings = load_settings()
    with closing(bootstrap.open_records(settings)) as records:
        lines = records.ledger()
    if not lines:
        typer.echo("The ledger is empty: nothing was collected yet.", err=True)
    else:
        typer.echo("\t".join(["source", "hour (UTC)", "collected", *LedgerState]))
    for line in lines:
        counts = (str(line.states.get(state, 0)) for state in LedgerState)
        typer.echo("\t".join([line.source, line.hour, str(line.collected), *counts]))
    if not closes(lines):
        typer.echo("nigah: the ledger is open: some ads are still in flight", err=True)
    if warn_of_loss(settings) or not closes(lines):
        sys.exit(1)


def verify_evidence() -> None:
    """Check the hash chain over every capture; exit status 1 where one byte was changed."""
    from models.domain.chain import first_break
    from pipeline import bootstrap
    from pipeline.settings import load_settings

    with closing(bootstrap.open_records(load_settings())) as records:
        broken = first_break(records.chain())
        count = sum(1 for _ in records.chain())
    if broken is not None:
        typer.echo(
            f"nigah: the chain is broken at row {broken}: it, or the row before it, was changed after it was written. "
            "Compare with a backup before anybody relies on a record from there on.",
            err=True,
        )
        sys.exit(1)
    typer.echo(f"{count} rows, the chain is whole")


def lane(
    public: Annotated[str | None, typer.Option(help="take this public key into use on this machine")] = None,
) -> None:
    """Make a key pair for the child lane, or take its public half into use.

    Run it without --public on a machine that is not a worker, keep the private key there, and give --public to workers.
    """
    from pipeline import bootstrap
    from pipeline.settings import load_settings
    from search import sealed_box

    if public is None:
        made, private = sealed_box.generate()
        typer.echo(f"public  {made}\nprivate {private}")
        typer.echo(
            "nigah: shown once and kept nowhere; store the private key away from every worker", err=True
        )
        return
    bootstrap.take_lane_key(load_settings(), public)
    typer.echo(f"ads with a child sign are sealed to key {sealed_box.key_id(public)} from now on")


def _nothing() -> None:
    """Let a group of one command stay a group."""
