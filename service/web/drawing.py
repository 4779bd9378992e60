"""Pages drawn as WebP pictures: once each, kept on disk, and ahead of the reader where it is known what comes next.

A child process draws them, so that a file that hangs or brings down what draws it leaves the server be.
"""

from __future__ import annotations

import os
import tempfile
import threading
import weakref
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from corpus.types import Document
from ingest.guard import Limits
from ingest.originals import original_path
from ingest.sandbox import Sandbox

WIDTHS = (800, 1200, 1800)
PDF = "application/pdf"
LIMITS = Limits(wall_s=20.0, cpu_s=20, memory_bytes=1_000_000_000)
"""Of one page; most take a tenth of a second and less than a tenth of that memory."""


class PageImages:
    """Safe to share between threads; a page that is being drawn is waited for, not drawn twice."""

    def __init__(self, data: Path, *, limits: Limits = LIMITS) -> None:
        """data: the data folder, which holds the originals and gets the pictures. limits: of one page."""
        self._data = data
        self._sandbox = Sandbox(limits)
        weakref.finalize(self, self._sandbox.close)
        self._folder = data / "cache" / "sider"
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="draw")
        self._drawing: dict[Path, Future[bytes]] = {}
        self._lock = threading.Lock()
        self._usual = WIDTHS[0]

    def get(self, document: Document, number: int, width: int) -> bytes:
        """The picture, `width` rounded up to one of WIDTHS. number: from 1.

        Raises FileMissing, PasswordProtected, UnreadableFile, SuspiciousFile for one that met a limit, and NotFound
        when there is no such page.
        """
        self._usual = next((w for w in WIDTHS if w >= width), WIDTHS[-1])
        place = self._place(document, number, self._usual)
        return place.read_bytes() if place.is_file() else self._drawn(document, number, place).result()

    def ahead(self, document: Document, number: int) -> None:
        """Begins to draw a page that is likely to be asked for, as wide as the last one was.

        What is wrong with it is told to who asks for it.
        """
        if document.media_type != PDF or not 1 <= number <= document.page_count:
            return
        place = self._place(document, number, self._usual)
        if not place.is_file():
            self._drawn(document, number, place)

    def keep_only(self, documents: Iterable[Document]) -> None:
        """Removes the pictures of every other document, as when one is deleted or another file took its place."""
        kept = {document.sha256 for document in documents}
        for picture in self._folder.glob("*.webp"):
            if picture.name.partition("-")[0] not in kept:
                picture.unlink(missing_ok=True)

    def _place(self, document: Document, number: int, width: int) -> Path:
        return self._folder / f"{document.sha256}-{number}-{width}.webp"

    def _drawn(self, document: Document, number: int, place: Path) -> Future[bytes]:
        with self._lock:
            found = self._drawing.get(place)
            if found is None:
                found = self._drawing[place] = self._pool.submit(self._draw, document, number, place)
                found.add_done_callback(lambda _: self._drawing.pop(place, None))
            return found

    def _draw(self, document: Document, number: int, place: Path) -> bytes:
        width = int(place.stem.rpartition("-")[2])
        drawn = self._sandbox.draw(original_path(self._data, document), number, width=width)
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=self._folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(drawn)
            Path(temporary).replace(place)
        finally:
            Path(temporary).unlink(missing_ok=True)
        return drawn
