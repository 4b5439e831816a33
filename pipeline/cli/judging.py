"""This module holds the commands that judge ads and make the classifier."""

from pathlib import Path
from typing import Annotated

import typer


def add_to(app: typer.Typer) -> None:
    """Add this room's commands to `app`."""
    app.command()(screen)
    app.command()(train)
    models = typer.Typer(help="Versions of the classifier.", no_args_is_help=True)
    models.command("list")(list_versions)
    models.command("promote")(promote)
    models.command("rollback")(rollback)
    app.add_typer(models, name="models")


def screen(
    source: Annotated[str, typer.Argument(metavar="[IN.jsonl]", help="ads as JSON Lines; - is stdin")] = "-",
    target: Annotated[str, typer.Argument(metavar="[OUT.jsonl]", help="where to write; - is stdout")] = "-",
    text: Annotated[str | None, typer.Option(help="judge this one text instead of a file")] = None,
) -> None:
    """Judge ads from JSON Lines: one line of JSON out for each in, in order.

    A line that is no ad comes out as {"id"?, "error"} and is named on stderr; the exit status is then 1.
    """
    from pipeline import bootstrap
    from pipeline.cli.files import reading, writing
    from pipeline.jobs.screen_lines import screen_lines, screen_text
    from pipeline.settings import load_settings

    judge = bootstrap.open_screen(load_settings())
    if text is not None:
        typer.echo(screen_text(text, judge))
        return
    refused: list[int] = []

    def complain(number: int, sentence: str) -> None:
        refused.append(number)
        typer.echo(f"nigah: line {number}: {sentence}", err=True)

    with reading(source) as lines, writing(target) as write:
        for answer in screen_lines(lines, judge, complain=complain):
            write(answer)
    if refused:
        typer.echo(f"nigah: {len(refused)} lines were set aside; the rest is judged.", err=True)
        raise typer.Exit(1)


def train(
    files: Annotated[
        list[Path] | None, typer.Argument(help="more labelled ads as JSON Lines", metavar="[ADS.jsonl…]")
    ] = None,
    *,
    prevalence: Annotated[
        float, typer.Option(help="share of leads among all ads, to which probabilities are corrected")
    ] = 0.01,
    ship: Annotated[
        bool, typer.Option("--ship", help="write it over the model that comes with the program")
    ] = False,
) -> None:
    """Train a classifier from the sample ads and any labelled ads you name; `nigah models promote` takes it into use."""
    from pipeline.jobs.train import train_version
    from pipeline.settings import load_settings

    version, told = train_version(load_settings(), files or [], prevalence=prevalence, ship=ship)
    typer.echo(f"nigah: {told}", err=True)
    typer.echo(version)


def list_versions() -> None:
    """List the versions, the one that judges marked with *."""
    from pipeline import bootstrap
    from pipeline.settings import load_settings

    for one in bootstrap.open_registry(load_settings()).versions():
        score = "-" if one.macro_average_precision is None else f"{one.macro_average_precision:.3f}"
        origin = "shipped" if one.shipped else "trained here"
        typer.echo(
            f"{'*' if one.champion else ' '} {one.version}\t{one.made_on}\tmacro AP {score} (written examples)\t{origin}"
        )


def promote(version: Annotated[str, typer.Argument(help="as `nigah models list` prints it")]) -> None:
    """Let this version judge from now on."""
    from pipeline import bootstrap
    from pipeline.settings import load_settings

    bootstrap.open_registry(load_settings()).promote(version)
    typer.echo(f"{version} judges from the next start of a worker on")


def rollback() -> None:
    """Go back to the version that judged before."""
    from pipeline import bootstrap
    from pipeline.settings import load_settings

    typer.echo(
        f"{bootstrap.open_registry(load_settings()).rollback()} judges from the next start of a worker on"
    )
