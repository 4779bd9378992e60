"""Small PDFs for tests: text at given places, in a given order of the content stream."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

REGULAR, BOLD, ITALIC = "Helvetica", "Helvetica-Bold", "Helvetica-Oblique"
Piece = tuple[float, float, float, str, str]
"""x, distance from the top, size, font, text."""
Entry = tuple[str, int, int]
"""A line of the outline: title, depth from 0, page from 1."""


def set_pages(
    path: Path,
    pages: Iterable[Sequence[Piece]],
    *,
    rules: Sequence[tuple[float, ...]] = (),
    entries: Sequence[Entry] = (),
) -> Path:
    """The PDF with each piece where it was put; rules: lines x0, top0, x1, top1 on every page; entries: its outline."""
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    for number, pieces in enumerate(pages, start=1):
        for title, depth, page in entries:
            if page == number:
                canvas.bookmarkPage(f"{title}-{page}")
                canvas.addOutlineEntry(title, f"{title}-{page}", depth)
        for x0, top0, x1, top1 in rules:
            canvas.line(x0, A4[1] - top0, x1, A4[1] - top1)
        for x, top, size, font, text in pieces:
            canvas.setFont(font, size)
            canvas.drawString(x, A4[1] - top, text)
        canvas.showPage()
    canvas.save()
    return path


def column(x: float, top: float, lines: Sequence[str], *, size: float = 10, font: str = REGULAR) -> list[Piece]:
    """Lines under each other."""
    return [(x, top + 1.2 * size * index, size, font, line) for index, line in enumerate(lines)]
