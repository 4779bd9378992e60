"""Pages of a PDF without text: read by OCR when it is installed, flagged otherwise; never silently empty."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from corpus.types import Flag, Page
from ingest.blocks import Block, ReadDocument
from ingest.ocr import ocr_available, read_page_image
from ingest.packed import BLOCKS
from ingest.pdfium import render_page
from ingest.spool import Spooled

NO_TEXT = "no-text"
_WIDTH = 1650
"""Pixels: about 200 dpi on A4, what Tesseract reads best."""

_UNSURE = 0.7
_MOST_STRETCHED = 10
"""Height to width: a page beyond it is no sheet of paper, and its picture would fill the memory."""


def read_scans(read: ReadDocument, path: Path, *, budget_s: float) -> ReadDocument:
    """`read` with the pages that are flagged `no-text` read by OCR, their boxes and confidence kept.

    budget_s: how long it may take; pages after that stay flagged.
    """
    empty = [flag.page for flag in read.flags if flag.code == NO_TEXT and flag.page]
    if not empty:
        return read
    if not ocr_available():
        hint = "Sider uden tekst kan læses, når tesseract-ocr og tesseract-ocr-dan er installeret."
        return replace(read, flags=(*read.flags, Flag("ocr-missing", hint)))
    deadline = time.monotonic() + budget_s
    scanned: dict[int, tuple[Block, ...]] = {}
    pages = {page.number: page for page in read.pages}
    flags = {flag.page: flag for flag in read.flags if flag.code == NO_TEXT}
    for number in empty:
        if time.monotonic() > deadline:
            break
        if pages[number].height > _MOST_STRETCHED * pages[number].width:
            continue
        found = read_page_image(render_page(path, number, width=_WIDTH), number)
        if found.blocks:
            scanned[number] = found.blocks
            pages[number] = replace(pages[number], ocr_confidence=found.confidence)
            flags[number] = _flag(pages[number], found.blocks)
    others = tuple(flag for flag in read.flags if flag.code != NO_TEXT)
    blocks = Spooled(BLOCKS, _merged(read.blocks, scanned)) if scanned else read.blocks
    return replace(read, blocks=blocks, pages=tuple(pages.values()), flags=others + tuple(flags.values()))


def _merged(blocks: Iterable[Block], scanned: Mapping[int, tuple[Block, ...]]) -> Iterator[Block]:
    """The blocks, and before the first of a later page those of each scanned page; its pages are in order."""
    waiting = list(scanned)[::-1]
    for block in blocks:
        while waiting and block.page > waiting[-1]:
            yield from scanned[waiting.pop()]
        yield block
    while waiting:
        yield from scanned[waiting.pop()]


def _flag(page: Page, blocks: tuple[Block, ...]) -> Flag:
    confidence = page.ocr_confidence or 0.0
    words = sum(len(block.text.split()) for block in blocks)
    doubt = " Læs selv efter i originalen." if confidence < _UNSURE else ""
    message = f"Side {page.number} er et billede og er læst med OCR: {words} ord, sikkerhed {confidence:.0%}.{doubt}"
    return Flag("ocr", message.replace("%", " %"), page.number)
