"""What documents say of projects and municipalities, from stored mentions and sections, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from corpus.types import Document, Mention, MentionKind, Passage, Section, Span
from service.filters import danish_key
from service.web.known import Figure, Place, Quote, Role, Told, Topic
from service.web.links import place_path
from service.web.places import PageLabels
from service.web.reading import passage_parts
from service.web.site import Site

TOOLS = ("værktøj", "guide", "skabelon")
TAKING_PART: tuple[MentionKind, ...] = ("participant", "coordinator")
ORIGINAL = "rapport"
"""The kind of document that is shown before those that retell it."""


class Knowledge:
    """One reading of what a page needs; made anew for every page, so a new document changes what is shown."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._labels = PageLabels(site.store)
        self.documents = {d.document_id: d for d in site.store.documents()}
        self.projects = {p.id: p for p in sorted(site.catalogue.projects, key=lambda p: p.order)}
        self._passages: dict[str, Passage] = {}
        self._mentions: dict[MentionKind, list[Mention]] = {}

    @cached_property
    def _sections(self) -> dict[str, Section]:
        """Those of projects by id, in the order of their documents."""
        return {s.section_id: s for s in self._site.store.sections_of_projects()}

    def mentions(self, *kinds: MentionKind) -> list[Mention]:
        """Those of the kinds, by document and place."""
        for kind in kinds:
            if kind not in self._mentions:
                self._mentions[kind] = self._site.store.mentions(kind=kind)
        found = [m for kind in kinds for m in self._mentions[kind]]
        return sorted(found, key=lambda m: (m.document_id, m.char_start, m.mention_id)) if len(kinds) > 1 else found

    def project_of(self, mention: Mention) -> str:
        """The project that the mention names, else that of its section or its document; "" when none is known."""
        section = self._sections.get(mention.section_id)
        own = mention.attribute("project") or (section.project if section else "")
        return own or self.documents[mention.document_id].project

    def places(self, mentions: Sequence[Mention]) -> list[Place]:
        """The sentence that each mention stands in."""
        self._read(mentions)
        return [self._place(mention) for mention in mentions]

    def _read(self, mentions: Iterable[Mention]) -> None:
        missing = [m.passage_id for m in mentions if m.passage_id not in self._passages]
        self._passages.update(self._site.store.passages_there(missing))

    def _place(self, mention: Mention) -> Place:
        passage = self._passages.get(mention.passage_id)
        start, end = sentence_of(passage, mention) if passage else (mention.char_start, mention.char_end)
        text = passage.text[start - passage.char_start : end - passage.char_start] if passage else mention.surface
        return Place(
            self.documents[mention.document_id].title,
            self._labels.of(mention.document_id, mention.page),
            place_path(mention.document_id, mention.page, f"{start}-{end}"),
            text,
        )

    @cached_property
    def _dates(self) -> dict[str, list[Mention]]:
        """By passage, in the order they stand."""
        found: dict[str, list[Mention]] = {}
        for mention in self.mentions("date"):
            found.setdefault(mention.passage_id, []).append(mention)
        return found

    def _dates_beside(self, mention: Mention) -> tuple[str, ...]:
        """The dates that stand in the same sentence, as they are written."""
        passage = self._passages.get(mention.passage_id)
        start, end = sentence_of(passage, mention) if passage else (mention.char_start, mention.char_end)
        near = (d.surface for d in self._dates.get(mention.passage_id, ()) if start <= d.char_start < end)
        return tuple(dict.fromkeys(near))

    def figures(self, project: str = "") -> list[Figure]:
        """Every number with a unit, or those of one project, in the order they stand."""
        found = [
            m for m in self.mentions("figure") if m.attribute("unit") and (not project or self.project_of(m) == project)
        ]
        return [
            Figure(
                m.value,
                f"{m.attribute('modifier')} {m.surface}".strip(),
                m.attribute("unit"),
                m.attribute("denominator"),
                m.attribute("source"),
                self._dates_beside(m),
                self.project_of(m),
                place,
            )
            for m, place in zip(found, self.places(found), strict=True)
        ]

    def quotes(self, *, project: str = "", organisation: str = "") -> list[Quote]:
        """Quotes of a project, or of people from an organisation."""
        found = [
            m
            for m in self.mentions("quote")
            if (not project or self.project_of(m) == project)
            and (not organisation or organisation in m.attribute("organisation"))
        ]
        return [
            Quote(
                m.surface.strip(' »«”“"'),
                m.attribute("speaker") or m.value,
                ", ".join(filter(None, (m.attribute("title"), m.attribute("organisation")))),
                place,
            )
            for m, place in zip(found, self.places(found), strict=True)
        ]

    def roles(self) -> dict[str, list[Role]]:
        """Municipality → its projects in order. A text that names all of a region counts for every municipality."""
        lists = [m for m in self.mentions(*TAKING_PART) if self.project_of(m)]
        self._read(lists)
        lists.sort(key=lambda m: self.documents[m.document_id].kind != ORIGINAL)
        found: dict[str, dict[str, Role]] = {name: {} for name in self.municipalities()}
        for mention in lists:
            everyone = bool(mention.scope)
            for name in found if everyone else (mention.value,):
                self._add_role(found.get(name), mention, everyone=everyone)
        return {name: [by[p] for p in self.projects if p in by] for name, by in found.items()}

    def _add_role(self, roles: dict[str, Role] | None, mention: Mention, *, everyone: bool) -> None:
        project = self.projects.get(self.project_of(mention))
        if roles is None or project is None:
            return
        leads, before = mention.kind == "coordinator", roles.get(project.id)
        if before is None or (leads and not before.coordinator) or (before.everyone and not everyone):
            led = leads or bool(before and before.coordinator)
            roles[project.id] = Role(project, led, everyone, self._place(mention))

    def municipalities(self) -> list[str]:
        """Every municipality named in a document that lists participants, in Danish order."""
        listing = {m.document_id for m in self.mentions(*TAKING_PART)}
        names = {m.value for m in self.mentions("municipality") if m.document_id in listing}
        return sorted(names, key=danish_key)

    def others(self, project: str) -> list[tuple[str, Place]]:
        """Participants of a project that are not municipalities, each once."""
        known = set(self.municipalities())
        found = [m for m in self.mentions(*TAKING_PART) if self.project_of(m) == project and m.value not in known]
        return list({m.value: place for m, place in zip(found, self.places(found), strict=True)}.items())

    def tools(self, project: str) -> list[Document]:
        """Tools, guides and templates that belong to a project."""
        return [d for d in self.documents.values() if d.project == project and d.kind in TOOLS]

    def topics(self, project: str) -> list[Topic]:
        """The project's chapters that hold text, in order; alike ones of several documents together.

        What stands under a chapter's own headings belongs to the chapter, so that projects can be laid side by side.
        """
        under: dict[str, list[Passage]] = {}
        mine = list(self._of_project(project))
        for passage in self._site.store.passages_in([s.section_id for s in mine]):
            under.setdefault(passage.section_id, []).append(passage)
        tops = {d: min(len(s.path) for s in mine if s.document_id == d) for d in {s.document_id for s in mine}}
        topics: dict[str, list[Told]] = {}
        names: dict[str, str] = {}
        for section in mine:
            if section.section_id not in under:
                continue
            top = tops[section.document_id]
            chapter = section.path[top] if len(section.path) > top else section.heading
            key = heading_key(chapter, topics)
            names.setdefault(key, chapter.rstrip("?"))
            topics.setdefault(key, []).append(self._told(section, under[section.section_id], chapter))
        return [Topic(names[key], tuple(told)) for key, told in topics.items()]

    def _of_project(self, project: str) -> Iterable[Section]:
        whole = [d for d in self.documents.values() if d.kind not in TOOLS]
        under: dict[str, list[Section]] = {}
        for section in self._sections.values():
            if section.project == project:
                under.setdefault(section.document_id, []).append(section)
        for document in sorted(whole, key=lambda d: (d.kind != ORIGINAL, d.title)):
            yield from under.get(document.document_id, ())

    def _told(self, section: Section, passages: list[Passage], chapter: str) -> Told:
        document = self.documents[section.document_id]
        first = passages[0]
        label = self._labels.of(section.document_id, first.page_first)
        heading = section.heading if section.heading != chapter else ""
        return Told(
            document,
            heading,
            tuple(passage_parts(passages)),
            place_path(section.document_id, first.page_first, first.passage_id),
            label,
        )


def sentence_of(passage: Passage, mention: Mention) -> Span:
    """The span in the clean text of the sentence that the mention begins in; of the mention when there is none."""
    at = mention.char_start - passage.char_start
    for start, end in passage.sentences:
        if start <= at < end:
            return passage.char_start + start, passage.char_start + end
    return mention.char_start, mention.char_end


def heading_key(heading: str, known: Iterable[str]) -> str:
    """A key that alike headings share, such as "Erfaringer" and "Erfaringer fra projektet"."""
    plain = " ".join(re.findall(r"\w+", heading.casefold()))
    alike = (k for k in known if k == plain or plain.startswith(f"{k} ") or k.startswith(f"{plain} "))
    return next(alike, plain)
