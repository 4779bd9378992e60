"""XLSX by openpyxl: one page a sheet, tables with headers, values as shown in the sheet."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl

from corpus.types import Flag, Page
from ingest.blocks import Block, ReadDocument
from ingest.media import XLSX
from ingest.readers.cells import grid_blocks, shown
from ingest.readers.errors import translated
from ingest.tidy import shortened, tidy

MAX_ROWS = 200_000
MAX_COLUMNS = 500


class SheetReader:
    """Reads .xlsx. Page.label is "Ark: Tal"."""

    def read(self, path: Path) -> ReadDocument:
        """Raises a DocumentError."""
        with translated(path), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of extensions that it drops; none of them is text
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
            try:
                return _read(book)
            finally:
                book.close()


def _read(book: Any) -> ReadDocument:
    pages: list[Page] = []
    blocks: list[Block] = []
    flags: list[Flag] = []
    for number, sheet in enumerate(book.worksheets, start=1):
        name = tidy(sheet.title)
        pages.append(Page("", number, f"Ark: {name}"))
        rows = list(_rows(sheet, number, flags))
        if any(any(row) for row in rows):
            blocks.append(Block("heading", name, page=number, level=1))
            blocks.extend(grid_blocks(rows, page=number))
        else:
            flags.append(Flag("empty-sheet", f"Arket »{name}« er tomt.", number))
        if sheet.sheet_state != "visible":
            flags.append(Flag("hidden-sheet", f"Arket »{name}« er skjult i regnearket, men er læst med.", number))
    properties = book.properties
    return ReadDocument(
        media_type=XLSX,
        blocks=tuple(blocks),
        pages=tuple(pages),
        title=tidy(properties.title or ""),
        author=tidy(properties.creator or ""),
        published=properties.created.date().isoformat() if properties.created else "",
        flags=tuple(flags),
    )


def _rows(sheet: Any, number: int, flags: list[Flag]) -> Iterator[list[str]]:
    sheet.reset_dimensions()  # a sheet may claim more cells than it has, or fewer
    hidden: list[str] = []
    for index, row in enumerate(sheet.iter_rows()):
        if index >= MAX_ROWS:
            flags.append(Flag("cut", f"Arket »{tidy(sheet.title)}« er kun læst til række {MAX_ROWS}.", number))
            break
        yield [_shown(cell, hidden) for cell in row[:MAX_COLUMNS]]
    if hidden:
        message = f"Arket »{tidy(sheet.title)}« har skjult tekst, som er udeladt: »{shortened(hidden[0])}«."
        flags.append(Flag("hidden-text", message, number))


def _shown(cell: Any, hidden: list[str]) -> str:
    """The cell as shown; "" for one that its format hides, which is added to `hidden`."""
    if cell.value is None:
        return ""
    text = shown(cell.value, cell.number_format or "General")
    white = cell.font is not None and cell.font.color is not None and str(cell.font.color.rgb).endswith("FFFFFF")
    bare = cell.fill is None or cell.fill.fill_type is None
    if text and (cell.number_format == ";;;" or (white and bare and cell.font.color.type == "rgb")):
        hidden.append(text)
        return ""
    return text
