"""Questions that name a heading, or that the material itself asks: answered by what stands under that heading."""

from __future__ import annotations

import re
from collections import defaultdict

from corpus.answers import Source
from corpus.store import Store
from corpus.types import Section
from index.numerals import closed_percent
from service.chosen import Chosen
from service.names import NameBook

_UNDER = re.compile(r"»([^»«]+)« i »([^»«]+)«")


class Headings:
    """The headings of one store."""

    def __init__(self, store: Store, names: NameBook) -> None:
        self._store = store
        self._names = names
        asked: dict[str, list[Section]] = defaultdict(list)
        for section in store.sections_headed("?"):
            asked[_bare(section.heading)].append(section)
        self._asked = {question: held[0] for question, held in asked.items() if len(held) == 1}

    def sources(self, question: str, chosen: Chosen) -> list[Source]:
        """What stands under the heading that the question names, in order; [] when it names none that there is.

        A heading counts as named with its document or project, "»Erfaringer« i »Madspild«", or as a question of its
        own that stands in one place only.
        """
        sections = self._named(question)
        if not sections:
            return []
        ids = {s.section_id for s in sections}
        passages = [p for d in dict.fromkeys(s.document_id for s in sections) for p in self._store.passages_of(d)]
        return chosen.sources(p for p in passages if p.section_id in ids)

    def _named(self, question: str) -> list[Section]:
        named = _UNDER.search(question)
        if not named:
            found = self._asked.get(_bare(question))
            return [found] if found else []
        heading, subject = named.groups()
        part = max(heading.split("%"), key=len).strip()
        sections = [s for s in self._store.sections_headed(part) if _bare(s.heading) == _bare(heading)]
        titles = {d.document_id: d.title for d in self._store.documents({s.document_id for s in sections})}
        subjects = {s.section_id: (titles[s.document_id], self._names.title(s.project)) for s in sections}
        return [s for s in sections if _bare(subject) in map(_bare, subjects[s.section_id])]


def _bare(heading: str) -> str:
    return closed_percent(heading.strip().rstrip("?:. ").casefold())
