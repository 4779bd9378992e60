"""A page as a WebP picture; and the source file itself."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse

from corpus.errors import FileMissing, NotFound
from corpus.types import Document
from ingest import originals
from service.web.drawing import PDF
from service.web.site import Site, SiteDep

router = APIRouter(include_in_schema=False)

PICTURE = {
    "content-security-policy": "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'",
    "cache-control": "private, max-age=31536000, immutable",
}
"""Chromium lays out a picture that is opened alone with styles of its own, which the pages' policy would refuse."""
SANDBOX = {"content-security-policy": "sandbox; default-src 'none'", "cache-control": "private, no-cache"}
VIEWER = {
    "content-security-policy": "default-src 'none'; object-src 'self'; plugin-types application/pdf",
    "cache-control": "private, no-cache",
}


@router.get("/dokumenter/{document_id}/side/{number}.webp")
def page_image(document_id: str, number: int, site: SiteDep, b: int = 1200) -> Response:
    """The page drawn b pixels wide, rounded up; the next one is drawn too, for who turns the page."""
    document = site.store.document(document_id)
    if document.media_type != PDF or not 1 <= number <= document.page_count:
        raise NotFound(f"Dokumentet har ingen side {number}, der kan vises som billede.")
    original_path(site, document)
    drawn = site.images.get(document, number, b)
    site.images.ahead(document, number + 1)
    return Response(drawn, media_type="image/webp", headers=PICTURE)


@router.get("/dokumenter/{document_id}/fil")
def original(document_id: str, site: SiteDep) -> Response:
    """The source file: PDF in the browser's own viewer, anything else as a download, never run as a page."""
    document = site.store.document(document_id)
    path = original_path(site, document)
    inline = document.media_type == PDF
    return FileResponse(
        path,
        media_type=document.media_type,
        filename=Path(document.filename).name,
        content_disposition_type="inline" if inline else "attachment",
        headers=VIEWER if inline else SANDBOX,
    )


def original_path(site: Site, document: Document) -> Path:
    """Where the file as it was ingested is kept. Raises FileMissing."""
    path = originals.original_path(site.settings.data, document)
    if not path.is_file():
        raise FileMissing(f"Originalen til »{document.title}« ligger ikke længere på serveren. Indlæs filen igen.")
    return path
