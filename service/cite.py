"""From a span of a passage to a citation that one can look up: exact quote, page, printed label, boxes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from corpus.answers import Citation, Source
from corpus.errors import NotFound
from corpus.store import Store
from corpus.types import Document, Passage
from service.candidates import Candidate


class Places:
    """Boxes and printed labels by span and page, remembered: an index generation sees its documents unchanged."""

    def __init__(self, store: Store, published: Mapping[str, str] | None = None) -> None:
        """published: when documents were, by id, those too that others retell."""
        self._published = published or {}
        self.boxes = lru_cache(maxsize=20_000)(store.boxes)
        self._store = store
        self._labels: dict[str, dict[int, str]] = {}

    def label(self, document_id: str, page: int) -> str:
        """What is printed on the page, "" when nothing is."""
        if document_id not in self._labels:
            self._labels[document_id] = {p.number: p.label for p in self._store.pages(document_id)}
        return self._labels[document_id].get(page, "")

    def year_of(self, document: Document) -> str:
        """The year that the document tells of: its own, or that of the one that it retells; "" when unknown."""
        return (self._published.get(document.digest_of) or document.published)[:4]


class Citer:
    """Hands out markers: the same stored span always gets the same number, counted from 1 in order of use.

    One an answer: the text of each passage is read once and compared with every quote.
    """

    def __init__(self, store: Store, places: Places | None = None) -> None:
        """places: what other answers from the same documents have looked up already."""
        self._store = store
        self._places = places or Places(store)
        self._texts: dict[str, str] = {}
        self._citations: dict[tuple[str, int, int], Citation] = {}
        self._sources: dict[str, Source] = {}

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation so far, by marker."""
        return tuple(self._citations.values())

    @property
    def sources(self) -> tuple[Source, ...]:
        """What the citations so far stand in, each passage once, in order of use."""
        return tuple(self._sources.values())

    def year_of(self, document: Document) -> str:
        """As `Places.year_of`."""
        return self._places.year_of(document)

    def cite(self, candidate: Candidate) -> Citation | None:
        """The citation of that span; None when the store no longer holds those very words, so nothing is shown."""
        passage = candidate.passage
        start, end = passage.char_start + candidate.start, passage.char_start + candidate.end
        key = (passage.document_id, start, end)
        if key not in self._citations:
            if self._text(passage)[candidate.start : candidate.end] != candidate.text:
                return None
            self._citations[key] = self._made(candidate, start, end, marker=len(self._citations) + 1)
            self._sources.setdefault(passage.passage_id, candidate.source)
        return self._citations[key]

    def _made(self, candidate: Candidate, start: int, end: int, *, marker: int) -> Citation:
        passage, source = candidate.passage, candidate.source
        boxes = self._places.boxes(passage.document_id, start, end) if passage.page_first else ()
        page = boxes[0].page if boxes else passage.page_first
        return Citation(
            marker=marker,
            passage_id=passage.passage_id,
            document_id=passage.document_id,
            document_title=source.document.title,
            section=source.section.path,
            page=page,
            page_label=self._places.label(passage.document_id, page),
            quote=candidate.text,
            char_start=start,
            char_end=end,
            boxes=boxes,
        )

    def _text(self, passage: Passage) -> str:
        """What the store holds where the passage stands, "" when the document is gone."""
        if passage.passage_id not in self._texts:
            try:
                text = self._store.text(passage.document_id, passage.char_start, passage.char_end)
            except NotFound:
                text = ""
            self._texts[passage.passage_id] = text
        return self._texts[passage.passage_id]


def page_text(page: int, label: str) -> str:
    """ "side 5 (trykt 8)": the page as in the file, and the printed number where it differs; "" for page 0.

    A slide, a sheet or a page with a name goes by its name alone.
    """
    if not page:
        return ""
    if label and not (label[0].isdecimal() or set(label) <= set("ivxlc")):
        return label
    return f"side {page} (trykt {label})" if label and label != str(page) else f"side {page}"
