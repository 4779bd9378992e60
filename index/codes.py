"""Unit vectors kept with one byte a number: a quarter of float32, and read far faster than half precision.

A row is its scale and its codes; a number is code · scale. A cosine of two unit vectors moves by some .002.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

FloatMatrix = npt.NDArray[np.float32]
FloatVector = npt.NDArray[np.float32]
Codes = npt.NDArray[np.void]
"""(n,) rows of `row_type`."""

MOST = 127


def row_type(dimension: int) -> np.dtype[Any]:
    """One row: "scale", float32, and "codes", int8 (dimension,)."""
    return np.dtype([("scale", np.float32), ("codes", np.int8, (dimension,))])


def encode(vectors: FloatMatrix) -> Codes:
    """(n, dimension) to (n,) rows; a row of zeros stays so."""
    rows = np.zeros(len(vectors), row_type(vectors.shape[1]))
    rows["scale"] = np.abs(vectors).max(axis=1, initial=0.0) / MOST
    rows["codes"] = np.rint(vectors / np.maximum(rows["scale"], 1e-12)[:, None])
    return rows


def decode(rows: Codes) -> FloatMatrix:
    """(n,) rows to (n, dimension)."""
    return np.asarray(rows["codes"] * rows["scale"][:, None], np.float32)


def products(queries: FloatMatrix, rows: Codes) -> FloatMatrix:
    """The inner products of every query with every row: float32 (queries, n)."""
    return np.asarray((queries @ rows["codes"].astype(np.float32).T) * rows["scale"], np.float32)


def open_codes(path: Path, count: int, dimension: int) -> Codes:
    """The rows in the file, memory-mapped."""
    if not count:
        return np.zeros(0, row_type(dimension))
    return np.asarray(np.memmap(path, row_type(dimension), "r", shape=(count,)))
