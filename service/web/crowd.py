"""Holds each caller to so many questions and searches at once, so that nobody takes the server from the others."""

from __future__ import annotations

from collections import Counter

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from service.settings import Settings
from service.web.guard import Refuse
from service.web.login import address_of

ASKING = {"/spoerg", "/kilder", "/api/ask", "/api/search"}
TOO_MANY = "Du har allerede {most} spørgsmål eller søgninger i gang. Vent, til et af dem er færdigt, og prøv igen."


class Crowd:
    """ASGI middleware, inside of the login. A caller is the user's name, or the address where there is no login.

    What comes above `settings.max_questions_at_once` is refused with 429; 0 refuses nothing.
    """

    def __init__(self, app: ASGIApp, *, settings: Settings, refuse: Refuse) -> None:
        self._app = app
        self._settings = settings
        self._refuse = refuse
        self._under_way: Counter[str] = Counter()
        """Of each caller; only the event loop's thread touches it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        most = self._settings.max_questions_at_once
        if scope["type"] != "http" or scope["path"] not in ASKING or not most:
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        caller = _caller(request, self._settings)
        if self._under_way[caller] >= most:
            await self._refuse(request, 429, TOO_MANY.format(most=most))(scope, receive, send)
            return
        self._under_way[caller] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._under_way[caller] -= 1
            self._under_way += Counter()  # drops the callers that are done


def _caller(request: Request, settings: Settings) -> str:
    user = getattr(request.state, "user", None)
    return user.name if user and user.name else address_of(request, settings)
