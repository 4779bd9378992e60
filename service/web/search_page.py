"""Søg i kilder: passages with highlights, filters with counts, grouped by document, at an address to share."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from markupsafe import Markup, escape

from corpus.answers import Source
from corpus.errors import InputError
from corpus.types import Document, Filters, Span
from index.danish import highlight
from service.twins import LOOKED_AT, gathered
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
    """One passage: its heading, its text around the first highlight, and where it stands.

    also: (name, address) of each other document or place with the same text.
    """

    source: Source
    html: Markup
    url: str
    page_label: str
    also: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A document with its hits, best first."""

    document: Document
    hits: tuple[Hit, ...]


class _Searcher:
    """Searches of one request, each made once, with the places of the query's words."""

    def __init__(self, site: Site, query: str) -> None:
        self._site = site
        self._query = query
        self._spans: dict[str, list[Span]] = {}
        self._found: dict[Filters, list[Source]] = {}

    def search(self, filters: Filters) -> list[Source]:
        """At most MOST sources, best first, each text once. Raises what the assistant raises."""
        if filters not in self._found:
            found = self._site.assistant.search(self._query, k=LOOKED_AT * MOST, filters=filters)
            self._found[filters] = gathered(found, MOST)
        return self._found[filters]

    def spans(self, source: Source) -> list[Span]:
        """The places in the source's text that the query's words meet."""
        key = source.passage.passage_id
        if key not in self._spans:
            self._spans[key] = highlight(source.passage.text, self._query)
        return self._spans[key]


@router.get("/kilder")
def search(
    request: Request, site: SiteDep, q: Text = "", sorter: Text = "", s: int = 1, hvorfor: Text = ""
) -> Response:
    """The search page. sorter: "nyeste" for the newest documents first. s: page of results, from 1.

    hvorfor: "ja" for hits that tell why they were found.
    """
    filters = scope.of_request(request, site)
    error, sources = "", list[Source]()
    searcher, facets = _Searcher(site, q), scope.facets(site, filters)
    if q.strip():
        try:
            sources = searcher.search(filters)
            facets = _counted(site, facets, filters, searcher)
        except InputError as refused:
            error = str(refused)
    groups = _groups(sources, searcher, PageLabels(site.store), newest=sorter == "nyeste")
    documents = [("dokument", g.document.document_id) for g in groups[:20]]
    return page(
        request, "search.html", tab="search",
        q=q, sorter=sorter, error=error, total=len(sources), most=MOST, first_shown=FIRST_SHOWN,
        facets=facets, filtered=bool(filters), explained=hvorfor == "ja",
        read_as=sources[0].query if sources and sources[0].query != q.strip() else "",
        ask_about="/?" + urlencode(scope.address(filters) or documents),
        **_shown(groups, s), **_addresses(q, sorter, filters, hvorfor),
    )  # fmt: skip


def _shown(groups: list[Group], number: int) -> dict[str, object]:
    """The documents of one page of results, and how many there are."""
    pages = max(1, -(-len(groups) // PER_PAGE))
    number = min(max(number, 1), pages)
    held = groups[(number - 1) * PER_PAGE : number * PER_PAGE]
    return {"groups": held, "group_count": len(groups), "number": number, "pages": pages}


def _addresses(q: str, sorter: str, filters: Filters, hvorfor: str) -> dict[str, str]:
    """This search, the same without reasons, and the same without filters."""
    pairs = [("q", q), *scope.address(filters), *([("sorter", sorter)] if sorter else [])]
    told = [("hvorfor", "ja")] if hvorfor == "ja" else []
    return {
        "address": "/kilder?" + urlencode([*pairs, *told]),
        "plain": "/kilder?" + urlencode(pairs),
        "clear": "/kilder?" + urlencode([("q", q), *told]),
    }


def _groups(sources: list[Source], searcher: _Searcher, labels: PageLabels, *, newest: bool) -> list[Group]:
    by_document: dict[str, list[Hit]] = {}
    for source in sources:
        by_document.setdefault(source.document.document_id, []).append(_hit(source, searcher.spans(source), labels))
    groups = [Group(hits[0].source.document, tuple(hits)) for hits in by_document.values()]
    return sorted(groups, key=lambda g: g.document.published, reverse=True) if newest else groups


def _hit(source: Source, spans: list[Span], labels: PageLabels) -> Hit:
    passage = source.passage
    label = labels.of(passage.document_id, passage.page_first)
    also = tuple((twin.document.title, passage_path(twin.passage)) for twin in source.also)
    return Hit(source, excerpt_html(passage.text, spans), passage_path(passage), label, also)


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


def _counted(
    site: Site, facets: tuple[scope.Facet, ...], filters: Filters, searcher: _Searcher
) -> tuple[scope.Facet, ...]:
    """The facets with how many hits each value has among those that the other facets let through."""
    places = _places(site)
    others = [replace(filters, **{scope.FIELDS[facet.name]: ()}) for facet in facets]
    return tuple(_count(site, facet, searcher.search(rest), places) for facet, rest in zip(facets, others, strict=True))


def _count(site: Site, facet: scope.Facet, sources: list[Source], places: dict[str, set[str]]) -> scope.Facet:
    counts: Counter[str] = Counter()
    for source in sources:
        # A text in several places is one hit under the values of all of them.
        counts.update(set().union(*(_values(site, facet.name, one, places) for one in (source, *source.also))))
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
