"""Tokenised texts in two flat arrays, and batches of them drawn without a loop."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

IntVector = npt.NDArray[np.int64]
KEPT_TOKENS = 160
AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class Texts:
    """ids: the tokens of all texts in a row; starts (n + 1): where each begins; keys (n): equal for equal texts."""

    ids: npt.NDArray[np.int32]
    starts: IntVector
    keys: IntVector

    def __len__(self) -> int:
        return len(self.keys)

    def batch(
        self, rows: IntVector, chance: np.random.Generator, *, longest: int, drop: float = 0.0
    ) -> tuple[IntVector, IntVector]:
        """(ids, offsets) of the rows: a window of at most `longest` tokens each, a share `drop` of them left out."""
        size = np.diff(self.starts)[rows]
        taken = np.minimum(size, longest)
        # Half of the windows start where the text does, the others anywhere in it.
        spare = (size - taken) * (chance.random(len(rows)) < 0.5)
        first = self.starts[rows] + (chance.random(len(rows)) * (spare + 1)).astype(np.int64)
        before = np.cumsum(taken) - taken
        where = np.repeat(first - before, taken) + np.arange(taken.sum())
        ids = self.ids[where].astype(np.int64)
        if drop:
            owner = np.repeat(np.arange(len(rows)), taken)
            kept = (chance.random(len(ids)) >= drop) | (taken[owner] < 4)
            ids, taken = ids[kept], np.bincount(owner[kept], minlength=len(rows))
        return ids, np.cumsum(taken) - taken


def tokenise(tokenizer: Tokenizer, texts: Sequence[str]) -> Texts:
    """The texts' first KEPT_TOKENS tokens."""
    parts, sizes = [], []
    for start in range(0, len(texts), AT_ONCE):
        for encoding in tokenizer.encode_batch_fast(list(texts[start : start + AT_ONCE]), add_special_tokens=False):
            ids = encoding.ids[:KEPT_TOKENS]
            parts.append(np.array(ids, np.int32))
            sizes.append(len(ids))
    flat = np.concatenate(parts) if parts else np.zeros(0, np.int32)
    keys = np.array([zlib.crc32(text.encode()) for text in texts], np.int64)
    return Texts(flat, np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64), keys)


def save_texts(path: Path, texts: Texts) -> None:
    """One .npz file, written whole or not at all."""
    draft = path.with_suffix(".part.npz")
    np.savez(draft, ids=texts.ids, starts=texts.starts, keys=texts.keys)
    draft.replace(path)


def load_texts(path: Path) -> Texts:
    """What `save_texts` wrote."""
    with np.load(path) as file:
        return Texts(file["ids"], file["starts"], file["keys"])
