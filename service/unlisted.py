"""Who takes part in a project of which no list is stored: what stands under its heading of participants, or nothing."""

from __future__ import annotations

from ingest.participation import heads_participants
from service.candidates import Candidate, spans_of
from service.chosen import Chosen

MOST = 3
"""So many sentences are quoted."""


def under_participants(chosen: Chosen, project: str) -> tuple[Candidate, ...] | None:
    """The first sentences, items and rows under the project's headings of participants, () when it has none.

    None when nothing of the project is there, and so it may be told of elsewhere.
    """
    sources = chosen.of_project(project)
    under = [s for s in sources if heads_participants(s.section.path)]
    spans = [c for s in under for c in spans_of(s) if c.role in ("sentence", "item", "row")]
    return tuple(spans[:MOST]) if sources else None
