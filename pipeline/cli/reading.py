"""This module holds the commands for readers: search and digest."""

import json
from contextlib import closing, suppress
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:  # the console's words are heavy to load, and only `search` needs them
    from search.console.hits import Hit


def add_to(app: typer.Typer) -> None:
    """Add this room's commands to `app`."""
    app.command()(search)
    app.command()(digest)


def search(
    query: Annotated[
        list[str],
        typer.Argument(help='words, "a phrase", AND, OR, NOT, kind:, band:, place:, contact:, from:, to:'),
    ],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="how many hits")] = 20,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object for each hit")] = False,
) -> None:
    """Find flagged ads. Contacts are masked; the console shows them in full."""
    from pipeline import bootstrap
    from pipeline.cli.mending import warn_of_loss
    from pipeline.settings import load_settings
    from search.console.hits import count_linked, show_hits
    from search.console.question import read_question, to_query
    from search.index.port import Page

    settings = load_settings()
    vault = bootstrap.open_vault(settings)
    asked = to_query(read_question([("q", " ".join(query))]), vault)
    with (
        closing(bootstrap.open_index(settings)) as index,
        closing(bootstrap.open_records(settings)) as records,
    ):
        found = index.search(asked, page=Page(limit))
        ids = [document.ad_id for document in found.documents]
        linked = count_linked(ids, records.linked(ids))
        read, seen = records.read(ids), records.seen_among(ids)
        hits = show_hits(found.documents, vault, match=asked.match, read=read, linked=linked, seen=seen)
    for hit in hits:
        typer.echo(_as_json(hit) if as_json else _as_text(hit))
    shown = f", {len(hits)} shown" if len(hits) < found.total else ""
    typer.echo(
        f"{found.total} flagged ads match{shown}." if found.total else "No flagged ad matches.", err=True
    )
    if not found.total and warn_of_loss(settings):
        raise typer.Exit(1)


def digest(
    day: Annotated[
        str | None, typer.Option("--date", help="a day in India, 2026-11-22; none: today so far")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=10, help="how many leads")] = 10,
) -> None:
    """Write one day's digest to home/digests as a mail (.eml) and a page (.html)."""
    from pipeline.cli.mending import warn_of_loss
    from pipeline.jobs.digest import build_digest, write_digest
    from pipeline.settings import load_settings

    settings = load_settings()
    made = build_digest(settings, _day(day), limit=limit)
    warn_of_loss(settings)
    mail, page = write_digest(settings, made)
    typer.echo(f"nigah: {made.window.day}: {len(made.leads)} leads of {made.ads_read} ads read", err=True)
    typer.echo(f"{mail}\n{page}")


def _day(given: str | None) -> date:
    from datetime import UTC, datetime

    from models.domain.errors import WrongUsage
    from models.domain.evidence import IST

    if given is None:
        return datetime.now(UTC).astimezone(IST).date()
    with suppress(ValueError):
        day = date.fromisoformat(given)
        if day.isoformat() == given:  # not 20261122 and not 2026-W47-7, which are read as well
            return day
    raise WrongUsage(f"{given!r} is no day; write it like 2026-11-22.")


def _as_text(hit: "Hit") -> str:
    told = hit.told
    head = f"{hit.band_word.upper():7} {hit.ad_id}  {hit.captured}  {', '.join(hit.kinds)}"
    if told is None:
        return f"{head}\n        (sealed with a key that is not here)"
    lines = [
        "".join(piece.text for piece in told.title),
        *(
            f"+ {reason.sentence}" + "".join(f" “{quote}”" for quote in reason.quotes)
            for reason in told.reasons
        ),
        "  ".join((*told.places, *told.contacts)),
        "read by a person" if hit.read else "not yet read by a person",
        hit.gone,
    ]
    return "\n".join([head, *(f"        {line}" for line in lines if line)])


def _as_json(hit: "Hit") -> str:
    told = hit.told
    shown = {
        "id": hit.ad_id,
        "band": hit.band,
        "kinds": hit.kinds,
        "captured": hit.captured,
        "gone": hit.gone,
        "read": hit.read,
    }
    if told:
        shown |= {
            "title": "".join(piece.text for piece in told.title),
            "reasons": [reason.sentence for reason in told.reasons],
            "places": told.places,
            "contacts": told.contacts,
        }
    return json.dumps(shown, ensure_ascii=False)
