"""One document's upkeep: what is written about it, a new reading, a new file in its place, and its removal."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, File, Form, Request, Response, UploadFile
from fastapi.responses import RedirectResponse

from corpus.errors import InputError
from service.library import Added, read_again, remove
from service.web.jobs import Job, Progress, Told, respond
from service.web.links import document_path
from service.web.models import EditForm
from service.web.site import Site, SiteDep
from service.web.templating import page
from service.web.upload_page import received

router = APIRouter(include_in_schema=False)

KINDS = ("rapport", "værktøj", "guide", "skabelon", "resumé")
DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@router.get("/dokumenter/{document_id}/ret")
def form(document_id: str, request: Request, site: SiteDep) -> Response:
    """What is known of the document, to be corrected."""
    document = site.store.document(document_id)
    kinds = list(dict.fromkeys((*KINDS, *(d.kind for d in site.store.documents() if d.kind))))
    return page(
        request,
        "upkeep.html",
        tab="library",
        d=document,
        kinds=kinds,
        projects=sorted(site.catalogue.projects, key=lambda p: p.order),
        networks=site.catalogue.networks,
    )


@router.post("/dokumenter/{document_id}/ret")
def correct(document_id: str, request: Request, site: SiteDep, form: Annotated[EditForm, Form()]) -> Response:
    """Keeps what was written, and reads the document with it."""
    written = {name: " ".join(value.split()) for name, value in form.model_dump().items()}
    _check(site, written)
    return _again(request, site, document_id, lambda progress: read_again(
        site.settings, document_id, edits=written, progress=progress
    ))  # fmt: skip


@router.post("/dokumenter/{document_id}/laes-igen")
def reread(document_id: str, request: Request, site: SiteDep) -> Response:
    """Reads the original anew, as after an update of the program."""
    return _again(
        request, site, document_id, lambda progress: read_again(site.settings, document_id, progress=progress)
    )


@router.post("/dokumenter/{document_id}/erstat")
def put_in_place(document_id: str, request: Request, site: SiteDep, fil: Annotated[UploadFile, File()]) -> Response:
    """A newer file in the document's place: same address, same words about it."""
    site.store.document(document_id)
    folder = Path(tempfile.mkdtemp(prefix="klimasvar-"))
    (path,) = received([fil], folder)

    def work(progress: Progress) -> Added:
        added = read_again(site.settings, document_id, path=path, progress=progress)
        site.images.keep_only(site.store.documents())
        return added

    return _again(request, site, document_id, work, clean=partial(shutil.rmtree, folder, ignore_errors=True))


@router.post("/dokumenter/{document_id}/slet")
def delete(document_id: str, site: SiteDep) -> Response:
    """Removes the document from text, files, pictures and index."""
    remove(site.settings, document_id)
    site.images.keep_only(site.store.documents())
    return RedirectResponse("/dokumenter", status_code=303)


def _again(
    request: Request,
    site: Site,
    document_id: str,
    work: Callable[[Progress], Added],
    *,
    clean: Callable[[], None] = lambda: None,
) -> Response:
    def told(progress: Progress, _: Told) -> Added:
        added = work(progress)
        if failed := [report.error for report in added.reports if report.failed]:
            raise InputError(failed[0])
        return added

    back = RedirectResponse(document_path(document_id), status_code=303)
    return respond(request, site, Job(told, 1, clean), lambda _: back)


def _check(site: Site, written: dict[str, str]) -> None:
    if not written["title"]:
        raise InputError("Et dokument skal have en titel.")
    if written["published"] and not DATE.fullmatch(written["published"]):
        raise InputError("Skriv udgivelsen som et år (2024), en måned (2024-02) eller en dato (2024-02-29).")
    if written["project"] and site.catalogue.project(written["project"]) is None:
        raise InputError("Projektet findes ikke. Vælg et fra listen.")
    if written["network"] and written["network"] not in {n.id for n in site.catalogue.networks}:
        raise InputError("Temaet findes ikke. Vælg et fra listen.")
    if written["url"] and not re.fullmatch(r"https?://[^\s\"<>]+", written["url"]):
        raise InputError("Adressen hos udgiveren skal begynde med https:// eller http://.")
