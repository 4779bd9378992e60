"""Ruled tables: grids of drawn lines, and rows under a header that a rule closes off.

The rules come from the page's own path objects, so a page without any costs nothing, and cells are filled with our
own glyphs, so the map from character to box stays whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from ingest.layout_lines import Line
from ingest.page_frame import Rects
from ingest.tables import Row, Table, is_header, placeholder
from ingest.tables_broken import with_broken_words
from ingest.tables_open import open_tables

THIN = 2.6
"""Points: a path thinner than this is a rule."""
NEAR = 3.0
"""Points within which rules meet or lie on one line."""
FILLED = 0.4
"""Share of a grid's cells that hold text; charts have fewer."""

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Rule:
    """at: its y (or x). low, high: from and to. stops: where its pieces begin and end."""

    at: float
    low: float
    high: float
    stops: tuple[float, ...]


def with_ruled_tables(lines: list[Line], paths: Rects, *, width: float, height: float) -> list[Line]:
    """The lines of a page with each ruled table's lines replaced by one that holds its place."""
    if len(paths) < 3 or not lines:
        return lines
    level, upright = _rules(paths, width, height)
    for table, used in _grids(lines, level, upright):
        lines = [line for line in lines if id(line) not in used] + [placeholder(table)]
    free = [rule for rule in level if not any(_meet(rule, tall) for tall in upright)]
    for table, used in open_tables(lines, free):
        lines = [line for line in lines if id(line) not in used] + [placeholder(table)]
    for rule in level:
        if len(rule.stops) >= 3 and (found := _headed(lines, rule)):
            table, used = found
            lines = [line for line in lines if id(line) not in used] + [placeholder(table)]
    return lines


def _rules(paths: Rects, width: float, height: float) -> tuple[list[_Rule], list[_Rule]]:
    """Level and upright rules; the edges of filled cells only where hardly any rule is drawn."""
    across, down = paths[:, 2] - paths[:, 0], paths[:, 3] - paths[:, 1]
    flat = paths[(down <= THIN) & (across >= 4)]
    tall = paths[(across <= THIN) & (down >= 4)]
    level = [(float((y0 + y1) / 2), float(x0), float(x1)) for x0, y0, x1, y1 in flat]
    upright = [(float((x0 + x1) / 2), float(y0), float(y1)) for x0, y0, x1, y1 in tall]
    if len(tall) < 3:
        frames = paths[(across > 8) & (down > 6) & (across < 0.97 * width) & (down < 0.97 * height)]
        level += [(float(y), float(x0), float(x1)) for x0, y0, x1, y1 in frames for y in (y0, y1)]
        upright += [(float(x), float(y0), float(y1)) for x0, y0, x1, y1 in frames for x in (x0, x1)]
    return _joined(level), _joined(upright)


def _joined(pieces: list[tuple[float, float, float]]) -> list[_Rule]:
    """Pieces on one line that touch, as one rule."""
    rules: list[_Rule] = []
    rows: list[list[tuple[float, float, float]]] = []
    for piece in sorted(pieces):
        if rows and piece[0] - rows[-1][0][0] <= NEAR * 0.6:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    for row in rows:
        row.sort(key=lambda piece: piece[1])
        at, low, high, stops = row[0][0], row[0][1], row[0][2], {row[0][1], row[0][2]}
        for _, start, end in row[1:]:
            if start - high > NEAR:
                rules.append(_Rule(at, low, high, _apart(stops)))
                low, high, stops = start, end, set()
            high = max(high, end)
            stops |= {start, end}
        rules.append(_Rule(at, low, high, _apart(stops)))
    return rules


def _apart(stops: set[float]) -> tuple[float, ...]:
    """The positions in order, those nearer than NEAR to the last left out."""
    kept: list[float] = []
    for stop in sorted(stops):
        if not kept or stop - kept[-1] > NEAR:
            kept.append(stop)
    return tuple(kept)


def _grids(lines: Sequence[Line], level: list[_Rule], upright: list[_Rule]) -> list[tuple[Table, set[int]]]:
    found: list[tuple[Table, set[int]]] = []
    for flats, talls in _components(level, upright):
        ys, xs = _apart({rule.at for rule in flats}), _apart({rule.at for rule in talls})
        if len(xs) < 3 or len(ys) < 3:
            continue
        inside = [line for line in lines if xs[0] - NEAR < line.left and line.right < xs[-1] + NEAR]
        inside = [line for line in inside if ys[0] - NEAR < line.middle < ys[-1] + NEAR and line.table is None]
        pieces = [piece for line in inside for piece in _split(line, xs[1:-1])]
        rows = [
            tuple(_cell(pieces, (left, right), (top, bottom)) for left, right in pairwise(xs))
            for top, bottom in pairwise(ys)
        ]
        rows = [row for row in rows if any(row)]
        cells = [bool(cell) for row in rows for cell in row]
        if len(rows) >= 2 and sum(cells) >= FILLED * len(cells):
            header: Row = rows[0] if is_header(rows[0], rows[1:]) else ()
            found.append((Table(header, tuple(rows[1:] if header else rows)), {id(line) for line in inside}))
    return found


def _components(level: list[_Rule], upright: list[_Rule]) -> list[tuple[list[_Rule], list[_Rule]]]:
    """Rules that meet each other, directly or through others."""
    groups: list[tuple[list[_Rule], list[_Rule]]] = []
    for tall in upright:
        meets = [flat for flat in level if _meet(flat, tall)]
        joined: tuple[list[_Rule], list[_Rule]] = (meets, [tall])
        rest: list[tuple[list[_Rule], list[_Rule]]] = []
        for flats, talls in groups:
            if any(flat in flats for flat in meets):
                joined = (joined[0] + [f for f in flats if f not in joined[0]], joined[1] + talls)
            else:
                rest.append((flats, talls))
        groups = [*rest, joined]
    return groups


