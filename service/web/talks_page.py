"""Samtaler: the list of earlier conversations; rename and delete by plain forms."""

from __future__ import annotations

from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from corpus.errors import InputError
from service.web.models import Text
from service.web.site import SiteDep
from service.web.templating import danish_day, page

router = APIRouter(include_in_schema=False)

SHOWN = 100


@router.get("/samtaler")
def conversations(request: Request, site: SiteDep, q: Text = "") -> Response:
    """The newest conversations, or the newest of those whose title or questions contain q."""
    found = site.journal.conversations(containing=q.strip())
    shown = groupby(found[:SHOWN], key=lambda talk: danish_day(talk.updated))
    days = [(day, list(talks)) for day, talks in shown]
    return page(request, "talks.html", tab="ask", q=q, days=days, older=max(0, len(found) - SHOWN))


@router.post("/samtaler/{conversation_id}/navn")
def rename(conversation_id: str, site: SiteDep, titel: Annotated[Text, Form(max_length=200)] = "") -> Response:
    """Gives the conversation a new name."""
    if not titel.strip():
        raise InputError("Skriv et navn til samtalen.")
    site.journal.rename(conversation_id, titel.strip())
    return RedirectResponse("/samtaler", status_code=303)


@router.post("/samtaler/{conversation_id}/slet")
def delete(conversation_id: str, site: SiteDep) -> Response:
    """Removes the conversation, its answers and its votes."""
    site.journal.delete(conversation_id)
    return RedirectResponse("/samtaler", status_code=303)
