"""Om tjenesten and Tilgængelighedserklæring, the second of which the municipality writes itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from service.web.access import login_mode
from service.web.live import live_manifest
from service.web.models import Text
from service.web.site import SiteDep
from service.web.templating import page

router = APIRouter(include_in_schema=False)

STATEMENT = "tilgaengelighed.txt"
LONGEST = 50_000


@router.get("/om")
def about(request: Request, site: SiteDep) -> Response:
    """What the service is, does and keeps."""
    return page(
        request,
        "about.html",
        tab="",
        documents=len(site.store.documents()),
        manifest=live_manifest(site)[0],
        mode=login_mode(site.settings),
        days=site.settings.retention_days,
        model=site.settings.generator_model if site.settings.generator_url else "",
    )


@router.get("/tilgaengelighed")
@router.get("/was")
def accessibility(request: Request, site: SiteDep) -> Response:
    """The municipality's own statement, else what is known of these pages."""
    blocks = [" ".join(block.split()) for block in _statement(site.settings.data).split("\n\n")]
    return page(request, "accessibility.html", tab="", own=[block for block in blocks if block])


@router.get("/tilgaengelighed/ret")
def edit(request: Request, site: SiteDep) -> Response:
    """The statement as text, to be written."""
    return page(request, "accessibility_edit.html", tab="", text=_statement(site.settings.data), longest=LONGEST)


@router.post("/tilgaengelighed/ret")
def save(site: SiteDep, tekst: Annotated[Text, Form(max_length=LONGEST)] = "") -> Response:
    """Keeps the statement in the data folder; an empty one brings ours back."""
    place = site.settings.data / STATEMENT
    text = "\n".join(line.rstrip() for line in tekst.splitlines()).strip()
    if text:
        beside = place.with_suffix(".ny")
        beside.write_text(text + "\n", encoding="utf-8")
        beside.replace(place)
    else:
        place.unlink(missing_ok=True)
    return RedirectResponse("/tilgaengelighed", status_code=303)


def _statement(data: Path) -> str:
    place = data / STATEMENT
    return place.read_text(encoding="utf-8", errors="replace") if place.is_file() else ""
