"""Boxes of characters: packed for the store, unpacked and merged into lines for the page image."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from corpus.types import Box, GlyphRun

SCALE = 65535
BoxMatrix = npt.NDArray[np.float64]


def pack_boxes(boxes: Sequence[tuple[float, float, float, float]] | BoxMatrix) -> bytes:
    """Bytes of little-endian uint16 (n, 4) from fractions 0–1 (left, top, right, bottom); clipped to the page."""
    matrix = np.asarray(boxes, dtype=np.float64).reshape(-1, 4)
    return np.rint(np.clip(matrix, 0.0, 1.0) * SCALE).astype("<u2").tobytes()


def unpack_boxes(packed: bytes) -> BoxMatrix:
    """float64 (n, 4) fractions 0–1 of left, top, right, bottom, the inverse of `pack_boxes` to 1/65535."""
    return np.frombuffer(packed, dtype="<u2").reshape(-1, 4).astype(np.float64) / SCALE


def line_boxes(runs: Iterable[GlyphRun], start: int, end: int) -> tuple[Box, ...]:
    """One box a line for the characters [start, end), in text order; empty when no run covers them."""
    lines: list[Box] = []
    for run in sorted(runs, key=lambda r: r.char_start):
        first, last = max(start, run.char_start), min(end, run.char_end)
        if first >= last:
            continue
        rows = unpack_boxes(bytes(run.boxes))[first - run.char_start : last - run.char_start]
        lines.extend(_merge(run.page, rows))
    return tuple(lines)


def _merge(page: int, rows: BoxMatrix) -> list[Box]:
    lines: list[list[float]] = []
    for left, top, right, bottom in rows.tolist():
        if right <= left or bottom <= top:
            continue
        if lines and _same_line(lines[-1], left, top, bottom):
            line = lines[-1]
            line[0], line[1] = min(line[0], left), min(line[1], top)
            line[2], line[3] = max(line[2], right), max(line[3], bottom)
        else:
            lines.append([left, top, right, bottom])
    return [Box(page, *line) for line in lines]


def _same_line(line: list[float], left: float, top: float, bottom: float) -> bool:
    """The next glyph stands on the line when their heights overlap by half and it is not a column away."""
    overlap = min(line[3], bottom) - max(line[1], top)
    height = min(line[3] - line[1], bottom - top)
    return overlap >= 0.5 * height and -0.02 <= left - line[2] <= 0.08
