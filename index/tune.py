"""Learns the weights of fusion: `python -m index.tune QUESTIONS=DATA [QUESTIONS=DATA …]`.

QUESTIONS: JSON Lines with id, question, evidence anchors and answerable; DATA: a data folder whose index holds the
documents they ask about. Learnt on the questions whose id hashes to the tune half (the same halves as in
`klimasvar eval`), reported on the others, written to index/data/fusion.json.

The weights maximise the mean log probability of the relevant passages under a softmax of the fused scores (ListNet,
Cao et al. 2007), none below 0, with a small price on their squares; every question set counts the same. Each set is
also measured whole with weights learnt on the sets over other data folders, which says what a new collection may get.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.database import open_database
from corpus.marked import part_of, squash
from corpus.sqlstore import SqlStore
from corpus.store import Store
from index.embed import open_embedder
from index.fuse import LEGS, WEIGHTS, Weights, fuse, scaled
from index.generation import open_generation
from index.retrieve import DEPTH, Retriever

LEARNT = ("grams", "context", "vector", "sentence", "late")
"""Words and parts are left out: with 4-grams and late interaction there, they gained nothing on sets held out
(Recall@5 .87 with parts and without), and two of three searches through the words of a large collection fall away."""
STEPS = 1500
RATE = 0.02
DECAY = 0.002

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judged:
    """One question's candidates: float64 (n, len(LEGS)) scaled leg scores, and which are relevant, bool (n,)."""

    features: Matrix
    relevant: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """name: the file's. data: the folder's. tune, test: by the hash of the question's id."""

    name: str
    data: str
    sha256: str
    tune: tuple[Judged, ...]
    test: tuple[Judged, ...]


def learn(sets: Sequence[Sequence[Judged]]) -> Weights:
    """Leg → weight, summing to 1; projected Adam, the same for the same input."""
    allowed = np.array([float(leg in LEARNT) for leg in LEGS])
    weight = allowed.copy()
    first, second = np.zeros_like(weight), np.zeros_like(weight)
    for step in range(1, STEPS + 1):
        gradient = np.mean([np.mean([_gradient(j, weight) for j in s], axis=0) for s in sets], axis=0)
        gradient += 2 * DECAY * weight
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        move = (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-9)
        weight = np.maximum(0.0, weight - RATE * move) * allowed
    return {leg: round(float(w), 3) for leg, w in zip(LEGS, weight / weight.sum(), strict=True)}


def measure(judged: Sequence[Judged], weights: Weights) -> dict[str, float]:
    """Recall@1, @5, @10 and MRR of the weights; a question without a relevant candidate counts as not found."""
    weight = np.array([weights.get(leg, 0.0) for leg in LEGS])
    ranks = []
    for one in judged:
        order = np.argsort(-(one.features @ weight), kind="stable")
        places = np.flatnonzero(one.relevant[order])
        ranks.append(places[0] + 1 if len(places) else np.inf)
    place = np.array(ranks)
    found = {f"recall@{k}": float((place <= k).mean()) for k in (1, 5, 10)}
    return {name: round(value, 3) for name, value in {**found, "mrr": float((1 / place).mean())}.items()}


def read_set(questions: Path, data: Path, store: Store, retriever: Retriever) -> QuestionSet:
    """The answerable single-turn questions with their candidates judged by the evidence anchors."""
    text = questions.read_text("utf-8")
    passages = {p.passage_id: squash(f"{p.context}\n{p.text}") for p in store.iter_passages()}
    halves: tuple[list[Judged], list[Judged]] = ([], [])
    for row in map(json.loads, text.splitlines()):
        anchors = [squash(a) for group in row.get("evidence_all") or [row["evidence"]] for a in group]
        if row["answerable"] and anchors and not row.get("history"):
            relevant = {i for i, held in passages.items() if any(anchor in held for anchor in anchors)}
            halves[0 if part_of(row["id"]) == "tune" else 1].append(_judge(row["question"], relevant, retriever))
    digest = hashlib.sha256(text.encode()).hexdigest()
    return QuestionSet(questions.name, data.name, digest, tuple(halves[0]), tuple(halves[1]))


def held_out(held: QuestionSet, sets: Sequence[QuestionSet]) -> dict[str, float]:
    """The whole set with weights learnt on the tune halves of the sets over other data folders; {} without any."""
    others = [other.tune for other in sets if other.data != held.data]
    return measure((*held.tune, *held.test), learn(others)) if others else {}


def _judge(question: str, relevant: set[str], retriever: Retriever) -> Judged:
    legs = retriever.legs(retriever.read(question), depth=DEPTH)
    fused = fuse(legs, dict.fromkeys(LEGS, 1.0))
    ids = retriever.keys.passage_ids(fused.keys)
    features = scaled(fused.raw).astype(np.float64)
    return Judged(features, np.array([passage_id in relevant for passage_id in ids], np.bool_))


def _gradient(judged: Judged, weight: Matrix) -> Matrix:
    """Of the negative log probability; zero for a question whose relevant passages are no candidates."""
    if not judged.relevant.any():
        return np.zeros(len(LEGS))
    score = judged.features @ weight
    probability = np.exp(score - score.max())
    probability /= probability.sum()
    wanted = probability * judged.relevant
    return np.asarray(judged.features.T @ (probability - wanted / wanted.sum()), np.float64)


def main(arguments: Sequence[str], say: Callable[[str], object] = print) -> None:
    """Learns, reports on both halves and writes the weights with their provenance."""
    sets = []
    for argument in arguments:
        questions, data = (Path(part) for part in argument.split("=", 1))
        store = SqlStore(open_database(f"sqlite:///{data / 'klimasvar.db'}"))
        generation = open_generation(data / "index", embedder_for=open_embedder)
        every = replace(generation.retriever, weights=dict.fromkeys(LEGS, 1.0))
        sets.append((read_set(questions, data, store, every), generation.manifest.embedder_fingerprint))
    weights = learn([s.tune for s, _ in sets])
    provenance = {
        "made_by": "python -m index.tune",
        "date": datetime.now(UTC).date().isoformat(),
        "embedder_fingerprint": sorted({fingerprint for _, fingerprint in sets}),
        "learnt_on": [
            {
                "questions": s.name,
                "sha256": s.sha256,
                "tune": len(s.tune),
                "test": len(s.test),
                "on_tune": measure(s.tune, weights),
                "on_test": measure(s.test, weights),
                "held_out": held_out(s, [other for other, _ in sets]),
            }
            for s, _ in sets
        ],
    }
    text = json.dumps({"weights": weights, "provenance": provenance}, ensure_ascii=False, indent=2)
    WEIGHTS.write_text(text + "\n", "utf-8")
    say(text)


if __name__ == "__main__":
    main(sys.argv[1:])
