"""The vector index: a unit vector in, keys and cosines out. The only importer of faiss.

Small collections are searched exactly (flat). Large ones are cut into cells (IVF) with one byte a dimension, the
cells nearest to the question are read, and their best are scored again with the full vectors.
"""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, Protocol

import faiss
import numpy as np
import numpy.typing as npt

from corpus.errors import IndexCorrupt, IndexMismatch
from index.lexical import Keys, Scored
from index.rows import Rows

FloatMatrix = npt.NDArray[np.float32]
FloatVector = npt.NDArray[np.float32]
VectorKind = Literal["flat", "ivf"]

FLAT_BYTES = 64 << 20
VECTOR_BYTES = 512 << 20
NARROW = 4096
RESCORED = {8: 3, 4: 8}
"""Bits a dimension → so many times the wanted vectors are scored again exactly; more found no more."""
TRAINING_SAMPLE = 100_000
WANTED_RECALL = 0.99
"""For sentences of the collection. Questions lie farther from passages: of a million, .972 of theirs are then found."""
RECALL_AT = 10

# One question is too little work to share out among threads; many questions come in threads of their own.
faiss.omp_set_num_threads(1)


class VectorIndex(Protocol):
    """Vectors to keys. A change is seen by `search` at once; `save` writes it."""

    def add(self, keys: Keys, vectors: FloatMatrix) -> None:
        """Adds unit vectors, float32 (n, dimension), under new keys."""

    def remove(self, keys: Keys) -> None:
        """Removes the vectors with these keys; a key that is not there is no error."""

    def search(self, vector: FloatVector, *, k: int, allowed: Keys | None = None) -> Scored:
        """At most `k` keys by cosine, above 0 only, best first, ties by key.

        vector: float32 (dimension,), unit length, or all zeros: nothing is found. allowed: the only keys that
        may be found, sorted; None for all. Filtered before ranking. Raises IndexMismatch on another dimension.
        """
        ...

    def save(self, path: Path) -> None:
        """Writes the index to one file."""


@dataclass(frozen=True, slots=True)
class VectorPlan:
    """How vectors are kept. IVF only: lists, the cells; probes, cells read a question; bits a dimension, 8 or 4."""

    kind: VectorKind
    lists: int = 0
    probes: int = 0
    bits: int = 32
    recall: float = 1.0
    """Measured recall@10 against exact search over the same vectors."""


