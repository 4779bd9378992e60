"""Token vectors before training: each starts where the English teacher puts what the token's words mean.

The idea of WECHSEL (Minixhofer et al. 2022) for a whole sentence encoder instead of its embedding layer; the
length of a row starts as the SIF weight of Arora et al. (2017), a / (a + p).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from tokenizers import Tokenizer

from index.static import FloatMatrix

SIF = 1e-3
UNKNOWN_LENGTH = 0.3


class Projection:
    """Teacher vectors (n, 384) to the model's space (n, dimension): centred, principal axes, unit length."""

    def __init__(self, vectors: FloatMatrix, dimension: int) -> None:
        self.mean = vectors.mean(0)
        centred = vectors - self.mean
        values, axes = np.linalg.eigh(centred.T @ centred / len(vectors))
        self.axes = np.ascontiguousarray(axes[:, ::-1][:, :dimension].astype(np.float32))
        self.kept = float(values[::-1][:dimension].sum() / values.sum())

    def __call__(self, vectors: FloatMatrix) -> FloatMatrix:
        projected = (vectors - self.mean) @ self.axes
        return np.asarray(projected / np.maximum(np.linalg.norm(projected, axis=1, keepdims=True), 1e-9), np.float32)


def initial_rows(
    tokenizer: Tokenizer,
    words: Sequence[str],
    meanings: FloatMatrix,
    *,
    counts: Mapping[str, int],
    seed: int,
) -> FloatMatrix:
    """float32 (vocabulary, dimension): for each token the mean meaning of the words it stands in.

    A frequent word counts more, a word of many tokens less. A token of no known word gets a small random row.
    """
    size, dimension = tokenizer.get_vocab_size(), meanings.shape[1]
    total, weight = np.zeros((size, dimension), np.float64), np.zeros(size)
    for word, meaning, encoding in zip(words, meanings, tokenizer.encode_batch(list(words)), strict=True):
        share = max(1, counts.get(word, 1)) ** 0.5 / max(1, len(encoding.ids)) ** 2
        for token in encoding.ids:
            total[token] += share * meaning
            weight[token] += share
    known = weight > 0
    rows = np.random.default_rng(seed).normal(0, 1, (size, dimension))
    rows[known] = total[known]
    rows /= np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9
    rows[~known] *= UNKNOWN_LENGTH
    return np.asarray(rows * _weights(tokenizer, counts)[:, None], np.float32)


def _weights(tokenizer: Tokenizer, counts: Mapping[str, int]) -> FloatMatrix:
    """SIF weight a / (a + p) of each token, p its share of the running words."""
    words = list(counts)
    seen: Counter[int] = Counter()
    for word, encoding in zip(words, tokenizer.encode_batch(words), strict=True):
        for token in encoding.ids:
            seen[token] += counts[word]
    share = np.array([seen[i] for i in range(tokenizer.get_vocab_size())], np.float64)
    return np.asarray(SIF / (SIF + share / max(1.0, share.sum())), np.float32)
