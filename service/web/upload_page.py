"""Tilføj dokumenter: files in, progress as events, a report in Danish; and removal."""

from __future__ import annotations

import queue
import re
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, File, HTTPException, Request, Response, UploadFile
from fastapi.responses import RedirectResponse

from corpus.errors import InputError
from ingest.media import SUFFIXES
from ingest.report import DocumentReport
from service.library import Added, add_documents, remove
from service.settings import Settings
from service.web import sse
from service.web.links import document_path
from service.web.site import Site, SiteDep
from service.web.templating import fragment, page

router = APIRouter(include_in_schema=False)

PATH = "/dokumenter/tilfoej"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
LONGEST_NAME = 120
STATUS = {"added": "Ny", "replaced": "Erstattet", "unchanged": "Uændret", "failed": "Fejl"}

Emit = Callable[[str, object], None]


def may_edit(settings: Settings) -> bool:
    """True when the server can be reached from its own machine only: there is no login to tell people apart."""
    return settings.host in LOOPBACK


def _require_edit(site: Site) -> None:
    if not may_edit(site.settings):
        raise HTTPException(403)


@router.get(PATH)
def form(request: Request, site: SiteDep) -> Response:
    """The form, or why there is none."""
    return _page(request, site, None)


@router.post(PATH)
def add(request: Request, site: SiteDep, filer: Annotated[list[UploadFile], File()]) -> Response:
    """Reads the files: as events for a script, as a finished page without one."""
    _require_edit(site)
    folder = Path(tempfile.mkdtemp(prefix="klimasvar-"))
    try:
        paths = [_save(upload, folder / str(number)) for number, upload in enumerate(filer) if upload.filename]
        if not paths:
            raise InputError("Vælg mindst én fil.")
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    if "text/event-stream" in request.headers.get("accept", ""):
        return sse.stream(_events(site, paths, folder))
    try:
        added = add_documents(site.settings, paths)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return _page(request, site, added)


@router.post("/dokumenter/{document_id}/slet")
def delete(document_id: str, site: SiteDep) -> Response:
    """Removes the document from text, files and index."""
    _require_edit(site)
    remove(site.settings, document_id)
    return RedirectResponse("/dokumenter", status_code=303)


def safe_name(filename: str) -> str:
    """The last part of what the browser calls the file, without what a file system or a terminal could trip over."""
    last = re.split(r"[/\\]", filename)[-1]
    clean = re.sub(r"[\x00-\x1f\x7f<>:\"|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", "_", last).strip(
        ". "
    )
    stem, dot, suffix = clean.rpartition(".")
    return f"{stem[:LONGEST_NAME]}{dot}{suffix[:12]}" if dot else clean[:LONGEST_NAME] or "fil"


def _save(upload: UploadFile, folder: Path) -> Path:
    folder.mkdir()
    path = folder / safe_name(upload.filename or "")
    with path.open("wb") as file:
        shutil.copyfileobj(upload.file, file)
    return path


def _events(site: Site, paths: Sequence[Path], folder: Path) -> Iterator[bytes]:
    """The work goes on in its own thread, so that a reader who leaves does not leave it half done."""
    waiting: queue.Queue[tuple[str, object]] = queue.Queue()
    threading.Thread(target=_work, args=(site.settings, paths, folder, waiting), daemon=True).start()
    while True:
        name, value = waiting.get()
        if name == "progress":
            yield sse.event("progress", value)
        elif isinstance(value, Added):
            html = fragment("_upload_report.html", site, rows=_rows(value), added=value)
            yield sse.event("done", {"html": html})
            return
        elif isinstance(value, BaseException):
            raise value


def _work(settings: Settings, paths: Sequence[Path], folder: Path, out: queue.Queue[tuple[str, object]]) -> None:
    def progress(step: str, done: int, total: int) -> None:
        of = total or len(paths)
        out.put(("progress", {"text": f"{step}: {done} af {of}", "done": done, "total": of}))

    try:
        out.put(("progress", {"text": "Filerne er modtaget. Læser dem …", "done": 0, "total": len(paths)}))
        out.put(("done", add_documents(settings, paths, progress=progress)))
    except BaseException as error:
        out.put(("failed", error))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _page(request: Request, site: Site, added: Added | None) -> Response:
    return page(
        request,
        "upload.html",
        tab="library",
        allowed=may_edit(site.settings),
        kinds=", ".join(sorted({s.lstrip(".").upper() for s in SUFFIXES.values()})),
        accept=",".join(sorted(set(SUFFIXES.values()))),
        most=site.settings.max_upload_bytes // 1_000_000,
        added=added,
        rows=_rows(added) if added else [],
    )


def _rows(added: Added) -> list[tuple[DocumentReport, str, str]]:
    """(report, Danish status, address) for each file."""
    return [(r, STATUS[r.status], document_path(r.document_id) if r.document_id else "") for r in added.reports]
