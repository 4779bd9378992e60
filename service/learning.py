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


def fit_ranker(lists: Sequence[tuple[Matrix, Vector]], *, penalty: float = 0.02) -> Matrix:
    """Weights (features,) under which the marked rows of each list carry the most probability."""
    rows, marked = np.vstack([x for x, _ in lists]), np.concatenate([y for _, y in lists])
    sizes = np.array([len(y) for _, y in lists])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    scale = np.maximum(rows.std(axis=0), 1e-3)
    scaled = rows / scale

    def gradient(w: Matrix) -> Matrix:
        scores = scaled @ w
        powers = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        share = powers / np.repeat(np.add.reduceat(powers, starts), sizes)
        target = share * marked
        wanted = target / np.repeat(np.maximum(np.add.reduceat(target, starts), 1e-12), sizes)
        return np.asarray(scaled.T @ (share - wanted) / len(lists) + penalty * w)

    return np.asarray(_adam(np.zeros(rows.shape[1]), gradient) / scale)


def fit_logistic(rows: Matrix, answers: Vector, *, counts: Vector | None = None, penalty: float = 0.001) -> Matrix:
    """Weights (features,) of a logistic regression; both classes count alike.

    The first feature is 1 in every row and is not held small by the penalty, which is on the features' own scale.
    counts: how much each row does, or 1.
    """
    counts = np.ones(len(answers)) if counts is None else counts
    middle, scale = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-3)
    middle[0], scale[0] = 0.0, 1.0
    scaled, held = (rows - middle) / scale, np.where(np.arange(rows.shape[1]) > 0, penalty, 0.0)
    yes, no = float(counts @ answers), float(counts @ (1 - answers))
    balance = counts * np.where(answers > 0.5, 0.5 / max(yes, 1e-9), 0.5 / max(no, 1e-9))

    def gradient(w: Matrix) -> Matrix:
        chance = 1 / (1 + np.exp(-np.clip(scaled @ w, -30, 30)))
        return np.asarray(scaled.T @ ((chance - answers) * balance) + held * w)

    weights = _adam(np.zeros(rows.shape[1]), gradient) / scale
    weights[0] -= float(middle @ weights)
    return np.asarray(weights)


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
