"""Reading order: pieces of lines to whole lines, column after column.

A gutter is a position at which several lines begin and which the lines left of it do not reach. Lines that reach
across it cut the page into bands; inside a band the left column is read before the right one, and each column is
looked at again, so three columns are a column beside two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ingest.layout_lines import Line, side_by_side
from ingest.tables import placeholder, plain_table

ALIGNED = 3.0
"""Points within which line starts count as one edge."""
CLEAR = 0.5
"""A line that ends nearer than this many font sizes to the gutter reaches across it."""
HANGING = 2.5
"""A line set in by at most so many font sizes still begins at the column's edge."""
LARGE = 1.2
"""A heading over columns is so many times as large as the text."""
LABEL = 6
"""Left pieces of at most so many characters in the median, each beside a right piece, are labels and no column."""
TOUCHING = 0.6
"""Lines of one paragraph stand at most so many font sizes apart."""
MAX_DEPTH = 6


@dataclass(frozen=True, slots=True)
class _Band:
    left: list[Line]
    right: list[Line]
    across: list[Line]


def reading_order(lines: Sequence[Line], depth: int = 0) -> list[Line]:
    """The lines as a person reads them; pieces on one baseline of a column become one line."""
    if len(lines) < 4 or depth > MAX_DEPTH:
        return rows(lines)
    if found := plain_table(lines):
        above, table, below = found
        return [*reading_order(above, depth + 1), placeholder(table), *reading_order(below, depth + 1)]
    if (cut := _cut(lines)) is not None:
        above, below = [x for x in lines if x.top < cut], [x for x in lines if x.top >= cut]
        return reading_order(above, depth + 1) + reading_order(below, depth + 1)
    gutter = _gutter(lines)
    if gutter is None:
        return rows(lines)
    ordered: list[Line] = []
    for band in _bands(lines, gutter):
        if band.left and band.right:
            ordered += reading_order(band.left, depth + 1) + reading_order(band.right, depth + 1)
        else:
            ordered += reading_order([*band.left, *band.right, *band.across], depth + 1)
    return ordered


def _cut(lines: Sequence[Line]) -> float | None:
    """The top of a heading over columns: nothing beside it, clear space above it, columns both above and below."""
    size = median(line.size for line in lines)
    edge = min(line.left for line in lines)
    bottom, right = 0.0, 0.0
    ordered = sorted(lines, key=lambda line: line.top)
    for index, line in enumerate(ordered):
        large = line.size >= LARGE * size and line.left < edge + ALIGNED
        if large and bottom and line.top - bottom > 0.7 * line.height and right > line.right:
            below = ordered[index + 1 :]
            beside = any(other.top < line.bottom and other.left > line.right for other in below)
            if not beside and sum(other.left > line.right for other in below) >= 2:
                return line.top
        bottom = max(bottom, line.bottom)
        right = max(right, line.left)
    return None


def rows(lines: Sequence[Line]) -> list[Line]:
    """Lines from top to bottom; pieces that overlap by half in height are one line, from left to right."""
    grouped: list[list[Line]] = []
    for line in sorted(lines, key=lambda item: (item.middle, item.left)):
        if grouped and _beside(grouped[-1], line):
            grouped[-1].append(line)
        else:
            grouped.append([line])
    return [_whole(row) for row in grouped]


def same_row(first: Line, second: Line) -> bool:
    """Whether the two overlap by more than half of the lower one's height."""
    overlap = min(first.bottom, second.bottom) - max(first.top, second.top)
    return overlap > 0.5 * min(first.height, second.height)


def _beside(row: list[Line], line: Line) -> bool:
    return all(same_row(piece, line) for piece in row) and all(
        line.left >= piece.right - 0.5 * line.size or line.right <= piece.left + 0.5 * line.size for piece in row
    )


def _whole(row: list[Line]) -> Line:
    row.sort(key=lambda item: item.left)
    whole = row[0]
    for piece in row[1:]:
        whole = side_by_side(whole, piece)
    return whole


def _gutter(lines: Sequence[Line]) -> float | None:
    """The x at which the most lines stand in two columns, or None."""
    edges = _edges(lines)
    margin = min(line.left for line in lines)
    best, found = 0, None
    for edge in edges:
        if edge < margin + 30:
            continue
        score = _score(lines, edge)
        if score > best:
            best, found = score, edge
    return found


def _edges(lines: Sequence[Line]) -> list[float]:
    """Positions at which at least two lines on different rows begin, from left to right."""
    edges: list[float] = []
    cluster: list[Line] = []
    for line in sorted(lines, key=lambda item: item.left):
        if cluster and line.left - cluster[0].left > ALIGNED:
            if _tall(cluster):
                edges.append(cluster[0].left)
            cluster = []
        cluster.append(line)
    if _tall(cluster):
        edges.append(cluster[0].left)
    return edges


