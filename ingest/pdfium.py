"""PDFium: glyphs with their boxes, and page images. The only importer of pypdfium2.

PDFium is not thread-safe, so one lock guards every call. It tells of one character at a time, so calls go through
ctypes prototypes of our own (raw addresses, no wrappers), which is some ten times faster than the wrapped calls; for
the boxes, asked for of every character, with arguments made beforehand, which is twice as fast again.
"""

from __future__ import annotations

import ctypes
import io
import math
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice, repeat
from pathlib import Path
from typing import Any

import numpy as np
import PIL.WebPImagePlugin  # noqa: F401 (else the first save loads every format that Pillow knows)
import pypdfium2
import pypdfium2.raw as raw

from corpus.errors import FileMissing, NotFound, PasswordProtected, SuspiciousFile, UnreadableFile
from ingest.page_frame import Bookmark, Boxes, Rects, Style, displayed, face, letters, packed

LOCK = threading.RLock()
MAX_CHARS = 400_000
MAX_OBJECTS = 20_000
MAX_BOOKMARKS = 20_000
MAX_HEIGHT = 16_000
AFRESH = 500
"""After so many pages a file is opened anew: PDFium holds on to all that it has read of it."""

_POINTER = ctypes.c_void_p
TEXT, PATH, IMAGE, SHADING, FORM = 1, 2, 3, 4, 5


def prototype(name: str, result: Any, *arguments: Any) -> Any:
    address = ctypes.cast(getattr(raw, name), _POINTER).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address or 0)


_unicode = prototype("FPDFText_GetUnicode", ctypes.c_uint, _POINTER, ctypes.c_int)
_text = prototype("FPDFText_GetText", ctypes.c_int, _POINTER, ctypes.c_int, ctypes.c_int, _POINTER)
_loose = prototype("FPDFText_GetLooseCharBox", None)
"""Without declared arguments, for they would be converted anew in each call: use references and small ints only."""
_size = prototype("FPDFText_GetFontSize", ctypes.c_double, _POINTER, ctypes.c_int)
_matrix = prototype("FPDFText_GetMatrix", ctypes.c_int, _POINTER, ctypes.c_int, _POINTER)
_font = prototype("FPDFText_GetFontInfo", ctypes.c_ulong, _POINTER, ctypes.c_int, _POINTER, ctypes.c_ulong, _POINTER)
_count = prototype("FPDFPage_CountObjects", ctypes.c_int, _POINTER)
_object = prototype("FPDFPage_GetObject", _POINTER, _POINTER, ctypes.c_int)
_type = prototype("FPDFPageObj_GetType", ctypes.c_int, _POINTER)
_bounds = prototype("FPDFPageObj_GetBounds", ctypes.c_int, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER)

_MATRIX, _NAME, _FLAGS = (ctypes.c_float * 6)(), ctypes.create_string_buffer(128), ctypes.c_int(0)
_AT_MATRIX, _AT_NAME, _AT_FLAGS = ctypes.addressof(_MATRIX), ctypes.addressof(_NAME), ctypes.addressof(_FLAGS)
"""Buffers that PDFium writes a glyph's style to; used under the lock only."""

_BATCH = 4096
_RECTS = (ctypes.c_float * (4 * _BATCH))()
_EACH_RECT = [ctypes.byref(_RECTS, 16 * index) for index in range(_BATCH)]
_AS_ARRAY = np.ctypeslib.as_array(_RECTS).reshape(-1, 4)
"""Where PDFium writes boxes to, a batch of characters at a time; used under the lock only."""