def _meet(flat: _Rule, tall: _Rule) -> bool:
    return flat.low - NEAR <= tall.at <= flat.high + NEAR and tall.low - NEAR <= flat.at <= tall.high + NEAR


def _cell(pieces: Sequence[Line], across: Span, down: Span) -> tuple[Line, ...]:
    inside = [
        piece
        for piece in pieces
        if across[0] <= min((piece.left + piece.right) / 2, piece.left + 4) < across[1]
        and down[0] <= piece.middle < down[1]
    ]
    ordered = sorted(inside, key=lambda piece: (round(piece.middle / max(piece.size, 1) * 1.5), piece.left))
    return with_broken_words(tuple(ordered), across[1])


def _split(line: Line, borders: Sequence[float]) -> list[Line]:
    """The line cut where it runs over a border between columns."""
    crossed = [at for at in borders if line.left + 1 < at < line.right - 1]
    if not crossed:
        return [line]
    edges = line.boxes.astype(np.float64)[:, (0, 2)]
    scale = (line.right - line.left) / max(edges.max() - edges.min(), 1.0)
    edges = line.left + (edges - edges.min()) * scale
    cuts = [int(np.searchsorted(edges.mean(axis=1), at)) for at in crossed]
    pieces: list[Line] = []
    for start, end in zip([0, *cuts], [*cuts, len(line.text)], strict=True):
        text = line.text[start:end]
        lead = len(text) - len(text.lstrip())
        text = text.strip()
        if text:
            first, last = start + lead, start + lead + len(text)
            left, right = float(edges[first, 0]), float(edges[last - 1, 1])
            pieces.append(replace(line, text=text, boxes=line.boxes[first:last], left=left, right=right))
    return pieces


def _headed(lines: Sequence[Line], rule: _Rule) -> tuple[Table, set[int]] | None:
    """The table whose header stands on `rule`, its columns where the rule's pieces meet."""
    columns = list(pairwise(rule.stops))
    columns = [(low, high) for low, high in columns if high - low > 8]
    inside = [line for line in lines if rule.low - NEAR < line.left and line.right < rule.high + NEAR]
    inside = sorted((line for line in inside if line.table is None), key=lambda line: line.top)
    above = [line for line in inside if 0 <= rule.at - line.bottom < 3 * line.size]
    header = _row(_near(above[::-1], columns), columns)
    if header is None or len(columns) < 2 or sum(map(bool, header)) < 2:
        return None
    rows: list[list[Line]] = []
    for line in inside:
        if line.middle < rule.at:
            continue
        if rows and abs(rows[-1][0].middle - line.middle) < 0.5 * line.height:
            rows[-1].append(line)
        else:
            rows.append([line])
    taken = _taken(rows, columns, rule.at)
    more = any(row and sum(map(bool, row)) >= 2 for row in (_row(lines, columns) for lines in rows[1:4]))
    alone = len(taken) == 1 and len(columns) >= 3 and all(header) and all(taken[0]) and not more
    if len(taken) < 2 and not alone:
        return None
    used = {id(line) for cell in header for line in cell} | {id(line) for row in taken for cell in row for line in cell}
    return Table(header, tuple(taken)), used


def _near(lines: list[Line], columns: list[Span]) -> list[Line]:
    """The lowest lines that fit the columns, upwards, without a gap; back in order from the top."""
    kept: list[Line] = []
    for line in lines:
        if kept and (min(other.top for other in kept) - line.bottom > 0.6 * line.size or line.bold != kept[0].bold):
            break
        if _row([line], columns) is None:
            break
        kept.append(line)
    return kept[::-1]


def _row(lines: Sequence[Line], columns: list[Span]) -> Row | None:
    """The cells of one row; None when a line runs over a border."""
    cells: list[list[Line]] = [[] for _ in columns]
    for line in lines:
        at = next((i for i, (low, high) in enumerate(columns) if low - 2 <= line.left and line.right <= high + 2), None)
        if at is None:
            return None
        cells[at].append(line)
    return tuple(tuple(cell) for cell in cells)


def _taken(rows: list[list[Line]], columns: list[Span], start: float) -> list[Row]:
    """Rows downwards until one does not fit; lines of one row stand nearer to each other than rows do."""
    fitting: list[Row] = []
    gaps: list[float] = []
    bottom = start
    for lines in rows:
        row = _row(lines, columns)
        gap = min(line.top for line in lines) - bottom
        if row is None or gap > max(0.9 * lines[0].size, 1.7 * max(gaps[1:], default=lines[0].size)):
            break
        fitting.append(row)
        gaps.append(gap)
        bottom = max(line.bottom for line in lines)
    inner = gaps[1:]
    split = (min(inner) + max(inner)) / 2 if inner and max(inner) > 1.6 * max(min(inner), 0.5) else -1.0
    merged: list[Row] = []
    for row, gap in zip(fitting, gaps, strict=True):
        full = bool(row[0]) and sum(map(bool, row)) >= 2
        if merged and (gap < split if split > 0 else not full):
            merged[-1] = tuple(a + b for a, b in zip(merged[-1], row, strict=True))
        else:
            merged.append(row)
    return merged
