"""Sets Danish text as a PDF in two columns, hyphenated, with headings, running heads and page numbers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyphen
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

BODY, HEAD = ("Helvetica", 9.5), ("Helvetica-Bold", 13.0)
LEADING, WIDTH, GUTTER, MARGIN = 11.6, 236.0, 22.0, 50.0
TOP, BOTTOM = 770.0, 60.0


@dataclass
class _Cursor:
    canvas: Canvas
    head: str
    pages: int
    column: int = 0
    y: float = TOP
    page: int = 1

    def line(self, text: str, font: tuple[str, float], *, leading: float) -> bool:
        """Whether the line still had room within the pages."""
        if self.y - leading < BOTTOM:
            self.column, self.y = self.column + 1, TOP
            if self.column > 1:
                if self.page == self.pages:
                    return False
                self._turn()
        self.y -= leading
        self.canvas.setFont(*font)
        self.canvas.drawString(MARGIN + self.column * (WIDTH + GUTTER), self.y, text)
        return True

    def _turn(self) -> None:
        self.foot()
        self.canvas.showPage()
        self.page, self.column = self.page + 1, 0

    def foot(self) -> None:
        self.canvas.setFont("Helvetica", 8)
        self.canvas.drawString(MARGIN, 805, self.head)
        self.canvas.drawRightString(A4[0] - MARGIN, 30, str(self.page))


def typeset(path: Path, texts: list[tuple[str, str]], *, pages: int, head: str = "Samling af bestemmelser") -> int:
    """How many of the (heading, paragraph) pairs were set whole on at most `pages` pages."""
    cursor = _Cursor(Canvas(str(path), pagesize=A4, invariant=1), head, pages)
    words = pyphen.Pyphen(lang="da_DK")
    done = 0
    for heading, text in texts:
        cursor.y -= 8
        lines = [(line, HEAD, 16.0) for line in wrapped(heading, HEAD, None)]
        lines += [(line, BODY, LEADING) for line in wrapped(text, BODY, words)]
        if not all(cursor.line(line, font, leading=leading) for line, font, leading in lines):
            break
        done += 1
    cursor.foot()
    cursor.canvas.save()
    return done


def wrapped(text: str, font: tuple[str, float], words: pyphen.Pyphen | None) -> list[str]:
    """The lines of a paragraph; a word that does not fit is divided where the Danish patterns allow it."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        trial = f"{line} {word}" if line else word
        if stringWidth(trial, *font) <= WIDTH:
            line = trial
            continue
        start, rest = _divided(line, word, font, words)
        if start:
            line = f"{line} {start}" if line else start
        lines.append(line)
        line = rest
    return [*lines, line] if line else lines


def _divided(line: str, word: str, font: tuple[str, float], words: pyphen.Pyphen | None) -> tuple[str, str]:
    if words is None or not word.isalpha() or len(word) < 6:
        return "", word
    for start, rest in words.iterate(word):
        if stringWidth(f"{line} {start}-", *font) <= WIDTH and len(start) > 1 and len(rest) > 1 and rest.islower():
            return f"{start}-", rest
    return "", word
