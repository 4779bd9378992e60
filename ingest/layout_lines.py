"""Glyphs of a page to pieces of lines: runs of glyphs that stand side by side on one baseline."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ingest.pdfium import Boxes, OpenPage, Style

if TYPE_CHECKING:
    from ingest.tables import Table

SAME_LINE = 0.5
"""Share of the lower glyph's height that must overlap for two glyphs to stand on one line."""
GAP = 0.85
"""A horizontal gap of more than this many glyph heights ends a run; a space is about 0.25, justified up to 0.6."""

_UNTIDY = re.compile(r"\s{2,}|[^\S ]|[\u00ad\u200b-\u200f\u2060\ufeff\ufb00-\ufb06\u0300-\u036f\ue000-\uf8ff\ufffd]")
_DROPPED = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff\ufffd]")


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of a line. boxes: float32 (len(text), 4) in points of the displayed page.

    bold: from first to last character; strong: at its beginning.
    left, top, right, bottom: in points, in reading direction (turned text is turned upright first).
    """

    text: str
    boxes: Boxes
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

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def page_lines(page: OpenPage) -> list[Line]:
    """The runs of a page in content order."""
    solid = _solid(page)
    if not len(solid):
        return []
    lines: list[Line] = []
    turned: dict[int, list[npt.NDArray[np.intp]]] = {}
    for run in _runs(page.boxes, solid):
        style = page.style(int(run[0]))
        if style.turn:
            turned.setdefault(style.turn, []).append(run)
        else:
            whole = style.bold and page.style(int(run[-1])).bold
            lines.append(_line(page, run, style, page.boxes, bold=whole))
    for turn, runs in turned.items():
        upright = _upright(page.boxes, turn, page.width, page.height)
        for run in _runs(upright, np.concatenate(runs)):
            style = page.style(int(run[0]))
            lines.append(_line(page, run, style, upright, bold=style.bold))
    return [line for line in lines if line.text]


def _solid(page: OpenPage) -> npt.NDArray[np.intp]:
    codes = np.frombuffer(page.text.encode("utf-32-le"), dtype=np.uint32)
    boxes = page.boxes
    shown = (boxes[:, 2] > 0) & (boxes[:, 0] < page.width) & (boxes[:, 3] > 0) & (boxes[:, 1] < page.height)
    real = (codes > 32) & (codes != 0xA0) & (boxes[:, 3] - boxes[:, 1] > 0.1)
    return np.flatnonzero(shown & real)


def _runs(boxes: Boxes, solid: npt.NDArray[np.intp]) -> list[npt.NDArray[np.intp]]:
    """Glyph indices cut where the next glyph is not a near neighbour to the right on the same line."""
    own, following = boxes[solid[:-1]], boxes[solid[1:]]
    height = np.minimum(own[:, 3] - own[:, 1], following[:, 3] - following[:, 1])
    overlap = np.minimum(own[:, 3], following[:, 3]) - np.maximum(own[:, 1], following[:, 1])
    gap = following[:, 0] - own[:, 2]
    tall = np.maximum(own[:, 3] - own[:, 1], following[:, 3] - following[:, 1])
    cut = (overlap < SAME_LINE * height) | (gap > GAP * tall) | (following[:, 0] < own[:, 0] - 0.5 * tall)
    return np.split(solid, np.flatnonzero(cut) + 1)


def _line(page: OpenPage, run: npt.NDArray[np.intp], style: Style, frame: Boxes, *, bold: bool) -> Line:
    first, last = int(run[0]), int(run[-1]) + 1
    if last - first == len(run) or int(run[-1]) - first < 4 * len(run):
        text, boxes = page.text[first:last], page.boxes[first:last]
    else:
        text, boxes = "".join(page.text[i] for i in run), page.boxes[run]
    if _UNTIDY.search(text) or not text.isascii():
        text, boxes = tidy(text, boxes)
    edges = frame[run]
    return Line(
        text=text,
        boxes=boxes,
        page=page.number,
        left=float(edges[:, 0].min()),
        top=float(np.median(edges[:, 1])),
        right=float(edges[:, 2].max()),
        bottom=float(np.median(edges[:, 3])),
        size=style.size if style.size > 0.5 else float(np.median(edges[:, 3] - edges[:, 1])),
        bold=bold,
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


def tidy(text: str, boxes: Boxes) -> tuple[str, Boxes]:
    """NFC text with single spaces and without invisible characters, and its boxes; ligatures are spelt out."""
    if not _UNTIDY.search(text) and unicodedata.is_normalized("NFC", text):
        return text, boxes
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
    if "\ufb00" <= char <= "\ufb06":
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
