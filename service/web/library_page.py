"""Dokumenter: the library, filtered by what the documents are about."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request, Response

from corpus.types import Document, Filters
from service.web import scope
from service.web.live import live_manifest
from service.web.models import Text
from service.web.site import Site, SiteDep
from service.web.templating import page

router = APIRouter(include_in_schema=False)

SHOWN = ("projekt", "tema", "kommune", "art", "aar")


@dataclass(frozen=True, slots=True)
class Row:
    """A document with its project and network in words, its values for each facet, and how many remarks it got."""

    document: Document
    project: str
    network: str
    values: dict[str, frozenset[str]]
    remarks: int

    def passes(self, filters: Filters) -> bool:
        """True when every facet that is set holds one of its values."""
        wanted = {name: set(getattr(filters, scope.FIELDS[name])) for name in SHOWN}
        return all(not values or values & self.values[name] for name, values in wanted.items())


@router.get("/dokumenter")
def library(request: Request, site: SiteDep, titel: Text = "") -> Response:
    """Every document that the address's filters let through and whose title or publisher contains titel."""
    filters = scope.of_request(request, site)
    rows = _rows(site)
    named = [r for r in rows if titel.casefold().strip() in f"{r.document.title} {r.document.publisher}".casefold()]
    return page(
        request,
        "library.html",
        tab="library",
        rows=[r for r in named if r.passes(filters)],
        total=len(rows),
        titel=titel,
        filtered=bool(filters) or bool(titel),
        facets=[_counted(f, named) for f in scope.facets(site, filters) if f.name in SHOWN],
        manifest=live_manifest(site)[0],
        reading=request.app.state.running.files,
    )


def _counted(facet: scope.Facet, rows: list[Row]) -> scope.Facet:
    counts = Counter(value for row in rows for value in row.values[facet.name])
    choices = (replace(c, count=counts[c.value]) for c in facet.choices if counts[c.value] or c.chosen)
    return replace(facet, choices=tuple(choices))


def _rows(site: Site) -> list[Row]:
    places: dict[str, set[str]] = {}
    for mention in site.store.mentions(kind="municipality"):
        places.setdefault(mention.document_id, set()).add(mention.value)
    projects, flags = site.store.projects_in(), site.store.flag_counts()
    networks = {n.id: n.title for n in site.catalogue.networks}
    return [
        _row(
            site, d, networks, places.get(d.document_id, set()), projects.get(d.document_id, set()),
            remarks=flags.get(d.document_id, 0),
        )
        for d in site.store.documents()
    ]  # fmt: skip


def _row(
    site: Site, document: Document, networks: dict[str, str], municipalities: set[str], projects: set[str],
    *, remarks: int,
) -> Row:  # fmt: skip
    projects = projects | {document.project}
    known = [p for p in (site.catalogue.project(i) for i in projects) if p]
    own = site.catalogue.project(document.project)
    network = document.network or (own.network if own else "")
    values = {
        "projekt": frozenset(p.id for p in known),
        "tema": frozenset({network, *(p.network for p in known)} - {""}),
        "kommune": frozenset(municipalities),
        "art": frozenset({document.kind} - {""}),
        "aar": frozenset({document.published[:4]} - {""}),
    }
    several = "Flere" if len(known) > 1 else ""
    return Row(document, (own.short or own.title) if own else several, networks.get(network, several), values, remarks)
