"""Sentence vectors: for passages already found, how near is their best sentence?

Kept with one byte a number in one file: a question reads only the rows of its candidates.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.codes import Codes, FloatVector, decode, products, row_type
from index.lexical import Keys, Scored
from index.rows import Places, RowFile

ROWS = "sentences.i8"
OFFSETS = "sentences.offsets.npy"


class SentenceVectors:
    """rows[offsets[key] : offsets[key + 1]] are the sentences of the passage with that key."""

    def __init__(self, rows: RowFile, offsets: Places) -> None:
        self._rows = rows
        self._offsets = offsets

    def __len__(self) -> int:
        return len(self._rows)

    def best(self, vector: FloatVector, candidates: Keys) -> Scored:
        """Each candidate's highest cosine over its sentences, by score then key; those at or below 0 left out."""
        if not vector.any() or not len(candidates):
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        first, last = self._offsets[candidates], self._offsets[candidates + 1]
        full = last > first
        held, first, last = candidates[full], first[full], last[full]
        if not len(held):
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        near = products(vector[None, :], self._rows.spans(first, last))[0]
        starts = np.concatenate([[0], np.cumsum(last - first)[:-1]])
        scores = np.maximum.reduceat(near, starts)
        order = np.lexsort((held, -scores))
        order = order[scores[order] > 0]
        return held[order], scores[order]

    def of(self, key: int) -> Codes:
        """One row a sentence of the passage, in text order."""
        return self._rows.spans(self._offsets[key : key + 1], self._offsets[key + 1 : key + 2])

    def sample(self, count: int) -> npt.NDArray[np.float32]:
        """float32 (at most count, dimension): rows spread evenly over all sentences."""
        step = max(1, len(self._rows) // max(1, count))
        return decode(self._rows[np.arange(0, len(self._rows), step)[:count]])


def append_sentences(folder: Path, passages: Iterable[Codes]) -> int:
    """How many rows there are after these; one array a passage, in order of key, after those already there."""
    offsets = array("q", np.load(folder / OFFSETS).tolist() if (folder / OFFSETS).is_file() else [0])
    with (folder / ROWS).open("ab") as file:
        for rows in passages:
            file.write(rows.tobytes())
            offsets.append(offsets[-1] + len(rows))
    np.save(folder / OFFSETS, np.array(offsets, np.int64))
    return int(offsets[-1])


def open_sentences(folder: Path, dimension: int) -> SentenceVectors:
    """The sentence vectors of a generation."""
    offsets: Places = np.load(folder / OFFSETS)
    return SentenceVectors(RowFile(folder / ROWS, row_type(dimension)), offsets)
