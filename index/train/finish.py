"""What is done to trained rows without any data: lengths evened out, neighbours drawn together, axes put in order."""

from __future__ import annotations

import numpy as np

from index.static import FloatMatrix

LENGTH_POWER = 0.7
"""Law texts teach rows of rare words to be too long for short texts; 0.7 was tuned on the odd half of the questions."""

NEIGHBOURS = 8
NEAREST = 0.3
"""Cosine that a row must have to draw another; chosen from 0.2 to 0.5 on the tune halves."""
DRAWN = 0.6
"""Share of the neighbourhood in a row's new direction."""
ROWS_AT_ONCE = 1024


def even_lengths(rows: FloatMatrix) -> FloatMatrix:
    """float32, shape as given: each row's length to the power LENGTH_POWER."""
    lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return np.asarray(rows * lengths ** (LENGTH_POWER - 1), np.float32)


def draw_together(rows: FloatMatrix) -> FloatMatrix:
    """float32, shape as given: each row turned towards those nearest to it, its length kept.

    The neighbourhood is the row itself and its nearest NEIGHBOURS above NEAREST, weighted by squared cosine. What a
    subword was taught by few texts is noise to a good part, and its neighbours have other noise. The idea of
    retrofitting (Faruqui et al. 2015) with the model's own neighbours in place of a thesaurus.
    """
    lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    unit = np.asarray(rows / lengths, np.float32)
    parts = [_neighbourhoods(unit[at : at + ROWS_AT_ONCE], unit) for at in range(0, len(unit), ROWS_AT_ONCE)]
    turned = (1 - DRAWN) * unit + DRAWN * np.concatenate(parts)
    turned /= np.maximum(np.linalg.norm(turned, axis=1, keepdims=True), 1e-9)
    return np.asarray(turned * lengths, np.float32)


def _neighbourhoods(some: FloatMatrix, unit: FloatMatrix) -> FloatMatrix:
    near = some @ unit.T
    count = min(NEIGHBOURS + 1, len(unit))
    nearest = np.argpartition(-near, count - 1, axis=1)[:, :count]
    weight = np.take_along_axis(near, nearest, axis=1)
    weight = np.where(weight > NEAREST, weight, 0) ** 2
    weight /= np.maximum(weight.sum(axis=1, keepdims=True), 1e-9)
    total = np.zeros_like(some)
    for place in range(count):
        total += weight[:, place, None] * unit[nearest[:, place]]
    return total


def turn_axes(rows: FloatMatrix) -> FloatMatrix:
    """float32, shape as given, on its principal axes.

    The turn changes no cosine, but the first 128 or 64 numbers of a vector then hold most of it, as in a
    Matryoshka model. Signs are fixed, so the same rows always give the same result.
    """
    _, axes = np.linalg.eigh(rows.T.astype(np.float64) @ rows)
    axes = axes[:, ::-1]
    strongest = axes[np.abs(axes).argmax(0), np.arange(axes.shape[1])]
    return np.asarray(rows @ (axes * np.sign(strongest)), np.float32)
