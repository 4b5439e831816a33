"""This module puts the console together: a web app over index, records and vault, for people who log in."""

from collections.abc import Callable
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from models.domain.errors import DependencyDown, NigahError, Refused, WrongUsage
from search.access import Access
from search.console.ad_page import ad_routes
from search.console.desk import Desk
from search.console.door import NotLoggedIn, current_session, guard, login_routes, to_login
from search.console.rendering import render_message
from search.console.search_page import search_routes
from search.index.port import AdIndex
from search.records.port import Records
from search.vault import Vault

_HEADINGS = {
    HTTPStatus.FORBIDDEN: ("Refused", "That was not done."),
    HTTPStatus.NOT_FOUND: ("Nothing here", "There is no such page, or no such ad that may be read."),
    HTTPStatus.METHOD_NOT_ALLOWED: ("Not this way", "This page cannot be asked for in that way."),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("Too large", "That is more than any form here takes."),
}


def create_app(
    index: AdIndex, records: Records, vault: Vault, access: Access, *, clock: Callable[[], int]
) -> FastAPI:
    """The console. `clock` gives microseconds, UTC.

    Serve it without an access log: the address of a search holds what somebody looked for, a number perhaps.
    """
    app = FastAPI(title="Nigah", docs_url=None, redoc_url=None, openapi_url=None)
    desk = Desk(index, records, vault, access, clock)
    guard(app, access)
    _answer_errors(app)
    app.include_router(login_routes(access))
    app.include_router(search_routes(desk))
    app.include_router(ad_routes(desk))
    app.mount("/static", StaticFiles(packages=[("search.console", "static")]), name="static")
    return app


def _answer_errors(app: FastAPI) -> None:
    @app.exception_handler(NotLoggedIn)
    def ask_to_log_in(request: Request, _: NotLoggedIn) -> Response:
        return to_login(request)

    @app.exception_handler(HTTPException)
    def say_status(request: Request, error: HTTPException) -> Response:
        status = HTTPStatus(error.status_code)
        heading, sentence = _HEADINGS.get(status, ("Not done", "The console cannot answer that."))
        own = error.detail if error.detail != status.phrase else sentence
        return render_message(heading, own, session=current_session(request), status=status)

    @app.exception_handler(RequestValidationError)
    def say_unreadable(request: Request, _: RequestValidationError) -> Response:
        sentence = "A part of that address or form cannot be read."
        session = current_session(request)
        return render_message("Not understood", sentence, session=session, status=HTTPStatus.BAD_REQUEST)

    @app.exception_handler(NigahError)
    def say_error(request: Request, error: NigahError) -> Response:
        heading, status = _heading_of(error)
        return render_message(heading, str(error), session=current_session(request), status=status)


def _heading_of(error: NigahError) -> tuple[str, HTTPStatus]:
    match error:
        case WrongUsage():
            return "Not understood", HTTPStatus.BAD_REQUEST
        case DependencyDown():
            return "Out of reach just now", HTTPStatus.SERVICE_UNAVAILABLE
        case Refused():
            return "Refused", HTTPStatus.FORBIDDEN
    return "Not done", HTTPStatus.INTERNAL_SERVER_ERROR
