"""Tables as sentences: each cell behind the header of its column."""

from __future__ import annotations

import re
from collections.abc import Sequence

Spanned = tuple[str, int, int]
"""A cell's text, and how many columns and rows it spans."""
_NUMERIC = re.compile(r"^[^A-Za-zæøåÆØÅ]*\d[^A-Za-zæøåÆØÅ]*(?:%|kr\.?|mio\.?|DKK|ton|km|kWh|MWh|MW|GWh)?$")


def verbalise(rows: Sequence[Sequence[str]], *, header: bool | None = None) -> list[str]:
    """One text a body row: "Header: cell; Header: cell", empty cells left out; rows without text are dropped.

    header: whether the first row holds the headers; None decides by looking. Without headers a table of two columns
    reads "left: right", a wider one "cell; cell".
    """
    filled = [[cell.strip() for cell in row] for row in rows]
    filled = [row for row in filled if any(row)]
    if not filled:
        return []
    if header is None:
        header = looks_like_header(filled)
    if header and len(filled) > 1:
        return [line for row in filled[1:] if (line := _with_headers(filled[0], row))]
    return [_plain(row) for row in filled]


def filled_down(rows: Sequence[Sequence[Spanned]]) -> list[list[str]]:
    """The texts by column: what spans rows stands in each of them, what spans columns in the first."""
    grid: list[list[str]] = []
    waiting: dict[int, tuple[str, int]] = {}
    """Column → text and how many more rows it spans."""
    for row in rows:
        texts: list[str] = []
        for text, across, down in row:
            _take(waiting, texts)
            if down > 1:
                waiting[len(texts)] = text, down - 1
            texts += [text, *[""] * (across - 1)]
        _take(waiting, texts)
        grid.append(texts)
    return grid


def _take(waiting: dict[int, tuple[str, int]], texts: list[str]) -> None:
    """Put in what spans down to this row at the next columns."""
    while len(texts) in waiting:
        text, rows = waiting.pop(len(texts))
        texts.append(text)
        if rows > 1:
            waiting[len(texts) - 1] = text, rows - 1


def looks_like_header(rows: Sequence[Sequence[str]]) -> bool:
    """True when the first row is filled, short and without figures, and what stands below differs in kind."""
    first, body = rows[0], rows[1:]
    if not body or len(first) < 2 or any(_NUMERIC.match(cell) for cell in first if cell):
        return False
    if sum(1 for cell in first if cell) < max(2, len(first) - 1) or any(len(cell) > 60 for cell in first):
        return False
    if len(first) > 2:
        return len(set(first)) == len(first)
    right = [row[1] for row in body if len(row) > 1 and row[1]]
    if not right:
        return False
    if all(_NUMERIC.match(cell) for cell in right):
        return True
    return not _looks_like_fields(rows)


def _looks_like_fields(rows: Sequence[Sequence[str]]) -> bool:
    """Two columns of field and value: labels end in a colon, or the first value is as long as the others."""
    labels, values = [row[0] for row in rows], [row[1] for row in rows if len(row) > 1]
    if sum(label.endswith(":") for label in labels) >= len(labels) / 2:
        return True
    mean = sum(map(len, values[1:])) / max(1, len(values) - 1)
    return len(values[0]) > 25 or len(values[0].split()) > 3 or mean < 2 * len(values[0])


def _with_headers(headers: Sequence[str], row: Sequence[str]) -> str:
    pairs = []
    for index, cell in enumerate(row):
        label = headers[index].rstrip(":") if index < len(headers) else ""
        if cell:
            pairs.append(labelled(label, cell) if label and label != cell else cell)
    return "; ".join(pairs)


def _plain(row: Sequence[str]) -> str:
    cells = [cell for cell in row if cell]
    if len(row) == 2 and len(cells) == 2:
        return labelled(cells[0].rstrip(":"), cells[1])
    return "; ".join(cells)


def labelled(label: str, cell: str) -> str:
    """ "Pris: 20"; a question has its own mark already."""
    return f"{label} {cell}" if label.endswith("?") else f"{label}: {cell}"
