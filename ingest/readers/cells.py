"""Grids of cells into blocks: shared by spreadsheets and CSV."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

from ingest.blocks import Block
from ingest.readers.tables import verbalise
from ingest.tidy import tidy

MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
    "december",
)  # fmt: skip


def grid_blocks(rows: Iterable[Sequence[str]], *, page: int) -> Iterator[Block]:
    """Blocks of a sheet: tables are parted by empty rows, a lone cell above a table is a heading or a paragraph."""
    table: list[Sequence[str]] = []
    for row in rows:
        if any(row):
            table.append(row)
        elif table:
            yield from _table(table, page)
            table = []
    yield from _table(table, page)


def _table(rows: Sequence[Sequence[str]], page: int) -> Iterator[Block]:
    rows = list(rows)
    while rows and sum(1 for cell in rows[0] if cell) == 1 and (len(rows) == 1 or len(rows[0]) > 1):
        text = next(cell for cell in rows.pop(0) if cell)
        short = len(text) <= 80 and not text.endswith((".", ":", ";")) and bool(rows)
        yield Block("heading", text, page=page, level=2) if short else Block("paragraph", text, page=page)
    used = [i for i in range(max(map(len, rows), default=0)) if any(i < len(r) and r[i] for r in rows)]
    for line in verbalise([[row[i] if i < len(row) else "" for i in used] for row in rows]):
        yield Block("row", line, page=page)


def shown(value: object, number_format: str = "General") -> str:
    """A cell as a Dane would see it: decimal comma, percent, dates written out."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, dt.datetime):
        clock = "" if value.time() == dt.time() else f" kl. {value:%H.%M}"
        return f"{value.day}. {MONTHS[value.month - 1]} {value.year}{clock}"
    if isinstance(value, dt.date):
        return f"{value.day}. {MONTHS[value.month - 1]} {value.year}"
    if isinstance(value, (int, float)):
        return _number(float(value), number_format)
    return tidy(str(value))


def _number(value: float, number_format: str) -> str:
    percent = "%" in number_format
    value = value * 100 if percent else value
    match = re.search(r"[0#]\.([0#]+)", number_format)
    decimals = len(match[1]) if match else 0
    fixed = percent or re.search(r"[0#]", number_format.split(";")[0]) is not None
    text = f"{value:,.{decimals}f}" if fixed else (f"{value:,.0f}" if value.is_integer() else f"{value:,.10g}")
    text = text.replace(",", "\u0000").replace(".", ",").replace("\u0000", "." if "#,##" in number_format else "")
    return text + (" %" if percent else "")