def plan_for(count: int, dimension: int, *, memory: int = VECTOR_BYTES) -> VectorPlan:
    """Exact while reading all is fast, then about 4·√n cells; 4 bits when 8 would not fit in `memory` bytes."""
    if 4 * count * dimension <= min(FLAT_BYTES, memory):
        return VectorPlan("flat")
    lists = 1 << round(math.log2(4 * math.sqrt(count)))
    bits = 8 if count * dimension <= memory else 4
    return VectorPlan("ivf", lists=lists, probes=max(8, lists // 64), bits=bits)


class FaissIndex:
    """FAISS over inner products of unit vectors. `full` gives the exact vectors of keys, for rescoring.

    rescored: so many times the wanted vectors are scored again.
    """

    def __init__(self, index: faiss.Index, *, full: Rows | None = None, rescored: int = 1) -> None:
        # faiss's own annotations know neither keyword parameters nor the subclass of a read index.
        self._index: Any = index
        self._full = full
        self._rescored = rescored
        self.dimension = int(index.d)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def add(self, keys: Keys, vectors: FloatMatrix) -> None:
        """See VectorIndex."""
        self._check(vectors.shape[1])
        self._index.add_with_ids(np.ascontiguousarray(vectors), keys)

    def remove(self, keys: Keys) -> None:
        """See VectorIndex."""
        if len(keys):
            self._index.remove_ids(faiss.IDSelectorBatch(np.ascontiguousarray(keys)))

    def search(self, vector: FloatVector, *, k: int, allowed: Keys | None = None) -> Scored:
        """See VectorIndex."""
        self._check(len(vector))
        k = min(k, len(self))
        if k < 1 or not vector.any() or (allowed is not None and not len(allowed)):
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        if self._full is not None and allowed is not None and len(allowed) <= NARROW:
            return _ranked(allowed, self._full[allowed] @ vector, k)
        wanted = k if self._full is None else min(len(self), self._rescored * k)
        scores, keys = self._index.search(vector[None, :], wanted, params=self._parameters(allowed))
        found = keys[0] >= 0
        if self._full is None:
            return _ranked(keys[0][found], scores[0][found], k)
        return _ranked(keys[0][found], self._full[keys[0][found]] @ vector, k)

    def save(self, path: Path) -> None:
        """See VectorIndex."""
        faiss.write_index(self._index, str(path))

    def exact_limits(self, queries: FloatMatrix, keys: Keys, *, k: int) -> FloatVector:
        """The score of each query's true k-th nearest, float32 (n,), read from the exact vectors of the keys."""
        assert self._full is not None
        best = np.zeros((len(queries), 0), np.float32)
        for start in range(0, len(keys), 65536):
            scores = queries @ self._full[keys[start : start + 65536]].T
            best = np.partition(np.hstack([best, scores]), -k, axis=1)[:, -k:]
        return np.asarray(best.min(axis=1), np.float32)

    def recall(self, queries: FloatMatrix, limits: FloatVector, *, k: int, probes: int) -> float:
        """Mean share of the true k nearest that are found when so many cells are read; equals count as equal."""
        self._index.nprobe = probes
        found = (self.search(query, k=k)[1] for query in queries)
        return sum(int((scores >= limit - 1e-6).sum()) / k for scores, limit in zip(found, limits, strict=True)) / len(
            queries
        )

    def _parameters(self, allowed: Keys | None) -> Any:
        if allowed is None:
            return None
        selector = faiss.IDSelectorBatch(np.ascontiguousarray(allowed))
        if self._full is None:
            flat: Any = faiss.SearchParameters
            return flat(sel=selector)
        ivf: Any = faiss.SearchParametersIVF
        return ivf(sel=selector, nprobe=self._index.nprobe)

    def _check(self, dimension: int) -> None:
        if dimension != self.dimension:
            raise IndexMismatch(
                f"Indekset har {self.dimension} dimensioner, men modellen giver {dimension}. "
                "Byg indekset igen med »klimasvar index«."
            )


def new_index(dimension: int, plan: VectorPlan, *, full: FloatMatrix | None = None) -> FaissIndex:
    """An empty index after the plan. full: all exact vectors by key: IVF learns its cells from them."""
    if plan.kind == "flat":
        return FaissIndex(faiss.IndexIDMap2(faiss.IndexFlatIP(dimension)))
    assert full is not None
    index: Any = faiss.index_factory(dimension, f"IVF{plan.lists},SQ{plan.bits}", faiss.METRIC_INNER_PRODUCT)
    step = max(1, len(full) // max(TRAINING_SAMPLE, 40 * plan.lists))
    faiss.omp_set_num_threads(os.cpu_count() or 1)
    index.train(np.ascontiguousarray(full[::step]))
    faiss.omp_set_num_threads(1)
    index.nprobe = plan.probes
    return FaissIndex(index, full=full, rescored=RESCORED[plan.bits])


def open_index(path: Path, plan: VectorPlan, *, full: Rows | None = None, writable: bool = False) -> FaissIndex:
    """The index in the file, its cells memory-mapped unless it is to be changed. Raises IndexCorrupt."""
    try:
        flags = faiss.IO_FLAG_MMAP if plan.kind == "ivf" and not writable else 0
        index: Any = faiss.read_index(str(path), flags)
    except RuntimeError as error:
        raise IndexCorrupt(
            "Vektorindekset kan ikke læses. Byg det igen med »klimasvar index«.", detail=str(error)
        ) from error
    if plan.kind == "flat":
        return FaissIndex(index)
    index.nprobe = plan.probes
    return FaissIndex(index, full=full, rescored=RESCORED[plan.bits])


def tuned(index: FaissIndex, plan: VectorPlan, queries: FloatMatrix, keys: Keys) -> VectorPlan:
    """The plan with the fewest probes that reach the wanted recall@10 for these queries, and what they reach.

    queries: float32 (n, dimension). keys: every key in the index, sorted.
    """
    if plan.kind == "flat" or not len(queries):
        return plan
    k = min(RECALL_AT, len(keys))
    limits = index.exact_limits(queries, keys, k=k)
    probes = max(1, plan.lists // 256)
    while True:
        recall = index.recall(queries, limits, k=k, probes=probes)
        if recall >= WANTED_RECALL or probes >= plan.lists:
            return replace(plan, probes=probes, recall=round(recall, 4))
        probes = min(plan.lists, probes + max(1, probes // 4))


def _ranked(keys: Keys, scores: npt.NDArray[np.float32], k: int) -> Scored:
    order = np.lexsort((keys, -scores))[:k]
    order = order[scores[order] > 0]
    return keys[order].astype(np.int64), scores[order].astype(np.float32)
