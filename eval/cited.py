"""What the citations of one answer point at in the store: every passage, title and page list is read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from corpus.answers import Answer
from corpus.errors import NotFound
from corpus.store import Store
from corpus.types import Passage


class Cited:
    """The stored text behind an answer, never what the answer says of it. Lives as long as the answer is judged."""

    def __init__(self, answer: Answer, store: Store) -> None:
        self.store = store
        self._passages = _passages([c.passage_id for c in answer.citations], store)
        self.labels = cache(self._labels)
        self._title = cache(self._title_of)

    def passage(self, passage_id: str) -> Passage | None:
        """The passage, None when it is not stored."""
        return self._passages.get(passage_id)

    def premise(self, passage_id: str) -> str:
        """What the passage lets one say: its document's title, its place and its text; "" when it is not stored."""
        passage = self.passage(passage_id)
        return f"{self._title(passage.document_id)} {known_by(passage)}" if passage else ""

    def _labels(self, document_id: str) -> Mapping[int, str]:
        return {page.number: page.label for page in self.store.pages(document_id)}

    def _title_of(self, document_id: str) -> str:
        return self.store.document(document_id).title


def known_by(passage: Passage) -> str:
    """The passage with the place it stands in, which its text leans on."""
    return f"{passage.context} {passage.text}"


def _passages(passage_ids: list[str], store: Store) -> dict[str, Passage]:
    try:
        return {p.passage_id: p for p in store.passages(passage_ids)}
    except NotFound:
        found = (_passages([passage_id], store) for passage_id in passage_ids if len(passage_ids) > 1)
        return {passage_id: passage for held in found for passage_id, passage in held.items()}
