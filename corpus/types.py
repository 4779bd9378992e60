"""The values that travel through the house. All frozen; a change makes a copy.

Characters are counted as Python code points. Every span is half open: [start, end).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Span = tuple[int, int]

PassageKind = Literal["text", "list", "table", "quote", "figure"]
"""text: running sentences. list: an intro with its items. table: rows with headers.
quote: somebody's words with speaker. figure: a callout number with its sentence."""

MentionKind = Literal[
    "municipality",
    "region",
    "participant",
    "coordinator",
    "person",
    "organisation",
    "figure",
    "date",
    "quote",
]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page as it is displayed (rotation and crop applied).

    Fractions 0–1 of the displayed width and height, origin at the top left; left <= right, top <= bottom.
    """

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Document:
    """One source file. `project` and `network` are ids of sources.toml, "" when it belongs to none or several."""

    document_id: str
    title: str
    filename: str
    media_type: str
    sha256: str
    page_count: int
    publisher: str = ""
    url: str = ""
    licence: str = ""
    published: str = ""
    """ISO date, or a year alone, as the source states it; "" when it does not."""
    kind: str = ""
    """rapport, værktøj, guide, skabelon, resumé or ""."""
    project: str = ""
    network: str = ""
    digest_of: str = ""
    added: str = ""
    """ISO 8601 time in UTC of the ingest."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page, slide or sheet. `number` is physical, from 1; `label` is what is printed ("8", "10–11", "Ark: Tal").

    width and height: points as displayed; 0 when the source has no pages to draw.
    """

    document_id: str
    number: int
    label: str
    width: float = 0.0
    height: float = 0.0
    ocr_confidence: float | None = None
    """Mean word confidence 0–1 where the page was read by OCR, else None."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it. `path` holds the headings from the top, this one last."""

    section_id: str
    document_id: str
    ordinal: int
    heading: str
    path: tuple[str, ...]
    level: int
    char_start: int
    char_end: int
    page_first: int
    page_last: int
    project: str = ""
    inferred: bool = False
    """True when the heading was not printed but worked out from the document's structure."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is embedded, found and cited. `clean_text[char_start:char_end] == text` always holds.

    sentences: spans into `text` of its sentences, list items or table rows, in order, not overlapping.
    context: "document › project › heading": embedded and searched, never quoted.
    page_first, page_last: physical pages from 1; 0 when the source has no pages.
    """

    passage_id: str
    document_id: str
    section_id: str
    ordinal: int
    text: str
    char_start: int
    char_end: int
    page_first: int
    page_last: int
    context: str
    kind: PassageKind = "text"
    sentences: tuple[Span, ...] = ()
    project: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """Something named in a document: `value` is its one canonical form, `surface` what is written there.

    attributes: sorted (name, value) pairs; for person title, organisation; for figure unit, denominator,
    source; for participant and coordinator project; for participant scope; for quote speaker; corrected="1" when the
    source misspells.
    """

    mention_id: str
    document_id: str
    passage_id: str
    section_id: str
    kind: MentionKind
    value: str
    surface: str
    char_start: int
    char_end: int
    page: int
    attributes: tuple[tuple[str, str], ...] = ()

    def attribute(self, name: str) -> str:
        """The attribute's value, "" when absent."""
        return dict(self.attributes).get(name, "")

    @property
    def scope(self) -> str:
        """The region all of whose municipalities a participant stands for, "" for a single one."""
        return self.attribute("scope")


@dataclass(frozen=True, slots=True)
class GlyphRun:
    """Boxes for the clean text [char_start, char_end) that lies on one page.

    boxes: bytes of little-endian uint16 (n, 4) left, top, right, bottom in 1/65535 of the displayed page,
    one row a character. A character that the reader added (a space at a line end) has zero width.
    """

    char_start: int
    char_end: int
    page: int
    boxes: bytes


@dataclass(frozen=True, slots=True)
class Flag:
    """Something a person should know about a document as it was read. `message` is Danish, for the user."""

    code: str
    message: str
    page: int = 0


class Text(Protocol):
    """A text by its slices: a str, or what stands for a long one that waits in a file."""

    def __len__(self) -> int: ...

    def __getitem__(self, span: slice, /) -> str: ...


@dataclass(frozen=True, slots=True)
class DocumentContent:
    """All that is stored of one document; written whole or not at all.

    What grows with the document may wait in a file until it is gone through.
    """

    document: Document
    text: Text
    pages: Sequence[Page]
    sections: Sequence[Section]
    passages: Sequence[Passage]
    mentions: Sequence[Mention] = ()
    runs: Sequence[GlyphRun] = ()
    flags: Sequence[Flag] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """Which passages may be found; empty means no limit; several values of one field mean any of them."""

    projects: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    years: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any((self.projects, self.networks, self.municipalities, self.documents, self.kinds, self.years))
