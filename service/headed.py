"""Questions that name a heading, or that the material itself asks: answered by what stands under that heading."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence

from corpus.answers import Source
from corpus.marked import squash
from corpus.store import Store
from corpus.types import Section
from index.numerals import closed_percent
from service.chosen import Chosen
from service.names import NameBook
from service.twins import gathered
from service.words import words

_NUMBER = re.compile(r"^\s*(?:[A-ZÆØÅ]\.)?\d+(?:\.\d+)*\.?\s+")
_ASKS = re.compile(rf"(?:{_NUMBER.pattern})?hv", re.IGNORECASE)
_UNDER = re.compile(r"»([^»«]+)« i »([^»«]+)«")


class Headings:
    """The headings of one store."""

    def __init__(self, store: Store, names: NameBook) -> None:
        self._store = store
        self._names = names
        asked: dict[tuple[str, ...], dict[str, Section]] = defaultdict(dict)
        for section in (s for part in ("?", "Hv") for s in store.sections_headed(part)):
            if "?" in section.heading or _ASKS.match(section.heading):
                asked[_asked_words(section.heading)][section.section_id] = section
        self._asked = {key: tuple(held.values()) for key, held in asked.items() if key and _once_each(held.values())}

    def sources(self, question: str, chosen: Chosen) -> list[Source]:
        """What stands under the heading that the question names, in order; [] when it names none that there is.

        A heading counts as named with its document or project, "»Erfaringer« i »Madspild«", or as a question of its
        own words, in whatever order, that stands in one place only, or in each of several copies.
        """
        sections = self._named(question)
        if not sections:
            return []
        ids = {s.section_id for s in sections}
        passages = [p for d in dict.fromkeys(s.document_id for s in sections) for p in self._store.passages_of(d)]
        held = chosen.sources(p for p in passages if p.section_id in ids)
        return gathered(held, len(held))

    def _named(self, question: str) -> list[Section]:
        named = _UNDER.search(question)
        if not named:
            found = self._asked.get(_asked_words(question), ())
            return list(found) if len(found) < 2 or self._alike(found) else []
        heading, subject = named.groups()
        part = max(heading.split("%"), key=len).strip()
        sections = [s for s in self._store.sections_headed(part) if _bare(s.heading) == _bare(heading)]
        titles = {d.document_id: d.title for d in self._store.documents({s.document_id for s in sections})}
        subjects = {s.section_id: (titles[s.document_id], self._names.title(s.project)) for s in sections}
        return [s for s in sections if _bare(subject) in map(_bare, subjects[s.section_id])]

    def _alike(self, sections: Sequence[Section]) -> bool:
        """True where the same text stands right under each of them."""
        texts = {s.section_id: "" for s in sections}
        for passage in self._store.passages_in(list(texts)):
            texts[passage.section_id] += squash(passage.text)
        return len(set(texts.values())) == 1


def _once_each(sections: Collection[Section]) -> bool:
    """True where no two of them stand in one document."""
    return len({s.document_id for s in sections}) == len(sections)


def _asked_words(question: str) -> tuple[str, ...]:
    """Its words in order of letters, without the number before it: a clause turns them around to ask."""
    return tuple(sorted(word.surface.casefold() for word in words(_NUMBER.sub("", closed_percent(question)))))


def _bare(heading: str) -> str:
    return closed_percent(heading.strip().rstrip("?:. ").casefold())
