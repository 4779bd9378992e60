"""Around every request: size limit, same origin for changes, security headers, and a last resort for errors."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

from fastapi import HTTPException, Request, Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("klimasvar.web")

CSP = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; "
    "img-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'; font-src 'self'"
)
HEADERS = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
SAFE = {"GET", "HEAD", "OPTIONS"}
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
TOO_LARGE = "Forespørgslen er for stor: højst {limit} kB. Gør spørgsmålet eller filen mindre."

Refuse = Callable[[Request, int, str], Response]


class Guard:
    """ASGI middleware. limit: bytes allowed for a path. refuse: makes the error response in the right form."""

    def __init__(self, app: ASGIApp, *, limit: Callable[[str], int], refuse: Refuse) -> None:
        self._app = app
        self._limit = limit
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _harden(MutableHeaders(scope=message))
            await send(message)

        try:
            if refusal := self._check(Request(scope)):
                await refusal(scope, receive, send_guarded)
            else:
                await self._app(scope, self._counted(scope, receive), send_guarded)
        except Exception:
            number = secrets.token_hex(4)
            log.exception("%s %s failed, error %s", scope["method"], scope["path"], number)
            if started:
                raise
            page = self._refuse(Request(scope), 500, f"Noget gik galt. Prøv igen om lidt. Fejlnummer {number}.")
            await page(scope, receive, send_guarded)

    def _check(self, request: Request) -> Response | None:
        # A route's pattern ends before a last newline, a role's does not: no page has a control character.
        if CONTROL.search(request.scope["path"]):
            return self._refuse(request, 404, "Siden findes ikke.")
        length = request.headers.get("content-length", "")
        limit = self._limit(request.url.path)
        if length.isdecimal() and int(length) > limit:
            return self._refuse(request, 413, TOO_LARGE.format(limit=limit // 1024))
        if request.method not in SAFE and not same_origin(request.headers):
            return self._refuse(
                request, 403, "Forespørgslen kommer fra en anden hjemmeside og er afvist. Åbn siden her, og prøv igen."
            )
        return None

    def _counted(self, scope: Scope, receive: Receive) -> Receive:
        limit, seen = self._limit(scope["path"]), 0

        async def receive_counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise HTTPException(413, TOO_LARGE.format(limit=limit // 1024))
            return message

        return receive_counted


def same_origin(headers: Headers) -> bool:
    """False when a browser says that the request was made by another site; programs send neither header."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _harden(headers: MutableHeaders) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("cache-control", "no-store")
