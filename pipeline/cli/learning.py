"""This module holds the commands of the classifier's life: train, evaluate, promote, go back."""

from pathlib import Path
from typing import Annotated, Any

import typer

from models.domain.errors import WrongUsage

_ENDINGS = (".jsonl", ".csv")


def add_to(app: typer.Typer) -> None:
    """Add this room's commands to `app`."""
    app.command()(train)
    app.command()(evaluate)
    models = typer.Typer(help="Versions of the classifier.", no_args_is_help=True)
    models.command("list")(list_versions)
    models.command("promote")(promote)
    models.command("rollback")(rollback)
    models.command("shadow")(shadow)
    models.command("compare")(compare)
    app.add_typer(models, name="models")


def train(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="more labelled ads: JSON Lines, CSV, or folders of them", metavar="ADS"),
    ] = None,
    *,
    columns: Annotated[
        str | None,
        typer.Option(
            help="map of a CSV: id=COLUMN,title=COLUMN,text=COLUMN+COLUMN,kinds=COLUMN; EMSCAD needs none"
        ),
    ] = None,
    decided: Annotated[
        bool, typer.Option("--decided", help="learn from people's decisions in the records too")
    ] = False,
    marked: Annotated[
        list[Path] | None,
        typer.Option("--marked", help="words that people marked as signs: JSON Lines, or a folder of them"),
    ] = None,
    prevalence: Annotated[
        float, typer.Option(help="share of leads among all ads, to which probabilities are corrected")
    ] = 0.01,
    without: Annotated[
        list[str] | None,
        typer.Option("--without", help="leave out an ad's id, a file, a labeller or a source of labels"),
    ] = None,
    ship: Annotated[
        bool, typer.Option("--ship", help="write it over the model that comes with the program")
    ] = False,
) -> None:
    """Train a classifier from the sample ads and any labelled ads you name; `nigah models promote` takes it into use."""
    from pipeline.cli.progress import CountProgress, saying_if_interrupted
    from pipeline.jobs.train import train_version
    from pipeline.settings import load_settings

    with saying_if_interrupted("interrupted; nothing was kept"), CountProgress() as counts:
        version, told = train_version(
            load_settings(),
            all_files(files or []),
            columns=columns,
            decided=decided,
            marked=all_files(marked or []),
            without=without or (),
            prevalence=prevalence,
            ship=ship,
            progress=counts.show,
        )
    typer.echo(f"nigah: {told}", err=True)
    typer.echo(version)


def evaluate(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="MODEL", help="a version; the champion where none is named"),
    ] = None,
    *,
    data: Annotated[list[Path], typer.Option("--data", help="labelled ads; a folder, or several files")],
    learned: Annotated[
        list[Path] | None,
        typer.Option(
            "--learned", help="what the model learned from, a folder or a file: baselines are fitted to it"
        ),
    ] = None,
    refit: Annotated[
        bool, typer.Option("--refit", help="the recipe instead of a model, fitted anew in folds of the data")
    ] = False,
    frozen: Annotated[
        bool, typer.Option("--frozen", help="the data is a blind test set: keep it whole, whatever it shares")
    ] = False,
    alone: Annotated[
        bool, typer.Option("--alone", help="a refit learns from this data only, not from the sample ads too")
    ] = False,
    marked: Annotated[
        list[Path] | None,
        typer.Option("--marked", help="for a refit: words that people marked as signs, as for `nigah train`"),
    ] = None,
    prevalence: Annotated[
        float | None, typer.Option(help="share of leads in the field of this data; EMSCAD's is 0.048")
    ] = None,
    splits: Annotated[
        int, typer.Option(help="for a refit: in how many ways to split, since one split of few ads is luck")
    ] = 1,
    columns: Annotated[str | None, typer.Option(help="map of a CSV, as for `nigah train`")] = None,
    out: Annotated[Path, typer.Option(help="name of the page and the data file, without ending")] = Path(
        "evaluation"
    ),
) -> None:
    """Measure a model on labelled ads beside three baselines; writes an HTML page and a JSON file, numbers only."""
    from pipeline.cli.progress import CountProgress
    from pipeline.evaluating import Question
    from pipeline.jobs.evaluate import evaluate
    from pipeline.settings import load_settings

    version, more = _version_and_files(names or [])
    files, known = all_files([*data, *more]), all_files(learned or [])
    asked = Question(
        files,
        known,
        version,
        refit=refit,
        blind=frozen,
        columns=columns,
        marked=all_files(marked or []),
        alone=alone,
        prevalence=prevalence,
        splits=splits,
    )
    with CountProgress() as counts:
        told = evaluate(load_settings(), asked, progress=counts.show)
    _write_evaluation(told, out)


