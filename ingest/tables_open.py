"""Tables between three rules of one width: over the header, under it, and under the last row; none stands upright."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from statistics import median
from typing import Protocol

from ingest.layout_lines import Line
from ingest.tables import CLEAR, Row, Table, cells_of, intervals

NEAR = 3.0
"""Points within which the rules begin and end alike."""
HEADER_ROWS = 3
"""A header has at most so many lines under each other."""
SHORT = 45
"""Characters: the cells of a table are shorter, in the median."""


class Rule(Protocol):
    """A level rule. at: its y. low, high: from and to, in points."""

    @property
    def at(self) -> float: ...

    @property
    def low(self) -> float: ...

    @property
    def high(self) -> float: ...


def open_tables(lines: Sequence[Line], level: Sequence[Rule]) -> list[tuple[Table, set[int]]]:
    """The tables, each with the ids of its lines."""
    found: list[tuple[Table, set[int]]] = []
    ordered = sorted(level, key=lambda rule: (round(rule.low / NEAR), round(rule.high / NEAR), rule.at))
    for _, alike in groupby(ordered, key=lambda rule: (round(rule.low / NEAR), round(rule.high / NEAR))):
        rules = list(alike)
        at = 0
        while at + 2 < len(rules):
            if table := _table(lines, *rules[at : at + 3]):
                found.append(table)
                at += 3
            else:
                at += 1
    return found


def _table(lines: Sequence[Line], top: Rule, under: Rule, last: Rule) -> tuple[Table, set[int]] | None:
    inside = [
        line
        for line in lines
        if line.table is None and top.low - NEAR < line.left and line.right < top.high + NEAR
        and top.at - 1 < line.middle < last.at + 1
    ]  # fmt: skip
    head = [line for line in inside if line.middle < under.at]
    body = _rows([line for line in inside if line.middle >= under.at])
    if len(head) < 2 or len(body) < 2 or len(_rows(head)) > HEADER_ROWS:
        return None
    columns = intervals([(line.left, line.right) for line in inside], CLEAR * head[0].size)
    header = cells_of(head, columns)
    if len(columns) < 2 or sum(map(bool, header)) < 2:
        return None
    rows = _whole([cells_of(row, columns) for row in body])
    cells = [cell for row in rows for cell in row if cell]
    full = sum(sum(map(bool, row)) >= 2 for row in rows)
    if full < 0.75 * len(rows) or median(sum(len(line.text) for line in cell) for cell in cells) > SHORT:
        return None
    return Table(header, tuple(rows)), {id(line) for line in inside}


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda item: (item.middle, item.left)):
        if rows and abs(rows[-1][0].middle - line.middle) < 0.5 * line.height:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _whole(rows: Sequence[Row]) -> list[Row]:
    """A row without a first cell goes on with the one above."""
    whole: list[Row] = []
    for row in rows:
        if whole and not row[0]:
            whole[-1] = tuple(above + cell for above, cell in zip(whole[-1], row, strict=True))
        else:
            whole.append(row)
    return whole
