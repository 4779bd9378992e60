"""From a question to the passages that may answer it, each with section and document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from corpus.answers import Hit, Source
from corpus.store import Store
from corpus.types import Document, Filters, Passage, Section
from service.events import NO_FILTERS
from service.foreign import understood
from service.score_words import stems_of
from service.twins import gathered
from service.words import words

FOUND = 20
"""So many passages are read for candidates, each text once."""
SEARCHED = 2 * FOUND
"""So many are searched for, since a text may stand in several documents."""
BEST = 3
"""Of so many of the best passages most must be under one project for that to be what they are about."""
KEPT = 2_000
"""So many passages are remembered."""


class Searches(Protocol):
    """What answers need of retrieval."""

    def search(self, query: str, *, k: int, allowed: set[str] | None = None) -> list[Hit]:
        """At most k hits, best first."""


class Finder:
    """Finds in one index generation, and remembers passages for as long as it lives."""

    def __init__(self, store: Store, retriever: Searches) -> None:
        self._store = store
        self._retriever = retriever
        self._rows: dict[str, tuple[Passage, Section, Document]] = {}

    def distinct(self, query: str, *, filters: Filters = NO_FILTERS, alone: str = "") -> list[Source]:
        """The best FOUND passages, each text once, best first, in a language that the query may be in.

        alone: a part of the query whose best passages come behind them, "" for none.
        """
        found = gathered(understood(query, self.find(query, k=SEARCHED, filters=filters)), FOUND)
        if not alone:
            return found
        return gathered([*found, *self.distinct(alone, filters=filters)], 2 * FOUND)

    def find(self, query: str, *, k: int, filters: Filters = NO_FILTERS) -> list[Source]:
        """The best passages, best first; one that has left the store since the index was built is left out."""
        allowed = self._store.select(filters) if filters else None
        hits = self._retriever.search(query, k=k, allowed=allowed)
        rows = self._joined([h.passage_id for h in hits])
        found = [(hit, rows[hit.passage_id]) for hit in hits if hit.passage_id in rows]
        return [
            Source(rank, hit.score, *row, reasons=hit.reasons, shares=hit.shares, query=hit.query)
            for rank, (hit, row) in enumerate(found, 1)
        ]

    def _joined(self, passage_ids: Sequence[str]) -> dict[str, tuple[Passage, Section, Document]]:
        if len(self._rows) > KEPT:
            self._rows = {}
        held = self._rows
        if missing := [i for i in passage_ids if i not in held]:
            held |= self._store.joined_there(missing)
        return held


def mostly_under(sources: Sequence[Source], about: str) -> str:
    """The id of the project that most of the best passages are under, "" for none.

    about: what they were found for. They must hold every content word of it: something is found for any words, and what
    the material does not have belongs to no project.
    """
    best = [s.passage.project for s in sources[:BEST]]
    most = next((project for project in best if project and best.count(project) > len(best) / 2), "")
    wanted = {w.stem for w in words(about) if w.content}
    held = (stems_of(f"{s.passage.context} {s.passage.text}") for s in sources[:BEST] if s.passage.project == most)
    return most if wanted and wanted <= frozenset[str]().union(*held) else ""
