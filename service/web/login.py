"""Stands before every page: finds out who is asking, and turns away who may not."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from anyio.to_thread import run_sync
from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from corpus.accounts import READER, ROLES, Accounts
from service.settings import Settings
from service.web.access import User, needed, single_user
from service.web.failures import wants_json
from service.web.guard import Refuse

COOKIE = "klimasvar_session"
NOT_ALLOWED = "Din rolle giver ikke adgang til dette. Spørg den, der driver tjenesten."
NOT_KNOWN = "Log ind for at bruge tjenesten."

Identify = Callable[[Request], User | None]


class Login:
    """ASGI middleware. Puts the user into `request.state.user`; None on the pages that are open to all."""

    def __init__(self, app: ASGIApp, *, mode: str, settings: Settings, accounts: Accounts, refuse: Refuse) -> None:
        self._app = app
        self._mode = mode
        self._refuse = refuse
        self._identify: Identify = {
            "ingen": lambda _: single_user(settings),
            "konti": lambda request: _by_session(request, accounts),
            "proxy": lambda request: _by_headers(request, settings),
        }[self._mode]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        user = await run_sync(self._identify, request) if self._mode == "konti" else self._identify(request)
        scope.setdefault("state", {})["user"] = user
        role = needed(scope["method"], scope["path"])
        if role and user is None:
            await self._ask_to_log_in(request)(scope, receive, send)
        elif role and user is not None and not user.may(role):
            await self._refuse(request, 403, NOT_ALLOWED)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _ask_to_log_in(self, request: Request) -> Response:
        if request.method != "GET" or wants_json(request) or self._mode != "konti":
            return self._refuse(request, 401, NOT_KNOWN)
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/log-ind?videre={quote(here)}", status_code=303)


def _by_session(request: Request, accounts: Accounts) -> User | None:
    token = request.cookies.get(COOKIE, "")
    account = accounts.of_session(token) if token else None
    return User(account.name, account.role) if account else None


def _by_headers(request: Request, settings: Settings) -> User | None:
    """The name and role that the proxy has written; from any other address the headers are worth nothing."""
    if not _from_proxy(request, settings):
        return None
    name = _header(request, settings.proxy_user_header).strip().casefold()
    role = _header(request, settings.proxy_role_header).strip().casefold() or READER
    return User(name, role) if name and role in ROLES else None


def address_of(request: Request, settings: Settings) -> str:
    """Where the request comes from: what a trusted server in front has written last, else who has called."""
    told = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    return told[:60] if told and _from_proxy(request, settings) else _peer(request)


def _from_proxy(request: Request, settings: Settings) -> bool:
    return _peer(request) in {a.strip() for a in settings.proxy_addresses.split(",")}


def _peer(request: Request) -> str:
    return request.client.host if request.client else ""


def _header(request: Request, name: str) -> str:
    """A header in UTF-8, which Starlette reads as Latin-1."""
    raw = request.headers.get(name, "").encode("latin-1")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
