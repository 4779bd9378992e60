"""Marked questions as the learners take them, and which candidates hold their evidence."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.errors import InvalidQuestionSet
from corpus.marked import squash
from service.learning import Vector


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


def labels(asked: Asked, texts: Sequence[str], passages: Sequence[str]) -> Vector:
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
