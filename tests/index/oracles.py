"""Exact, slow implementations of the two index seams, in numpy: what the real ones are held against."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.lexical import Field, Keys, Row, Scored

K1, B = 1.2, 0.75


def rounded_length(length: int) -> int:
    """The length as Lucene keeps it in one byte (SmallFloat.intToByte4): exact to 40, then ever coarser."""
    best = 0
    for code in range(256):
        rest = code - 24
        bits, shift = rest & 7, (rest >> 3) - 1
        value = code if code < 24 else 24 + (bits if shift < 0 else (bits | 8) << shift)
        if value <= length:
            best = value
    return best


class ExactWords:
    """BM25 by its formula over every passage."""

    def __init__(self, folder: Path) -> None:
        self._rows: dict[int, Mapping[Field, list[str]]] = {}

    def add(self, rows: Iterable[Row]) -> None:
        self._rows.update({key: {f: list(terms) for f, terms in fields.items()} for key, fields in rows})

    def remove(self, keys: Keys) -> None:
        for key in keys.tolist():
            self._rows.pop(key, None)

    def save(self) -> None:
        pass

    def search(self, field: Field, terms: Mapping[str, float], *, k: int, allowed: Keys | None = None) -> Scored:
        texts = {key: Counter(fields.get(field, ())) for key, fields in self._rows.items()}
        count = len(texts)
        average = sum(c.total() for c in texts.values()) / max(1, count)
        scores: dict[int, float] = {}
        for term, weight in terms.items():
            holding = {key: c[term] for key, c in texts.items() if c[term]}
            idf = math.log(1 + (count - len(holding) + 0.5) / (len(holding) + 0.5))
            for key, tf in holding.items():
                norm = K1 * (1 - B + B * rounded_length(texts[key].total()) / average)
                scores[key] = scores.get(key, 0.0) + weight * idf * (1 + K1) * tf / (tf + norm)
        found = [key for key in scores if allowed is None or key in allowed]
        found.sort(key=lambda key: (-np.float32(scores[key]), key))
        return np.array(found[:k], np.int64), np.array([scores[key] for key in found[:k]], np.float32)


class ExactVectors:
    """Every cosine, by multiplication."""

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension
        self._vectors: dict[int, npt.NDArray[np.float32]] = {}

    def add(self, keys: Keys, vectors: npt.NDArray[np.float32]) -> None:
        self._vectors.update(zip(keys.tolist(), vectors, strict=True))

    def remove(self, keys: Keys) -> None:
        for key in keys.tolist():
            self._vectors.pop(key, None)

    def search(self, vector: npt.NDArray[np.float32], *, k: int, allowed: Keys | None = None) -> Scored:
        scores = {key: float(held @ vector) for key, held in self._vectors.items()}
        found = [key for key, s in scores.items() if s > 0 and (allowed is None or key in allowed)]
        found.sort(key=lambda key: (-scores[key], key))
        return np.array(found[:k], np.int64), np.array([scores[key] for key in found[:k]], np.float32)

    def save(self, path: Path) -> None:
        np.savez(path, keys=np.array(list(self._vectors)), vectors=np.array(list(self._vectors.values())))
