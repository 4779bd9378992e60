"""Addresses of ours that are made in more than one place."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from corpus.answers import Citation
from corpus.types import Document, Passage


def document_path(document_id: str) -> str:
    """The document's own page."""
    return f"/dokumenter/{quote(document_id, safe='')}"


def place_path(document_id: str, page: int, excerpt: str = "") -> str:
    """A page, or the document itself where it has none; `excerpt` is marked there ("start-end" or a passage id)."""
    path = document_path(document_id) + (f"/side/{page}" if page else "")
    query = f"?{urlencode({'uddrag': excerpt})}" if excerpt else ""
    return path + query + ("#uddrag" if excerpt and not page else "")


def citation_path(citation: Citation) -> str:
    """Where the cited words stand boxed."""
    return place_path(citation.document_id, citation.page, f"{citation.char_start}-{citation.char_end}")


def passage_path(passage: Passage) -> str:
    """Where the passage stands boxed."""
    return place_path(passage.document_id, passage.page_first, passage.passage_id)


def image_path(document: Document, page: int, width: int) -> str:
    """The page's picture; the address holds the file's digest, so it may be cached for ever."""
    return f"{document_path(document.document_id)}/side/{page}.webp?b={width}&v={document.sha256[:12]}"


def answer_path(answer_id: str) -> str:
    """The answer's permanent address."""
    return f"/svar/{quote(answer_id, safe='')}"


def conversation_path(conversation_id: str) -> str:
    """The conversation's address."""
    return f"/samtaler/{quote(conversation_id, safe='')}"
