"""This module holds the command that judges ads."""

import sys
from typing import Annotated

import typer


def add_to(app: typer.Typer) -> None:
    """Add this room's commands to `app`."""
    app.command()(screen)


def screen(
    source: Annotated[str, typer.Argument(metavar="[IN.jsonl]", help="ads as JSON Lines; - is stdin")] = "-",
    target: Annotated[str, typer.Argument(metavar="[OUT.jsonl]", help="where to write; - is stdout")] = "-",
    text: Annotated[str | None, typer.Option(help="judge this one text instead of a file")] = None,
) -> None:
    """Judge ads from JSON Lines: one line of JSON out for each in, in order.

    A line that is no ad comes out as {"id"?, "error"} and is named on stderr; the exit status is then 1.
    """
    from models.domain.errors import WrongUsage
    from pipeline import bootstrap
    from pipeline.cli.files import reading, refuse_overwriting, writing
    from pipeline.jobs.screen_lines import screen_lines, screen_text
    from pipeline.settings import load_settings

    if text is not None and (source, target) != ("-", "-"):
        raise WrongUsage("--text judges that text alone; leave the files out, or leave --text out.")
    judge = bootstrap.open_screen(load_settings())
    if text is not None:
        typer.echo(screen_text(text, judge))
        return
    refused: list[int] = []

    def complain(number: int, sentence: str) -> None:
        refused.append(number)
        typer.echo(f"nigah: line {number}: {sentence}", err=True)

    if source == "-" and sys.stdin and sys.stdin.isatty():
        typer.echo("nigah: reading ads from the terminal, one JSON object a line; Ctrl+D ends them", err=True)
    refuse_overwriting(source, target)
    with reading(source) as lines, writing(target) as write:
        for answer in screen_lines(lines, judge, complain=complain):
            write(answer)
    if refused:
        typer.echo(f"nigah: {len(refused)} lines were set aside; the rest is judged.", err=True)
        raise typer.Exit(1)
