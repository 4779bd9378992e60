"""The reader: a transformer that reads a question and a text together, fine-tuned on groups of texts.

Its log-odds come from the first mark's state and the mean state of the question. The loss is binary cross-entropy over
all texts and, in groups of both kinds, that an answering one is chosen (Cao et al. 2007).
"""

from __future__ import annotations

import random
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer

from index.train.groups import Group, Kind
from index.train.noise import mistype
from index.train.steps import take_steps
from index.train.transformer import split_parameters

QUESTION_TOKENS = 32
TEXT_TOKENS = 100
# How often a group of a kind is read, against the others.
WEIGHTS: Mapping[Kind, float] = {
    "asked": 0.4, "asked alone": 1.0, "twin": 0.4, "twin alone": 0.8, "near": 0.5, "spelt alike": 1.0,
    "beside asked": 1.0, "beside near": 0.8, "law asked": 0.1, "law near": 0.1, "mined": 0.03,
}  # fmt: skip
LISTWISE = 0.7
MISTYPED = 0.08
WARM_UP = 40
POOLED_STEPS = 4
READ_AT_ONCE = 48


@dataclass(frozen=True, slots=True)
class ReadingSchedule:
    """Learning rates of subword rows, layers and the new head; groups a step."""

    steps: int = 1200
    groups: int = 24
    rows_rate: float = 2e-4
    layers_rate: float = 6e-5
    head_rate: float = 5e-4
    seed: int = 0


