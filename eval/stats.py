"""How sure is a figure, and is a difference more than chance?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, comb

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2000
_SEED = 20240229
_Z = 1.96
Values = Sequence[float | None]
"""One value a question, None where the measure does not apply."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over `count` questions with its 95 % bootstrap interval; low <= mean <= high."""

    mean: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Difference:
    """How much higher the second run is, with the 95 % interval of the difference.

    p: two-sided, from the same resamples; at least 1 / (resamples + 1).
    """

    delta: float
    low: float
    high: float
    p: float

    @property
    def beyond_noise(self) -> bool:
        """True when the interval leaves out zero."""
        return self.low > 0 or self.high < 0


def interval(values: Values, *, share: bool = True) -> Interval | None:
    """Percentile bootstrap over questions (Efron 1979), seeded; None when the measure applies to no question.

    Where all are right or all wrong, resampling sees no doubt: there a share gets the Wilson score interval (1927).
    """
    # Sorted, so that the interval does not depend on the order of the questions.
    known = np.sort(np.array([v for v in values if v is not None], dtype=np.float64))
    if known.size == 0:
        return None
    mean = float(known.mean())
    if known.min() == known.max():
        return _unanimous(mean, int(known.size)) if share else Interval(mean, mean, mean, int(known.size))
    means = known[_resamples(known.size)].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return Interval(mean, min(float(low), mean), max(float(high), mean), int(known.size))


def difference(before: Values, after: Values) -> Difference | None:
    """Paired bootstrap: both runs are resampled by the same questions (Koehn 2004). None when one side is empty."""
    if len(before) != len(after):
        raise ValueError("before and after must hold the same questions")
    a, b = _array(before), _array(after)
    if np.isnan(a).all() or np.isnan(b).all():
        return None
    if np.array_equal(a, b, equal_nan=True):
        return Difference(0.0, 0.0, 0.0, 1.0)
    delta = float(np.nanmean(b) - np.nanmean(a))
    rows = _resamples(a.size)
    deltas = _means(b[rows]) - _means(a[rows])
    deltas = deltas[~np.isnan(deltas)]
    low, high = np.percentile(deltas, [2.5, 97.5])
    tail = min(int((deltas <= 0).sum()), int((deltas >= 0).sum()))
    p = min(1.0, 2 * (tail + 1) / (deltas.size + 1))
    return Difference(delta, min(float(low), delta), max(float(high), delta), p)


def mcnemar(before: Sequence[bool], after: Sequence[bool]) -> float:
    """Two-sided exact McNemar p (McNemar 1947): how likely chance splits the changed questions so unevenly.

    1.0 when nothing changed.
    """
    lost = sum(a and not b for a, b in zip(before, after, strict=True))
    won = sum(b and not a for a, b in zip(before, after, strict=True))
    changed = lost + won
    tail = sum(comb(changed, k) for k in range(min(lost, won) + 1))
    return float(min(1.0, 2 * tail / 2**changed))


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the values lie (nearest rank); 0.0 of nothing."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered) - 1e-9) - 1)]


def _unanimous(mean: float, count: int) -> Interval:
    share = count / (count + _Z * _Z)
    if mean == 1.0:
        return Interval(mean, share, mean, count)
    return Interval(mean, mean, 1 - share if mean == 0.0 else mean, count)


@lru_cache(maxsize=64)
def _resamples(size: int) -> NDArray[np.int64]:
    return np.random.default_rng(_SEED).integers(0, size, size=(RESAMPLES, size))


def _array(values: Values) -> NDArray[np.float64]:
    return np.array([np.nan if v is None else v for v in values], dtype=np.float64)


def _means(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Row means over what is known; NaN for a row that knows nothing."""
    counts = (~np.isnan(rows)).sum(axis=1)
    sums = np.nansum(rows, axis=1)
    means: NDArray[np.float64] = np.divide(sums, counts, out=np.full(len(rows), np.nan), where=counts > 0)
    return means
