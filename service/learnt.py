"""What `service.train_scorer` learnt: how sentences are chosen and when to refuse."""

from __future__ import annotations

from dataclasses import dataclass

from service.refuse import Refusal, load_refusal
from service.score import load_reading_weight, load_weights


@dataclass(frozen=True, slots=True)
class Learnt:
    """ranker: feature → weight."""

    ranker: dict[str, float]
    refusal: Refusal
    reading: float = 0.0
    """What a unit of log-odds counts when the best are read with the question."""


def load_learnt() -> Learnt:
    """The shipped weights. Raises SearchIndexError when a file is missing or does not fit the code."""
    return Learnt(load_weights(), load_refusal(), load_reading_weight())
