"""The drawing of how runs of one set have gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from eval.measures import BY_NAME
from eval.numbers import percent
from eval.runs import Run
from eval.summary import mean_of

_HEIGHT, _LEFT, _RIGHT, _LABEL = 200, 40, 120, 16
WIDTHS = {"wide": 600, "narrow": 340}
"""A drawing for each room there may be, so that its text is never scaled down."""


@dataclass(frozen=True, slots=True)
class Line:
    """A curve over runs: its points in the drawing, and how far down its label stands."""

    title: str
    shape: str
    points: tuple[tuple[float, float], ...]
    label_y: float

    @property
    def path(self) -> str:
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in self.points)


@dataclass(frozen=True, slots=True)
class Chart:
    """The drawing for one width. right: where the curves end. told: the whole in words."""

    room: str
    width: int
    right: int
    lines: tuple[Line, ...]
    told: str


def charts(runs: Sequence[Run]) -> list[Chart]:
    """Right answers and right source over the runs, oldest first; empty for fewer than two."""
    if len(runs) < 2:
        return []
    rows = [list(run.judged_rows().values()) for run in runs]
    means = {name: [mean_of(held, name) for held in rows] for name in ("correct", "cited_evidence")}
    told = " ".join(
        f"{BY_NAME[name].title}: {', '.join('–' if m is None else percent(m) for m in found)}."
        for name, found in means.items()
    )
    return [Chart(room, width, width - _RIGHT, tuple(_lines(means, width)), told) for room, width in WIDTHS.items()]


def _lines(means: Mapping[str, Sequence[float | None]], width: int) -> Iterator[Line]:
    above = 0.0
    for (name, found), shape in zip(means.items(), ("circle", "square"), strict=True):
        step = (width - _LEFT - _RIGHT) / (len(found) - 1)
        points = [(_LEFT + i * step, 10 + (1 - m) * (_HEIGHT - 40)) for i, m in enumerate(found) if m is not None]
        if points:
            end = points[-1][1] + 4
            above = end if not above or abs(end - above) >= _LABEL else above + (_LABEL if end >= above else -_LABEL)
            yield Line(BY_NAME[name].title, shape, tuple(points), above)
