"""Tables as rows of cells, and the borderless ones found by how their cells stand.

A borderless table is a run of lines of one size that falls into columns with clear space between them, and whose
rows stand apart from each other (or, when they do not, hold short cells on one baseline, a column of them figures).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from ingest.layout_lines import Line

Cell = tuple[Line, ...]
Row = tuple[Cell, ...]

CLEAR = 1.0
"""Columns stand at least so many font sizes apart."""
APART = 0.35
"""Rows stand at least so many font sizes apart, where they do."""
BESIDE = 3
"""At most so many rows of lines above a table, and below it, are no part of it."""
RUNNING = 40
"""Lines with more characters than this on the average are running text."""
_FIGURE = re.compile(r"[-–+<>~]?\s*[\d.,]+\s*(?:%|kr\.?|m²|°C|MW|kWh|MWh|t|år)?|[-–—]|ja|nej|x", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Table:
    """header: one cell a column, () when the table has none. rows: each one cell a column, cells may be empty."""

    header: Row
    rows: tuple[Row, ...]

    @property
    def lines(self) -> list[Line]:
        return [line for row in (self.header, *self.rows) for cell in row for line in cell]


def plain_table(lines: Sequence[Line]) -> tuple[list[Line], Table, list[Line]] | None:
    """Lines above, the first borderless table, lines below it; None when there is none."""
    if sum(len(line.text) for line in lines) > RUNNING * len(lines):
        return None
    ordered = sorted(lines, key=lambda line: line.top)
    start = 0
    while start < len(ordered):
        end = start + 1
        while end < len(ordered) and abs(ordered[end].size - ordered[start].size) <= 0.08 * ordered[start].size:
            end += 1
        if end - start >= 6 and (found := _within(ordered[start:end])):
            over, table, under = found
            return ordered[:start] + over, table, under + ordered[end:]
        start = end
    return None


def _within(lines: list[Line]) -> tuple[list[Line], Table, list[Line]] | None:
    """The table that the lines are, but for a few at the top and at the bottom, such as its title and a note: of
    several the one with most columns, and of those the longest."""
    starts = [0]
    for index in range(1, len(lines)):
        if lines[index].top > max(line.bottom for line in lines[starts[-1] : index]) - 0.2 * lines[0].size:
            starts.append(index)
    ends = [*starts[1:], len(lines)]
    found = [
        (lines[:first], table, lines[last:])
        for first in starts[: BESIDE + 1]
        for last in ends[: -BESIDE - 2 : -1]
        if last - first >= 6 and (table := _table(lines[first:last]))
    ]
    return max(found, key=lambda parts: len(parts[1].rows[0]), default=None)


def _table(lines: list[Line]) -> Table | None:
    size = lines[0].size
    columns = intervals([(line.left, line.right) for line in lines], CLEAR * size)
    if len(columns) < 2:
        return None
    bands = intervals([(line.top, line.bottom) for line in lines], APART * size)
    if len(bands) >= 3:
        rows = [cells_of([line for line in lines if low <= line.middle <= high], columns) for low, high in bands]
        return _checked(rows) if _spaced(rows) else None
    return None


def intervals(spans: list[tuple[float, float]], gap: float) -> list[tuple[float, float]]:
    """The spans merged where less than `gap` lies between them."""
    merged: list[tuple[float, float]] = []
    for low, high in sorted(spans):
        if merged and low - merged[-1][1] < gap:
            merged[-1] = (merged[-1][0], max(merged[-1][1], high))
        else:
            merged.append((low, high))
    return merged


def cells_of(lines: Sequence[Line], columns: Sequence[tuple[float, float]]) -> Row:
    """The lines in the columns that their middles stand in."""
    return tuple(
        tuple(line for line in lines if left - 0.1 <= (line.left + line.right) / 2 <= right + 0.1)
        for left, right in columns
    )


def _spaced(rows: list[Row]) -> bool:
    """Most rows have cells in two columns, and the cells are short; lists side by side are none."""
    lines = [line for row in rows for cell in row for line in cell]
    running = sum(line.text[0] in "•▪●–" or line.text[0].islower() for row in rows for line in row[0][:1])
    if running > 0.3 * len(rows) or sum(line.text[0] in "•▪●" for line in lines) > 0.2 * len(lines):
        return False
    full = sum(sum(bool(cell) for cell in row) >= 2 for row in rows)
    named = sum(bool(row[0]) for row in rows)
    lengths = [sum(len(line.text) for line in cell) for row in rows for cell in row if cell]
    heights = [len(cell) for row in rows for cell in row if cell]
    return full >= 0.75 * len(rows) and named >= 0.8 * len(rows) and median(lengths) <= 45 and median(heights) <= 2


def _checked(rows: list[Row]) -> Table:
    header = rows[0] if is_header(rows[0], rows[1:]) else ()
    return Table(header, tuple(rows[1:] if header else rows))


def is_header(first: Row, rest: Sequence[Row]) -> bool:
    """Bold over plain, or words over figures, in every column that the row names."""
    named = [index for index, cell in enumerate(first) if cell]
    if len(named) < 2 or not rest:
        return False
    below = [line for row in rest for cell in row for line in cell]
    if all(line.bold for index in named for line in first[index]) and sum(line.bold for line in below) < 0.5 * len(
        below
    ):
        return True
    figures = [index for index in range(len(first)) if _figures(rest, index)]
    return bool(figures) and not any(_figure(first[index]) for index in figures)


def _figures(rows: Sequence[Row], index: int) -> bool:
    cells = [row[index] for row in rows if row[index]]
    return len(cells) >= 2 and sum(_figure(cell) for cell in cells) >= 0.6 * len(cells)


def _figure(cell: Cell) -> bool:
    return bool(cell) and bool(_FIGURE.fullmatch(" ".join(line.text for line in cell).strip()))


def placeholder(table: Table) -> Line:
    """A line that stands where the table stands, so that reading order has one thing to place."""
    lines = table.lines
    return replace(
        lines[0],
        left=min(line.left for line in lines),
        top=min(line.top for line in lines),
        right=max(line.right for line in lines),
        bottom=max(line.bottom for line in lines),
        table=table,
    )
