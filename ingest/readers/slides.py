"""PPTX by python-pptx: one page a slide, its title a heading, bullets, tables, chart data and speaker notes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pptx
from pptx.util import Emu

from corpus.types import Flag, Page
from ingest.blocks import Block, ReadDocument
from ingest.media import PPTX
from ingest.readers.errors import translated
from ingest.readers.tables import verbalise
from ingest.tidy import hides_characters, shortened, tidy, without_bullet

_TITLES = {"TITLE", "CENTER_TITLE", "VERTICAL_TITLE"}
_ASIDES = {"DATE", "FOOTER", "SLIDE_NUMBER", "HEADER"}
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_BULLETS = tuple(f"{_DRAWING}{name}" for name in ("buChar", "buAutoNum", "buBlip"))
_TINY_POINTS = 2.0


class SlideReader:
    """Reads .pptx. Page.label is "Slide 3"."""

    def read(self, path: Path) -> ReadDocument:
        """Raises a DocumentError."""
        with translated(path):
            deck = pptx.Presentation(str(path))
            pages: list[Page] = []
            blocks: list[Block] = []
            flags: list[Flag] = []
            for number, slide in enumerate(deck.slides, start=1):
                reader = _Slide(slide, number, (deck.slide_width or 0, deck.slide_height or 0))
                blocks.extend(reader.blocks())
                pages.append(Page("", number, f"Slide {number}"))
                flags.extend(reader.flags())
            core = deck.core_properties
            first = next((b.text for b in blocks if b.kind == "heading" and not b.inferred), "")
            return ReadDocument(
                media_type=PPTX,
                blocks=tuple(blocks),
                pages=tuple(pages),
                title=_own_title(core.title or "") or first,
                author=tidy(core.author or ""),
                published=core.created.date().isoformat() if core.created else "",
                flags=tuple(flags),
            )


def _own_title(title: str) -> str:
    """PowerPoint fills in its own words where nobody wrote a title."""
    title = tidy(title)
    return "" if title.lower() in ("powerpoint presentation", "powerpoint-præsentation", "præsentation1") else title


class _Slide:
    def __init__(self, slide: Any, number: int, size: tuple[int, int]) -> None:
        self._slide = slide
        self._size = size
        self._number = number
        self._hidden: list[str] = []

    def blocks(self) -> Iterator[Block]:
        """The title first, then the shapes as they stand: from the top, then from the left; notes last."""
        shapes = sorted(self._shapes(self._slide.shapes), key=lambda s: (_place(s.top), _place(s.left)))
        titles = [s for s in shapes if _placeholder(s) in _TITLES and tidy(s.text_frame.text)]
        heading = tidy(" ".join(s.text_frame.text for s in titles))
        body = [b for s in shapes if s not in titles for b in self._shape(s)]
        if heading or body:
            title = heading or f"Slide {self._number}"
            yield Block("heading", title, page=self._number, level=1, inferred=not heading)
        yield from body
        yield from self._notes()

    def flags(self) -> list[Flag]:
        found = []
        if self._slide.element.get("show") == "0":
            message = f"Slide {self._number} er skjult i præsentationen, men er læst med."
            found.append(Flag("hidden-slide", message, self._number))
        if self._hidden:
            sample = shortened(self._hidden[0])
            message = f"Slide {self._number} har skjult tekst, som er udeladt: »{sample}«."
            found.append(Flag("hidden-text", message, self._number))
        pictures = any(s.shape_type == 13 for s in self._slide.shapes)
        if pictures and not any(True for _ in self.blocks()):
            message = f"Slide {self._number} er et billede uden tekst og kan ikke søges."
            found.append(Flag("no-text", message, self._number))
        return found

    def _shapes(self, shapes: Any) -> Iterator[Any]:
        for shape in shapes:
            if shape.shape_type == 6:
                yield from self._shapes(shape.shapes)
            elif self._is_outside(shape):
                if shape.has_text_frame and tidy(shape.text_frame.text):
                    self._hidden.append(shape.text_frame.text)
            else:
                yield shape

    def _is_outside(self, shape: Any) -> bool:
        """True when the whole shape lies beside the slide, where no audience sees it."""
        left, top, (width, height) = shape.left or 0, shape.top or 0, self._size
        right, bottom = left + (shape.width or 0), top + (shape.height or 0)
        return bool(width and height) and (left >= width or top >= height or right < 0 or bottom < 0)

    def _shape(self, shape: Any) -> Iterator[Block]:
        if getattr(shape, "has_table", False) and shape.has_table:
            rows = [[tidy(cell.text) for cell in row.cells] for row in shape.table.rows]
            for line in verbalise(rows, header=True if shape.table.first_row else None):
                yield Block("row", line, page=self._number)
        elif getattr(shape, "has_chart", False) and shape.has_chart:
            for line in verbalise(_chart_rows(shape.chart), header=True):
                yield Block("row", line, page=self._number)
        elif shape.has_text_frame:
            kind = _placeholder(shape)
            for paragraph in shape.text_frame.paragraphs:
                if text := tidy(self._shown(paragraph)):
                    yield self._paragraph(paragraph, text, kind)

    def _paragraph(self, paragraph: Any, text: str, placeholder: str) -> Block:
        if placeholder in _ASIDES:
            return Block("aside", text, page=self._number)
        properties = paragraph._p.pPr
        marked = properties is not None and any(properties.find(tag) is not None for tag in _BULLETS)
        plain = properties is not None and properties.find(f"{_DRAWING}buNone") is not None
        if (item := without_bullet(text)) is not None and text[0] in "•·●○▪■–-*":
            return Block("item", item, page=self._number, level=paragraph.level + 1)
        if marked or (placeholder in ("BODY", "OBJECT") and not plain):
            return Block("item", text, page=self._number, level=paragraph.level + 1)
        return Block("paragraph", text, page=self._number)

    def _shown(self, paragraph: Any) -> str:
        pieces = []
        for run in paragraph.runs:
            size = run.font.size
            if run.text.strip() and size is not None and Emu(size).pt <= _TINY_POINTS:
                self._hidden.append(run.text)
                continue
            if hides_characters(run.text):
                self._hidden.append("usynlige tegn ved " + run.text)
            pieces.append(run.text)
        return "".join(pieces) if paragraph.runs else paragraph.text

    def _notes(self) -> Iterator[Block]:
        if not self._slide.has_notes_slide or self._slide.notes_slide.notes_text_frame is None:
            return
        for paragraph in self._slide.notes_slide.notes_text_frame.paragraphs:
            if text := tidy(paragraph.text):
                yield Block("paragraph", text, page=self._number)


def _place(value: int | None) -> float:
    """Position rounded to a quarter of a centimetre, so that boxes on one line are read from the left."""
    return round((value or 0) / 90_000)


def _placeholder(shape: Any) -> str:
    return str(shape.placeholder_format.type).split(" ")[0].split(".")[-1] if shape.is_placeholder else ""


def _chart_rows(chart: Any) -> list[list[str]]:
    plot = chart.plots[0]
    series = list(plot.series)
    head = ["", *(tidy(one.name or "") for one in series)]
    values = [list(one.values) for one in series]
    rows = [
        [
            tidy(str(label)),
            *("" if v[i] is None else f"{v[i]:g}".replace(".", ",") for v in values if i < len(v)),
        ]
        for i, label in enumerate(plot.categories)
    ]
    return [head, *rows]
