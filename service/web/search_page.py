"""Søg i kilder: passages with highlights, filters with counts, grouped by document, at an address to share."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from markupsafe import Markup, escape

from corpus.errors import InputError
from corpus.types import Document, Filters, Source, Span
from index.danish import highlight
from service.web import scope
from service.web.links import passage_path
from service.web.models import Text
from service.web.places import PageLabels
from service.web.site import Site, SiteDep
from service.web.templating import page

router = APIRouter(include_in_schema=False)

MOST = 100
PER_PAGE = 10
FIRST_SHOWN = 2
SHOWN_CHARS = 420


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage: its heading, its text around the first highlight, and where it stands."""

    source: Source
    html: Markup
    url: str
    page_label: str


@dataclass(frozen=True, slots=True)
class Group:
    """A document with its hits, best first."""

    document: Document
    hits: tuple[Hit, ...]


@router.get("/kilder")
def search(request: Request, site: SiteDep, q: Text = "", sorter: Text = "", s: int = 1) -> Response:
    """The search page. sorter: "nyeste" for the newest documents first. s: page of results, from 1."""
    filters = scope.of_request(request, site)
    error, sources = "", list[Source]()
    asked = False
    if q.strip():
        try:
            sources = site.assistant.search(q, k=MOST, filters=filters)
            asked = True
        except InputError as refused:
            error = str(refused)
    groups = _groups(sources, q, PageLabels(site.store), newest=sorter == "nyeste")
    pages = max(1, -(-len(groups) // PER_PAGE))
    number = min(max(s, 1), pages)
    pairs = [("q", q), *scope.address(filters), *([("sorter", sorter)] if sorter else [])]
    documents = [("dokument", g.document.document_id) for g in groups[:20]]
    return page(
        request,
        "search.html",
        tab="search",
        q=q,
        sorter=sorter,
        error=error,
        total=len(sources),
        most=MOST,
        groups=groups[(number - 1) * PER_PAGE : number * PER_PAGE],
        group_count=len(groups),
        first_shown=FIRST_SHOWN,
        facets=_counted(site, filters, q, sources) if asked else scope.facets(site, filters),
        filtered=bool(filters),
        number=number,
        pages=pages,
        address="/kilder?" + urlencode(pairs),
        clear="/kilder?" + urlencode([("q", q)]),
        ask_about="/?" + urlencode(scope.address(filters) or documents),
    )


def _groups(sources: list[Source], query: str, labels: PageLabels, *, newest: bool) -> list[Group]:
    by_document: dict[str, list[Source]] = {}
    for source in sources:
        by_document.setdefault(source.document.document_id, []).append(source)
    groups = [Group(found[0].document, tuple(_hit(s, query, labels) for s in found)) for found in by_document.values()]
    return sorted(groups, key=lambda g: g.document.published, reverse=True) if newest else groups


def _hit(source: Source, query: str, labels: PageLabels) -> Hit:
    passage = source.passage
    html = excerpt_html(passage.text, highlight(passage.text, query))
    return Hit(source, html, passage_path(passage), labels.of(passage.document_id, passage.page_first))


def excerpt_html(text: str, spans: list[Span], chars: int = SHOWN_CHARS) -> Markup:
    """About `chars` characters of the text from a little before the first span, with every span in <mark>."""
    start = 0
    if len(text) > chars and spans and spans[0][0] > chars // 2:
        start = text.rfind(" ", 0, spans[0][0] - chars // 4) + 1
    end = len(text) if len(text) <= start + chars else text.rfind(" ", start, start + chars)
    end = end if end > start else min(len(text), start + chars)
    html, place = Markup("… " if start else ""), start
    for first, last in spans:
        if place <= first and last <= end:
            html += escape(text[place:first]) + Markup("<mark>{}</mark>").format(text[first:last])
            place = last
    return html + escape(text[place:end]) + Markup(" …" if end < len(text) else "")


def _counted(site: Site, filters: Filters, query: str, sources: list[Source]) -> tuple[scope.Facet, ...]:
    """The facets with how many hits each value has among those that the other facets let through."""
    shown = scope.facets(site, filters)
    if not sources and not filters:
        return shown
    places = _places(site)
    found = {filters: sources}
    for facet in shown:
        others = replace(filters, **{scope.FIELDS[facet.name]: ()})
        if others not in found:
            found[others] = site.assistant.search(query, k=MOST, filters=others)
    return tuple(
        _count(site, facet, found[replace(filters, **{scope.FIELDS[facet.name]: ()})], places) for facet in shown
    )


def _count(site: Site, facet: scope.Facet, sources: list[Source], places: dict[str, set[str]]) -> scope.Facet:
    counts: Counter[str] = Counter()
    for source in sources:
        counts.update(_values(site, facet.name, source, places))
    choices = [replace(c, count=counts[c.value]) for c in facet.choices if counts[c.value] or c.chosen]
    return replace(facet, choices=tuple(choices))


def _values(site: Site, name: str, source: Source, places: dict[str, set[str]]) -> set[str]:
    document = source.document
    project = source.passage.project or document.project
    known = site.catalogue.project(project)
    return {
        "projekt": {project},
        "tema": {document.network, known.network if known else ""},
        "kommune": places.get(source.passage.passage_id, set()),
        "dokument": {document.document_id},
        "art": {document.kind},
        "aar": {document.published[:4]},
    }[name] - {""}


def _places(site: Site) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for mention in site.store.mentions(kind="municipality"):
        found.setdefault(mention.passage_id, set()).add(mention.value)
    return found
