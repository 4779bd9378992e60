"""What PDFium tells, as we use it: letters, where they stand on the displayed page (rotation and crop applied, origin
top left), how they are set, and the file's outline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from corpus.glyphs import SCALE

Boxes = npt.NDArray[np.float32]
Rects = npt.NDArray[np.float32]
Packed = npt.NDArray[np.uint16]

_HEAVY = re.compile("bold|black|heavy|semib|demi")


@dataclass(frozen=True, slots=True)
class Style:
    """size: points as displayed. turn: quarter turns clockwise (0–3) of the text on the displayed page."""

    size: float
    bold: bool
    italic: bool
    turn: int


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of a file's outline. depth: from 1. page: physical, from 1."""

    title: str
    depth: int
    page: int


def letters(codes: npt.NDArray[np.uint32]) -> str:
    """One character a glyph. Line-end hyphens are hyphens, controls spaces; the two halves that PDFium makes of a
    letter beyond U+FFFF become the letter and a joiner without width."""
    halves = np.flatnonzero((codes >= 0xD800) & (codes < 0xDC00))
    halves = halves[halves + 1 < len(codes)]
    halves = halves[(codes[halves + 1] >= 0xDC00) & (codes[halves + 1] < 0xE000)]
    codes[halves] = 0x10000 + ((codes[halves] - 0xD800) << 10) + (codes[halves + 1] - 0xDC00)
    codes[halves + 1] = 0x200D
    codes[(codes == 0xFFFE) | (codes == 2)] = ord("-")
    codes[(codes < 32) | ((codes >= 0xD800) & (codes < 0xE000)) | (codes > 0x10FFFF)] = 32
    return codes.tobytes().decode("utf-32-le")


@cache
def face(name: bytes, flags: int) -> tuple[bool, bool]:
    """Bold and italic, by the font's name and its descriptor's flags (ISO 32000-1, table 123)."""
    font = name.decode("latin-1").lower()
    bold = bool(_HEAVY.search(font)) or bool(flags & 0x40000)
    return bold, "italic" in font or "oblique" in font or bool(flags & 0x40)


def displayed(boxes: Boxes, frame: tuple[float, float, float, float], turn: int) -> Boxes:
    """float32 (n, 4), FS_RECTF (left, top, right, bottom), y upwards, to the displayed page, y downwards.

    frame: left, bottom, right, top of the crop box in points. turn: the page's quarter turns clockwise, 0–3.
    """
    left, bottom, right, top = frame
    x0, x1 = boxes[:, 0] - left, boxes[:, 2] - left
    y0, y1 = top - boxes[:, 1], top - boxes[:, 3]
    across, down = right - left, top - bottom
    for _ in range(turn):
        x0, x1, y0, y1 = down - y0, down - y1, x0, x1
        across, down = down, across
    shown = np.stack((np.minimum(x0, x1), np.minimum(y0, y1), np.maximum(x0, x1), np.maximum(y0, y1)), axis=1)
    return np.ascontiguousarray(shown, dtype=np.float32)


def packed(boxes: Boxes, width: float, height: float) -> Packed:
    """uint16 (n, 4): the boxes as the store keeps them, as shares of the page."""
    frame = np.array((width, height, width, height), np.float32)
    return np.rint(np.clip(boxes / np.maximum(frame, 1.0), 0.0, 1.0) * SCALE).astype("<u2")
