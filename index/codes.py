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
_WIDER = np.int32(23 - 10)
"""So many more digits has the fraction of a float32."""
_SIGN_AND_REST = np.int32(0x0FFFE000 - (1 << 31))
"""Where sign, exponent and fraction then stand, without the copies of the sign."""
_BIAS = np.float32(2.0 ** (127 - 15))
"""What the exponent is then short of."""
BLOCK = 512
"""So many rows are multiplied at a time: they stay in the processor's nearest memory once they are numbers."""


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
    codes, turned = rows["codes"], np.ascontiguousarray(queries.T)
    held = np.empty((min(BLOCK, len(rows)), queries.shape[1]), np.float32)
    found = np.empty((len(rows), len(queries)), np.float32)
    for start in range(0, len(rows), BLOCK):
        block = held[: len(rows) - start]
        block[...] = codes[start : start + BLOCK]
        np.matmul(block, turned, out=found[start : start + BLOCK])
    found *= rows["scale"][:, None]
    return found.T


def widened(halves: npt.NDArray[np.float16]) -> npt.NDArray[np.float32]:
    """The same finite numbers as float32: `astype` looks at them one by one and takes eight times as long."""
    bits = halves.view(np.int16).astype(np.int32)
    bits <<= _WIDER
    bits &= _SIGN_AND_REST
    numbers = bits.view(np.float32)
    numbers *= _BIAS
    return numbers


def open_codes(path: Path, count: int, dimension: int) -> Codes:
    """The rows in the file, memory-mapped."""
    if not count:
        return np.zeros(0, row_type(dimension))
    return np.asarray(np.memmap(path, row_type(dimension), "r", shape=(count,)))