def list_versions() -> None:
    """List the versions, the one that judges marked with *.

    One that cannot be read is named with what is wrong, after the others; the exit status is then 1.
    """
    from pipeline import bootstrap
    from pipeline.settings import load_settings

    registry = bootstrap.open_registry(load_settings())
    for one in registry.versions():
        score = "-" if one.macro_average_precision is None else f"{one.macro_average_precision:.3f}"
        origin = "shipped" if one.shipped else "trained here"
        signed = (
            f"\tsigned by {one.signed.by} on {one.signed.at[:10]}: {one.signed.reason}" if one.signed else ""
        )
        typer.echo(
            f"{'*' if one.champion else ' '} {one.version}\t{one.made_on}\tmacro AP {score} (written examples)\t"
            f"{origin}{signed}"
        )

    damaged = registry.damaged()
    for name, why in damaged.items():
        typer.echo(f"{'*' if name == registry.champion_version() else ' '} {name}\tdamaged: {why}")
    if damaged:
        raise typer.Exit(1)


def promote(
    version: Annotated[str, typer.Argument(help="as `nigah models list` prints it")],
    *,
    by: Annotated[str | None, typer.Option("--by", help="your name: a model judges under somebody's")] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="why, in a sentence")] = None,
) -> None:
    """Let this version judge from the next batch on, signed with your name and a reason.

    Exit status 4 where it is worse than the champion on ads that both judged unseen, where a swapped name, place or
    community moves scores, where its card is incomplete, or where its test leaks: every reason is told.
    """
    from pipeline import bootstrap
    from pipeline.jobs.promote import promote_version
    from pipeline.promotion import bias_in_words
    from pipeline.settings import load_settings

    settings = load_settings()
    ads, days = promote_version(settings, version, by=by, reason=reason)
    typer.echo(f"{version} judges from the next batch on")
    moved = bias_in_words(bootstrap.open_registry(settings).any_card(version))
    typer.echo(f"nigah: its scores were moved by swapping: {moved}", err=True)
    told = f"{ads} ads of {days} days in the shadow" if ads else "0 ads in the shadow"
    typer.echo(f"nigah: it had judged {told}, see `nigah models compare`", err=True)


def rollback(
    *,
    by: Annotated[str | None, typer.Option("--by", help="your name; else that of the account")] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="why, in a sentence")] = None,
) -> None:
    """Go back to the version that judged before; who did it and why is written down."""
    from pipeline.jobs.promote import go_back
    from pipeline.settings import load_settings

    typer.echo(f"{go_back(load_settings(), by=by, reason=reason)} judges from the next batch on")


def shadow(
    version: Annotated[str | None, typer.Argument(help="a challenger; none is named to end it")] = None,
) -> None:
    """Let a challenger judge every ad beside the champion; nobody sees its answers but `nigah models compare`."""
    from pipeline import bootstrap
    from pipeline.settings import load_settings

    bootstrap.open_registry(load_settings()).set_shadow(version)
    typer.echo(
        f"{version} judges in the shadow from the next batch on" if version else "no challenger judges"
    )


def compare(version: Annotated[str, typer.Argument(help="a challenger that judged in the shadow")]) -> None:
    """Say how a challenger's bands differ from the champion's on the same ads."""
    from pipeline import bootstrap
    from pipeline.challenge import compare as compared
    from pipeline.settings import load_settings

    settings = load_settings()
    bootstrap.open_registry(settings).any_card(version)  # a name that nobody has is told as such
    found = compared(bootstrap.shadow_folder(settings), version)
    typer.echo(
        f"{found.ads} ads of {found.days} days beside {found.champion}: {found.raised} in a higher band, "
        f"{found.lowered} in a lower one, mean change of the score {found.mean_change}"
    )
    for move, count in found.moves:
        typer.echo(f"  {move}: {count}")


def all_files(paths: list[Path]) -> list[Path]:
    """Each folder replaced by the labelled files in it. Raises `WrongUsage` where a folder holds none."""
    return [one for path in paths for one in (_inside(path) if path.is_dir() else [path])]


def _inside(folder: Path) -> list[Path]:
    found = sorted(one for one in folder.iterdir() if one.suffix in _ENDINGS)
    if not found:
        raise WrongUsage(f"The folder {folder} holds no file of ads ({' or '.join(_ENDINGS)}); name another.")
    return found


def _write_evaluation(told: dict[str, Any], out: Path) -> None:
    """Writes page and data file, and says the figures."""
    from pipeline.cli.files import writing
    from pipeline.jobs.evaluate import as_files, in_short

    for ending, content in as_files(told).items():
        with writing(f"{out}{ending}") as write:
            write(content.rstrip("\n"))
    for line in in_short(told):
        typer.echo(line)
    typer.echo(f"nigah: written to {out}.html and {out}.json", err=True)


def _version_and_files(names: list[str]) -> tuple[str | None, list[Path]]:
    """`--data a.jsonl b.jsonl` gives the option one file and leaves the others: what has an ending is a file."""
    versions = [name for name in names if not Path(name).suffix]
    if len(versions) > 1:
        raise WrongUsage(f"One model at a time: {versions[0]} or {versions[1]}.")
    return (versions[0] if versions else None), [Path(name) for name in names if Path(name).suffix]
