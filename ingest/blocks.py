"""What a reader returns: blocks in reading order. Every format meets the rest of ingest here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from corpus.types import Flag, GlyphRun, Page

BlockKind = Literal[
    "heading",
    "paragraph",
    "item",
    "row",
    "quote",
    "speaker",
    "figure",
    "caption",
    "source",
    "footnote",
    "aside",
]
"""heading: level says how deep. item: one list item, its bullet set aside. row: one table row, each cell behind its
column's header ("Kommune: Ballerup; Projekt: Madspild"), the header's characters mapped to the header's glyphs.
quote and speaker: somebody's words, then name, title and organisation. figure: a callout number with its sentence.
source: a "Kilde: …" line of the figure or table above. aside: running heads, page numbers, photo credits and
decorations: kept out of the clean text, counted in the report."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of clean text (NFC, hyphens repaired, single spaces, no line breaks except inside `row` cells).

    runs: glyph boxes, offsets relative to `text`; they cover every character on formats with pages, else ().
    page: physical page of the first character, from 1; a slide or sheet number; 0 when the format has neither.
    level: 1–6 for headings, list depth from 1 for items, else 0. size: font size in points, 0 when unknown.
    part: True on a heading that opens a new part (a chapter with its own title page).
    """

    kind: BlockKind
    text: str
    page: int = 0
    level: int = 0
    size: float = 0.0
    runs: tuple[GlyphRun, ...] = ()
    inferred: bool = False
    part: bool = False


@dataclass(frozen=True, slots=True)
class Join:
    """A line-end hyphen and what became of it. reason: which rule or attested word form decided."""

    page: int
    left: str
    right: str
    result: str
    removed: bool
    reason: str


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A file as read. media_type: IANA name. title, author, published: what the file itself says, "" when silent.

    blocks, joins: those of a long file wait in another file until they are gone through.
    """

    media_type: str
    blocks: Sequence[Block]
    pages: tuple[Page, ...] = ()
    title: str = ""
    author: str = ""
    published: str = ""
    joins: Sequence[Join] = ()
    flags: tuple[Flag, ...] = ()


class Reader(Protocol):
    """Reads one family of formats."""

    def read(self, path: Path) -> ReadDocument:
        """Raises UnreadableFile, PasswordProtected, EmptyDocument, UnsupportedFile or SuspiciousFile."""
