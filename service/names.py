"""The names a question may hold: projects, networks, municipalities, people, organisations; found despite typos."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from corpus.catalogue import Catalogue
from corpus.store import Store
from ingest.places import find_places
from service.misspelt import spelt_like
from service.word_table import WordTable, count_words
from service.words import Word, alike, commonness, words

EntityKind = Literal["project", "network", "municipality", "region", "person", "organisation"]
MENTION_KINDS: tuple[Literal["municipality", "region", "person", "organisation"], ...] = (
    "municipality",
    "region",
    "person",
    "organisation",
)
MOSTLY = 0.5
"""A word points at a project when at least this share of its places in the material are under that project."""
TELLING = 0.55
"""A word that is more common in Danish than this says too little to point at a project."""
MEANT = 0.65
"""A name at least this sure is meant."""
SLIPPED = 0.9
"""How sure a name is, at most, that is not spelt as it should be."""
_WORK = re.compile(r"(s|-)?(projekt|indsats|del|spor|område|netværk|kampagne|samarbejde)(et|en|er|erne|ets|ens|s)?$")
_THE_PROJECT = re.compile(r"(s|-)?(projektet|indsatsen)s?$")
_PROJECTS = re.compile(r"(projekter|indsatser)(ne)?s?$")
"""Several of them: "klimaprojekterne" is none with klima in its name."""


@dataclass(frozen=True, slots=True)
class Entity:
    """Something named in a question. `value` is the canonical form (a project's id). sure: 0–1."""

    kind: EntityKind
    value: str
    surface: str
    start: int
    end: int
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class _Name:
    kind: EntityKind
    value: str
    stems: tuple[str, ...]


class NameBook:
    """Every name of the catalogue and of the stored mentions, by the stem that it begins with."""

    def __init__(self, store: Store, catalogue: Catalogue, table: WordTable | None = None) -> None:
        """table: the words of the store's passages, where they have been counted already."""
        self._by_initial: dict[str, list[_Name]] = defaultdict(list)
        self._bearers: dict[str, set[str]] = defaultdict(set)
        seen: set[_Name] = set()
        for kind, value, surface in _all_names(store, catalogue):
            name = _Name(kind, value, tuple(w.stem for w in words(surface)))
            if name.stems and name not in seen:
                seen.add(name)
                self._by_initial[name.stems[0][:1]].append(name)
                for part in name.stems if kind == "person" else ():
                    self._bearers[part].add(value)
        self._words = _words_of_one(catalogue)
        self._hints = _project_hints(table or count_words(store.iter_passages()), catalogue)
        self._titles = catalogue.titles()
        self._projects = [(p.id, name) for p in catalogue.projects for name in (p.title, p.short, *p.aliases)]
        self.numbers = {p.order: p.title for p in catalogue.projects}
        """Titles of the projects by their number."""
        self.together = _called_together(catalogue)
        """Stems of what the projects are called all together."""

    def title(self, project_id: str) -> str:
        """The project's title, or the id itself when the catalogue does not know it."""
        return self._titles.get(project_id, project_id)

    def projects_like(self, question: str) -> tuple[str, ...]:
        """Ids of the projects of whose names alone a telling word of `question` is a word, or a compound's first part.

        It does not matter where else the word stands in the material: "plast" means "Fælles plan for plastaffald".
        """
        told = [w.stem for w in words(question) if w.content and commonness(w.surface.lower()) >= TELLING]
        return tuple(dict.fromkeys(self._words[stem] for stem in told if stem in self._words))

    def projects_named(self, text: str) -> tuple[str, ...]:
        """Ids of the projects whose whole names stand in the text, each once, in order."""
        return tuple(dict.fromkeys(e.value for e in self.find(text) if e.kind == "project" and e.sure == 1.0))

    def tells_of(self, text: str, project: str) -> bool:
        """True when the text says that it is on the project."""
        return project in {*self.projects_named(text), *self.projects_like(text)}

    def find(self, question: str) -> tuple[Entity, ...]:
        """The names in `question`, longest and surest first, never overlapping; then in order of place."""
        tokens = words(question)
        found: list[Entity] = []
        for at, first in enumerate(tokens):
            for name in self._by_initial.get(first.stem[:1], ()):
                last = at + len(name.stems) - 1
                if last >= len(tokens) or (sure := _match(tokens[at : last + 1], name)) < 0.75:
                    continue
                start, end = first.start, tokens[last].end
                found.append(Entity(name.kind, name.value, question[start:end], start, end, sure))
        found.extend(self._people(tokens, question))
        found.extend(self._hinted(tokens))
        for project, start, end, like in spelt_like(question, self._projects):
            found.append(Entity("project", project, question[start:end], start, end, SLIPPED * like))
        return _without_overlap(found)

    def find_more(self, text: str) -> tuple[Entity, ...]:
        """The names in the text, and Danish municipalities that the material does not name behind them."""
        known = self.find(text)
        places = {e.value for e in known}
        more = (p for p in find_places(text) if p.kind == "municipality" and p.value not in places)
        return (*known, *(Entity(p.kind, p.value, text[p.start : p.end], p.start, p.end) for p in more))

    def _people(self, tokens: Sequence[Word], question: str) -> Iterable[Entity]:
        """A person by first or last name alone, where only one person bears it."""
        for token in tokens:
            people = self._bearers.get(token.stem, set())
            if len(people) == 1 and token.surface[:1].isupper() and len(token.surface) > 3:
                yield Entity("person", next(iter(people)), token.surface, token.start, token.end, 0.8)

    def _called(self, first: str) -> tuple[str, ...]:
        """Ids of the projects that "…projektet" means by what stands before it, if need be in another form."""
        begun = {project for stem, project in self._words.items() if _hint(first, stem)}
        return self.projects_like(first) or tuple(begun if len(begun) == 1 else ())

    def _hinted(self, tokens: Sequence[Word]) -> Iterable[Entity]:
        for token in tokens:
            if not token.content or _PROJECTS.search(token.surface.lower()):
                continue
            if _THE_PROJECT.search(token.surface.lower()):
                for project in self._called(_THE_PROJECT.sub("", token.surface.lower())):
                    yield Entity("project", project, token.surface, token.start, token.end, 0.95)
            bare = _WORK.sub("", token.surface.lower())
            named = bare != token.surface.lower() and len(bare) >= 4
            for stem, project in self._hints.items():
                sure = _hint(bare if named else token.stem, stem)
                if sure:
                    yield Entity(
                        "project", project, token.surface, token.start, token.end, sure * (1 if named else 0.9)
                    )


def _all_names(store: Store, catalogue: Catalogue) -> Iterable[tuple[EntityKind, str, str]]:
    for project in catalogue.projects:
        for surface in {project.title, project.short, *project.aliases} - {""}:
            yield "project", project.id, surface
    for network in catalogue.networks:
        yield "network", network.id, f"netværket {network.title}"
        yield "network", network.id, f"{network.title}netværket"
    for kind in MENTION_KINDS:
        for mention in store.mentions(kind=kind):
            yield kind, mention.value, mention.value
            if mention.attribute("corrected") != "1":
                yield kind, mention.value, mention.surface


def _match(tokens: Sequence[Word], name: _Name) -> float:
    """The least alike pair decides; short words must be the same."""
    sure = 1.0
    for token, stem in zip(tokens, name.stems, strict=True):
        like = 1.0 if token.stem == stem else 0.0
        if not like and min(len(token.stem), len(stem)) >= 5 and not stem.startswith(token.stem):
            like = alike(token.stem, stem)
            like = like if like <= 0.9 and abs(len(stem) - len(token.stem)) <= 2 else 0.0
        sure = min(sure, like)
        if sure < 0.6:
            return 0.0
    return 1.0 if sure == 1.0 else 0.75 + sure / 5


def _words_of_one(catalogue: Catalogue) -> dict[str, str]:
    """The stems of words, and of first parts of compounds, that stand in the names of one project alone.

    "projektet" in a name is none, nor is "%".
    """
    owners: dict[str, set[str]] = defaultdict(set)
    for project in catalogue.projects:
        for surface in (project.title, project.short, *project.aliases):
            for word in words(surface):
                if word.surface[:1].isalpha() and not _WORK.fullmatch(word.surface.lower()):
                    for stem in (word.stem, *word.parts[:1]):
                        owners[stem].add(project.id)
    return {stem: next(iter(ids)) for stem, ids in owners.items() if len(ids) == 1 and len(stem) >= 3}


def _called_together(catalogue: Catalogue) -> frozenset[str]:
    """Stems of words for several projects in documents' titles, and of letters before them: "VIP klimaprojekter"."""
    found: set[str] = set()
    for document in catalogue.documents:
        titled = words(document.title)
        for before, word in pairwise(titled):
            if _PROJECTS.search(word.surface.lower()):
                found |= {word.stem, *([before.stem] if before.surface.isupper() else [])}
    return frozenset(found)


def _project_hints(table: WordTable, catalogue: Catalogue) -> dict[str, str]:
    """Stems that point at one project: they stand in its names alone, and in the material mostly under it."""
    owners: dict[str, set[str]] = defaultdict(set)
    for project in catalogue.projects:
        for surface in (project.title, project.short, *project.aliases):
            for word in words(surface):
                whole = len(word.surface) >= 5 and surface[word.end : word.end + 1] != "-"  # "klima-" is half a word
                if word.content and whole and commonness(word.surface.lower()) >= TELLING:
                    owners[_WORK.sub("", word.surface.lower()) if word.parts else word.stem].add(project.id)
                    owners[word.stem].add(project.id)
    own = {stem: next(iter(ids)) for stem, ids in owners.items() if len(ids) == 1 and len(stem) >= 3}
    seen = table.by_project(own)
    total: Counter[str] = Counter()
    for (stem, _), count in seen.items():
        total[stem] += count
    return {s: p for s, p in own.items() if seen[s, p] >= MOSTLY * total[s]}


def _hint(word: str, stem: str) -> float:
    if word == stem:
        return 0.85
    shared = 0
    for a, b in zip(word, stem, strict=False):
        if a != b:
            break
        shared += 1
    short = min(len(word), len(stem))
    return 0.7 if shared >= 5 and shared >= 0.8 * short else 0.0


def _without_overlap(found: list[Entity]) -> tuple[Entity, ...]:
    kept: list[Entity] = []
    for entity in sorted(found, key=lambda e: (-round(e.sure, 2), e.start - e.end, e.start, e.value)):
        if all(entity.end <= k.start or entity.start >= k.end for k in kept):
            kept.append(entity)
    return tuple(sorted(kept, key=lambda e: e.start))
