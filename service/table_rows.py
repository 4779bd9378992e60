"""A stored table as rows of cells: what a reader wrote as "Header: cell; Header: cell", taken apart again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.answers import Source
from service.candidates import Candidate, spans_of
from service.chosen import Chosen

_ASKS = re.compile(r"([^:?]{1,80}\?):? (.*)")
"""A header that is a question has its own mark in place of a colon."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row. cells: one a column, "" where the row has none."""

    span: Candidate
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadTable:
    """headers: one a column, the first that of what the rows are about. caption: what stands over it, "" for nothing.

    remarked: something else stands under the last row.
    """

    headers: tuple[str, ...]
    rows: tuple[TableRow, ...]
    caption: str
    remarked: bool

    @property
    def source(self) -> Source:
        return self.rows[0].span.source

    def column(self, number: int) -> list[str]:
        """Its cells, from the top."""
        return [row.cells[number] for row in self.rows]


def table_of(source: Source) -> ReadTable | None:
    """The rows of the passage; None where it is no table with headers, or more than one."""
    spans = [(span, _pairs(span.text)) for span in spans_of(source)]
    counted = Counter(found for _, pairs in spans if len(found := tuple(h for h, _ in pairs)) > 1 and all(found))
    headers = max(counted, key=lambda found: (counted[found], len(found)), default=())
    if not headers or len(set(headers)) < len(headers):
        return None
    held = [(number, row) for number, (span, pairs) in enumerate(spans) if (row := _row(span, pairs, headers))]
    first, last = held[0][0], held[-1][0]
    if last - first + 1 != len(held):
        return None
    caption = " ".join(" ".join(span.text.split()) for span, _ in spans[:first])
    return ReadTable(headers, tuple(row for _, row in held), caption, remarked=last + 1 < len(spans))


def whole_table(table: ReadTable, chosen: Chosen) -> ReadTable:
    """The table with the rows that stand in the passages before and after: a long one is parted between them."""
    at = table.source.passage
    section = [s for s in chosen.of_document(at.document_id) if s.passage.section_id == at.section_id]
    held = {s.passage.ordinal: s for s in section if s.passage.kind == "table"}
    while not table.caption and (above := _like(table, held.get(table.source.passage.ordinal - 1))):
        if above.remarked:
            break
        table = replace(above, rows=above.rows + table.rows, remarked=table.remarked)
    while not table.remarked and (below := _like(table, held.get(table.rows[-1].span.passage.ordinal + 1))):
        if below.caption:
            break
        table = replace(table, rows=table.rows + below.rows, remarked=below.remarked)
    return table


def _like(table: ReadTable, source: Source | None) -> ReadTable | None:
    other = table_of(source) if source else None
    return other if other and other.headers == table.headers else None


def _pairs(text: str) -> list[tuple[str, str]]:
    """(header, cell) of each; what has no header goes on with the cell before it."""
    pairs: list[tuple[str, str]] = []
    for part in " ".join(text.split()).split("; "):
        asks = _ASKS.fullmatch(part)
        header, colon, cell = (asks[1], ":", asks[2]) if asks else part.partition(": ")
        if not colon and pairs:
            pairs[-1] = pairs[-1][0], f"{pairs[-1][1]}; {part}"
        else:
            pairs.append((header if colon else "", cell if colon else part))
    return pairs


def _row(span: Candidate, pairs: Sequence[tuple[str, str]], headers: Sequence[str]) -> TableRow | None:
    """None for what is no row under the headers: it must have the first, and no other than those."""
    cells = dict(pairs)
    if headers[0] not in cells or not cells.keys() <= set(headers) or len(cells) < len(pairs):
        return None
    return TableRow(span, tuple(cells.get(header, "") for header in headers))
