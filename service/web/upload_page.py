"""Tilføj dokumenter: files from the reader's machine, or from the addresses that the catalogue gives."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, File, Request, Response, UploadFile

from corpus.catalogue import MATERIALS, CatalogueDocument
from corpus.errors import DownloadError, InputError
from ingest.media import SUFFIXES
from ingest.read import READERS
from service.library import Added, add_documents, fetch_sources
from service.web.jobs import Job, Progress, Told, respond, row_of
from service.web.site import Site, SiteDep
from service.web.templating import page

router = APIRouter(include_in_schema=False)

PATH = "/dokumenter/tilfoej"
LONGEST_NAME = 200
"""In bytes: a file system takes 255."""


@router.get(PATH)
def form(request: Request, site: SiteDep) -> Response:
    """The form, or why there is none."""
    return _page(request, site, None)


@router.post(PATH)
def add(request: Request, site: SiteDep, filer: Annotated[list[UploadFile], File()]) -> Response:
    """Reads the files."""
    folder = Path(tempfile.mkdtemp(prefix="klimasvar-"))
    paths = received(filer, folder)

    def work(progress: Progress, told: Told) -> Added:
        return add_documents(site.settings, paths, progress=progress, told=told)

    job = Job(work, len(paths), partial(shutil.rmtree, folder, ignore_errors=True))
    return respond(request, site, job, partial(_page, request, site))


@router.post("/dokumenter/hent")
def fetch(request: Request, site: SiteDep) -> Response:
    """Fetches what the catalogue has an address for, and reads it."""

    def work(progress: Progress, told: Told) -> Added:
        progress("Henter hos udgiverne", 0, 0)
        fetched = fetch_sources(site.settings)
        paths = [row.path for row in fetched if row.path]
        if failed := [row.error for row in fetched if row.error and not paths]:
            raise DownloadError(failed[0])
        return add_documents(site.settings, paths, progress=progress, told=told)

    return respond(request, site, Job(work, 0), partial(_page, request, site))


def received(uploads: Sequence[UploadFile], folder: Path) -> list[Path]:
    """The files as they were sent, each in a folder of its own so that names cannot clash. Raises InputError."""
    try:
        paths = [_save(upload, folder / str(number)) for number, upload in enumerate(uploads) if upload.filename]
        if not paths:
            raise InputError("Vælg mindst én fil.")
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return paths


def safe_name(filename: str) -> str:
    """The last part of what the browser calls the file, without what a file system or a terminal could trip over."""
    last = re.split(r"[/\\]", filename)[-1]
    clean = re.sub(r"[\x00-\x1f\x7f<>:\"|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", "_", last).strip(
        ". "
    )
    stem, dot, suffix = clean.rpartition(".")
    return f"{_cut(stem)}{dot}{suffix[:12]}" if dot else _cut(clean) or "fil"


def to_fetch(site: Site) -> list[CatalogueDocument]:
    """What the catalogue has an address for and does not ship."""
    return [d for d in site.catalogue.documents if d.url and not (MATERIALS / d.file).is_file()]


def _cut(name: str) -> str:
    return name.encode("utf-8")[:LONGEST_NAME].decode("utf-8", "ignore")


def _save(upload: UploadFile, folder: Path) -> Path:
    folder.mkdir()
    path = folder / safe_name(upload.filename or "")
    with path.open("wb") as file:
        shutil.copyfileobj(upload.file, file)
    return path


def _page(request: Request, site: Site, added: Added | None) -> Response:
    readable = sorted({SUFFIXES[kind] for kind in READERS})
    return page(
        request,
        "upload.html",
        tab="library",
        kinds=", ".join(suffix.lstrip(".").upper() for suffix in readable),
        accept=",".join(readable),
        most=site.settings.max_upload_bytes // 1_000_000,
        sources=to_fetch(site),
        added=added,
        rows=[row_of(report) for report in added.reports] if added else [],
    )
