"""The vector index: a unit vector in, keys and cosines out. The only importer of faiss.

Small collections are searched exactly (flat). Large ones are cut into cells (IVF) with one byte a dimension, the
cells nearest to the question are read, and their best are scored again with the full vectors.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

import faiss
import numpy as np
import numpy.typing as npt

from corpus.errors import IndexCorrupt, IndexMismatch
from index.lexical import Keys, Scored

FloatMatrix = npt.NDArray[np.float32]
FloatVector = npt.NDArray[np.float32]
VectorKind = Literal["flat", "ivf"]

FLAT_LIMIT = 50_000
NARROW = 4096
RESCORED = 8
TRAINING_SAMPLE = 100_000


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
    """How vectors are kept. lists: cells; probes: cells read a question (IVF only)."""

    kind: VectorKind
    lists: int = 0
    probes: int = 0
    recall: float = 1.0
    """Measured recall@10 against exact search over the same vectors."""


def plan_for(count: int, *, flat_limit: int = FLAT_LIMIT) -> VectorPlan:
    """The kind for so many vectors: exact up to `flat_limit`, then about 4·√n cells."""
    if count <= flat_limit:
        return VectorPlan("flat")
    lists = 1 << round(math.log2(4 * math.sqrt(count)))
    return VectorPlan("ivf", lists=lists, probes=max(8, lists // 64))


class FaissIndex:
    """FAISS over inner products of unit vectors. `full` gives the exact vectors of keys, for rescoring."""

    def __init__(self, index: faiss.Index, *, full: FloatMatrix | None = None) -> None:
        # faiss's own annotations know neither keyword parameters nor the subclass of a read index.
        self._index: Any = index
        self._full = full
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
        wanted = k if self._full is None else min(len(self), RESCORED * k)
        scores, keys = self._index.search(vector[None, :], wanted, params=self._parameters(allowed))
        found = keys[0] >= 0
        if self._full is None:
            return _ranked(keys[0][found], scores[0][found], k)
        return _ranked(keys[0][found], self._full[keys[0][found]] @ vector, k)

    def save(self, path: Path) -> None:
        """See VectorIndex."""
        faiss.write_index(self._index, str(path))

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
    quantiser: Any = faiss.IndexFlatIP(dimension)
    index = faiss.IndexIVFScalarQuantizer(
        quantiser, dimension, plan.lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
    )
    index.own_fields = True
    quantiser.this.disown()
    step = max(1, len(full) // TRAINING_SAMPLE)
    index.train(np.ascontiguousarray(full[::step]))
    index.nprobe = plan.probes
    return FaissIndex(index, full=full)


def open_index(path: Path, plan: VectorPlan, *, full: FloatMatrix | None = None) -> FaissIndex:
    """The index in the file, its lists memory-mapped when they are many. Raises IndexCorrupt."""
    try:
        flags = faiss.IO_FLAG_MMAP if plan.kind == "ivf" else 0
        index: Any = faiss.read_index(str(path), flags)
    except RuntimeError as error:
        raise IndexCorrupt(
            "Vektorindekset kan ikke læses. Byg det igen med »klimasvar index«.", detail=str(error)
        ) from error
    if plan.kind == "ivf":
        index.nprobe = plan.probes
    return FaissIndex(index, full=full if plan.kind == "ivf" else None)


def _ranked(keys: Keys, scores: npt.NDArray[np.float32], k: int) -> Scored:
    order = np.lexsort((keys, -scores))[:k]
    order = order[scores[order] > 0]
    return keys[order].astype(np.int64), scores[order].astype(np.float32)
