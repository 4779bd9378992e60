"""The training: InfoNCE (van den Oord et al. 2018) over pairs, and distance to the teacher, one signal a step."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F

from index.static import FloatMatrix
from index.train.adam import Bags, LazyAdam
from index.train.texts import IntVector, Texts

SCALE = 20.0
GROUP = 16
CHECKPOINT_EVERY = 100
REPORT_EVERY = 100
WARM_UP = 100


@dataclass(frozen=True, slots=True)
class PairSignal:
    """Left and right texts that belong together, row by row; neighbours make hard negatives when `grouped`."""

    left: Texts
    right: Texts
    weight: float
    grouped: bool

    def __len__(self) -> int:
        return len(self.left)


@dataclass(frozen=True, slots=True)
class TeacherSignal:
    """Texts and where the teacher puts them: float32 (n, dimension), unit rows."""

    texts: Texts
    targets: FloatMatrix
    weight: float

    def __len__(self) -> int:
        return len(self.texts)


Signal = PairSignal | TeacherSignal


@dataclass(frozen=True, slots=True)
class Schedule:
    steps: int
    batch: int = 512
    learning_rate: float = 2e-3
    query_tokens: int = 48
    passage_tokens: int = 110
    drop: float = 0.15
    seed: int = 0


class StaticTrainer:
    """Rows of a static embedding in training; `run` goes on from the last checkpoint in `work`."""

    def __init__(self, rows: FloatMatrix, signals: Mapping[str, Signal], schedule: Schedule, work: Path) -> None:
        self._adam = LazyAdam(rows)
        self._signals, self._schedule = dict(signals), schedule
        self._checkpoint = work / "checkpoint.npz"

    def run(self, report: Callable[[str], None]) -> FloatMatrix:
        """The trained rows, float32 (vocabulary, dimension)."""
        first = self._adam.load(self._checkpoint) if self._checkpoint.is_file() else 0
        names = sorted(self._signals)
        weights = np.array([self._signals[name].weight for name in names])
        began, losses = time.monotonic(), dict.fromkeys(names, 0.0)
        for step in range(first, self._schedule.steps):
            # Seeded by the step, so that a resumed run draws what an unbroken one would.
            chance = np.random.default_rng((self._schedule.seed, step))
            name = names[int(chance.choice(len(names), p=weights / weights.sum()))]
            losses[name] = self._step(self._signals[name], chance, step)
            if (step + 1) % REPORT_EVERY == 0:
                shown = "  ".join(f"{n} {loss:.2f}" for n, loss in losses.items())
                report(f"{step + 1}/{self._schedule.steps}  {time.monotonic() - began:.0f} s  {shown}")
            if (step + 1) % CHECKPOINT_EVERY == 0 or step + 1 == self._schedule.steps:
                self._adam.save(self._checkpoint, step + 1)
        return self._adam.rows

    def _step(self, signal: Signal, chance: np.random.Generator, step: int) -> float:
        plan = self._schedule
        rate = plan.learning_rate * min(1, (step + 1) / WARM_UP) * max(0.02, 1 - step / plan.steps)
        grouped = isinstance(signal, PairSignal) and signal.grouped
        rows = _draw(len(signal), chance, size=plan.batch, grouped=grouped)
        if isinstance(signal, TeacherSignal):
            bags = Bags.of(signal.texts.batch(rows, chance, longest=plan.passage_tokens))
            loss = _taught(bags.encode(self._adam.rows), torch.from_numpy(signal.targets[rows]))
        else:
            bags = Bags.of(
                signal.left.batch(rows, chance, longest=plan.query_tokens, drop=plan.drop),
                signal.right.batch(rows, chance, longest=plan.passage_tokens),
            )
            asked, found = bags.encode(self._adam.rows).chunk(2)
            same = equal_rows(signal.left.keys[rows]) | equal_rows(signal.right.keys[rows])
            loss = contrast(asked @ found.T, torch.from_numpy(same))
        loss.backward()
        self._adam.step(bags.tokens, bags.gradient(), rate=rate, step=step + 1)
        return float(loss.item())


def _draw(count: int, chance: np.random.Generator, *, size: int, grouped: bool) -> IntVector:
    """Row numbers of one batch; when grouped, half of the batches are runs of neighbours."""
    size = min(size, count)
    if grouped and chance.random() < 0.5 and count > GROUP:
        starts = chance.integers(0, count - GROUP, max(1, size // GROUP))
        return np.unique(starts[:, None] + np.arange(GROUP))
    return np.asarray(
        chance.choice(count, size, replace=False) if count < 8 * size else chance.integers(0, count, size)
    )


def _taught(said: torch.Tensor, told: torch.Tensor) -> torch.Tensor:
    """Distance to the teacher, and contrast with what it says of the other texts; near-equal ones do not count."""
    distance = (1 - (said * told).sum(-1)).mean()
    near = (told @ told.T > 0.95) & ~torch.eye(len(told), dtype=torch.bool)
    return distance + contrast(said @ told.T, near)


def equal_rows(keys: IntVector) -> npt.NDArray[np.bool_]:
    """True where two different rows hold the same text: no negatives for each other."""
    equal: npt.NDArray[np.bool_] = keys[:, None] == keys[None, :]
    np.fill_diagonal(equal, False)
    return equal


def contrast(similar: torch.Tensor, masked: torch.Tensor) -> torch.Tensor:
    """InfoNCE both ways; the diagonal is right, the masked ones do not count."""
    score = (similar * SCALE).masked_fill(masked, -1e4)
    right = torch.arange(len(score))
    return (F.cross_entropy(score, right) + F.cross_entropy(score.T, right)) / 2
