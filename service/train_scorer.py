"""Learns how much each feature counts, from questions whose evidence is marked; writes the weights with provenance.

    python -m service.train_scorer --data DATA_FOLDER --questions FILE.jsonl [FILE.jsonl …] [--only odd|even|all]

The ranker is a linear model under a listwise softmax loss (ListNet: Cao et al. 2007, "Learning to Rank: From Pairwise
Approach to Listwise Approach"); the refusal is a logistic regression. Both are fitted by full-batch Adam in numpy, so
the same data gives the same weights.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.errors import InvalidQuestionSet

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """One marked question. groups: every group needs one of its anchors; facts: one of each inner list."""

    question_id: str
    question: str
    history: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, ...], ...]
    facts: tuple[tuple[str, ...], ...]
    answerable: bool


def read_questions(paths: Iterable[Path], *, keep: Callable[[str], bool] = lambda _: True) -> list[Asked]:
    """The questions of JSON Lines files whose id is kept, in order."""
    rows = [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [_asked(row) for row in rows if keep(str(row["id"]))]


def _asked(row: dict[str, object]) -> Asked:
    history = row.get("history") or []
    groups = row.get("evidence_all") or ([row["evidence"]] if row.get("evidence") else [])
    facts = row.get("facts") or []
    if not (isinstance(history, list) and isinstance(groups, list) and isinstance(facts, list)):
        raise InvalidQuestionSet(f"Spørgsmål {row.get('id')} har felter af forkert type.")
    return Asked(
        str(row["id"]), str(row["question"]), tuple((m["role"], m["content"]) for m in history),
        tuple(tuple(g) for g in groups), tuple(tuple(f) for f in facts), bool(row.get("answerable", True)),
    )  # fmt: skip


def squash(text: str) -> str:
    """Letters and digits alone, lower case: how anchors are compared with cut and cleaned text."""
    return re.sub(r"[\W_]+", "", text.lower())


def labels(asked: Asked, texts: Sequence[str], passages: Sequence[str]) -> npt.NDArray[np.float64]:
    """1 for a candidate that holds an anchor, or a fact within a passage that holds an anchor; else 0."""
    anchors = [squash(a) for group in asked.groups for a in group]
    facts = [f for group in asked.facts for f in group if len(f) > 2 or f.isdigit()]
    flat = {p: squash(p) for p in set(passages)}
    marked = np.zeros(len(texts))
    for i, (text, passage) in enumerate(zip(texts, passages, strict=True)):
        own = squash(text)
        if any(a in own or (len(own) > 15 and own in a) for a in anchors):
            marked[i] = 1.0
        elif any(a in flat[passage] for a in anchors) and any(_holds(text.lower(), f) for f in facts):
            marked[i] = 0.5
    return marked


def _holds(text: str, fact: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(fact)}(?!\d)", text) is not None


def fit_ranker(
    lists: Sequence[tuple[Matrix, npt.NDArray[np.float64]]], *, start: Matrix | None = None, penalty: float = 0.02
) -> Matrix:
    """Weights (features,) under which the marked rows of each list carry the most probability."""
    width = lists[0][0].shape[1]
    scale = np.maximum(np.vstack([x for x, _ in lists]).std(axis=0), 1e-3)
    weights = np.zeros(width) if start is None else start * scale
    prior = weights.copy()

    def gradient(w: Matrix) -> Matrix:
        total = penalty * (w - prior)
        for rows, marked in lists:
            share = _softmax(rows / scale @ w)
            target = share * marked
            total += (rows / scale).T @ (share - target / max(float(target.sum()), 1e-12)) / len(lists)
        return np.asarray(total)

    return np.asarray(_adam(weights, gradient) / scale)


def fit_logistic(rows: Matrix, answers: npt.NDArray[np.float64], *, penalty: float = 0.01) -> Matrix:
    """Weights (features,) of a logistic regression; both classes count alike."""
    scale = np.maximum(np.abs(rows).max(axis=0), 1e-3)
    scaled = rows / scale
    balance = np.where(answers > 0.5, 0.5 / max(answers.mean(), 1e-9), 0.5 / max(1 - answers.mean(), 1e-9))

    def gradient(w: Matrix) -> Matrix:
        chance = 1 / (1 + np.exp(-np.clip(scaled @ w, -30, 30)))
        return np.asarray(scaled.T @ ((chance - answers) * balance) / len(answers) + penalty * w)

    return np.asarray(_adam(np.zeros(rows.shape[1]), gradient) / scale)


def _softmax(scores: Matrix) -> Matrix:
    powers = np.exp(scores - scores.max())
    return np.asarray(powers / powers.sum())


def _adam(weights: Matrix, gradient: Callable[[Matrix], Matrix], *, steps: int = 600, rate: float = 0.05) -> Matrix:
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, steps + 1):
        slope = gradient(weights)
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        change = mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        weights = weights - rate * (1 - step / (steps + 1)) * change
    return weights
