"""This module renders the console's pages and puts on every answer what keeps browsers from leaking it."""

from functools import cache
from http import HTTPStatus
from typing import Any, TypeVar

from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from search.access import Session
from search.wording import count

Answer = TypeVar("Answer", bound=Response)

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    # Not `no-referrer`: under it browsers send `Origin: null` with our own forms, and the check of forms needs it.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


def render(name: str, *, session: Session | None, status: int = HTTPStatus.OK, **words: Any) -> HTMLResponse:
    """The page of template `name`; everything in `words` is escaped where it is shown."""
    page = _environment().get_template(name).render(session=session, **words)
    return secure(HTMLResponse(page, status_code=status))


def render_message(
    heading: str, sentence: str, *, session: Session | None = None, status: int
) -> HTMLResponse:
    """A page that says in plain words what is the matter."""
    return render("message.html", session=session, status=status, heading=heading, sentence=sentence)


def secure(answer: Answer) -> Answer:
    """`answer` with the headers that every answer carries."""
    answer.headers.update(HEADERS)
    return answer


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("search.console"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["count"] = count
    return environment
