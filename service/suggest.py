"""Next questions that the sources can answer: their other headings, the same heading elsewhere, who and what next."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from corpus.answers import Source
from corpus.store import Store
from corpus.types import Section
from service.names import NameBook
from service.question import Question
from service.words import words

MOST = 3
KEPT = 500
"""The headings of so many documents are remembered."""


class Suggester:
    """Knows the headings of every document; read when first asked for."""

    def __init__(self, store: Store, names: NameBook) -> None:
        self._names = names
        self._sections = lru_cache(maxsize=KEPT)(store.sections_with_text)

    def suggest(self, question: Question, sources: Sequence[Source]) -> tuple[str, ...]:
        """At most three standalone questions about the project that was asked about, else the best source's project or
        document; none of them just asked."""
        if not sources:
            return ()
        named = question.projects()
        best = next((s for s in sources if s.passage.project in named), sources[0])
        project = best.passage.project
        subject = self._names.title(project) if project else best.document.title
        asked = question.own.strip().rstrip("?").lower()
        made: dict[str, None] = {}
        for section in _after(best.section, self._sections(best.passage.document_id)):
            other = project and section.project != project
            if not other and len(section.path) > 1 and _says_something(section.heading):
                made[phrase(section.heading, subject)] = None
        return tuple(q for q in made if q.rstrip("?").lower() != asked)[:MOST]


def _after(here: Section, sections: Sequence[Section]) -> list[Section]:
    """The other sections: those that follow, then those before."""
    later = [s for s in sections if s.ordinal > here.ordinal]
    return [*later, *(s for s in sections if s.ordinal < here.ordinal)]


def _says_something(heading: str) -> bool:
    """False for a heading that is a number alone ("§ 4", "2.1")."""
    return any(w.content and w.surface.isalpha() for w in words(heading))


def readings(question: Question, projects: Sequence[str]) -> tuple[str, ...]:
    """The question with each project that it may mean, for the user to choose from. projects: their titles."""
    asked = question.own.strip().rstrip("?.! ")
    return tuple(f"{asked} i »{title}«?" for title in projects)


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
