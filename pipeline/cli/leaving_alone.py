"""This module holds the commands for do-not-refer marks: set, list, lift."""

from typing import Annotated

import typer

By = Annotated[str, typer.Option(help="who decided")]
Reason = Annotated[str, typer.Option(help="why, without names or numbers; kept for good")]


def add_to(app: typer.Typer) -> None:
    """Add this room's commands to `app`."""
    group = typer.Typer(
        help="Leave people alone: adults who act for themselves, for twelve months.", no_args_is_help=True
    )
    for name, command in (("set", set_mark), ("list", list_marks), ("lift", lift)):
        group.command(name)(command)
    app.add_typer(group, name="do-not-refer")


def set_mark(
    ad_ids: Annotated[list[str] | None, typer.Argument(help="ids of ads", metavar="[AD…]")] = None,
    *,
    contact: Annotated[
        list[str] | None,
        typer.Option(help="and every ad, now and later, that shows this number, address or handle"),
    ] = None,
    by: By,
    reason: Reason,
) -> None:
    """Mark ads as those of an adult who acts for herself: they are wiped, and not taken again for twelve months.

    Known again by keyed hashes of the ads, their contacts and their wording; in crawl, index, links and digest.
    A child sign comes before every mark.
    """
    from pipeline.cli.mending import tell_what_stays
    from pipeline.jobs.do_not_refer import set_mark as put_mark
    from pipeline.settings import load_settings
    from search.wording import count, write_time

    settings = load_settings()
    done = put_mark(settings, ad_ids or [], contacts=contact or [], by=by, reason=reason)
    wiped = done.wiped
    typer.echo(
        f"{wiped.mark.mark_id}: left alone until {write_time(wiped.mark.until)}: {count(len(wiped.ad_ids), 'ad')}, "
        f"{wiped.documents} of them in the index, {count(wiped.messages, 'message')} on the bus; "
        f"{count(done.digests, 'digest')} written anew"
    )
    tell_what_stays(settings, done.busy)


def list_marks() -> None:
    """Print the marks that hold: id, since, until, and how many hashes of ads and contacts each has."""
    from pipeline.jobs.do_not_refer import marks_in_force
    from pipeline.settings import load_settings
    from search.wording import write_time

    marks = marks_in_force(load_settings())
    if not marks:
        typer.echo("No do-not-refer mark holds.", err=True)
    for mark in marks:
        typer.echo(
            f"{mark.mark_id}\t{write_time(mark.since)}\t{write_time(mark.until)}\t{len(mark.keys)} ads and contacts"
        )


def lift(
    mark: Annotated[str, typer.Argument(help="its id, as list shows it")], *, by: By, reason: Reason
) -> None:
    """Lift a mark, as new evidence of control may ask for: the next crawl takes what is still online."""
    from pipeline.jobs.do_not_refer import lift_mark
    from pipeline.settings import load_settings

    lift_mark(load_settings(), mark, by=by, reason=reason)
    typer.echo(f"{mark} is lifted; the next crawl takes in full what is still online")
