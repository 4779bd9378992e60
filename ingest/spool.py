"""Values and texts that wait for their turn: the last of them in memory, those before packed, in an unnamed file.

A read document is gone through from beginning to end, a few times; so what lies in memory of one of ten thousand pages
is no more than of one of some hundreds.
"""

from __future__ import annotations

import errno
import tempfile
import weakref
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import IO, TypeVar, overload

from corpus.errors import FileTooLarge
from ingest.packed import Codec

T = TypeVar("T")

PER_BATCH = 256
IN_MEMORY = 512 * 1024
"""Bytes for which no file is opened."""
PIECE = 1 << 15
"""Characters that wait together."""


class _Waiting:
    """Packed batches, by number: the first of them in memory, the rest in a file that goes when this does."""

    def __init__(self, in_memory: int) -> None:
        self._room = in_memory
        self._batches: list[bytes | tuple[int, int]] = []
        """Each itself, or where it begins in the file and how long it is."""
        self._file: IO[bytes] | None = None
        self._end = 0

    def __len__(self) -> int:
        return len(self._batches)

    def append(self, packed: bytes) -> None:
        """Raises FileTooLarge when the disk has no room for it."""
        self._room -= len(packed)
        if self._room >= 0:
            self._batches.append(packed)
            return
        try:
            self._write(packed)
        except OSError as error:
            room = (
                "Filen er for stor til den plads, der er til midlertidige filer. Frigør plads på disken, og prøv igen."
            )
            raise FileTooLarge(room, detail=str(error)) from error

    def _write(self, packed: bytes) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed when nobody holds this any more
            weakref.finalize(self, self._file.close)
        self._file.seek(self._end)
        written = self._file.write(packed)
        if written < len(packed):
            raise OSError(errno.ENOSPC, f"{written} of {len(packed)} bytes written")
        self._batches.append((self._end, written))
        self._end += written

    def __getitem__(self, number: int) -> bytes:
        held = self._batches[number]
        if isinstance(held, bytes):
            return held
        assert self._file is not None
        self._file.seek(held[0])
        return self._file.read(held[1])


class Spooled(Sequence[T]):  # noqa: PLW1641 - like a list it has no hash
    """Values in the order they were added; a batch of them is read at a time.

    Equal to any sequence of equal values. Not for several threads at once.
    """

    def __init__(
        self, codec: Codec[T], values: Iterable[T] = (), *, per_batch: int = PER_BATCH, in_memory: int = IN_MEMORY
    ) -> None:
        """per_batch: of large values fewer should be in memory. in_memory: see IN_MEMORY."""
        self._codec, self._per_batch = codec, per_batch
        self._waiting = _Waiting(in_memory)
        self._last: list[T] = []
        self.extend(values)

    def append(self, value: T) -> None:
        """Add one."""
        self._last.append(value)
        if len(self._last) == self._per_batch:
            self._waiting.append(self._codec.pack(self._last))
            self._last = []

    def extend(self, values: Iterable[T]) -> None:
        """Add all of them, in order."""
        for value in values:
            self.append(value)

    def _batch(self, number: int) -> list[T]:
        return self._last if number == len(self._waiting) else self._codec.unpack(self._waiting[number])

    def __len__(self) -> int:
        return len(self._waiting) * self._per_batch + len(self._last)

    def __iter__(self) -> Iterator[T]:
        return chain.from_iterable(map(self._batch, range(len(self._waiting) + 1)))

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> list[T]: ...

    def __getitem__(self, index: int | slice) -> T | list[T]:
        if isinstance(index, slice):
            return list(self)[index]
        number, place = divmod(range(len(self))[index], self._per_batch)
        return self._batch(number)[place]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))


class SpooledText:  # noqa: PLW1641 - it grows
    """A text that grows, and is read by its slices."""

    def __init__(self, *, in_memory: int = IN_MEMORY) -> None:
        self._waiting = _Waiting(in_memory)
        """Pieces of PIECE characters."""
        self._parts: list[str] = []
        self._held = 0
        """Characters in `_parts`, which stand behind the pieces."""

    def add(self, text: str) -> None:
        """Put the text at the end."""
        self._parts.append(text)
        self._held += len(text)
        if self._held >= PIECE:
            text = "".join(self._parts)
            whole = self._held // PIECE * PIECE
            for start in range(0, whole, PIECE):
                self._waiting.append(text[start : start + PIECE].encode("utf-8", "surrogatepass"))
            self._parts, self._held = [text[whole:]], self._held - whole

    def __len__(self) -> int:
        return len(self._waiting) * PIECE + self._held

    def __getitem__(self, span: slice) -> str:
        start, stop, step = span.indices(len(self))
        first, last = start // PIECE, -(-stop // PIECE)
        numbers = range(first, min(last, len(self._waiting)))
        pieces = [self._waiting[number].decode("utf-8", "surrogatepass") for number in numbers]
        if last > len(self._waiting):
            pieces += self._parts
        return "".join(pieces)[start - first * PIECE : max(start, stop) - first * PIECE : step]

    def __str__(self) -> str:
        return self[:]

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other) if isinstance(other, str | SpooledText) else NotImplemented
