"""The Reader for PDF. The only importer of pypdf: page labels, metadata, encryption."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pypdf
from pypdf.errors import PyPdfError

from corpus.errors import FileMissing, UnreadableFile
from corpus.types import Flag, Page
from ingest.blocks import ReadDocument
from ingest.layout import PageSize, lay_out
from ingest.layout_lines import Line, page_lines
from ingest.pdf_hidden import hidden_glyphs
from ingest.pdfium import OpenPage, open_pages
from ingest.tables_ruled import with_ruled_tables
from ingest.tidy import shortened

_A4: PageSize = (595.0, 842.0)
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
    """Reads PDF files page by page."""

    def read(self, path: Path) -> ReadDocument:
        """Raises FileMissing, PasswordProtected, UnreadableFile or SuspiciousFile."""
        if not path.is_file():
            raise FileMissing(f"Filen {path.name} findes ikke.")
        lines: list[list[Line]] = []
        sizes: list[PageSize] = []
        flags: list[Flag] = []
        broken: set[int] = set()
        for number, page in enumerate(open_pages(path), start=1):
            if page is None:
                broken.add(number)
                lines.append([])
                sizes.append(sizes[-1] if sizes else _A4)
                continue
            flags += _set_aside_hidden(page)
            found = page_lines(page)
            lines.append(with_ruled_tables(found, page.paths(), width=page.width, height=page.height))
            sizes.append((page.width, page.height))
        if len(broken) == len(sizes):
            raise UnreadableFile(f"{path.name} har ingen side, der kan læses. Filen er måske beskadiget.")
        laid = lay_out(lines, sizes)
        structure = _structure(path)
        pages = tuple(
            Page("", number, _label(structure.labels, laid.labels, number), width, height)
            for number, (width, height) in enumerate(sizes, start=1)
        )
        flags += [_without_text(n, n in broken) for n, on_page in enumerate(lines, start=1) if not on_page]
        flags += [Flag("attachment", f"Den vedhæftede fil »{name}« er ikke læst.") for name in structure.attachments]
        return ReadDocument(
            media_type="application/pdf",
            blocks=tuple(laid.blocks),
            pages=pages,
            title=structure.title,
            author=structure.author,
            joins=tuple(laid.joins),
            flags=tuple(flags),
        )


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
    """What the file says of itself; what cannot be read is left out, for the pages are read already."""
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
