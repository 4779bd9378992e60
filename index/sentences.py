"""Sentence vectors: for passages already found, how near is their best sentence?

Kept as half-precision rows in one file that is memory-mapped: a question reads only the rows of its candidates.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.lexical import Keys, Scored
from index.vector import FloatVector

ROWS = "sentences.f16"
OFFSETS = "sentences.offsets.npy"

HalfMatrix = npt.NDArray[np.float16]


class SentenceVectors:
    """rows[offsets[key] : offsets[key + 1]] are the sentences of the passage with that key."""

    def __init__(self, rows: HalfMatrix, offsets: npt.NDArray[np.int64]) -> None:
        self._rows = rows
        self._offsets = offsets

    def __len__(self) -> int:
        return len(self._rows)

    def best(self, vector: FloatVector, candidates: Keys) -> Scored:
        """Each candidate's highest cosine over its sentences, by score then key; those at or below 0 left out."""
        if not vector.any() or not len(candidates):
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        counts = self._offsets[candidates + 1] - self._offsets[candidates]
        held = candidates[counts > 0]
        if not len(held):
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        near = np.concatenate([self.of(key) for key in held.tolist()]).astype(np.float32) @ vector
        starts = np.concatenate([[0], np.cumsum(counts[counts > 0])[:-1]])
        scores = np.maximum.reduceat(near, starts)
        order = np.lexsort((held, -scores))
        order = order[scores[order] > 0]
        return held[order], scores[order]

    def of(self, key: int) -> HalfMatrix:
        """float16 (sentences, dimension) of one passage, in text order."""
        return self._rows[self._offsets[key] : self._offsets[key + 1]]

    def sample(self, count: int) -> npt.NDArray[np.float32]:
        """float32 (at most count, dimension): rows spread evenly over all sentences."""
        step = max(1, len(self._rows) // max(1, count))
        return np.asarray(self._rows[::step][:count], np.float32)


def append_sentences(folder: Path, passages: Iterable[HalfMatrix]) -> int:
    """How many rows there are after these; one matrix a passage, in order of key, after those already there."""
    offsets = np.load(folder / OFFSETS).tolist() if (folder / OFFSETS).is_file() else [0]
    with (folder / ROWS).open("ab") as file:
        for matrix in passages:
            file.write(np.ascontiguousarray(matrix, np.float16).tobytes())
            offsets.append(offsets[-1] + len(matrix))
    np.save(folder / OFFSETS, np.array(offsets, np.int64))
    return int(offsets[-1])


def open_sentences(folder: Path, dimension: int) -> SentenceVectors:
    """The sentence vectors of a generation, memory-mapped."""
    offsets: npt.NDArray[np.int64] = np.load(folder / OFFSETS)
    if not offsets[-1]:
        return SentenceVectors(np.zeros((0, dimension), np.float16), offsets)
    rows = np.asarray(np.memmap(folder / ROWS, np.float16, "r", shape=(int(offsets[-1]), dimension)))
    return SentenceVectors(rows, offsets)
