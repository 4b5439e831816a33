"""This module holds the command that judges ads."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipeline.jobs.screen_lines import Screen, Tally
    from pipeline.settings import Settings


def add_to(app: typer.Typer) -> None:
    """Add this room's commands to `app`."""
    app.command()(screen)


def screen(
    source: Annotated[
        str, typer.Argument(metavar="[IN.jsonl]", help="ads as JSON Lines, or a .csv or .tsv; - is stdin")
    ] = "-",
    target: Annotated[str, typer.Argument(metavar="[OUT.jsonl]", help="where to write; - is stdout")] = "-",
    text: Annotated[str | None, typer.Option(help="judge this one text instead of a file")] = None,
    columns: Annotated[str | None, typer.Option(help="map of a CSV, as for `nigah train`")] = None,
) -> None:
    """Judge ads from JSON Lines or a table: one line of JSON out for each in, in order (docs/answers.md).

    A line that is no ad comes out as {"id"?, "error"} and is named on stderr; the exit status is then 1.
    """
    from models.domain.errors import WrongUsage
    from pipeline.cli.files import refuse_overwriting
    from pipeline.cli.progress import saying_if_interrupted

    if text is not None and (source, target) != ("-", "-"):
        raise WrongUsage("--text judges that text alone; leave the files out, or leave --text out.")
    if text is not None and not text.strip():
        raise WrongUsage("--text is empty; put the text of an ad into quotes behind it.")
    if source == "-" and text is None and sys.stdin and sys.stdin.isatty():
        typer.echo("nigah: reading ads from the terminal, one JSON object a line; Ctrl+D ends them", err=True)
    refuse_overwriting(source, target)
    kept = "no more is judged than was printed" if target == "-" else f"{target} was not written"
    with saying_if_interrupted(f"interrupted; {kept}"):
        tally = _screen(source, target, text, columns)
    if tally.repeated:
        typer.echo(
            f"nigah: {tally.repeated} of the ads have an id that an earlier one has; only the order tells them apart.",
            err=True,
        )
    if tally.aside:
        rest = "the rest is judged" if tally.judged else "nothing was judged"
        lines = "line was" if tally.aside == 1 else "lines were"
        typer.echo(f"nigah: {tally.aside} {lines} set aside; {rest}.", err=True)
        raise typer.Exit(1)


def _screen(source: str, target: str, text: str | None, columns: str | None) -> "Tally":
    from pipeline.cli.files import writing
    from pipeline.jobs.screen_lines import Tally, screen_text
    from pipeline.settings import load_settings

    opened, tally = partial(_opened, load_settings()), Tally()
    if text is not None:
        typer.echo(screen_text(text, opened()))
        return tally
    with _answers(source, columns, opened, tally) as answers, writing(target) as write:
        for answer in answers:
            write(answer)
    return tally


def _opened(settings: "Settings") -> "Screen":
    from pipeline import bootstrap
    from pipeline.cli.progress import tell_a_terminal

    tell_a_terminal("nigah: loading the model, which takes some seconds")
    return bootstrap.open_screen(settings)


@contextmanager
def _answers(
    source: str, columns: str | None, opened: Callable[[], "Screen"], tally: "Tally"
) -> Iterator[Iterator[str]]:
    """The answers to the ads in `source`; what is wrong with it as a whole is raised before anything is loaded."""
    from pipeline.cli.files import reading
    from pipeline.jobs.screen_lines import lines_of, screen_lines, screen_rows
    from pipeline.tables import is_table, rows_of_csv

    def complain(number: int, sentence: str) -> None:
        typer.echo(f"nigah: line {number}: {sentence}", err=True)

    if is_table(source):
        rows = list(rows_of_csv(Path(source), columns, labelled=False))
        yield screen_rows(rows, opened(), complain=complain, tally=tally)
        return
    with reading(source) as file:
        lines = lines_of(file, name="The input" if source == "-" else source)
        yield screen_lines(lines, opened(), complain=complain, tally=tally)
