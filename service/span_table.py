"""The spans of every passage of a generation as they are scored, made ahead of any question and memory-mapped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any, get_args

import numpy as np
import numpy.typing as npt

from corpus.answers import Source
from service.candidates import Role
from service.question import QuestionKind
from service.score_view import STATIC, Column, Groups, Shape, View

FEATURES, VECTORS, WORDS, COUNTS, DIGESTS = (
    f"spans.{name}" for name in ("features", "vectors", "words", "counts", "digests")
)
OFFSETS = "spans.offsets.npy"
ROLES: tuple[Role, ...] = get_args(Role)
KINDS: tuple[QuestionKind, ...] = get_args(QuestionKind)
PLACED = ("start", "end", "role")
SHARE = len(PLACED) + len(STATIC)
WIDTH = SHARE + 1 + len(KINDS)
DIGEST = np.dtype("S16")

Array = npt.NDArray[Any]


def digest_of(source: Source, project: str) -> bytes:
    """Of all that a view is made of. project: the title of the passage's project."""
    passage = source.passage
    made_of = (
        passage.text, passage.context, passage.kind, passage.sentences, project, source.section.heading,
        source.document.title,
    )  # fmt: skip
    return blake2b(repr(made_of).encode("utf-8", "surrogatepass"), digest_size=16).digest()


@dataclass(frozen=True, slots=True)
class SpanTable:
    """offsets: int64 (rows + 1, 2): of spans and of words. vectors: None where they are made when they are needed."""

    features: Array
    words: Array
    counts: Array
    digests: Array
    offsets: Array
    vectors: Array | None

    def holds(self, row: int, digest: bytes) -> bool:
        """True when the row was made of what has that digest."""
        return bool(self.digests[row] == np.frombuffer(digest, DIGEST)[0])

    def view(self, row: int, vectors: Array | None = None) -> View:
        """The view in the row. vectors: float32 (2 · spans + 1, dimension) where they are not kept."""
        (first, word), (last, end) = self.offsets[row].tolist(), self.offsets[row + 1].tolist()
        n, group = last - first, 2 * first + row
        features, counts = self.features[first:last], self.counts[group : group + 2 * n + 1].astype(np.intp)
        flat = self.words[word:end].astype(np.intp)
        rows = vectors if self.vectors is None else self.vectors[group : group + 2 * n + 1].astype(np.float32)
        assert rows is not None
        a, b = int(counts[:n].sum()), int(counts[: 2 * n].sum())
        placed = features[:, : len(PLACED)].astype(int).tolist()
        return View(
            tuple((start, end) for start, end, _ in placed), tuple(ROLES[role] for _, _, role in placed),
            rows[:n], rows[n : 2 * n], rows[-1], Groups(flat[:a], counts[:n]), Groups(flat[a:b], counts[n : 2 * n]),
            Groups(flat[b:], counts[2 * n :]), features[:, len(PLACED) : SHARE], features[:, SHARE],
            partial(_typed, features),
        )  # fmt: skip


def _typed(features: Array, kind: QuestionKind) -> Column:
    return np.asarray(features[:, SHARE + 1 + KINDS.index(kind)])


def open_span_table(folder: Path, dimension: int) -> SpanTable:
    """The table in the folder. Raises OSError, ValueError."""
    offsets = np.load(folder / OFFSETS)
    rows, spans, words = len(offsets) - 1, int(offsets[-1, 0]), int(offsets[-1, 1])
    vectors = (
        _mapped(folder / VECTORS, np.float16, (2 * spans + rows, dimension)) if (folder / VECTORS).is_file() else None
    )
    return SpanTable(
        _mapped(folder / FEATURES, np.float64, (spans, WIDTH)), _mapped(folder / WORDS, np.uint32, (words,)),
        _mapped(folder / COUNTS, np.uint16, (2 * spans + rows,)), _mapped(folder / DIGESTS, DIGEST, (rows,)),
        offsets, vectors,
    )  # fmt: skip


def _mapped(path: Path, kind: Any, shape: tuple[int, ...]) -> Array:
    return np.asarray(np.memmap(path, kind, "r", shape=shape)) if np.prod(shape) else np.zeros(shape, kind)


class SpanWriter:
    """Writes rows in order into a folder."""

    def __init__(self, folder: Path, *, with_vectors: bool) -> None:
        self._folder = folder
        self._offsets = [(0, 0)]
        names = (FEATURES, WORDS, COUNTS, DIGESTS, *([VECTORS] if with_vectors else []))
        self._files = {name: (folder / name).open("wb") for name in names}

    def add(self, shape: Shape, number: Callable[[str], int], digest: bytes, vectors: Array | None) -> None:
        """A row. number: of a stem; vectors: (2 · spans + 1, dimension) where they are kept."""
        placed = [[c.start, c.end, ROLES.index(c.role)] for c in shape.held]
        types = [shape.types(kind) for kind in KINDS]
        features = np.column_stack([placed, shape.static(), shape.share(), *types])
        flat = np.array([number(stem) for group in shape.words for stem in group], np.uint32)
        counts = np.array([len(group) for group in shape.words], np.uint16)
        self._write(features, flat, counts, np.frombuffer(digest, DIGEST), vectors)

    def keep(self, table: SpanTable, row: int) -> None:
        """A row of another table, whose words have the same numbers."""
        (first, word), (last, end) = table.offsets[row], table.offsets[row + 1]
        groups = slice(2 * first + row, 2 * last + row + 1)
        vectors = None if table.vectors is None else table.vectors[groups]
        self._write(
            table.features[first:last],
            table.words[word:end],
            table.counts[groups],
            table.digests[row : row + 1],
            vectors,
        )

    def skip(self, dimension: int) -> None:
        """A row that belongs to no passage."""
        none = np.zeros((0, WIDTH)), np.zeros(0, np.uint32), np.zeros(1, np.uint16), np.zeros(1, DIGEST)
        self._write(*none, np.zeros((1, dimension), np.float16))

    def close(self) -> None:
        """Writes what remains."""
        for file in self._files.values():
            file.close()
        np.save(self._folder / OFFSETS, np.array(self._offsets, np.int64))

    def _write(self, features: Array, flat: Array, counts: Array, digest: Array, vectors: Array | None) -> None:
        for name, array in zip((FEATURES, WORDS, COUNTS, DIGESTS), (features, flat, counts, digest), strict=True):
            self._files[name].write(np.ascontiguousarray(array).tobytes())
        if VECTORS in self._files and vectors is not None:
            self._files[VECTORS].write(vectors.astype(np.float16).tobytes())
        self._offsets.append((self._offsets[-1][0] + len(features), self._offsets[-1][1] + len(flat)))
