"""The training: InfoNCE (van den Oord et al. 2018) over pairs, and distance to the teacher, one signal a step."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F

from index.static import FloatMatrix
from index.train.texts import IntVector, Texts

SCALE = 20.0
GROUP = 16
CHECKPOINT_EVERY = 100
REPORT_EVERY = 20
WARM_UP = 100


@dataclass(frozen=True, slots=True)
class PairSignal:
    """Left and right texts that belong together, row by row; neighbours make hard negatives when `grouped`."""

    left: Texts
    right: Texts
    weight: float
    grouped: bool


@dataclass(frozen=True, slots=True)
class TeacherSignal:
    """Texts and where the teacher puts them: float32 (n, dimension), unit rows."""

    texts: Texts
    targets: FloatMatrix
    weight: float


Signal = PairSignal | TeacherSignal


@dataclass(frozen=True, slots=True)
class Schedule:
    steps: int
    batch: int = 1024
    learning_rate: float = 2e-3
    query_tokens: int = 48
    passage_tokens: int = 110
    drop: float = 0.15
    seed: int = 0


class StaticTrainer:
    """Rows of a static embedding in training; `run` goes on from the last checkpoint in `work`."""

    def __init__(self, rows: FloatMatrix, signals: Mapping[str, Signal], schedule: Schedule, work: Path) -> None:
        torch.manual_seed(schedule.seed)
        self._bag = torch.nn.EmbeddingBag.from_pretrained(torch.from_numpy(rows.copy()), freeze=False, mode="mean")
        self._optimiser = torch.optim.Adam(self._bag.parameters(), lr=schedule.learning_rate)
        self._signals, self._schedule = dict(signals), schedule
        self._checkpoint = work / "checkpoint.pt"

    def run(self, report: Callable[[str], None]) -> FloatMatrix:
        """The trained rows, float32 (vocabulary, dimension)."""
        first = self._resume()
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
                self._save(step + 1)
        return np.asarray(self._bag.weight.detach().numpy(), np.float32)

    def _step(self, signal: Signal, chance: np.random.Generator, step: int) -> float:
        progress = step / self._schedule.steps
        rate = self._schedule.learning_rate * min(1, (step + 1) / WARM_UP) * max(0.02, 1 - progress)
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        loss = self._pairs(signal, chance) if isinstance(signal, PairSignal) else self._teacher(signal, chance)
        self._optimiser.zero_grad()
        loss.backward()
        self._optimiser.step()
        return float(loss.item())

    def _pairs(self, signal: PairSignal, chance: np.random.Generator) -> torch.Tensor:
        rows = self._rows(len(signal.left), chance, grouped=signal.grouped)
        asked = self._encode(signal.left, rows, chance, longest=self._schedule.query_tokens, drop=self._schedule.drop)
        found = self._encode(signal.right, rows, chance, longest=self._schedule.passage_tokens)
        same = _same(signal.left.keys[rows]) | _same(signal.right.keys[rows])
        return _contrast(asked @ found.T, torch.from_numpy(same))

    def _teacher(self, signal: TeacherSignal, chance: np.random.Generator) -> torch.Tensor:
        rows = self._rows(len(signal.texts), chance, grouped=False)
        told = torch.from_numpy(signal.targets[rows])
        said = self._encode(signal.texts, rows, chance, longest=self._schedule.passage_tokens)
        distance = (1 - (said * told).sum(-1)).mean()
        similar = said @ told.T
        return distance + _contrast(similar, (told @ told.T > 0.95) & ~torch.eye(len(rows), dtype=torch.bool))

    def _rows(self, count: int, chance: np.random.Generator, *, grouped: bool) -> IntVector:
        size = min(self._schedule.batch, count)
        if grouped and chance.random() < 0.5 and count > GROUP:
            starts = chance.integers(0, count - GROUP, max(1, size // GROUP))
            return np.unique(starts[:, None] + np.arange(GROUP))
        return np.asarray(
            chance.choice(count, size, replace=False) if count < 8 * size else chance.integers(0, count, size)
        )

    def _encode(
        self, texts: Texts, rows: IntVector, chance: np.random.Generator, *, longest: int, drop: float = 0.0
    ) -> torch.Tensor:
        ids, offsets = texts.batch(rows, chance, longest=longest, drop=drop)
        return F.normalize(self._bag(torch.from_numpy(ids), torch.from_numpy(offsets)), dim=-1)

    def _save(self, step: int) -> None:
        draft = self._checkpoint.with_suffix(".part")
        state = {"step": step, "rows": self._bag.state_dict(), "optimiser": self._optimiser.state_dict()}
        torch.save(state, draft)
        os.replace(draft, self._checkpoint)

    def _resume(self) -> int:
        if not self._checkpoint.is_file():
            return 0
        state = torch.load(self._checkpoint, weights_only=True)
        self._bag.load_state_dict(state["rows"])
        self._optimiser.load_state_dict(state["optimiser"])
        return int(state["step"])


def _same(keys: IntVector) -> npt.NDArray[np.bool_]:
    """True where two different rows hold the same text: no negatives for each other."""
    equal: npt.NDArray[np.bool_] = keys[:, None] == keys[None, :]
    np.fill_diagonal(equal, False)
    return equal


def _contrast(similar: torch.Tensor, masked: torch.Tensor) -> torch.Tensor:
    """InfoNCE both ways; the diagonal is right, the masked ones do not count."""
    score = (similar * SCALE).masked_fill(masked, -1e4)
    right = torch.arange(len(score))
    return (F.cross_entropy(score, right) + F.cross_entropy(score.T, right)) / 2
