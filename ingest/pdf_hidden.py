"""Text of a PDF page that no reader sees: white on white, transparent, tiny, beside the page, or drawn invisibly."""

from __future__ import annotations

import ctypes
from itertools import repeat

import numpy as np
import numpy.typing as npt

from ingest.pdfium import FORM, IMAGE, LOCK, PATH, SHADING, TEXT, OpenPage, prototype

Mask = npt.NDArray[np.bool_]

_INVISIBLE = 3
"""Text rendering mode (ISO 32000-1, table 106): neither filled nor stroked, as OCR lays text over a scan."""

_LEAST = 3
"""Fewer hidden glyphs on a page are parts of formulas and rules, and tell nobody anything."""

_TINY_POINTS = 2.0
_WHITE = 250
_STEP = 4
"""Where letters stand inside forms, every so many glyphs one is asked for its colour."""

_POINTER = ctypes.c_void_p
_text_object = prototype("FPDFText_GetTextObject", _POINTER, _POINTER, ctypes.c_int)
_mode = prototype("FPDFTextObj_GetTextRenderMode", ctypes.c_int, _POINTER)
_fill = prototype("FPDFPageObj_GetFillColor", ctypes.c_int, _POINTER, *[_POINTER] * 4)
_RGBA = (ctypes.c_uint * 4)()
_AT_RGBA = [ctypes.addressof(_RGBA) + 4 * channel for channel in range(4)]


def hidden_glyphs(page: OpenPage) -> Mask:
    """bool (n,): which of the page's glyphs are hidden. Spaces never are."""
    codes = np.frombuffer(page.text.encode("utf-32-le"), np.uint32)
    ink = (codes > 32) & (codes != 0xA0)
    if not ink.any():
        return np.zeros(len(codes), np.bool_)
    left, top, right, bottom = page.boxes.T
    reach = np.maximum(right - left, bottom - top)
    tiny = (reach > 0) & (reach < _TINY_POINTS)
    outside = (right <= 0) | (left >= page.width) | (bottom <= 0) | (top >= page.height)
    hidden: Mask = ink & (tiny | outside | _unseen(page, np.flatnonzero(ink & ~tiny & ~outside)))
    return hidden if hidden.sum() >= _LEAST else np.zeros(len(codes), np.bool_)


def _unseen(page: OpenPage, glyphs: npt.NDArray[np.intp]) -> Mask:
    """Which glyphs are painted in nothing or in white with nothing behind them.

    When that would be most of a page, its ground is drawn in a way that we do not see: then none is taken as hidden.
    """
    found = np.zeros(len(page.text), np.bool_)
    with LOCK:
        known: dict[int, bool] = {}
        if not _suspect(page, glyphs, known):
            return found
        pale = glyphs[np.array(_pale(page, glyphs.tolist(), known), np.bool_)]
        grounds = page.bounds([item for item, kind in page.objects() if _is_ground(item, kind)])
    centre = (page.boxes[pale, :2] + page.boxes[pale, 2:]) / 2
    covered = np.zeros(len(pale), np.bool_)
    for left, top, right, bottom in grounds.tolist():
        inside = (centre > (left, top)) & (centre < (right, bottom))
        covered |= inside.all(axis=1)
    if (~covered).sum() <= 0.5 * len(glyphs):
        found[pale[~covered]] = True
    return found


def _suspect(page: OpenPage, glyphs: npt.NDArray[np.intp], known: dict[int, bool]) -> bool:
    """Whether any letters may be painted white or in nothing; most pages have none, and cost no more than this.

    The page's own text objects are asked, all of them; where letters stand inside forms, or objects are too many,
    a share of the glyphs instead.
    """
    objects = page.objects()
    if page.crowded or any(kind == FORM for _, kind in objects):
        return any(_pale(page, glyphs[::_STEP].tolist(), known))
    return any(_is_pale(item) for item, kind in objects if kind == TEXT)


def _pale(page: OpenPage, glyphs: list[int], known: dict[int, bool]) -> list[bool]:
    """Whether each glyph is painted white or in nothing. known: text object → what was found, kept between calls."""
    answers = []
    for item in map(_text_object, repeat(page.handles[0], len(glyphs)), glyphs):
        pale = known.get(item)
        if pale is None:
            pale = known[item] = bool(item) and _is_pale(item)
        answers.append(pale)
    return answers


def _is_pale(item: int) -> bool:
    if _mode(item) == _INVISIBLE:
        return True
    if not _fill(item, *_AT_RGBA):
        return False
    red, green, blue, alpha = _RGBA
    return alpha == 0 or min(red, green, blue) >= _WHITE


def _is_ground(item: int, kind: int) -> bool:
    """Whether letters may stand on it: a picture, a shading or a coloured area."""
    if kind == PATH:
        return bool(_fill(item, *_AT_RGBA)) and _RGBA[3] > 0 and min(_RGBA[:3]) < _WHITE
    return kind in (IMAGE, SHADING, FORM)
