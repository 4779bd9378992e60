"""Who takes part in a project of which no list is stored: what stands under its heading of participants, or nothing."""

from __future__ import annotations

from corpus.answers import Source
from corpus.store import Store, joined
from ingest.participation import heads_participants
from service.candidates import Candidate, spans_of

MOST = 3
"""So many sentences are quoted."""


def under_participants(store: Store, project: str) -> tuple[Candidate, ...] | None:
    """The first sentences, items and rows under the project's headings of participants, () when it has none.

    None when the library holds nothing of the project, and so may tell of it elsewhere.
    """
    rows = list(joined(store, store.iter_passages(project)))
    under = [row for row in rows if heads_participants(row[1].path)]
    spans = [c for row in under for c in spans_of(Source(1, 1.0, *row)) if c.role in ("sentence", "item", "row")]
    return tuple(spans[:MOST]) if rows else None
