"""Om tjenesten and Tilgængelighedserklæring."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from corpus.errors import SearchIndexError
from service.web.site import SiteDep
from service.web.templating import page

router = APIRouter(include_in_schema=False)

STATEMENT = "tilgaengelighed.txt"


@router.get("/om")
def about(request: Request, site: SiteDep) -> Response:
    """What the service is, does and keeps."""
    try:
        generation = site.generation()
    except SearchIndexError:
        generation = ""
    return page(request, "about.html", tab="", documents=len(site.store.documents()), generation=generation)


@router.get("/tilgaengelighed")
@router.get("/was")
def accessibility(request: Request, site: SiteDep) -> Response:
    """The municipality's own statement from the data folder, else what is known of these pages."""
    place = site.settings.data / STATEMENT
    own = place.read_text(encoding="utf-8", errors="replace").split("\n\n") if place.is_file() else []
    return page(request, "accessibility.html", tab="", own=[p for p in own if p.strip()])
