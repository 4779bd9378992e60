"""Fusion: several legs' scores to one. Each leg is divided by its best score for this question, weighted and summed.

The weights are learnt by `index.tune` and kept in data/fusion.json with what they were learnt from.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.lexical import Keys, Scored

WEIGHTS = Path(__file__).parent / "data" / "fusion.json"
LEGS = ("words", "parts", "grams", "context", "vector", "sentence", "late")

Weights = Mapping[str, float]
"""Leg → its weight, none below 0; a leg that is not named counts for nothing."""


@dataclass(frozen=True, slots=True)
class Fused:
    """Candidates best first, ties by key. raw, shares: float32 (n, len(LEGS)): each leg's score, 0 where it did not
    find the passage, and what it adds to the fused score."""

    keys: Keys
    scores: npt.NDArray[np.float32]
    raw: npt.NDArray[np.float32]
    shares: npt.NDArray[np.float32]


@lru_cache(maxsize=1)
def learnt_weights() -> Weights:
    """The weights as learnt; they sum to 1."""
    weights: dict[str, float] = json.loads(WEIGHTS.read_text("utf-8"))["weights"]
    return weights


def fuse(legs: Mapping[str, Scored], weights: Weights) -> Fused:
    """The union of the legs' keys. With weights that sum to 1 a score of 1 means first in every leg."""
    keys = np.unique(np.concatenate([np.zeros(0, np.int64), *(found for found, _ in legs.values())]))
    raw = np.zeros((len(keys), len(LEGS)), np.float32)
    for leg, (found, scores) in legs.items():
        raw[np.searchsorted(keys, found), LEGS.index(leg)] = scores
    shares = scaled(raw) * np.array([weights.get(leg, 0.0) for leg in LEGS], np.float32)
    total = shares.sum(axis=1)
    order = np.lexsort((keys, -total))
    order = order[total[order] > 0]
    return Fused(keys[order], total[order], raw[order], shares[order])


def scaled(raw: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Each column divided by its maximum; a column of zeros stays so."""
    if not len(raw):
        return raw
    best = raw.max(axis=0)
    return np.asarray(raw / np.where(best > 0, best, 1.0), np.float32)
