"""The drawing of how runs of one set have gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.measures import BY_NAME
from eval.runs import Run

_WIDTH, _HEIGHT, _LEFT, _RIGHT = 600, 200, 40, 120


@dataclass(frozen=True, slots=True)
class Line:
    """A curve over runs: its points in the drawing, and where its label stands."""

    title: str
    shape: str
    points: tuple[tuple[float, float], ...]

    @property
    def path(self) -> str:
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in self.points)


def curves(runs: Sequence[Run]) -> list[Line]:
    """Right answers and right source over the runs, oldest first; empty for fewer than two."""
    if len(runs) < 2:
        return []
    summaries = [run.summary() for run in runs]
    step = (_WIDTH - _LEFT - _RIGHT) / (len(runs) - 1)
    lines = []
    for name, shape in (("correct", "circle"), ("cited_evidence", "square")):
        means = [s.measures[name].mean if name in s.measures else None for s in summaries]
        points = [(_LEFT + i * step, 10 + (1 - m) * (_HEIGHT - 40)) for i, m in enumerate(means) if m is not None]
        if points:
            lines.append(Line(BY_NAME[name].title, shape, tuple(points)))
    return lines
