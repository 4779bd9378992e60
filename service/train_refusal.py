"""Fits the two models of `service.refuse`: logistic regressions, and the points at which they refuse.

The penalty was chosen by leaving one set out at a time. Questions whose evidence was taken away, and questions about
other materials, were tried as further examples: both made the refusal of written ones worse (area under the curve .87
without, .79 with them), so only written ones are learnt from. The chances by which the points are set come from
weights that have not seen the question (cross-fitting).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from service import refuse
from service.learning import FOLDS, Matrix, Vector, fit_logistic, point_with

PENALTY = 0.02
UNSAID = 0.3
"""The share of the false refusals that may come of the second model alone."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question's features in the order of FEATURES, whether it is answered, and what it counts in the two models.

    real: whether the points are set by it. fold: that of its question.
    """

    fold: int
    row: Sequence[float]
    answered: bool
    counts: tuple[float, float]
    real: bool


def fit_refusal(examples: Sequence[Example], *, falsely: float) -> tuple[refuse.Refusal, Vector, Vector]:
    """(both models, cross-fitted log-odds of the real questions, 1.0 for each of these that is answered).

    The biases put the points at which that share of the answerable real ones is refused at 0.
    """
    rows, answers = np.array([e.row for e in examples]), np.array([float(e.answered) for e in examples])
    real, counts = np.array([e.real for e in examples]), np.array([e.counts for e in examples])
    folds, yes = np.array([e.fold for e in examples]), answers[real]
    about, about_odds = _model(refuse.FEATURES, rows, answers, counts[:, 0], folds)
    said, said_odds = _model(refuse.SAID, rows, answers, counts[:, 1], folds)
    least = point_with(UNSAID * falsely, said_odds[real], yes)
    left = said_odds[real] >= least
    point = point_with((1 - UNSAID) * falsely, about_odds[real][left], yes[left])
    about["bias"] -= point
    said["bias"] -= least
    return refuse.Refusal(about, said), np.minimum(about_odds - point, said_odds - least)[real], yes


def _model(
    names: Sequence[str], rows: Matrix, answers: Vector, counts: Vector, folds: Vector
) -> tuple[dict[str, float], Vector]:
    """(weights by feature, log-odds of every row by weights that were fitted to the other folds)."""
    seen, counted = rows[:, [refuse.FEATURES.index(name) for name in names]], counts > 0
    odds = np.zeros(len(seen))
    for out in range(FOLDS):
        rest = counted & (folds != out)
        odds[folds == out] = seen[folds == out] @ _fitted(seen[rest], answers[rest], counts[rest])
    return dict(zip(names, _fitted(seen[counted], answers[counted], counts[counted]).tolist(), strict=True)), odds


def _fitted(rows: Matrix, answers: Vector, counts: Vector) -> Matrix:
    return fit_logistic(rows, answers, counts=counts, penalty=PENALTY)
