"""The Danish transformer: an English one's layers under Danish rows, trained to say of Danish what it says of English.

One signal a step: distance and contrast to the teacher's vectors of texts, or InfoNCE (van den Oord et al. 2018) over
Danish pairs. No dropout, so that a step is what its seed says.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from index.static import FloatMatrix
from index.train.contrast import SCALE, PairSignal, Signal, TeacherSignal, contrast, equal_rows
from index.train.steps import take_steps
from index.train.texts import IntVector

POOL = 4096
GROUP = 8
LEAST, MOST = 32, 512
WARM_UP = 100
STILL = 0.12
"""Share of the steps in which the layers' rate rises, while the rows find their places under them."""
SHORT = frozenset({"synonym", "thesaurus"})
DROP = 0.1
DROPPED = {"parallel": 0.3, "glossed": 0.3, "question": 1.0}
"""How often a share DROP of the (left) texts' subwords is left out."""


@dataclass(frozen=True, slots=True)
class CarrySchedule:
    """`tokens` of taught texts, `pairs` or `word_pairs` of short ones a step."""

    steps: int = 2000
    tokens: int = 7000
    pairs: int = 80
    word_pairs: int = 256
    rows_rate: float = 1e-3
    layers_rate: float = 1.2e-4
    seed: int = 0


def under_rows(bert: Any, rows: FloatMatrix) -> Any:
    """A copy of the transformer whose input vectors are `rows`, eager and without dropout and pooler."""
    bert = copy.deepcopy(bert)
    bert.embeddings.word_embeddings = torch.nn.Embedding.from_pretrained(torch.from_numpy(rows.copy()), freeze=False)
    bert.config.vocab_size = len(rows)
    bert.pooler = None
    bert.set_attn_implementation("eager")
    for module in bert.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    return bert.eval().requires_grad_()


def carry(
    bert: Any,
    signals: Mapping[str, Signal],
    schedule: CarrySchedule,
    *,
    checkpoint: Path,
    report: Callable[[str], None],
) -> Any:
    """The transformer (see `under_rows`) after the schedule; a stopped run goes on from the checkpoint."""
    carrier = _Carrier(bert, signals, schedule)
    take_steps(bert, carrier.optimizer, carrier.step, count=schedule.steps, checkpoint=checkpoint, report=report)
    return bert


def split_parameters(model: Any) -> tuple[list[Any], list[Any]]:
    """(rows of subwords, the others): the first learn at a higher rate."""
    named = list(model.named_parameters())
    return [p for n, p in named if "word_embeddings" in n], [p for n, p in named if "word_embeddings" not in n]


class _Carrier:
    def __init__(self, bert: Any, signals: Mapping[str, Signal], schedule: CarrySchedule) -> None:
        self._bert, self._signals, self._plan = bert, dict(signals), schedule
        self._names = sorted(signals)
        weights = np.array([signals[name].weight for name in self._names])
        self._shares = weights / weights.sum()
        rows, self._layers = split_parameters(bert)
        self.optimizer: Any = torch.optim.AdamW(
            [{"params": rows}, {"params": self._layers}], weight_decay=0.0, betas=(0.9, 0.98), fused=True
        )

    def step(self, number: int) -> tuple[str, float]:
        chance = np.random.default_rng((self._plan.seed, number))
        self._set_rates(number)
        name = self._names[int(chance.choice(len(self._names), p=self._shares))]
        signal = self._signals[name]
        loss = (
            self._taught(name, signal, chance)
            if isinstance(signal, TeacherSignal)
            else self._paired(name, signal, chance)
        )
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._layers, 1.0)
        self.optimizer.step()
        return name, float(loss.item())

    def _set_rates(self, number: int) -> None:
        done = number / self._plan.steps
        rate = max(0.03, min(1.0, (1 - done) / 0.8)) * min(1.0, (number + 1) / WARM_UP)
        rows, layers = self.optimizer.param_groups
        rows["lr"] = self._plan.rows_rate * rate
        layers["lr"] = self._plan.layers_rate * rate * min(1.0, done / STILL)

    def _taught(self, name: str, signal: TeacherSignal, chance: np.random.Generator) -> torch.Tensor:
        rows = _alike(signal, chance, self._plan.tokens)
        said = self._encode(signal.texts.batch(rows, chance, longest=60, drop=_drop(name, chance)))
        told = torch.from_numpy(signal.targets[rows])
        distance = (1 - (said * told).sum(-1)).mean()
        return 3 * distance + 0.3 * F.cross_entropy(said @ told.T * SCALE, torch.arange(len(rows)))

    def _paired(self, name: str, signal: PairSignal, chance: np.random.Generator) -> torch.Tensor:
        count = min(len(signal), self._plan.word_pairs if name in SHORT else self._plan.pairs)
        if signal.grouped and len(signal) > GROUP:
            starts = chance.integers(0, len(signal) - GROUP, max(1, count // GROUP))
            rows = np.unique(starts[:, None] + np.arange(GROUP))
        else:
            rows = chance.choice(len(signal), count, replace=False)
        asked = self._encode(signal.left.batch(rows, chance, longest=40, drop=_drop(name, chance)))
        found = self._encode(signal.right.batch(rows, chance, longest=72))
        same = equal_rows(signal.left.keys[rows]) | equal_rows(signal.right.keys[rows])
        return contrast(asked @ found.T, torch.from_numpy(same))

    def _encode(self, batch: tuple[IntVector, IntVector]) -> torch.Tensor:
        """Unit vectors: the mean of the last layer."""
        vocabulary = self._bert.config.vocab_size
        inputs, mask = framed(*batch, first=vocabulary - 2, last=vocabulary - 1)
        held = torch.from_numpy(mask)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = self._bert(input_ids=torch.from_numpy(inputs), attention_mask=held).last_hidden_state
        weight = held.unsqueeze(-1).float()
        return F.normalize((states.float() * weight).sum(1) / weight.sum(1), dim=-1)


def framed(ids: IntVector, offsets: IntVector, *, first: int, last: int) -> tuple[IntVector, IntVector]:
    """(ids, mask), both (texts, longest + 2): each text between the two marks, zeros after it."""
    sizes, texts = np.diff(np.append(offsets, len(ids))), np.arange(len(offsets))
    inside = np.arange(int(sizes.max()) + 2) < sizes[:, None] + 2
    mask = inside.astype(np.int64)
    inside[:, 0], inside[texts, sizes + 1] = False, False
    rows = np.zeros(mask.shape, np.int64)
    rows[:, 0], rows[texts, sizes + 1] = first, last
    rows[inside] = ids
    return rows, mask


def _alike(signal: TeacherSignal, chance: np.random.Generator, tokens: int) -> IntVector:
    """Rows of texts of nearly the same length, as many as `tokens` allows."""
    sizes = np.diff(signal.texts.starts)
    pool = chance.choice(len(signal), min(POOL, len(signal)), replace=False)
    pool = pool[np.argsort(sizes[pool], kind="stable")]
    start = int(chance.integers(0, max(1, len(pool) - 2 * LEAST)))
    width = int(sizes[pool[min(len(pool) - 1, start + 200)]]) + 3
    return np.asarray(pool[start : start + min(MOST, max(LEAST, tokens // width))])


def _drop(name: str, chance: np.random.Generator) -> float:
    return DROP if chance.random() < DROPPED.get(name, 0.0) else 0.0