def _tall(cluster: list[Line]) -> bool:
    return len(cluster) > 1 and max(c.top for c in cluster) >= min(c.bottom for c in cluster)


def _score(lines: Sequence[Line], gutter: float) -> int:
    """How many lines stand in the shorter column of each band; 0 when the left side holds labels only."""
    score = 0
    for band in _bands(lines, gutter):
        if not (band.left and band.right) or _labels(band):
            continue
        score += min(len(band.left), len(band.right), 40) + 1
    return score


def _labels(band: _Band) -> bool:
    """Whether the left pieces are numbers or bullets of the right ones."""
    lengths = sorted(len(line.text) for line in band.left)
    if lengths[len(lengths) // 2] > LABEL:
        return False
    paired = sum(any(same_row(line, other) for other in band.right) for line in band.left)
    return paired >= 0.7 * len(band.left)


def _bands(lines: Sequence[Line], gutter: float) -> list[_Band]:
    """From top to bottom: bands of two columns, and between them what reaches across or stands alone."""
    bands: list[_Band] = []
    left: list[Line] = []
    right: list[Line] = []
    across = [line for line in lines if line.left < gutter - ALIGNED and line.right > gutter - CLEAR * line.size]
    for line in sorted(lines, key=lambda item: item.top):
        beside = any(same_row(line, other) for other in across)
        if line.left >= gutter - ALIGNED and not (beside and line.left > gutter + HANGING * line.size):
            right.append(line)
        elif line.right <= gutter - CLEAR * line.size and not (beside and len(line.text) <= LABEL):
            left.append(line)
        else:
            bands += _closed(left, right, followed=True)
            bands.append(_Band([], [], [line]))
            left, right = [], []
    bands += _closed(left, right, followed=False)
    return _merged([band if _stands(band, gutter) and not _within(band, across) else _flat(band) for band in bands])


def _stands(band: _Band, gutter: float) -> bool:
    """Whether the right side is a column: most of its rows begin at the gutter, and one row alone stands far off.

    Wide spaces of justified lines come under each other by chance, but not row after row.
    """
    if not band.left or not band.right:
        return True
    tops = {round(line.middle / max(line.size, 1.0)): line.left for line in sorted(band.right, key=lambda x: -x.left)}
    aligned = sum(left - gutter <= HANGING * band.right[0].size for left in tops.values())
    clear = min(gutter - line.right for line in band.left) / band.left[0].size
    return aligned >= 0.5 * len(tops) and (len(tops) > 2 or clear > (1.0 if len(tops) == 2 else 2.0))


def _within(band: _Band, across: Sequence[Line]) -> bool:
    """Whether one or two rows lie like lines of a paragraph right between lines that reach across the gutter."""
    pieces = band.left + band.right
    if not band.left or not band.right or max(len(band.left), len(band.right)) > 2:
        return False
    top, bottom, size = min(p.top for p in pieces), max(p.bottom for p in pieces), pieces[0].size
    alike = [line for line in across if abs(line.size - size) <= 0.08 * size and line not in pieces]
    over = any(-0.3 * size <= top - line.bottom < TOUCHING * size for line in alike)
    return over and any(-0.3 * size <= line.top - bottom < TOUCHING * size for line in alike)


def _flat(band: _Band) -> _Band:
    return _Band([], [], band.left + band.right + band.across)


def _closed(left: list[Line], right: list[Line], *, followed: bool) -> list[_Band]:
    """The band, and behind it what stands alone below it and belongs to the line across that follows."""
    if not left and not right:
        return []
    if not followed or not left or not right:
        return [_Band(left, right, [])]
    floor = max(line.bottom for line in right)
    tail = _tail(left, floor)
    if not tail or len(tail) == len(left):
        return [_Band(left, right, [])]
    return [_Band(left[: -len(tail)], right, []), _Band([], [], tail)]


def _tail(left: list[Line], floor: float) -> list[Line]:
    for index in range(1, len(left)):
        line, above = left[index], left[index - 1]
        if line.top >= floor and line.top - above.bottom > 0.8 * line.height:
            return left[index:]
    return []


def _merged(bands: list[_Band]) -> list[_Band]:
    """Neighbouring bands without two columns become one."""
    merged: list[_Band] = []
    for band in bands:
        alone = not (band.left and band.right)
        if alone and merged and not (merged[-1].left and merged[-1].right):
            last = merged[-1]
            merged[-1] = _Band(last.left + band.left, last.right + band.right, last.across + band.across)
            if merged[-1].left and merged[-1].right:
                both = merged.pop()
                merged.append(_Band([], [], both.left + both.right + both.across))
        else:
            merged.append(band)
    return merged
