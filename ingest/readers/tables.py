"""Tables as sentences: each cell behind the header of its column."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
            pairs.append(_labelled(label, cell) if label and label != cell else cell)
    return "; ".join(pairs)


def _plain(row: Sequence[str]) -> str:
    cells = [cell for cell in row if cell]
    if len(row) == 2 and len(cells) == 2:
        return _labelled(cells[0].rstrip(":"), cells[1])
    return "; ".join(cells)


def _labelled(label: str, cell: str) -> str:
    """ "Pris: 20"; a question has its own mark already."""
    return f"{label} {cell}" if label.endswith("?") else f"{label}: {cell}"
