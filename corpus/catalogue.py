"""The catalogue `sources.toml`: networks, projects and what is known of each document before it is read."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from corpus.errors import InvalidSetting

CATALOGUE = Path(__file__).parent / "sources.toml"
MATERIALS = Path(__file__).parent / "materials"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Network:
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Project:
    """order: 1–7 as in the report. short: an everyday name. aliases: other names the report itself uses."""

    id: str
    title: str
    order: int
    short: str = ""
    network: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a document. anchor: a phrase from its first body text, for a part whose title is a picture."""

    title: str
    anchor: str = ""
    project: str = ""


@dataclass(frozen=True, slots=True)
class CatalogueDocument:
    """One entry. file: basename, by which a file that is ingested is recognised."""

    id: str
    title: str
    file: str
    publisher: str = ""
    url: str = ""
    licence: str = ""
    published: str = ""
    kind: str = ""
    project: str = ""
    network: str = ""
    digest_of: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    networks: tuple[Network, ...] = ()
    projects: tuple[Project, ...] = ()
    documents: tuple[CatalogueDocument, ...] = ()

    def match(self, filename: str) -> CatalogueDocument | None:
        """The entry whose file is `filename` (without folder, letter case aside), or None."""
        name = Path(filename).name.casefold()
        return next((d for d in self.documents if d.file.casefold() == name), None)

    def titles(self) -> dict[str, str]:
        """Project id → its title."""
        return {project.id: project.title for project in self.projects}

    def project(self, project_id: str) -> Project | None:
        """The project with that id, or None."""
        return next((p for p in self.projects if p.id == project_id), None)


def load_catalogue(path: Path = CATALOGUE) -> Catalogue:
    """The catalogue in `path`. Raises InvalidSetting when it is not TOML or an entry has an unknown field."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidSetting(f"Kataloget {path.name} kan ikke læses. Ret filen.", detail=str(error)) from error
    return Catalogue(
        networks=tuple(_entry(Network, row, path) for row in raw.get("networks", [])),
        projects=tuple(_entry(Project, row, path) for row in raw.get("projects", [])),
        documents=tuple(_document(row, path) for row in raw.get("documents", [])),
    )


def _document(row: dict[str, Any], path: Path) -> CatalogueDocument:
    parts = tuple(_entry(Part, part, path) for part in row.get("parts", []))
    return _entry(CatalogueDocument, {**row, "parts": parts}, path)


def _entry(kind: type[T], row: dict[str, Any], path: Path) -> T:
    known = {f.name for f in fields(kind)}  # type: ignore[arg-type]
    if unknown := sorted(set(row) - known):
        raise InvalidSetting(
            f"Kataloget {path.name} har et ukendt felt: {unknown[0]}. Kendte: {', '.join(sorted(known))}."
        )
    values = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
    try:
        return kind(**values)
    except TypeError as error:
        raise InvalidSetting(
            f"Kataloget {path.name} mangler et felt i {row.get('id', row)}.", detail=str(error)
        ) from error
