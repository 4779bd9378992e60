"""From the `uddrag` of an address to a span of the document's clean text."""

from __future__ import annotations

import re

from corpus.errors import NotFound
from corpus.store import Store
from corpus.types import Span


def resolve_excerpt(store: Store, document_id: str, excerpt: str) -> Span:
    """The span [start, end) that "start-end" or a passage id names. Raises NotFound."""
    if match := re.fullmatch(r"(\d{1,9})-(\d{1,9})", excerpt):
        start, end = int(match[1]), int(match[2])
        if start < end and len(store.text(document_id, start, end)) == end - start:
            return start, end
        raise NotFound("Uddraget findes ikke i dokumentet, som det ser ud nu.")
    passage = store.passages([excerpt])[0]
    if passage.document_id != document_id:
        raise NotFound("Uddraget hører til et andet dokument.")
    return passage.char_start, passage.char_end


def find_excerpt(store: Store, document_id: str, excerpt: str) -> Span | None:
    """As `resolve_excerpt`, but None for an address whose excerpt is empty or is there no more."""
    if not excerpt:
        return None
    try:
        return resolve_excerpt(store, document_id, excerpt)
    except NotFound:
        return None


class PageLabels:
    """What is printed on pages, read once a document."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._labels: dict[str, dict[int, str]] = {}

    def of(self, document_id: str, page: int) -> str:
        """The page's printed number; its physical one when nothing is printed; "" for page 0."""
        if document_id not in self._labels:
            self._labels[document_id] = {p.number: p.label for p in self._store.pages(document_id)}
        return (self._labels[document_id].get(page) or str(page)) if page else ""
