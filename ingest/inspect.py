"""A look inside: a page with the blocks that were read, their order and the sections they stand under."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from corpus.catalogue import CatalogueDocument
from corpus.glyphs import line_boxes
from corpus.types import Box
from ingest.blocks import Block, ReadDocument
from ingest.pdfium import render_page
from ingest.sections import sections

COLOURS = {
    "heading": (178, 34, 34),
    "paragraph": (30, 90, 160),
    "item": (20, 130, 120),
    "row": (130, 80, 20),
    "quote": (120, 40, 140),
    "speaker": (170, 80, 190),
    "figure": (200, 110, 0),
    "aside": (150, 150, 150),
}
OTHER = (90, 90, 90)


@dataclass(frozen=True, slots=True)
class _Seen:
    """order: place in the reading order from 1, 0 for what was set aside. path: the headings above."""

    block: Block
    order: int
    path: tuple[str, ...]


def draw_page(
    path: Path, read: ReadDocument, *, page: int, entry: CatalogueDocument | None = None, width: int = 1400
) -> bytes:
    """PNG of a page of the PDF at `path` with its blocks drawn: number, kind, and the path where a section begins.

    read: the document as read from `path`. page: from 1. width: pixels.
    Raises NotFound when there is no such page, and the errors of a PDF that cannot be opened.
    """
    image = Image.open(io.BytesIO(render_page(path, page, width=width))).convert("RGB")
    draw = ImageDraw.Draw(image)
    font = _font(max(11, width // 95))
    shown = ""
    for seen in _seen(read, entry):
        label = f"{seen.order} {seen.block.kind}" if seen.order else seen.block.kind
        heading = " › ".join(seen.path)
        for number, box in enumerate(_boxes(seen.block, page)):
            colour = COLOURS.get(seen.block.kind, OTHER)
            corner = _frame(draw, box, image.size, colour)
            if number == 0 and seen.order and heading != shown:
                label, shown = f"{label}  [{heading}]", heading
            _write(draw, corner, label if number == 0 else f"{seen.order} …", font, colour)
    packed = io.BytesIO()
    image.save(packed, "PNG")
    return packed.getvalue()


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """A font of the system that has Danish letters; Pillow's own, which lacks them, when there is none."""
    for name in ("DejaVuSans.ttf", "LiberationSans-Regular.ttf", "Arial.ttf"):
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size=size)


def _seen(read: ReadDocument, entry: CatalogueDocument | None) -> Iterator[_Seen]:
    order = 0
    for draft in sections(read.blocks, title=read.title, entry=entry):
        for block in ([draft.heading] if draft.heading else []) + list(draft.blocks):
            order += 1
            yield _Seen(block, order, draft.path)
    yield from (_Seen(block, 0, ()) for block in read.blocks if block.kind == "aside")


def _boxes(block: Block, page: int) -> list[Box]:
    """One box for each stretch of lines that stand under each other."""
    stretches: list[Box] = []
    for line in line_boxes(block.runs, 0, len(block.text)):
        if line.page != page:
            continue
        last = stretches[-1] if stretches else None
        near = last is not None and line.top - last.bottom < line.bottom - line.top
        if last and near and line.top >= last.top and line.left < last.right and line.right > last.left:
            left, right = min(last.left, line.left), max(last.right, line.right)
            stretches[-1] = Box(page, left, last.top, right, max(last.bottom, line.bottom))
        else:
            stretches.append(line)
    return stretches


def _frame(
    draw: ImageDraw.ImageDraw, box: Box, size: tuple[int, int], colour: tuple[int, int, int]
) -> tuple[float, float]:
    left, top, right, bottom = box.left * size[0], box.top * size[1], box.right * size[0], box.bottom * size[1]
    draw.rectangle((left - 4, top - 3, right + 4, bottom + 3), outline=colour, width=2)
    return left - 4, top - 3


def _write(
    draw: ImageDraw.ImageDraw,
    corner: tuple[float, float],
    text: str,
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont,
    colour: tuple[int, int, int],
) -> None:
    left, top, right, bottom = draw.textbbox((0, 0), text, font=font)
    at = corner[0], max(0.0, corner[1] - (bottom - top) - 5)
    draw.rectangle((at[0], at[1], at[0] + right - left + 6, at[1] + bottom - top + 5), fill=colour)
    draw.text((at[0] + 3 - left, at[1] + 2 - top), text, fill="white", font=font)
