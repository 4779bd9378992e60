"""The store: documents with their text, sections, passages, mentions and boxes. The one place where ids become text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Protocol

from corpus.types import Box, Document, DocumentContent, Filters, Flag, Mention, MentionKind, Page, Passage, Section


class Store(Protocol):
    """What the other packages ask of the store. Reads see whole documents only."""

    def put(self, content: DocumentContent) -> None:
        """Writes the document in one transaction, replacing an older one with the same id whole."""

    def remove(self, document_id: str) -> None:
        """Removes the document and all that belongs to it. Raises NotFound."""

    def documents(self, document_ids: Collection[str] | None = None) -> list[Document]:
        """Every document, or those of these ids that are there, ordered by title then id."""

    def document(self, document_id: str) -> Document:
        """Raises NotFound."""

    def pages(self, document_id: str) -> list[Page]:
        """In order of number."""

    def sections(self, document_id: str) -> list[Section]:
        """In order of ordinal."""

    def text(self, document_id: str, start: int = 0, end: int | None = None) -> str:
        """The clean text [start, end). Raises NotFound."""

    def passages(self, passage_ids: Sequence[str]) -> list[Passage]:
        """The passages in the order asked for. Raises NotFound when one is missing."""

    def passages_there(self, passage_ids: Sequence[str]) -> dict[str, Passage]:
        """passage_id → the passage, in the order asked for, for those that are in the store."""

    def joined_there(self, passage_ids: Sequence[str]) -> dict[str, tuple[Passage, Section, Document]]:
        """passage_id → the passage with its section and document, as `passages_there`, in one reading."""

    def sections_with_text(self, document_id: str) -> list[Section]:
        """The document's sections that hold a passage, in order of ordinal."""

    def projects_in(self) -> dict[str, set[str]]:
        """document_id → the projects of its sections, for documents that have any."""

    def sections_of_projects(self) -> list[Section]:
        """Every section that belongs to a project, by document and ordinal."""

    def sections_headed(self, part: str) -> list[Section]:
        """Every section whose heading holds `part`, by document and ordinal."""

    def sections_of(self, passage_ids: Sequence[str]) -> dict[str, Section]:
        """section_id → the section, for every section that one of the passages stands in."""

    def passages_of(self, document_id: str) -> list[Passage]:
        """In order of ordinal."""

    def passages_in(self, section_ids: Sequence[str]) -> list[Passage]:
        """The passages that stand in one of the sections, by document and ordinal."""

    def iter_passages(self, project: str = "") -> Iterator[Passage]:
        """Every passage, or those of one project, by document id and ordinal, streamed."""

    def passage_digests(self) -> dict[str, str]:
        """passage_id → sha256 of its text and context: what an index needs to know to embed only what is new."""

    def select(self, filters: Filters) -> set[str]:
        """Ids of the passages that the filters let through."""

    def mentions(
        self, *, kind: MentionKind | None = None, value: str | None = None, document_id: str | None = None
    ) -> list[Mention]:
        """Ordered by document and place."""

    def boxes(self, document_id: str, start: int, end: int) -> tuple[Box, ...]:
        """One box a line for the clean text [start, end); empty when the source has no pages."""

    def flag_counts(self) -> dict[str, int]:
        """document_id → how many flags it has, for documents that have any."""

    def flags(self, document_id: str) -> list[Flag]:
        """What a person should know about how the document was read."""

    def digest(self) -> str:
        """sha256 over every passage's id, text and context: equal digests mean equal corpora."""


def joined(store: Store, passages: Iterable[Passage]) -> list[tuple[Passage, Section, Document]]:
    """Each passage with its section and document."""
    held = list(passages)
    sections = store.sections_of([p.passage_id for p in held])
    documents = {d.document_id: d for d in store.documents({p.document_id for p in held})}
    return [(p, sections[p.section_id], documents[p.document_id]) for p in held]
