"""The words that a project is shown by: those that name it among its own, else its first."""

from __future__ import annotations

from corpus.marked import squash
from service.candidates import BODY, Candidate, candidates
from service.chosen import Chosen


def opening(chosen: Chosen, project: str, title: str) -> Candidate | None:
    """The first of the project's sentences that holds its title, else the first; None where nothing of it is there."""
    spans = [c for c in candidates(chosen.of_project(project)) if c.role in BODY]
    return next((c for c in spans if squash(title) in squash(c.text)), next(iter(spans), None))
