"""Rows of a large file, read as a question needs them.

A mapped file would count in full as this process's memory once questions have touched its rows here and there, for the
system maps what lies around a touched page too. Reading leaves the file in the system's cache, which others may have.
"""

from __future__ import annotations

import os
import weakref
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.int64]


class Rows(Protocol):
    """An array whose rows are asked for by number: one in memory, or a RowFile."""

    def __len__(self) -> int: ...

    def __getitem__(self, places: Places) -> npt.NDArray[Any]: ...


class RowFile:
    """Rows of one type after another. Safe to share between threads."""

    def __init__(self, path: Path, kind: np.dtype[Any]) -> None:
        """kind: of one row; a row of several numbers is a type with a shape. Raises OSError without the file."""
        self._kind = kind
        self._file = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)
        self._count = os.fstat(self._file).st_size // kind.itemsize

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, places: Places) -> npt.NDArray[Any]:
        """The rows at the places, in their order."""
        return self.spans(places, places + 1)

    def spans(self, first: Places, last: Places) -> npt.NDArray[Any]:
        """Rows first[0] up to last[0], then first[1] up to last[1] …, as one array. Raises IndexError past the end."""
        if len(last) and last.max() > self._count:
            raise IndexError(f"row {last.max()} of {self._count}")
        size = self._kind.itemsize
        found = np.empty(int((last - first).sum()), self._kind)
        into, place = found.view(np.uint8).reshape(-1).data, 0
        for start, end in zip((first * size).tolist(), (last * size).tolist(), strict=True):
            os.preadv(self._file, [into[place : place + end - start]], start)
            place += end - start
        return found
