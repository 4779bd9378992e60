"""The best candidates read once more, each with the question: whether it answers, not only whether it is near."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from index.cross_encoder import CrossEncoder, under_headings
from service.candidates import Candidate
from service.question import Question
from service.score import Scored

READ = 4
"""So many are read: each costs 4 ms, and a fifth and sixth told nothing more (RESULTS.md)."""


class SecondReading:
    """Reads candidates with a cross-encoder and puts them in order anew."""

    def __init__(self, encoder: CrossEncoder, *, weight: float) -> None:
        """weight: what a unit of log-odds counts in the score."""
        self._encoder = encoder
        self.weight = weight

    def __call__(self, question: Question, scored: Sequence[Scored]) -> list[Scored]:
        """The scored, best first, the best READ of them with what was read.

        Their mean score stays what it was, so that they stand as before towards those that are not read.
        """
        if not scored:
            return []
        read, rest = scored[:READ], scored[READ:]
        odds = self._encoder.read(question.text, [_shown(s.candidate) for s in read])
        moved = self.weight * (odds - float(np.mean(odds)))
        again = [replace(s, score=s.score + float(m), read=float(o)) for s, m, o in zip(read, moved, odds, strict=True)]
        return sorted((*again, *rest), key=lambda s: (-s.score, s.candidate.source.rank, s.candidate.number))


def _shown(candidate: Candidate) -> str:
    """The candidate under the nearest of its headings."""
    return ": ".join(part for part in (under_headings(candidate.passage.context), candidate.text) if part)
