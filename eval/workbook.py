"""Excel workbooks in and out; the only importer of openpyxl in eval, and only when there is one to read or write."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus.errors import InvalidQuestionSet

Cell = str | int | float
_WIDTHS = (10, 70)


def read_rows(path: Path) -> list[list[str]]:
    """The first sheet's cells as text, row by row; a whole number without decimals, an empty cell as "".

    Raises InvalidQuestionSet when the file is no workbook.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, OSError, ValueError) as error:
        raise InvalidQuestionSet(
            f"{path.name} kan ikke læses som et regneark. Gem det som .xlsx i Excel, og prøv igen.", detail=str(error)
        ) from error
    try:
        return [[_text(value) for value in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    finally:
        book.close()


def write_sheets(path: Path, sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> None:
    """Writes a workbook with one sheet a name, the first row of each as a frozen bold head with a filter."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append([_safe(value) for value in row])
        _dress(sheet)
    book.save(path)
    book.close()


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def _safe(value: Cell) -> Cell:
    """A text that starts like a formula is shown, never run: answers are data."""
    return "'" + value if isinstance(value, str) and value[:1] in "=+-@" and len(value) > 1 else value


def _dress(sheet: object) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    rows = list(sheet.iter_rows())  # type: ignore[attr-defined]
    if not rows:
        return
    for cell in rows[0]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDE6F0")
    for number, column in enumerate(zip(*rows, strict=True), start=1):
        longest = max(len(str(cell.value or "")) for cell in column)
        width = min(max(longest + 2, _WIDTHS[0]), _WIDTHS[1])
        sheet.column_dimensions[get_column_letter(number)].width = width  # type: ignore[attr-defined]
        for cell in column:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"  # type: ignore[attr-defined]
    sheet.auto_filter.ref = sheet.dimensions  # type: ignore[attr-defined]
