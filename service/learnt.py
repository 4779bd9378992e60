"""What `service.train_scorer` learnt: how sentences are chosen and when to refuse."""

from __future__ import annotations

import math
from dataclasses import dataclass

from service.refuse import load_least_read, load_refusal
from service.score import load_reading_weight, load_weights


@dataclass(frozen=True, slots=True)
class Learnt:
    """ranker, refusal: feature → weight."""

    ranker: dict[str, float]
    refusal: dict[str, float]
    reading: float = 0.0
    """What a unit of log-odds counts when the best are read with the question."""
    least_read: float = -math.inf
    """Log-odds / 5 under which the best of them is no answer."""


def load_learnt() -> Learnt:
    """The shipped weights. Raises SearchIndexError when a file is missing or does not fit the code."""
    return Learnt(load_weights(), load_refusal(), load_reading_weight(), load_least_read())
