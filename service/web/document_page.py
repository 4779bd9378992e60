"""A document: what is known of it, its outline, and each page as picture and text with the cited words boxed."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from corpus.errors import NotFound
from corpus.types import Box, Document, Page, Section
from service.web import links
from service.web.drawing import PDF, WIDTHS
from service.web.models import Text
from service.web.places import find_excerpt
from service.web.reading import document_parts, page_parts
from service.web.site import Site, SiteDep
from service.web.templating import page as render

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class View:
    """What both document pages show: the document, its place in the library, and its outline."""

    document: Document
    pages: tuple[Page, ...]
    sections: tuple[Section, ...]
    project: str
    network: str
    kinds: str
    original: str
    original_href: str

    def page(self, number: int) -> Page | None:
        """The page with that number, or None."""
        return next((p for p in self.pages if p.number == number), None)

    def label(self, number: int) -> str:
        """What is printed on the page, else its number."""
        here = self.page(number)
        return (here.label if here else "") or str(number)


def make_view(site: Site, document_id: str) -> View:
    """Raises NotFound."""
    document = site.store.document(document_id)
    project = site.catalogue.project(document.project)
    network = next((n.title for n in site.catalogue.networks if n.id == document.network), "")
    return View(
        document,
        tuple(site.store.pages(document_id)),
        tuple(s for s in site.store.sections(document_id) if s.heading),
        project.title if project else "",
        network,
        document.kind.capitalize(),
        *_original(site, document),
    )


def _original(site: Site, document: Document) -> tuple[str, str]:
    """(title, address) of what the document is a digest of: here when it is stored, else at its publisher."""
    stored = next((d for d in site.store.documents() if d.document_id == document.digest_of), None)
    if stored is not None:
        return stored.title, links.document_path(stored.document_id)
    known = next((d for d in site.catalogue.documents if d.id == document.digest_of), None)
    return (known.title, known.url) if known else (document.digest_of, document.url)


@router.get("/dokumenter/{document_id}")
def overview(document_id: str, request: Request, site: SiteDep, uddrag: Text = "") -> Response:
    """What the document is, its outline, and its text when it has no pages to draw."""
    view = make_view(site, document_id)
    excerpt = find_excerpt(site.store, document_id, uddrag)
    paged = any(p.width for p in view.pages)
    return render(
        request,
        "document.html",
        tab="library",
        view=view,
        paged=paged,
        flags=site.store.flags(document_id),
        parts=[] if paged else document_parts(site.store, document_id, excerpt),
        lost=bool(uddrag) and excerpt is None,
    )


@router.get("/dokumenter/{document_id}/side/{number}")
def one_page(document_id: str, number: int, request: Request, site: SiteDep, uddrag: Text = "") -> Response:
    """A page, slide or sheet: its picture with boxes where there is one, and its text."""
    view = make_view(site, document_id)
    here = view.page(number)
    if here is None:
        raise NotFound(f"»{view.document.title}« har ingen side {number}.")
    site.images.ahead(view.document, number)
    excerpt = find_excerpt(site.store, document_id, uddrag)
    found: tuple[Box, ...] = site.store.boxes(document_id, *excerpt) if excerpt else ()
    drawn = bool(here.width) and view.document.media_type == PDF
    return render(
        request,
        "page.html",
        tab="library",
        view=view,
        here=here,
        previous=view.page(number - 1),
        following=view.page(number + 1),
        drawn=drawn,
        boxes=[b for b in found if b.page == number],
        elsewhere=sorted({b.page for b in found if b.page != number}),
        parts=page_parts(site.store, document_id, number, excerpt),
        uddrag=uddrag,
        lost=bool(uddrag) and (excerpt is None or (drawn and not found)),
        images={width: links.image_path(view.document, number, width) for width in WIDTHS},
    )
