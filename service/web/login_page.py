"""Log ind, log af, and one's own password."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections import deque
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from corpus.errors import InputError, NotFound
from service.passwords import hash_password, matches
from service.web.access import login_mode
from service.web.login import COOKIE, address_of
from service.web.models import Text
from service.web.site import Site, SiteDep
from service.web.templating import page

router = APIRouter(include_in_schema=False)
log = logging.getLogger("klimasvar.security")

TRIES, WINDOW_S = 8, 300.0
WRONG = "Brugernavn eller adgangskode er forkert."
TOO_MANY = "Der er forsøgt for mange gange. Vent fem minutter, og prøv igen."

FormText = Annotated[Text, Form()]


class Tries:
    """Wrong passwords of the last minutes, by name and by address, so that nobody can guess for long."""

    def __init__(self) -> None:
        self._failed: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def too_many(self, keys: tuple[str, ...]) -> bool:
        """True when one of the keys has failed TRIES times within WINDOW_S."""
        oldest = time.monotonic() - WINDOW_S
        with self._lock:
            for key in list(self._failed):
                while self._failed[key] and self._failed[key][0] < oldest:
                    self._failed[key].popleft()
                if not self._failed[key]:
                    del self._failed[key]
            return any(len(self._failed.get(key, ())) >= TRIES for key in keys)

    def failed(self, keys: tuple[str, ...]) -> None:
        """Counts one failure for each key."""
        with self._lock:
            for key in keys:
                self._failed.setdefault(key, deque()).append(time.monotonic())


@router.get("/log-ind")
def form(request: Request, site: SiteDep, videre: Text = "/") -> Response:
    """The form; who is known already goes on."""
    _only_accounts(site)
    if site.user is not None:
        return RedirectResponse(_inside(videre), status_code=303)
    return page(request, "login.html", tab="", onward=videre, error="")


@router.post("/log-ind")
def log_in(
    request: Request, site: SiteDep, navn: FormText = "", kode: FormText = "", videre: FormText = "/"
) -> Response:
    """A session in a cookie, or the form again with what was wrong."""
    _only_accounts(site)
    name = navn.strip().casefold()
    keys = (f"navn {name[:200]}", f"adresse {address_of(request, site.settings)}")
    tries: Tries = request.app.state.tries
    if tries.too_many(keys):
        return _again(request, TOO_MANY, videre, status=429)
    if not matches(site.accounts.password_hash(name), kode):
        tries.failed(keys)
        log.warning("log-in failed for %r from %s", name[:100], keys[1])
        return _again(request, WRONG, videre, status=401)
    token = secrets.token_urlsafe(32)
    site.accounts.open_session(name, token, hours=site.settings.session_hours)
    log.info("%r logged in", name)
    reply = RedirectResponse(_inside(videre), status_code=303)
    secure = request.headers.get("x-forwarded-proto", request.url.scheme) == "https"
    age = int(site.settings.session_hours * 3600)
    reply.set_cookie(COOKIE, token, max_age=age, httponly=True, samesite="lax", secure=secure)
    return reply


@router.post("/log-ud")
def log_out(request: Request, site: SiteDep) -> Response:
    """Ends the session here and on the server."""
    _only_accounts(site)
    site.accounts.close_session(request.cookies.get(COOKIE, ""))
    reply = RedirectResponse("/log-ind", status_code=303)
    reply.delete_cookie(COOKIE)
    return reply


@router.get("/konto")
def account(request: Request, site: SiteDep) -> Response:
    """Who one is, and the form for a new password."""
    _only_accounts(site)
    return _account(request, "", status=200)


@router.post("/konto")
def change_password(request: Request, site: SiteDep, nuvaerende: FormText = "", ny: FormText = "") -> Response:
    """A new password; every session ends, this one too. The old one can be guessed at no more than at the door."""
    _only_accounts(site)
    name = site.user.name if site.user else ""
    tries: Tries = request.app.state.tries
    if tries.too_many((f"navn {name}",)):
        return _account(request, TOO_MANY, status=429)
    try:
        if not matches(site.accounts.password_hash(name), nuvaerende):
            tries.failed((f"navn {name}",))
            raise InputError("Den nuværende adgangskode er forkert.")
        site.accounts.change(name, password_hash=hash_password(ny))
    except InputError as refused:
        return _account(request, str(refused), status=422)
    return RedirectResponse("/log-ind", status_code=303)


def _only_accounts(site: Site) -> None:
    if login_mode(site.settings) != "konti":
        raise NotFound("Der er intet login her. Gå til forsiden.")


def _account(request: Request, error: str, *, status: int) -> Response:
    reply = page(request, "account.html", tab="", error=error)
    reply.status_code = status
    return reply


def _again(request: Request, error: str, onward: str, *, status: int) -> Response:
    reply = page(request, "login.html", tab="", onward=onward, error=error)
    reply.status_code = status
    return reply


def _inside(place: str) -> str:
    """The place when it is one of ours: never another host, whatever the browser makes of backslashes."""
    return place if place.startswith("/") and not place.startswith(("//", "/\\")) and place.isprintable() else "/"
