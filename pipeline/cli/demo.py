"""This module holds the demo: the main job on the bundled sample board, with what came of it on the terminal."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipeline.jobs.demo import DemoReport


def add_to(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(demo)


def demo(
    *,
    serve: Annotated[bool, typer.Option(help="open the console when the job is done")] = True,
    reset: Annotated[bool, typer.Option("--reset", help="remove what an earlier demo left, first")] = False,
    port: Annotated[
        int | None,
        typer.Option(
            min=0, max=65_535, help="port of the console; without it another one where the usual is taken"
        ),
    ] = None,
) -> None:
    """Crawl, screen and index the sample board, show the top leads, write a digest, open the console."""
    from pipeline.cli.running import serve_console, stop_on_signals
    from pipeline.jobs.demo import demo_settings, reset_demo, run_demo
    from pipeline.settings import load_settings

    settings = demo_settings(load_settings())
    if reset:
        reset_demo(settings)
    stop = stop_on_signals()
    report = run_demo(settings, stop, tell=lambda sentence: typer.echo(f"· {sentence}", err=True))
    if report is None:
        typer.echo("nigah: interrupted; `nigah demo` goes on from here", err=True)
        raise typer.Exit(130)
    _print_report(report)
    if serve:
        from pipeline.jobs.console import open_port

        serve_console(settings, port=open_port(settings.console_port) if port is None else port)


def _print_report(report: "DemoReport") -> None:
    typer.echo("\nTop leads (indicators for a person to review; they accuse nobody):")
    for lead in report.digest.leads:
        typer.echo(f"\n{lead.band.upper():7} {', '.join(lead.kinds)}: {lead.title}")
        for reason in lead.reasons_for:
            typer.echo(f"    for      {reason.sentence}" + "".join(f"  “{quote}”" for quote in reason.quotes))
        for reason in lead.reasons_against:
            typer.echo(f"    against  {reason.sentence}" + "".join(f"  “{quote}”" for quote in reason.quotes))
        if lead.contacts:
            typer.echo(f"    contact  {', '.join(lead.contacts)}")
        if not lead.read_by_person:
            typer.echo("    not yet read by a person")
    first = report.seconds_to_first_lead
    typer.echo(
        f"\n{report.ads} captures collected so far, {report.leads} ads of band medium or above, "
        f"ledger {'closes' if report.ledger_closes else 'is open'}"
    )
    typer.echo(f"digest: {report.page}\n        {report.mail}")
    typer.echo(f"first lead after {first:.1f} s, " if first is not None else "no lead found, ", nl=False)
    typer.echo(f"whole job {report.seconds:.1f} s, memory at most {report.memory_mb} MB")
