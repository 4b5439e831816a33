"""This module lets requests in: the right host, the right origin, a session, and forms that are ours."""

import re
import secrets
import traceback
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Annotated
from urllib.parse import parse_qsl, urlencode, urlsplit

import structlog
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from search.access import AT_MOST_FOR, Access, Locked, Session, Wrong, same_token
from search.console.rendering import render, render_message, secure

SESSION_COOKIE = "nigah_session"
_LOGIN_COOKIE = "nigah_login"
_MOST_FORM_BYTES = 16_384
_HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d*)?|\[[0-9A-Fa-f:.]+\](:\d*)?")
_log = structlog.get_logger(__name__)


class NotLoggedIn(Exception):
    """Somebody without a session asked for a page that needs one."""


async def read_form(request: Request) -> Mapping[str, str]:
    """The fields of a posted form; a body larger than any form of ours is refused before it is read."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_FORM_BYTES:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "That is more than any form here takes.")
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, errors="replace"))


def need_session(request: Request) -> Session:
    """The session of this request. Raises `NotLoggedIn` where there is none."""
    session = current_session(request)
    if session is None:
        raise NotLoggedIn
    return session


Form = Annotated[Mapping[str, str], Depends(read_form)]
Known = Annotated[Session, Depends(need_session)]


def need_own_form(session: Known, form: Form) -> Session:
    """The session, where the posted form carries its token; a form made elsewhere does not."""
    if not same_token(session.form_token, form.get("token", "")):
        raise HTTPException(
            HTTPStatus.FORBIDDEN, "That form is out of date. Go back, load the page again, repeat."
        )
    return session


KnownForm = Annotated[Session, Depends(need_own_form)]


def current_session(request: Request) -> Session | None:
    """The session of this request, or None."""
    access: Access = request.app.state.access
    return access.session(request.cookies.get(SESSION_COOKIE))


def guard(app: FastAPI, access: Access) -> None:
    """Put the checks of host and origin, the headers, and the last handler around every request of `app`."""
    app.state.access = access

    @app.middleware("http")
    async def check(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
        refusal = _refusal(request, access.hosts)
        if refusal is not None:
            return refusal
        try:
            return secure(await answer(request))
        except Exception as error:  # noqa: BLE001  the last handler: a reader gets a sentence, the log a type
            _log.error("console_failed", path=request.url.path, error=type(error).__name__, at=_spot(error))
            return render_message(
                "Something went wrong here",
                "This page could not be made, and nothing was changed. Try again; if it comes back, tell whoever runs Nigah.",
                status=HTTPStatus.INTERNAL_SERVER_ERROR,
            )


def login_routes(access: Access) -> APIRouter:
    """The pages to log in and out."""
    router = APIRouter()

    @router.get("/login")
    def show_login(request: Request) -> Response:
        onward = _own_path(request.query_params.get("next", ""))
        if current_session(request) is not None:
            return RedirectResponse(onward, HTTPStatus.SEE_OTHER)
        return _login_page(request, onward=onward)

    @router.post("/login")
    def log_in(request: Request, form: Form) -> Response:
        onward = _own_path(form.get("next", ""))
        if not same_token(request.cookies.get(_LOGIN_COOKIE, ""), form.get("token", "")):
            sentence = "This page was open for too long, or cookies are off. Please try again."
            return _login_page(request, onward=onward, sentence=sentence, status=HTTPStatus.FORBIDDEN)
        outcome = access.log_in(form.get("password", ""))
        if isinstance(outcome, Locked):
            sentence = f"Too many wrong tries. Wait {outcome.seconds} seconds, then try again."
            return _login_page(request, onward=onward, sentence=sentence, status=HTTPStatus.TOO_MANY_REQUESTS)
        if isinstance(outcome, Wrong):
            sentence = f"That password is not right. Tries left: {outcome.tries_left}."
            return _login_page(request, onward=onward, sentence=sentence, status=HTTPStatus.FORBIDDEN)
        answer = RedirectResponse(onward, HTTPStatus.SEE_OTHER)
        _set_cookie(request, answer, SESSION_COOKIE, outcome)
        answer.delete_cookie(_LOGIN_COOKIE)
        return answer

    @router.post("/logout")
    def log_out(request: Request, _: KnownForm) -> Response:
        access.log_out(request.cookies.get(SESSION_COOKIE))
        answer = RedirectResponse("/login", HTTPStatus.SEE_OTHER)
        answer.delete_cookie(SESSION_COOKIE)
        return answer

    return router


def to_login(request: Request) -> Response:
    """The way to the login page, and from there back to what was asked for."""
    if request.method != "GET":
        return RedirectResponse("/login", HTTPStatus.SEE_OTHER)
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    way = "/login" if asked == "/" else "/login?" + urlencode({"next": asked})
    return RedirectResponse(way, HTTPStatus.SEE_OTHER)


def _spot(error: Exception) -> str:
    """File and line where `error` arose; its message stays out, it may repeat what an ad says."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{last.filename}:{last.lineno}"


def _refusal(request: Request, hosts: frozenset[str]) -> Response | None:
    """Why this request goes no further: asked for under a strange name, or a form sent from a strange page."""
    host = request.headers.get("host", "")
    if _host_name(host) not in hosts:
        return render_message(
            "Not at this address",
            "This console answers only under the address that was printed when it was started.",
            status=HTTPStatus.MISDIRECTED_REQUEST,
        )
    if request.method in {"GET", "HEAD"}:
        return None
    origin = request.headers.get("origin")
    fetched_from = request.headers.get("sec-fetch-site", "same-origin")
    strange = origin is not None and urlsplit(origin).netloc != host
    if strange or fetched_from not in {"same-origin", "none"}:
        return render_message(
            "Refused",
            "That form was sent from another site; nothing was changed.",
            status=HTTPStatus.FORBIDDEN,
        )
    return None


def _host_name(host: str) -> str:
    """The name in a Host header; empty where it is none, a name with a user before it among them."""
    if not _HOST.fullmatch(host):
        return ""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _own_path(path: str) -> str:
    """`path` where it is one of ours, else the search page; never an address that leads elsewhere."""
    own = path.startswith("/") and not path.startswith(("//", "/\\", "/login")) and path.isprintable()
    return path if own else "/"


def _login_page(
    request: Request, *, onward: str, sentence: str = "", status: int = HTTPStatus.OK
) -> Response:
    token = secrets.token_urlsafe(32)
    page = render("login.html", session=None, status=status, token=token, onward=onward, sentence=sentence)
    _set_cookie(request, page, _LOGIN_COOKIE, token)
    return page


def _set_cookie(request: Request, answer: Response, name: str, value: str) -> None:
    answer.set_cookie(
        name,
        value,
        max_age=AT_MOST_FOR // 1_000_000,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