class OpenPage:
    """One page while it is open.

    text: one character a glyph, in content order. boxes: float32 (n, 4) left, top, right, bottom in points of the
    displayed page (rotation and crop applied), origin top left; packed: the same as the glyph map keeps it.
    width, height: points as displayed.
    """

    def __init__(self, page: pypdfium2.PdfPage, number: int) -> None:
        self.number = number
        self._page = page
        self._textpage = page.get_textpage()
        self._handle = ctypes.cast(self._textpage.raw, _POINTER).value
        self.handles = (self._handle or 0, ctypes.cast(page.raw, _POINTER).value or 0)
        self._turn = (page.get_rotation() // 90) % 4
        self._frame = page.get_bbox()
        across, down = self._frame[2] - self._frame[0], self._frame[3] - self._frame[1]
        self.width, self.height = (down, across) if self._turn % 2 else (across, down)
        count = self._textpage.count_chars()
        if count > MAX_CHARS:
            raise SuspiciousFile(f"Side {number} har {count} tegn; det er flere, end en side kan vise. Del filen op.")
        self.text = self._codes(count)
        self.boxes = self.shown(self._raw_boxes(count))
        self.packed = packed(self.boxes, self.width, self.height)
        self._styles: dict[tuple[bytes, int, int], Style] = {}
        self._objects: list[tuple[int, int]] | None = None

    def _codes(self, count: int) -> str:
        units = np.zeros(count + 8, np.uint16)
        if count and _text(self._handle, 0, count, units.ctypes.data) == count + 1:
            codes = units[:count].astype(np.uint32)
        else:
            codes = np.fromiter(map(_unicode, repeat(self._handle, count), range(count)), np.uint32, count)
        return letters(codes)

    def _raw_boxes(self, count: int) -> Boxes:
        boxes = np.zeros((count, 4), np.float32)
        page = ctypes.byref(ctypes.c_char.from_address(self.handles[0]))
        for start in range(0, count, _BATCH):
            stop = min(start + _BATCH, count)
            _AS_ARRAY[:] = 0
            deque(map(_loose, repeat(page, stop - start), range(start, stop), _EACH_RECT), 0)
            boxes[start:stop] = _AS_ARRAY[: stop - start]
        return boxes

    def shown(self, boxes: Boxes) -> Boxes:
        """FS_RECTF (left, top, right, bottom), y upwards, to the displayed page, y downwards."""
        return displayed(boxes, self._frame, self._turn)

    def style(self, index: int, *, level: bool = False) -> Style:
        """How the glyph at `index` is set. level: it is known to stand upright.

        Upright glyphs of one font and one height have one style, so that PDFium is asked for it only once.
        """
        with LOCK:
            _font(self._handle, index, _AT_NAME, 128, _AT_FLAGS)
            key = (_NAME.value, _FLAGS.value, round(float(self.boxes[index, 3] - self.boxes[index, 1]) * 20))
            if level and (known := self._styles.get(key)):
                return known
            style = self._style(index)
        if not style.turn:
            self._styles[key] = style
        return style

    def _style(self, index: int) -> Style:
        with LOCK:
            _matrix(self._handle, index, _AT_MATRIX)
            size = float(_size(self._handle, index))
            a, b, c, d, _, _ = _MATRIX
            bold, italic = face(_NAME.value, _FLAGS.value)
        quarter = (0 if a >= 0 else 2) if abs(a) >= abs(b) else 3 if b > 0 else 1
        return Style(size * (math.hypot(c, d) or 1.0), bold, italic, (quarter + self._turn) % 4)

    @property
    def crowded(self) -> bool:
        """Whether the page has more objects than `objects` tells of."""
        return len(self.objects()) > MAX_OBJECTS

    def objects(self) -> list[tuple[int, int]]:
        """(handle, type) of what is drawn on the page, in order, what stands inside forms left out."""
        if self._objects is None:
            with LOCK:
                count = min(_count(self.handles[1]), MAX_OBJECTS + 1)
                found = map(_object, repeat(self.handles[1], count), range(count))
                self._objects = [(item, _type(item)) for item in found if item]
        return self._objects

    def bounds(self, items: Sequence[int]) -> Rects:
        """float32 (n, 4) boxes of the objects in points of the displayed page."""
        boxes = np.zeros((len(items), 4), np.float32)
        start = boxes.ctypes.data
        with LOCK:
            for at, item in zip(range(start, start + 16 * len(items), 16), items, strict=True):
                _bounds(item, at, at + 12, at + 8, at + 4)
        return self.shown(boxes)

    def paths(self) -> Rects:
        """float32 (n, 4) boxes of the drawn paths in points of the displayed page; empty when far too many."""
        return self.bounds([] if self.crowded else [item for item, kind in self.objects() if kind == PATH])

    def close(self) -> None:
        self._textpage.close()
        self._page.close()


def open_pages(path: Path) -> Iterator[OpenPage | None]:
    """Every page in turn, each closed before the next is opened; None stands for a page that is broken.

    Raises FileMissing, PasswordProtected, UnreadableFile or SuspiciousFile.
    """
    with LOCK:
        document = _open(path)
    try:
        for number in range(1, len(document) + 1):
            with LOCK:
                if number % AFRESH == 0:
                    document.close()
                    document = _open(path)
                try:
                    page = OpenPage(document[number - 1], number)
                except pypdfium2.PdfiumError:
                    page = None
            yield page
            with LOCK:
                if page is not None:
                    page.close()
    finally:
        with LOCK:
            document.close()


def outline(path: Path) -> list[Bookmark]:
    """The file's outline, in order, but for entries that lead to no page. Raises what `open_pages` raises."""
    with LOCK:
        document = _open(path)
        try:
            found: list[Bookmark] = []
            for entry in islice(document.get_toc(max_depth=6), MAX_BOOKMARKS):
                target = entry.get_dest()
                page = target.get_index() if target else None
                if page is not None:
                    found.append(Bookmark(" ".join(entry.get_title().split()), entry.level + 1, page + 1))
            return found
        finally:
            document.close()


def render_page(path: Path, page: int, *, width: int) -> bytes:
    """WebP image of a page, `width` pixels wide; less for one that would be over MAX_HEIGHT high. page: from 1.

    Raises FileMissing, PasswordProtected, UnreadableFile, and NotFound when there is no such page.
    """
    with LOCK:
        document = _open(path)
        try:
            if not 1 <= page <= len(document):
                raise NotFound(f"{path.name} har ingen side {page}; den har {len(document)} sider.")
            opened = document[page - 1]
            wide, high = (max(side, 1.0) for side in opened.get_size())
            image = opened.render(scale=min(max(16, min(width, 4000)) / wide, MAX_HEIGHT / high)).to_pil()
            opened.close()
        except pypdfium2.PdfiumError as error:
            raise UnreadableFile(f"Side {page} i {path.name} kan ikke tegnes.", detail=str(error)) from error
        finally:
            document.close()
    written = io.BytesIO()
    image.convert("RGB").save(written, "WEBP", quality=82, method=2)
    return written.getvalue()


def _open(path: Path) -> pypdfium2.PdfDocument:
    if not path.is_file():
        raise FileMissing(f"Filen {path.name} findes ikke.")
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise PasswordProtected(
                f"{path.name} er beskyttet med adgangskode. Gem en udgave uden adgangskode, og prøv igen.",
                detail=str(error),
            ) from error
        message = f"{path.name} kan ikke læses som PDF. Filen er måske beskadiget."
        raise UnreadableFile(message, detail=str(error)) from error
