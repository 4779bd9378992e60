"""Dokumenter: the library, by what the documents are about."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from corpus.types import Document
from service.web.models import Text
from service.web.site import Site, SiteDep
from service.web.templating import page

router = APIRouter(include_in_schema=False)

GROUPINGS = (("projekt", "Projekt"), ("tema", "Tema"), ("kommune", "Kommune"), ("art", "Slags"), ("aar", "År"))


@dataclass(frozen=True, slots=True)
class Row:
    """A document with its project and network in words."""

    document: Document
    project: str
    network: str


@dataclass(frozen=True, slots=True)
class Tile:
    """A group of documents: a project, a network, a municipality, a kind or a year."""

    title: str
    href: str
    count: int
    note: str = ""


@router.get("/dokumenter")
def library(request: Request, site: SiteDep, vis: Text = "", titel: Text = "") -> Response:
    """Every document; vis groups them, titel keeps those whose title or publisher contains it."""
    chosen = vis if vis in dict(GROUPINGS) else ""
    rows = [_row(site, d) for d in site.store.documents()]
    shown = [r for r in rows if titel.casefold().strip() in f"{r.document.title} {r.document.publisher}".casefold()]
    context = {"rows": shown, "total": len(rows), "titel": titel, "vis": chosen, "groupings": GROUPINGS}
    return page(request, "library.html", tab="library", **context)


def _row(site: Site, document: Document) -> Row:
    project = site.catalogue.project(document.project)
    network = document.network or (project.network if project else "")
    title = next((n.title for n in site.catalogue.networks if n.id == network), "")
    return Row(document, (project.short or project.title) if project else "", title)
