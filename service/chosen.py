"""What a question may be answered from: the stored passages and mentions that its filters let through."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from corpus.answers import Source
from corpus.store import Store, joined
from corpus.types import Document, Filters, Mention, MentionKind, Passage
from service.events import NO_FILTERS

ALL = "materialet"
SOME = "det valgte materiale"
ONE_DOCUMENT, DOCUMENTS = "det valgte dokument", "de valgte dokumenter"
NAMES = (ALL, SOME, ONE_DOCUMENT, DOCUMENTS)
"""What it is called that answers are found in, in Danish."""


class Chosen:
    """One store seen through one choice of filters."""

    def __init__(self, store: Store, filters: Filters = NO_FILTERS) -> None:
        self._store = store
        self.filters = filters

    @property
    def name(self) -> str:
        """What it is called in an answer, in Danish: one of NAMES."""
        documents = self.filters.documents
        if documents and self.filters == Filters(documents=documents):
            return DOCUMENTS if len(documents) > 1 else ONE_DOCUMENT
        return SOME if self.filters else ALL

    @cached_property
    def _allowed(self) -> set[str] | None:
        return self._store.select(self.filters) if self.filters else None

    def mentions(self, kind: MentionKind, value: str | None = None, *, project: str = "") -> list[Mention]:
        """Those in passages that are let through, by document and place. project: those under that project alone."""
        found = (m for m in self._store.mentions(kind=kind, value=value) if self._lets(m.passage_id))
        return [m for m in found if not project or m.attribute("project") == project]

    def tells_all(self, found: Sequence[Mention]) -> bool:
        """True when the filters hide nobody whom the documents of these mentions name in the same role."""
        if self._allowed is None:
            return True
        told = {(m.document_id, m.kind, m.attribute("project")) for m in found}
        every = [m for kind in {m.kind for m in found} for m in self._store.mentions(kind=kind)]
        values = {m.value for m in every if (m.document_id, m.kind, m.attribute("project")) in told}
        return values == {m.value for m in found}

    def documents(self) -> list[Document]:
        """The documents of which anything is let through."""
        every = self._store.documents()
        if self._allowed is None:
            return every
        held = {p.document_id for p in self._store.passages(sorted(self._allowed))}
        return [d for d in every if d.document_id in held]

    def of_document(self, document_id: str) -> list[Source]:
        """The document's passages, in order."""
        return self.sources(self._store.passages_of(document_id))

    def of_project(self, project: str) -> list[Source]:
        """The project's passages, in order."""
        return self.sources(self._store.iter_passages(project))

    def under_headings(self, begin: str) -> list[Source]:
        """The passages right under the headings whose first word is that, by document and place."""
        headed = [s for s in self._store.sections_headed(begin) if s.heading.split()[:1] == [begin]]
        return self.sources(self._store.passages_in([s.section_id for s in headed])) if headed else []

    def holding(self, mentions: Iterable[Mention]) -> list[Source]:
        """The passages that the mentions stand in, each once, in order of the mentions."""
        return self.sources(self._store.passages(list(dict.fromkeys(m.passage_id for m in mentions))))

    def sources(self, passages: Iterable[Passage]) -> list[Source]:
        """Those that are let through, in the order given."""
        held = [p for p in passages if self._lets(p.passage_id)]
        return [Source(rank, 1.0, *row) for rank, row in enumerate(joined(self._store, held), 1)]

    def _lets(self, passage_id: str) -> bool:
        return self._allowed is None or passage_id in self._allowed
