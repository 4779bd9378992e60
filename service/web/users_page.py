"""Brugere: who may log in, and in which role."""

from __future__ import annotations

import logging
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from corpus.accounts import ADMINISTRATOR, ROLES
from corpus.errors import InputError, NotFound
from service.passwords import SHORTEST, hash_password
from service.web.access import login_mode
from service.web.models import Text
from service.web.site import Site, SiteDep
from service.web.templating import page

router = APIRouter(include_in_schema=False)
log = logging.getLogger("klimasvar.security")

FormText = Annotated[Text, Form()]
BACK = "/drift/brugere"


@router.get(BACK)
def users(request: Request, site: SiteDep) -> Response:
    """Every account, and the forms that change them."""
    mode = login_mode(site.settings)
    found = site.accounts.accounts()
    return page(request, "users.html", tab="", mode=mode, accounts=found, roles=ROLES, shortest=SHORTEST)


@router.post(BACK)
def add(site: SiteDep, navn: FormText = "", rolle: FormText = "", kode: FormText = "") -> Response:
    """A new account."""
    account = site.accounts.add(navn, rolle, hash_password(kode))
    return _done(site, "added", account.name)


@router.post("/drift/brugere/{name}/rolle")
def change_role(name: str, site: SiteDep, rolle: FormText = "") -> Response:
    """Another role, from the next page on."""
    if not rolle:
        raise InputError("Vælg en rolle.")
    if rolle != ADMINISTRATOR:
        _keep_an_administrator(site, name)
    site.accounts.change(name, role=rolle)
    return _done(site, "changed", name)


@router.post("/drift/brugere/{name}/kode")
def new_password(name: str, site: SiteDep, kode: FormText = "") -> Response:
    """A new password; the user's sessions end."""
    site.accounts.change(name, password_hash=hash_password(kode))
    return _done(site, "given a password", name)


@router.post("/drift/brugere/{name}/luk")
def close(name: str, site: SiteDep) -> Response:
    """Keeps the account and its conversations, but it cannot log in until it is opened again."""
    closed = next((a.disabled for a in site.accounts.accounts() if a.name == name), None)
    if closed is None:
        raise NotFound(f"Der er ingen bruger, der hedder »{name[:60]}«.")
    if not closed:
        _keep_an_administrator(site, name)
    site.accounts.change(name, disabled=not closed)
    return _done(site, "opened" if closed else "closed", name)


@router.post("/drift/brugere/{name}/slet")
def remove(name: str, site: SiteDep) -> Response:
    """Removes the account with all its conversations."""
    site.accounts.account(name)
    _keep_an_administrator(site, name)
    site.journal.of(name).purge()
    site.accounts.remove(name)
    return _done(site, "removed", name)


def _keep_an_administrator(site: Site, name: str) -> None:
    others = (a for a in site.accounts.accounts() if a.name != name and not a.disabled)
    if not any(a.role == ADMINISTRATOR for a in others) and site.accounts.account(name).role == ADMINISTRATOR:
        raise InputError("Der skal være mindst én administrator. Giv først en anden bruger rollen.")


def _done(site: Site, what: str, name: str) -> Response:
    log.info("%r was %s by %r", name, what, site.user.name if site.user else "")
    return RedirectResponse(BACK, status_code=303)
