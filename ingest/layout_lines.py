"""Glyphs of a page to pieces of lines: runs of glyphs that stand side by side on one baseline."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ingest.page_frame import Boxes, Packed, Style
from ingest.pdfium import OpenPage

if TYPE_CHECKING:
    from ingest.tables import Table

Indices = npt.NDArray[np.intp]
Edges = tuple[float, float, float, float]

SAME_LINE = 0.5
"""Share of the lower glyph's height that must overlap for two glyphs to stand on one line."""
SMALL = 0.85
"""Indices and exponents are lower than this share of the page's usual glyph."""
REACH = 90.0
"""Points: an exponent begins no further from the end of the index under it."""
GAP = 0.85
"""A horizontal gap of more than this many glyph heights ends a run; a space is about 0.25, justified up to 0.6."""

_ODD = re.compile(
    r"[\x85\xa0\xad\u0300-\u036f\u1680\u2000-\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ue000-\uf8ff\ufb00-\ufb06\ufeff\ufffd\U0001d400-\U0001d7ff]"
)
"""Characters that `tidy` changes, one set so that a page is looked through fast."""
_DROPPED = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff\ufffd]")


@dataclass(frozen=True, slots=True)
class Mark:
    """An entry of the file's outline. title: letters and digits only, small. depth: from 1."""

    title: str
    depth: int


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of a line. boxes: uint16 (len(text), 4) as the glyph map keeps them.

    bold: from first to last character; strong: at its beginning.
    left, top, right, bottom: in points, in reading direction (turned text is turned upright first).
    """

    text: str
    boxes: Packed
    page: int
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool = False
    strong: bool = False
    italic: bool = False
    turn: int = 0
    table: Table | None = None
    """The table that this line only holds the place of."""
    broken: bool = False
    """Its last word goes on on the next line, and no hyphen says so."""
    mark: Mark | None = None
    """The entry of the outline that it is, or is a part of."""

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def first_word(self) -> float:
        """The width of the first word and the space behind it, in points: what did not fit on the line above."""
        return (self.right - self.left) * (self.text.find(" ") + 1 or len(self.text)) / len(self.text)


def page_lines(page: OpenPage) -> list[Line]:
    """The runs of a page in content order."""
    solid = _solid(page)
    if not len(solid):
        return []
    lines: list[Line] = []
    odd = _odd(page.text)
    turned: dict[int, list[Indices]] = {}
    for run, edges in _runs(page.boxes, solid):
        style = page.style(int(run[0]), level=len(run) > 2)
        if style.turn:
            turned.setdefault(style.turn, []).append(run)
        else:
            lines.append(_line(page, run, style, edges, odd=odd))
    for turn, runs in turned.items():
        upright = _upright(page.boxes, turn, page.width, page.height)
        for run, edges in _runs(upright, np.concatenate(runs)):
            lines.append(_line(page, run, page.style(int(run[0])), edges, odd=odd))
    return [line for line in lines if line.text]


def _solid(page: OpenPage) -> Indices:
    codes = np.frombuffer(page.text.encode("utf-32-le"), dtype=np.uint32)
    boxes = page.boxes
    shown = (boxes[:, 2] > 0) & (boxes[:, 0] < page.width) & (boxes[:, 3] > 0) & (boxes[:, 1] < page.height)
    real = (codes > 32) & (codes != 0xA0) & (boxes[:, 3] - boxes[:, 1] > 0.1)
    return np.flatnonzero(shown & real)


def _runs(boxes: Boxes, solid: Indices) -> Iterator[tuple[Indices, Edges]]:
    """Glyph indices cut where the next glyph is not a near neighbour to the right on the same line; with the edges.

    Top and bottom are means, so that a raised or lowered figure does not move the line.
    """
    rows = boxes[solid]
    own, following = rows[:-1], rows[1:]
    heights = rows[:, 3] - rows[:, 1]
    low, tall = np.minimum(heights[:-1], heights[1:]), np.maximum(heights[:-1], heights[1:])
    overlap = np.minimum(own[:, 3], following[:, 3]) - np.maximum(own[:, 1], following[:, 1])
    gap = following[:, 0] - own[:, 2]
    cut = (overlap < SAME_LINE * low) | (gap > GAP * tall) | (following[:, 0] < own[:, 0] - 0.5 * tall)
    _keep_stacks(rows, heights, cut)
    starts = np.concatenate(([0], np.flatnonzero(cut) + 1))
    counts = np.diff(np.append(starts, len(solid)))
    left = np.minimum.reduceat(rows[:, 0], starts).tolist()
    right = np.maximum.reduceat(rows[:, 2], starts).tolist()
    top = (np.add.reduceat(rows[:, 1], starts) / counts).tolist()
    bottom = (np.add.reduceat(rows[:, 3], starts) / counts).tolist()
    return zip(np.split(solid, starts[1:]), zip(left, top, right, bottom, strict=True), strict=True)


def _keep_stacks(rows: Boxes, heights: npt.NDArray[np.float32], cut: npt.NDArray[np.bool_]) -> None:
    """In place: no cut between an index and an exponent that stand over each other behind one letter."""
    ends = np.flatnonzero(cut)
    ends = ends[np.abs(rows[ends + 1, 0] - rows[ends, 0]) < REACH]
    if not len(ends):
        return
    usual = float(np.median(heights))
    small = heights < SMALL * usual
    for at in ends[small[ends] & small[ends + 1]].tolist():
        first = at
        while first and small[first] and not cut[first - 1]:
            first -= 1
        letter, above = rows[first], rows[at + 1]
        over = min(letter[3], above[3]) > max(letter[1], above[1])
        beside = letter[2] - 0.3 * usual < above[0] < rows[at, 2] + 0.3 * usual
        if not small[first] and over and beside:
            cut[at] = False


def _odd(text: str) -> bool:
    return bool(_ODD.search(text)) or not unicodedata.is_normalized("NFC", text)


def _line(page: OpenPage, run: Indices, style: Style, edges: Edges, *, odd: bool) -> Line:
    """odd: the page has characters to tidy; where it has none, lines are not looked through one by one."""
    first, last = int(run[0]), int(run[-1]) + 1
    if last - first < 4 * len(run) + 1:
        text, boxes = page.text[first:last], page.packed[first:last]
    else:
        text, boxes = "".join(page.text[i] for i in run), page.packed[run]
    if "  " in text or (odd and _odd(text)):
        text, boxes = tidy(text, boxes)
    left, top, right, bottom = edges
    return Line(
        text=text,
        boxes=boxes,
        page=page.number,
        left=left,
        top=top,
        right=right,
        bottom=bottom,
        size=style.size if style.size > 0.5 else bottom - top,
        bold=style.bold and page.style(last - 1, level=True).bold,
        strong=style.bold,
        italic=style.italic,
        turn=style.turn,
    )


def _upright(boxes: Boxes, turn: int, width: float, height: float) -> Boxes:
    """The boxes as they would lie when text turned by `turn` quarters clockwise is turned back."""
    x0, y0, x1, y1 = boxes.T
    if turn == 1:
        return np.stack((y0, width - x1, y1, width - x0), axis=1)
    if turn == 2:
        return np.stack((width - x1, height - y1, width - x0, height - y0), axis=1)
    return np.stack((height - y1, x0, height - y0, x1), axis=1)


def tidy(text: str, boxes: Packed) -> tuple[str, Packed]:
    """NFC text with single spaces and without invisible characters, and its boxes; ligatures are spelt out, and
    the letters of formulas are letters."""
    out: list[str] = []
    rows: list[int] = []
    for index, char in enumerate(text):
        if _DROPPED.match(char):
            continue
        for part in _spelt(char):
            if part == " " and (not out or out[-1] == " "):
                continue
            composed = unicodedata.normalize("NFC", out[-1] + part) if out and unicodedata.combining(part) else ""
            if len(composed) == 1:
                out[-1] = composed
                continue
            out.append(part)
            rows.append(index)
    while out and out[-1] == " ":
        out.pop()
        rows.pop()
    return "".join(out), boxes[rows]


def _spelt(char: str) -> str:
    if char.isspace():
        return " "
    if "\ufb00" <= char <= "\ufb06" or "\U0001d400" <= char <= "\U0001d7ff":
        return unicodedata.normalize("NFKC", char)
    if "\ue000" <= char <= "\uf8ff":
        return "•"
    return unicodedata.normalize("NFC", char)


def side_by_side(left: Line, right: Line) -> Line:
    """One line of two pieces; a space that the reader adds gets no width."""
    gap = right.left - left.right
    spaced = gap > 0.12 * max(left.size, right.size)
    edge = left.boxes[-1:].copy()
    edge[:, 0] = edge[:, 2]
    boxes = np.concatenate((left.boxes, edge, right.boxes) if spaced else (left.boxes, right.boxes))
    longer = left if len(left.text) >= len(right.text) else right
    return replace(
        longer,
        text=left.text + (" " if spaced else "") + right.text,
        boxes=boxes,
        left=min(left.left, right.left),
        right=max(left.right, right.right),
        top=longer.top,
        bottom=longer.bottom,
    )
