"""Next questions that the sources can answer: their other headings, the same heading elsewhere, who and what next."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.store import Store
from corpus.types import Source
from service.names import NameBook
from service.question import Question

MOST = 3


def suggest(question: Question, sources: Sequence[Source], *, store: Store, names: NameBook) -> tuple[str, ...]:
    """At most three standalone questions about the project or document of the best source, none of them just asked."""
    if not sources:
        return ()
    best = sources[0]
    project = best.passage.project
    subject = names.title(project) if project else best.document.title
    made: list[str] = []
    for section in store.sections(best.passage.document_id):
        if section.section_id == best.section.section_id or (project and section.project != project):
            continue
        if len(section.path) < 2 or not store_has_text(store, section.document_id, section.section_id):
            continue
        made.append(phrase(section.heading, subject))
    asked = question.own.strip().rstrip("?").lower()
    return tuple(q for q in dict.fromkeys(made) if q.rstrip("?").lower() != asked)[:MOST]


def phrase(heading: str, subject: str) -> str:
    """A heading as a question about its subject."""
    clean = heading.strip().rstrip("?:. ")
    lower = clean.lower()
    if heading.strip().endswith("?") and lower.split()[:1] and lower.split()[0].startswith("hv"):
        return f"{clean.replace('projektet', f'»{subject}«')}?"
    if lower.startswith("deltager"):
        return f"Hvem deltager i »{subject}«?"
    if lower.startswith("næste skridt"):
        return f"Hvad er næste skridt for »{subject}«?"
    if lower.startswith("erfaring"):
        return f"Hvilke erfaringer gav »{subject}«?"
    return f"Hvad står der om »{clean}« i »{subject}«?"


def store_has_text(store: Store, document_id: str, section_id: str) -> bool:
    """True when the section holds a passage."""
    return any(p.section_id == section_id for p in store.passages_of(document_id))
