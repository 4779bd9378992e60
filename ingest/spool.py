"""Bytes that wait for their turn: the first of them in memory, the rest in an unnamed file.

Where glyphs stand takes most of the room of a read document, and is looked at once, when it is stored. So a document
of ten thousand pages takes no more memory for it than one of some hundreds.
"""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import IO

from corpus.types import GlyphRun
from ingest.blocks import Block

IN_MEMORY = 8 * 1024 * 1024


class Spool:
    """One document's; its file goes when nothing that it kept is held any more. Not for several threads at once."""

    def __init__(self, *, in_memory: int = IN_MEMORY) -> None:
        self._room = in_memory
        self._file: IO[bytes] | None = None
        self._end = 0

    def keep(self, data: bytes) -> bytes | Kept:
        """The same bytes, from then on in the file when there is no more room in memory."""
        self._room -= len(data)
        if self._room >= 0:
            return data
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when nobody holds the spool any more
            weakref.finalize(self, self._file.close)
        start = self._end
        self._file.seek(start)
        self._end += self._file.write(data)
        return Kept(self, start, len(data))

    def read(self, start: int, length: int) -> bytes:
        """What stands there in the file."""
        assert self._file is not None
        self._file.seek(start)
        return self._file.read(length)

    def keep_boxes(self, blocks: Iterable[Block]) -> list[Block]:
        """The blocks, what their glyph runs hold being kept here."""
        return [replace(block, runs=self.keep_runs(block.runs)) for block in blocks]

    def keep_runs(self, runs: Iterable[GlyphRun]) -> tuple[GlyphRun, ...]:
        """The runs, what they hold being kept here."""
        return tuple([GlyphRun(r.char_start, r.char_end, r.page, self.keep(bytes(r.boxes))) for r in runs])


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes in a spool's file; `bytes(kept)` reads them."""

    spool: Spool
    start: int
    length: int

    def __len__(self) -> int:
        return self.length

    def __bytes__(self) -> bytes:
        return self.spool.read(self.start, self.length)
