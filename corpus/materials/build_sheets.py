"""Builds the tool sheets from kilde/ark: `python -m corpus.materials.build_sheets`. Same source, same bytes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from corpus.materials.sheets_office import write_docx, write_overview, write_pptx, write_xlsx
from corpus.materials.sheets_source import Sheet, read_sheets
from corpus.materials.sheets_text import html, markdown

HERE = Path(__file__).parent
SOURCE = HERE / "kilde" / "ark"
OVERVIEW = "Oversigt over værktøjer fra VIP klimaprojekterne"
OVERVIEW_FILE = "vaerktoejsoversigt.xlsx"


def _write_markdown(sheet: Sheet, target: Path) -> None:
    target.write_text(markdown(sheet), encoding="utf-8")


def _write_html(sheet: Sheet, target: Path) -> None:
    target.write_text(html(sheet), encoding="utf-8")


WRITERS: dict[str, Callable[[Sheet, Path], None]] = {
    ".docx": write_docx,
    ".pptx": write_pptx,
    ".xlsx": write_xlsx,
    ".html": _write_html,
    ".md": _write_markdown,
}


def build_sheets(folder: Path) -> None:
    """Writes every sheet and the overview to `folder`."""
    sheets = read_sheets(SOURCE)
    for sheet in sheets:
        WRITERS[Path(sheet.file).suffix](sheet, folder / sheet.file)
    write_overview(sheets, OVERVIEW, folder / OVERVIEW_FILE)


if __name__ == "__main__":
    build_sheets(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
