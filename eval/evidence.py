"""Where the evidence of a question stands in the stored documents: passages (qrels) and pages.

Judgements are made from anchors or from document and page, never from passage ids, so they outlive a new chunking.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from corpus.marked import squash
from corpus.store import Store
from corpus.types import Document, Passage, Span
from eval.questions import ExpectedSource, Question

PageRef = tuple[str, int]
"""(document id, physical page from 1; 0 where the source has no pages)."""


@dataclass(frozen=True, slots=True)
class Gold:
    """What must be found: one set of passages and one of pages a group; any member of a group is enough.

    missing: anchors and sources that stand nowhere in the corpus; their group is empty and can not be met.
    """

    passages: tuple[frozenset[str], ...]
    pages: tuple[frozenset[PageRef], ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Text:
    letters: str
    """The document's letters and digits alone."""
    offsets: tuple[int, ...]
    """For each of them its place in the clean text."""
    passages: tuple[Passage, ...]


class EvidenceIndex:
    """Finds anchors in a store; reads each document once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._texts: dict[str, _Text] = {}
        self._documents = store.documents()

    def gold(self, question: Question) -> Gold:
        """The gold of a question: its evidence groups, or its expected sources as one group each."""
        if not question.answerable:
            return Gold((), ())
        if question.evidence:
            found = [self._anchors(group) for group in question.evidence]
            names = [" / ".join(group) for group in question.evidence]
        else:
            found = [self._source(source) for source in question.sources]
            names = [f"{source.document}, side {source.page}" for source in question.sources]
        missing = tuple(name for name, (passages, _) in zip(names, found, strict=True) if not passages)
        return Gold(tuple(p for p, _ in found), tuple(g for _, g in found), missing)

    def spans(self, anchor: str) -> list[tuple[str, Span]]:
        """Every (document id, span of its clean text) where the anchor stands, hyphens and spaces aside."""
        wanted = squash(anchor)
        found: list[tuple[str, Span]] = []
        for document in self._documents if wanted else ():
            text = self._text(document.document_id)
            start = text.letters.find(wanted)
            while start >= 0:
                last = text.offsets[start + len(wanted) - 1]
                found.append((document.document_id, (text.offsets[start], last + 1)))
                start = text.letters.find(wanted, start + 1)
        return found

    def _anchors(self, group: tuple[str, ...]) -> tuple[frozenset[str], frozenset[PageRef]]:
        passages: set[str] = set()
        pages: set[PageRef] = set()
        for anchor in group:
            for document_id, span in self.spans(anchor):
                held = self._holding(document_id, span)
                passages.update(p.passage_id for p in held)
                pages.update(self._pages(document_id, span, held))
        return frozenset(passages), frozenset(pages)

    def _holding(self, document_id: str, span: Span) -> list[Passage]:
        """The passages that hold the span whole; those it touches when a cut runs through it."""
        everything = self._text(document_id).passages
        whole = [p for p in everything if p.char_start <= span[0] and span[1] <= p.char_end]
        return whole or [p for p in everything if p.char_start < span[1] and span[0] < p.char_end]

    def _pages(self, document_id: str, span: Span, held: list[Passage]) -> set[PageRef]:
        boxes = self._store.boxes(document_id, *span)
        if boxes:
            return {(document_id, box.page) for box in boxes}
        return {(document_id, page) for p in held for page in range(p.page_first, p.page_last + 1)}

    def _source(self, source: ExpectedSource) -> tuple[frozenset[str], frozenset[PageRef]]:
        passages: set[str] = set()
        pages: set[PageRef] = set()
        for document in self._documents:
            if not _is_named(document, source.document):
                continue
            for passage in self._text(document.document_id).passages:
                if not source.page or passage.page_first <= source.page <= passage.page_last:
                    passages.add(passage.passage_id)
                    numbers = [source.page] if source.page else range(passage.page_first, passage.page_last + 1)
                    pages.update((document.document_id, number) for number in numbers)
        return frozenset(passages), frozenset(pages)

    def _text(self, document_id: str) -> _Text:
        if document_id not in self._texts:
            letters: list[str] = []
            offsets: list[int] = []
            for offset, character in enumerate(self._store.text(document_id)):
                small = squash(character)
                letters.append(small)
                offsets.extend([offset] * len(small))
            passages = tuple(self._store.passages_of(document_id))
            self._texts[document_id] = _Text("".join(letters), tuple(offsets), passages)
        return self._texts[document_id]


def _is_named(document: Document, name: str) -> bool:
    wanted = name.strip().lower()
    names = (document.document_id, document.title, document.filename, PurePath(document.filename).stem)
    return wanted in (n.lower() for n in names)
