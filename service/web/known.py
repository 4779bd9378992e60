"""The values that the library's pages show: each with the place where a document says it."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.catalogue import Project
from corpus.types import Document
from service.web.reading import Part


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence in a document. href: where it stands boxed."""

    title: str
    page_label: str
    href: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit, what it is a share of, the source and dates that its sentence names, and its place."""

    value: str
    surface: str
    unit: str
    denominator: str
    source: str
    dates: tuple[str, ...]
    project: str
    place: Place


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words, with who said them."""

    words: str
    speaker: str
    role: str
    place: Place


@dataclass(frozen=True, slots=True)
class Role:
    """A municipality's part in a project. coordinator: it led the project. everyone: the text names all of a region."""

    project: Project
    coordinator: bool
    everyone: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Told:
    """What one document says in a chapter. heading: its own under the chapter, "" for what stands right below it."""

    document: Document
    heading: str
    parts: tuple[Part, ...]
    href: str
    page_label: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A heading that documents share, and what each says under it."""

    heading: str
    told: tuple[Told, ...]

    @property
    def by_document(self) -> list[tuple[Document, list[Told]]]:
        """Each document with what it says, in order."""
        found: dict[Document, list[Told]] = {}
        for one in self.told:
            found.setdefault(one.document, []).append(one)
        return list(found.items())
