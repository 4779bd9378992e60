"""Two projects side by side: a table over shared headings, each cell a cited quote or an honest "ikke nævnt"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.answers import Source
from corpus.store import Store, joined
from service.candidates import spans_of
from service.cite import Citer
from service.names import NameBook
from service.question import Question
from service.score_words import stems_of

_COMPARES = re.compile(r"\bsammenlign\w*|\bforskel\w*|\bligh(ed|eder)\b|\bcompare\w*|\bdifferen\w+", re.IGNORECASE)
ABSENT = "ikke nævnt"
MOST_HEADINGS = 6
TELLING = 20
"""A span shorter than this, in characters, is a label rather than a sentence."""


def compared_projects(question: Question) -> tuple[str, ...]:
    """The two to four projects that are to be compared, () when the question is another."""
    projects = question.projects(0.6)
    return projects if _COMPARES.search(question.own) and 2 <= len(projects) <= 4 else ()


def compare(question: Question, projects: Sequence[str], *, store: Store, citer: Citer, names: NameBook) -> str:
    """A Markdown table: headings down, projects across; "" when the projects share no heading in any document."""
    found = {p: _by_heading(store, p) for p in projects}
    shared = [h for h in _headings(list(found.values())) if sum(h in by for by in found.values()) >= 2]
    asked = [h for h in shared if stems_of(h) & stems_of(question.own)]
    rows = []
    for heading in (asked or shared)[:MOST_HEADINGS]:
        cells = [_cell(found[p].get(heading, []), citer) for p in projects]
        rows.append(f"| **{heading.rstrip('?: ')}** | {' | '.join(cells)} |")
    titles = [names.title(p) for p in projects]
    return "\n".join([f"| | {' | '.join(titles)} |", f"|---{'|---' * len(projects)}|", *rows]) if rows else ""


def _by_heading(store: Store, project: str) -> dict[str, list[Source]]:
    """heading → the project's passages under it, in order."""
    passages = store.iter_passages(project)
    found: dict[str, list[Source]] = {}
    for rank, (passage, section, document) in enumerate(joined(store, passages), 1):
        found.setdefault(section.heading, []).append(Source(rank, 1.0, passage, section, document))
    return found


def _headings(every: Sequence[dict[str, list[Source]]]) -> list[str]:
    return list(dict.fromkeys(heading for by_heading in every for heading in by_heading))


def _cell(sources: Sequence[Source], citer: Citer) -> str:
    """The first sentence, or the first callout, that stands under that heading, cited."""
    spans = [c for s in sources for c in spans_of(s) if c.role in ("sentence", "figure", "item")]
    telling = [c for c in spans if len(c.text) > TELLING] or spans
    citation = citer.cite(telling[0]) if telling else None
    if citation is None:
        return ABSENT
    return f"{' '.join(telling[0].text.split())} [{citation.marker}]".replace("|", "\\|")