class Reader(torch.nn.Module):  # type: ignore[misc]
    """(n, tokens) ids, mask and kinds (1 in the text) to (n, 1) log-odds."""

    def __init__(self, bert: Any, *, seed: int) -> None:
        super().__init__()
        width = int(bert.config.hidden_size)
        self.bert = bert
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            self.dense, self.out = torch.nn.Linear(2 * width, width), torch.nn.Linear(width, 1)

    def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> Any:
        states = self.bert(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        asked = ((1 - token_type_ids) * attention_mask).unsqueeze(-1).to(states.dtype)
        mean = (states * asked).sum(1) / asked.sum(1)
        return self.out(torch.tanh(self.dense(torch.cat([states[:, 0], mean], 1))))


class Packer:
    """Pairs of texts to a reader's three inputs; the two marks come after the tokenizer's subwords."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._cache: dict[str, array[int]] = {}
        self.first, self.last = tokenizer.get_vocab_size(), tokenizer.get_vocab_size() + 1

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        held = [
            ([self.first, *self._ids(question)[:QUESTION_TOKENS], self.last], self._ids(text)[:TEXT_TOKENS])
            for question, text in pairs
        ]
        ids = np.zeros((len(held), max(len(asked) + len(read) for asked, read in held) + 1), np.int64)
        mask, kinds = np.zeros_like(ids), np.zeros_like(ids)
        for n, (asked, read) in enumerate(held):
            end = len(asked) + len(read) + 1
            ids[n, :end], mask[n, :end], kinds[n, len(asked) : end] = [*asked, *read, self.last], 1, 1
        return torch.from_numpy(ids), torch.from_numpy(mask), torch.from_numpy(kinds)

    def _ids(self, text: str) -> array[int]:
        if text not in self._cache:
            ids = self._tokenizer.encode(text, add_special_tokens=False).ids
            self._cache[text] = array("i", ids[:TEXT_TOKENS])
        return self._cache[text]


def train_reader(
    reader: Reader,
    packer: Packer,
    groups: Sequence[Group],
    schedule: ReadingSchedule,
    *,
    checkpoint: Path,
    report: Callable[[str], None],
) -> None:
    """Trains the reader in place; a stopped run goes on from the checkpoint."""
    trainer = _Trainer(reader, packer, groups, schedule)
    take_steps(reader, trainer.optimizer, trainer.step, count=schedule.steps, checkpoint=checkpoint, report=report)


def log_odds(reader: Reader, packer: Packer, pairs: Sequence[tuple[str, str]]) -> npt.NDArray[np.float32]:
    """float32 (n,), in the order of the (question, text) pairs."""
    found = np.zeros(len(pairs), np.float32)
    order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][1]))
    for start in range(0, len(order), READ_AT_ONCE):
        some = order[start : start + READ_AT_ONCE]
        with torch.no_grad():
            found[some] = reader(*packer([pairs[i] for i in some]))[:, 0].numpy()
    return found


def told_apart(reader: Reader, packer: Packer, groups: Sequence[Group]) -> float:
    """Share of the groups with both where the first answering text has higher log-odds than the first silent one."""
    both = [group for group in groups if group.answering and (group.silent or group.others)]
    answering = log_odds(reader, packer, [(group.question, group.answering[0]) for group in both])
    silent = log_odds(reader, packer, [(group.question, (*group.silent, *group.others)[0]) for group in both])
    return float((answering > silent).mean())


class _Trainer:
    def __init__(self, reader: Reader, packer: Packer, groups: Sequence[Group], schedule: ReadingSchedule) -> None:
        self._reader, self._packer, self._groups, self._plan = reader, packer, groups, schedule
        self._weights = [WEIGHTS[group.kind] * group.weight for group in groups]
        rows, self._layers = split_parameters(reader.bert)
        head = [*reader.dense.parameters(), *reader.out.parameters()]
        self._rates = schedule.rows_rate, schedule.layers_rate, schedule.head_rate
        parts = ((rows, 0.0), (self._layers, 0.01), (head, 0.01))
        self.optimizer: Any = torch.optim.AdamW(
            [{"params": held, "weight_decay": decay} for held, decay in parts], betas=(0.9, 0.98), fused=True
        )

    def step(self, number: int) -> tuple[str, float]:
        rate = max(0.02, 1 - number / self._plan.steps) * min(1.0, (number + 1) / WARM_UP)
        for held, highest in zip(self.optimizer.param_groups, self._rates, strict=True):
            held["lr"] = highest * rate
        batch = self._batch(number)
        pairs = [(question, text) for group in batch for question, text, _ in group]
        right = torch.tensor([answers for group in batch for *_, answers in group])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found = self._reader(*self._packer(pairs))
        loss = _loss(found[:, 0].float(), right, [len(group) for group in batch])
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._layers, 1.0)
        self.optimizer.step()
        return "loss", float(loss.item())

    def _batch(self, number: int) -> list[list[tuple[str, str, float]]]:
        """The step's groups; those of a few steps are drawn together and sorted, so that a batch has one length."""
        chance = random.Random(f"{self._plan.seed} {number // POOLED_STEPS}")
        picked = chance.choices(self._groups, self._weights, k=self._plan.groups * POOLED_STEPS)
        drawn = [_draw(group, chance) for group in picked]
        drawn.sort(key=lambda group: max(len(text) for _, text, _ in group))
        start = number % POOLED_STEPS * self._plan.groups
        return drawn[start : start + self._plan.groups]


def _draw(group: Group, chance: random.Random) -> list[tuple[str, str, float]]:
    """(question, text, 1.0 when it answers) of each pair to read."""
    question, unlike = (mistype(q, chance) if chance.random() < MISTYPED else q for q in (group.question, group.unlike))
    silent = [*group.silent, *chance.sample(group.others, min(group.drawn, len(group.others)))]
    beside = [(unlike, text, 0.0) for text in group.answering if unlike]
    return [(question, text, 1.0) for text in group.answering] + [(question, text, 0.0) for text in silent] + beside


def _loss(found: torch.Tensor, right: torch.Tensor, sizes: Sequence[int]) -> torch.Tensor:
    loss = F.binary_cross_entropy_with_logits(found, right)
    parts = zip(found.split(list(sizes)), right.split(list(sizes)), strict=True)
    chosen = [
        torch.logsumexp(odds, 0) - torch.logsumexp(odds[answers > 0], 0)
        for odds, answers in parts
        if 0 < answers.sum() < len(answers)
    ]
    return loss + LISTWISE * torch.stack(chosen).mean() if chosen else loss
