"""This module holds the commands that look for trouble and put things right: doctor, replay, forget."""

import sys
from contextlib import closing
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipeline.jobs.mend import Mended
    from pipeline.settings import Settings


def add_to(app: typer.Typer) -> None:
    """Add this room's commands to `app`."""
    app.command()(doctor)
    app.command()(replay)
    app.command()(forget)


class Lost(StrEnum):
    """What `nigah replay` may bring back."""

    QUARANTINE = "quarantine"
    INDEX = "index"
    BUS = "bus"


def doctor() -> None:
    """Check the installation and say of everything that is not in order what to do; changes nothing."""
    from pipeline.jobs.doctor import examine
    from pipeline.settings import load_settings

    worst = 0
    for finding in examine(load_settings()):
        typer.echo(f"{'look' if finding.status else 'good'}  {finding.what:8} {finding.sentence}")
        worst = max(worst, finding.status)
    if worst:
        sys.exit(worst)


def replay(
    what: Annotated[
        Lost,
        typer.Argument(
            help="quarantine: messages that were set aside. index: judged ads into an index that was lost. "
            "bus: ads that a lost bus carried, by the next crawl"
        ),
    ] = Lost.QUARANTINE,
) -> None:
    """Bring back what was set aside or lost. Nothing is counted twice.

    For index and bus stop `nigah run` and the workers first.
    """
    from pipeline.cli.running import stop_on_signals
    from pipeline.jobs.mend import give_up_the_bus, rebuild_index
    from pipeline.settings import load_settings
    from search.wording import count

    settings = load_settings()
    if what is Lost.QUARANTINE:
        _replay_quarantine(settings)
    elif what is Lost.INDEX:
        mended = rebuild_index(settings, stop_on_signals())
        typer.echo(f"{count(mended.handled, 'message')} of the bus went through the index stage again")
        _tell_of_crawls(mended, "were no longer on the bus and count as erased")
    else:
        mended = give_up_the_bus(settings)
        if not mended.to_crawl:
            typer.echo("The bus carries every capture that is on its way; nothing was done.")
        _tell_of_crawls(mended, "were on a bus that is gone; their captures count as rejected")


def warn_of_loss(settings: "Settings") -> bool:
    """Say on stderr where ledger, index and bus do not agree, and what to do; whether there was anything to say."""
    from pipeline.agreement import disagreements
    from pipeline.jobs.mend import look

    sentences = disagreements(look(settings))
    for sentence in sentences:
        typer.echo(f"nigah: {sentence}", err=True)
    return bool(sentences)


def _replay_quarantine(settings: "Settings") -> None:
    from pipeline import bootstrap
    from pipeline.replay import replay as put_back

    with closing(bootstrap.open_bus(settings)) as bus:
        done = put_back(bus, private=bootstrap.open_keyring(settings).quarantine_private)
    typer.echo(
        f"{done.returned} put back, {done.other_key} sealed to another key, {done.unreadable} unreadable"
    )


def _tell_of_crawls(mended: "Mended", why: str) -> None:
    from search.wording import count

    if mended.to_crawl:
        typer.echo(
            f"{count(mended.to_crawl, 'ad')} {why}. The next crawl takes in full what is still online; "
            "the rest is only in a backup."
        )
    if mended.busy:
        typer.echo(f"nigah: {', '.join(mended.busy)}: a crawl is running; run this again after it", err=True)
        sys.exit(1)


def forget(
    ad_ids: Annotated[list[str] | None, typer.Argument(help="ids of ads", metavar="[AD…]")] = None,
    contact: Annotated[
        list[str] | None,
        typer.Option(help="and every ad, now and later, that shows this number, address or handle"),
    ] = None,
) -> None:
    """Remove ads for good: from index, bus, links, evidence, crawls and digests. Nothing brings them back.

    Only keyed hashes of them stay, so that a crawl, a replay or a restored index does not; the ledger counts them
    as erased. What was sealed for the child lane is not touched, and a mail that was sent is not called back.
    """
    from pipeline.jobs.forget import forget_ads
    from pipeline.settings import load_settings
    from search.wording import count

    settings = load_settings()
    done = forget_ads(settings, ad_ids or [], contacts=contact or [])
    erasure = done.erasure
    typer.echo(
        f"forgotten: {count(len(erasure.ad_ids), 'ad')}, {erasure.documents} of them in the index, "
        f"{count(erasure.messages, 'message')} on the bus; {count(done.digests, 'digest')} written anew"
    )
    tell_what_stays(settings, done.busy)


def tell_what_stays(settings: "Settings", busy: tuple[str, ...]) -> None:
    """Say where something of ads that were taken out stays for a while; exit status 1 where it must be done again."""
    from pipeline.settings import BusEngine

    if settings.bus is BusEngine.KAFKA:
        typer.echo(
            "Kafka takes no single message out: what it holds of them goes with its retention, after 7 days at "
            "most (what is in quarantine, sealed, after 14); no stage lets it through."
        )
    if busy:
        typer.echo(
            f"nigah: {', '.join(busy)}: a crawl is running, and remembers the addresses until it ends; "
            "run this again after it",
            err=True,
        )
        sys.exit(1)
