"""Fusion: several legs' scores to one. Each leg is z-scored over the candidates, weighted and summed.

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
LEGS = ("words", "parts", "grams", "context", "vector", "sentence")


@dataclass(frozen=True, slots=True)
class Fused:
    """Candidates best first. legs: float32 (n, len(LEGS)), the raw scores, 0 where a leg did not find it."""

    keys: Keys
    scores: npt.NDArray[np.float32]
    legs: npt.NDArray[np.float32]


@lru_cache(maxsize=1)
def learnt_weights() -> dict[str, float]:
    """Leg → weight, as learnt."""
    weights: dict[str, float] = json.loads(WEIGHTS.read_text("utf-8"))["weights"]
    return weights


def fuse(legs: Mapping[str, Scored], weights: Mapping[str, float]) -> Fused:
    """The union of the legs' keys by the weighted sum of their z-scores; ties by key."""
    keys = np.unique(np.concatenate([np.zeros(0, np.int64), *(found for found, _ in legs.values())]))
    raw = np.zeros((len(keys), len(LEGS)), np.float32)
    for leg, (found, scores) in legs.items():
        raw[np.searchsorted(keys, found), LEGS.index(leg)] = scores
    weight = np.array([weights.get(leg, 0.0) for leg in LEGS], np.float32)
    total = (standardised(raw) @ weight).astype(np.float32)
    order = np.lexsort((keys, -total))
    return Fused(keys[order], total[order], raw[order])


def standardised(raw: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Each column with mean 0 and standard deviation 1; a column without differences becomes 0."""
    if not len(raw):
        return raw
    deviation = raw.std(axis=0)
    scaled: npt.NDArray[np.float32] = (raw - raw.mean(axis=0)) / np.where(deviation > 0, deviation, 1.0)
    return scaled
