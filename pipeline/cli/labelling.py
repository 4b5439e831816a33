"""This module holds the commands around labels: which ads to label next, how far people agree, what is missed."""

from pathlib import Path
from typing import Annotated

import typer


def add_to(app: typer.Typer) -> None:
    """Add this room's commands to `app`."""
    labels = typer.Typer(
        help="Labels: what to label next, how far people agree, what was missed.", no_args_is_help=True
    )
    labels.command("next")(draw_next)
    labels.command("agreement")(agreement)
    labels.command("misses")(misses)
    labels.command("decided")(decided)
    app.add_typer(labels, name="labels")


def draw_next(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="ads to draw from: JSON Lines, CSV, or folders; none: the ads in the index", metavar="ADS"
        ),
    ] = None,
    *,
    known: Annotated[
        list[Path] | None, typer.Option("--known", help="labelled ads, a file or a folder: not asked again")
    ] = None,
    columns: Annotated[str | None, typer.Option(help="map of a CSV, as for `nigah train`")] = None,
    size: Annotated[int, typer.Option(min=1, help="how many ads")] = 40,
    seed: Annotated[int, typer.Option(help="another seed draws others; the same draws the same")] = 0,
    out: Annotated[
        str, typer.Option(help="file to write; .csv is a sheet, all else JSON Lines; - is stdout")
    ] = "-",
) -> None:
    """Draw the ads to label next: unsure ones of every kind, and 5 % at random from low scores to measure misses.

    Fill in kinds, ad_class and by (docs/answers.md says what there is); then `nigah train` takes the file. Where a child
    is in the ad, say child_sign yes (in JSON Lines true) and leave the others empty: it is learned from by no model.
    Each ad keeps the probability it was drawn with.
    """
    from pipeline.cli.files import writing
    from pipeline.cli.learning import all_files
    from pipeline.cli.progress import CountProgress
    from pipeline.jobs.label import Wanted, batch_to_label, in_short
    from pipeline.labelling import as_lines, as_sheet
    from pipeline.settings import load_settings

    wanted = Wanted(all_files(files or []), all_files(known or []), columns, size, seed)
    with CountProgress() as counts:
        rows = batch_to_label(load_settings(), wanted, progress=counts.show)
    with writing(out) as write:
        for line in as_sheet(rows) if out.lower().endswith(".csv") else as_lines(rows):
            write(line)
    if not rows and not files:
        typer.echo(
            "nigah: the index holds no ad that is not labelled yet; crawl some, or name files", err=True
        )
        return
    fewer = "; all others are labelled, or belong together with these" if len(rows) < size else ""
    typer.echo(f"nigah: {len(rows)} ads to label: {in_short(rows)}{fewer}", err=True)


def agreement(
    files: Annotated[
        list[Path], typer.Argument(help="labelled ads: JSON Lines, CSV, or folders", metavar="ADS")
    ],
    *,
    columns: Annotated[str | None, typer.Option(help="map of a CSV, as for `nigah train`")] = None,
    differing: Annotated[
        bool, typer.Option("--differing", help="name the ads that people answered differently, and how")
    ] = False,
) -> None:
    """Krippendorff's alpha for the class and each kind, over ads that two or more people labelled blind.

    Exit status 4 where one is below 0.6: `nigah train` refuses such labels.
    """
    from models.training.agreement import agreements, refuse_disagreement
    from models.training.agreement import differing as differing_ads
    from pipeline.cli.learning import all_files
    from pipeline.training import labelled_from_files

    labelled = labelled_from_files(all_files(files), columns=columns)
    found = agreements(labelled)
    if not any(one.ads for one in found):
        typer.echo("nigah: no ad here was labelled blind by two people who are named in `by`", err=True)
    for one in found:
        told = "-" if one.alpha is None else f"{one.alpha:.3f}"
        verdict = "BLOCKS TRAINING" if one.blocks else "" if one.enough else "too few to tell"
        typer.echo(f"{one.field}\talpha {told}\tads {one.ads}\tshown in {one.shown}\t{verdict}".rstrip())
    for number, answers in differing_ads(labelled) if differing else ():
        typer.echo("\t".join([number, *(f"{by}: {said}" for by, said in answers.items())]))
    refuse_disagreement(labelled)


def misses(
    files: Annotated[
        list[Path], typer.Argument(help="labelled batches of `nigah labels next`", metavar="ADS")
    ],
    *,
    columns: Annotated[str | None, typer.Option(help="map of a CSV, as for `nigah train`")] = None,
) -> None:
    """Estimate from the labelled random low scores how many leads lie where nobody looks, with a 95 % interval."""
    from models.training.batch import missed
    from pipeline.cli.learning import all_files
    from pipeline.training import labelled_from_files

    found = missed(labelled_from_files(all_files(files), columns=columns))
    if found.value is None:
        typer.echo("No random low score is labelled yet; `nigah labels next` draws some into every batch.")
        return
    typer.echo(
        f"{found.value:.4f} of the ads with low scores are leads (95 % interval {found.low:.4f} to {found.high:.4f}), "
        f"from {found.size} labelled ads drawn at random"
    )


def decided(
    out: Annotated[str, typer.Option(help="file of JSON Lines to write; - is stdout")] = "-",
) -> None:
    """Write people's decisions in the records as labelled ads, contacts replaced; `nigah train --decided` reads the same.

    The last decision of each person on each ad counts. One that says nothing of the ad is no label.
    """
    from pipeline.cli.files import writing
    from pipeline.jobs.decided import decided_rows
    from pipeline.labelling import as_lines
    from pipeline.settings import load_settings

    found = decided_rows(load_settings())
    with writing(out) as write:
        for line in as_lines(found.rows):
            write(line)
    typer.echo(
        f"nigah: {len(found.rows)} labels; {found.silent} decisions say nothing of the ad, and of {found.gone} the ad "
        "is gone or was edited since",
        err=True,
    )
