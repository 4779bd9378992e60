"""The learners behind the weights: a listwise linear ranker and a logistic regression, in plain numpy.

Both are fitted by full-batch Adam from a fixed start, so the same data gives the same weights.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]
Vector = npt.NDArray[np.float64]
FOLDS = 5


def fit_ranker(lists: Sequence[tuple[Matrix, Vector]], *, start: Matrix | None = None, penalty: float = 0.02) -> Matrix:
    """Weights (features,) under which the marked rows of each list carry the most probability."""
    width = lists[0][0].shape[1]
    scale = np.maximum(np.vstack([x for x, _ in lists]).std(axis=0), 1e-3)
    weights = np.zeros(width) if start is None else start * scale
    prior = weights.copy()

    def gradient(w: Matrix) -> Matrix:
        total = penalty * (w - prior)
        for rows, marked in lists:
            share = _softmax(rows / scale @ w)
            target = share * marked
            total += (rows / scale).T @ (share - target / max(float(target.sum()), 1e-12)) / len(lists)
        return np.asarray(total)

    return np.asarray(_adam(weights, gradient) / scale)


def fit_logistic(rows: Matrix, answers: Vector, *, counts: Vector | None = None, penalty: float = 0.001) -> Matrix:
    """Weights (features,) of a logistic regression; both classes count alike. counts: how much each row does, or 1."""
    counts = np.ones(len(answers)) if counts is None else counts
    scale = np.maximum(np.abs(rows).max(axis=0), 1e-3)
    scaled = rows / scale
    yes, no = float(counts @ answers), float(counts @ (1 - answers))
    balance = counts * np.where(answers > 0.5, 0.5 / max(yes, 1e-9), 0.5 / max(no, 1e-9))

    def gradient(w: Matrix) -> Matrix:
        chance = 1 / (1 + np.exp(-np.clip(scaled @ w, -30, 30)))
        return np.asarray(scaled.T @ ((chance - answers) * balance) + penalty * w)

    return np.asarray(_adam(np.zeros(rows.shape[1]), gradient) / scale)


def _softmax(scores: Matrix) -> Matrix:
    powers = np.exp(scores - scores.max())
    return np.asarray(powers / powers.sum())


def _adam(weights: Matrix, gradient: Callable[[Matrix], Matrix], *, steps: int = 600, rate: float = 0.05) -> Matrix:
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, steps + 1):
        slope = gradient(weights)
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        change = mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        weights = weights - rate * (1 - step / (steps + 1)) * change
    return weights


def point_with(falsely: float, chances: Vector, answers: Vector) -> float:
    """The threshold under which that share of the rows with an answer falls."""
    return float(np.quantile(chances[answers > 0.5], falsely))
