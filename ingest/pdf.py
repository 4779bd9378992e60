"""The Reader for PDF. The only importer of pypdf: page labels, metadata, encryption."""

from __future__ import annotations

import gc
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdf
from pypdf.errors import PyPdfError

from corpus.errors import FileMissing, UnreadableFile
from corpus.types import Flag, Page
from ingest.blocks import Block, ReadDocument
from ingest.layout import Layout, PageSize
from ingest.layout_lines import Line, page_lines
from ingest.pdf_hidden import hidden_glyphs
from ingest.pdfium import OpenPage, open_pages, outline
from ingest.tables_ruled import with_ruled_tables
from ingest.tidy import shortened

_A4: PageSize = (595.0, 842.0)
STRETCH = 400
"""Pages that are laid out together. The last stretch is up to half as long again, so that none is too short to tell
what recurs in its margins."""
_WORTHLESS = re.compile(
    r"(untitled|microsoft word|powerpoint|dokument\d*|document\d*|\.docx?|\.indd|\.qxd|^\s*$)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Structure:
    labels: tuple[str, ...] = ()
    title: str = ""
    author: str = ""
    attachments: tuple[str, ...] = ()


class PdfReader:
    """Reads PDF files page by page. stretch: so many pages are laid out together."""

    def __init__(self, *, stretch: int = STRETCH) -> None:
        self._stretch = stretch

    def read(self, path: Path) -> ReadDocument:
        """Raises FileMissing, PasswordProtected, UnreadableFile or SuspiciousFile."""
        if not path.is_file():
            raise FileMissing(f"Filen {path.name} findes ikke.")
        structure = _structure(path)
        gc.collect()  # pypdf's objects hold each other and the whole file
        pages = _Pages(self._stretch, Layout(outline=outline(path)))
        for page in open_pages(path):
            pages.take(page)
        if all(pages.broken):
            raise UnreadableFile(f"{path.name} har ingen side, der kan læses. Filen er måske beskadiget.")
        blocks = pages.laid_out()
        flags = pages.flags
        flags += [Flag("attachment", f"Den vedhæftede fil »{name}« er ikke læst.") for name in structure.attachments]
        return ReadDocument(
            media_type="application/pdf",
            blocks=blocks,
            pages=tuple(
                Page("", number, _label(structure.labels, pages.layout.labels, number), width, height)
                for number, (width, height) in enumerate(pages.sizes, start=1)
            ),
            title=structure.title,
            author=structure.author,
            joins=pages.layout.joins,
            flags=tuple(flags),
        )


class _Pages:
    """The pages as they come; every stretch of them is laid out and let go of."""

    def __init__(self, stretch: int, layout: Layout) -> None:
        self.layout = layout
        self._stretch = stretch
        self.sizes: list[PageSize] = []
        self.broken: list[bool] = []
        self._hidden: list[Flag] = []
        self._empty: list[int] = []
        self._lines: list[list[Line]] = []

    def take(self, page: OpenPage | None) -> None:
        """The next page, None when it is broken."""
        self.broken.append(page is None)
        lines: list[Line] = []
        if page is not None:
            self._hidden += _set_aside_hidden(page)
            lines = with_ruled_tables(page_lines(page), page.paths(), width=page.width, height=page.height)
            self.sizes.append((page.width, page.height))
        else:
            self.sizes.append(self.sizes[-1] if self.sizes else _A4)
        if not lines:
            self._empty.append(len(self.sizes))
        self._lines.append(lines)
        if len(self._lines) == self._stretch + self._stretch // 2:
            self._lay_out(self._stretch)

    def laid_out(self) -> Sequence[Block]:
        """The blocks of all pages, when there are no more."""
        self._lay_out(len(self._lines))
        return self.layout.blocks()

    def _lay_out(self, count: int) -> None:
        first = len(self.sizes) - len(self._lines)
        self.layout.add(self._lines[:count], self.sizes[first : first + count])
        del self._lines[:count]

    @property
    def flags(self) -> list[Flag]:
        return [*self._hidden, *(_without_text(number, self.broken[number - 1]) for number in self._empty)]


def _without_text(number: int, broken: bool) -> Flag:
    if broken:
        return Flag("unreadable-page", f"Side {number} er beskadiget og er ikke læst.", number)
    return Flag("no-text", f"Side {number} har ingen tekst, der kan læses; den er måske et billede.", number)


def _set_aside_hidden(page: OpenPage) -> list[Flag]:
    """Blanks the glyphs that nobody sees, and says so."""
    hidden = hidden_glyphs(page)
    if not hidden.any():
        return []
    words = "".join(c if out or c.isspace() else " " for c, out in zip(page.text, hidden.tolist(), strict=True))
    page.text = "".join(" " if out else c for c, out in zip(page.text, hidden.tolist(), strict=True))
    sample = shortened(words)
    return [Flag("hidden-text", f"Side {page.number} har skjult tekst, som er udeladt: »{sample}«.", page.number)]


def _label(own: tuple[str, ...], printed: list[str], number: int) -> str:
    """The file's own page label, else the printed number, else the physical one."""
    if number <= len(own) and own[number - 1]:
        return own[number - 1]
    return printed[number - 1] or str(number)


def _structure(path: Path) -> _Structure:
    """What the file says of itself; what cannot be read is left out, for PDFium may still read the pages."""
    try:
        reader = pypdf.PdfReader(path)
        catalog = reader.root_object
        labels = tuple(reader.page_labels) if "/PageLabels" in catalog else ()
        meta = reader.metadata
        attached = tuple(" ".join(name.split()) for name in reader.attachments) if "/Names" in catalog else ()
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError):
        return _Structure()
    title, author = _entry(meta, "/Title"), _entry(meta, "/Author")
    return _Structure(labels, "" if _WORTHLESS.search(title) else title, author, attached)


def _entry(meta: pypdf.DocumentInformation | None, key: str) -> str:
    value = meta.get(key) if meta else None
    return " ".join(str(value).split()) if isinstance(value, str) else ""
