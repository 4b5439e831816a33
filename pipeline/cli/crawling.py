"""This module holds the commands about sources: crawl one, check and list their cards."""

import sys
from pathlib import Path
from typing import Annotated

import typer


def add_to(app: typer.Typer) -> None:
    """Add this room's commands to `app`."""
    app.command()(crawl)
    sources = typer.Typer(
        help="Source cards: which sites may be read, on what basis, until when.", no_args_is_help=True
    )
    sources.command("check")(check)
    sources.command("list")(list_cards)
    sources.command("new")(draft)
    app.add_typer(sources, name="sources")


def crawl(
    card: Annotated[
        str, typer.Argument(help="a source card: its file (.yaml), or its id in the folder of cards")
    ],
    to: Annotated[
        Path | None, typer.Option(help="write the ads to this JSON Lines file instead of the bus")
    ] = None,
) -> None:
    """Crawl one source: text only, at its card's pace, nothing without a valid card."""
    from pipeline import bootstrap
    from pipeline.cli.progress import CrawlProgress
    from pipeline.jobs.crawl import crawl_card, expected_ads
    from pipeline.settings import load_settings

    settings = load_settings()
    source = bootstrap.open_card(settings, card)
    with CrawlProgress(source.name, expected=expected_ads(settings, source)) as progress:
        report = crawl_card(settings, source, to=to, progress=progress.show)
    typer.echo(
        f"nigah: {source.name}: {report.pages} pages, {report.ads} ads, {report.refused} refused, "
        f"{report.errors} errors in {(report.finished - report.started) / 1e6:.1f} s ({report.finish_reason})",
        err=True,
    )
    for reason, count in {**report.refusals, **report.failures}.items():
        typer.echo(f"nigah: {source.name}: {count} × {reason}", err=True)
    if report.changes:
        changes = ", ".join(f"{count} {change}" for change, count in sorted(report.changes.items()))
        typer.echo(f"nigah: {source.name}: since the last crawl: {changes}", err=True)
    for sentence in report.suspect:
        typer.echo(f"nigah: {source.name} may have changed: {sentence}", err=True)
    if report.suspect or report.errors:
        sys.exit(1)


def check(
    files: Annotated[list[Path], typer.Argument(help="source cards to check", metavar="CARD.yaml…")],
) -> None:
    """Check source cards: schema, dates, scope. Every card is checked; the first fault of each is said."""
    from datetime import UTC, datetime

    from crawlers.register import load_card
    from models.domain.errors import NigahError

    faults = 0
    for file in files:
        try:
            card = load_card(file, today=datetime.now(UTC).date())
        except NigahError as error:
            faults += 1
            typer.echo(f"nigah: {error}", err=True)
        else:
            typer.echo(f"{file}: {card.id} is in force until {card.expires_on}")
    if faults:
        sys.exit(2)


def draft(
    url: Annotated[str, typer.Argument(help="a page of the site that lists ads")],
    to: Annotated[Path | None, typer.Option(help="write the draft to this file instead of stdout")] = None,
) -> None:
    """Draft a source card: reads the page at URL and one ad that it leads to, and shows what would be extracted."""
    from crawlers.survey import survey
    from models.domain.errors import WrongUsage
    from pipeline.clock import now_us
    from pipeline.settings import load_settings

    if not url.isprintable():
        raise WrongUsage("The address holds what cannot be typed; copy it again from the browser.")
    if to is not None and to.exists():
        raise WrongUsage(f"{to}: there is such a file already; name another one.")
    found = survey(url, now=now_us, contact=load_settings().crawler_contact or "")
    if to is not None:
        to.write_text(found.draft, encoding="utf-8")
    else:
        typer.echo(found.draft, nl=False)
    report, ad = found.report, found.sample
    typer.echo(f"nigah: {report.pages} pages read, {report.waiting} further addresses found", err=True)
    for reason, count in {**report.refusals, **report.failures}.items():
        typer.echo(f"nigah: {count} × {reason}", err=True)
    if ad is None:
        typer.echo("nigah: no ad was read; name a page that lists ads, or give the card selectors", err=True)
        sys.exit(1)
    shown = {"title": ad.title, "text": ad.text, "city": ad.city, "posted_at": ad.posted_at, **ad.fields}
    for name, value in shown.items():
        typer.echo(f"  {name}: {' '.join((value or '(not found)').split())[:300]}", err=True)
    for origin in report.origins:
        typer.echo(f"  {origin}", err=True)


def list_cards() -> None:
    """List the source cards in force."""
    from pipeline import bootstrap
    from pipeline.settings import load_settings

    settings = load_settings()
    cards = bootstrap.open_cards(settings)
    for card in cards:
        typer.echo(
            f"{card.id}\t{card.name}\t{card.source_type}\tuntil {card.expires_on}\t{' '.join(card.hosts)}"
        )
    if not cards:
        typer.echo(f"No source cards in {settings.source_folder}.", err=True)
