"""How well a model finds passages: alone, and summed with BM25 over character 4-grams.

No question set is ever trained on; the odd rows of a set are for tuning, the even rows for testing.
"""

from __future__ import annotations

import csv
import json
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.marked import squash
from index.embed import Embedder
from index.static import FloatMatrix

K1, B, GRAM = 1.2, 0.75, 4


@dataclass(frozen=True, slots=True)
class Question:
    """A question and its evidence: every group needs one of its anchors (verbatim words) in a found passage."""

    text: str
    style: str
    groups: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Recall:
    """Share of questions whose evidence stands in the first 1, 5 and 10 passages; mrr of the first full set."""

    at1: float
    at5: float
    at10: float
    mrr: float

    def __str__(self) -> str:
        return f"R@1 {self.at1:.3f}  R@5 {self.at5:.3f}  R@10 {self.at10:.3f}  MRR {self.mrr:.3f}"


def read_questions(path: Path) -> list[Question]:
    """The answerable single-turn questions of a JSON Lines set, in file order."""
    questions = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["answerable"] and not row.get("history"):
            groups = row.get("evidence_all") or [row["evidence"]]
            questions.append(Question(row["question"], row["style"], tuple(tuple(g) for g in groups)))
    return questions


def read_passages(path: Path) -> list[tuple[str, str]]:
    """(context, text) of each passage in a JSON list."""
    return [(row["context"], row["text"]) for row in json.loads(path.read_text("utf-8"))]


class GramIndex:
    """BM25 (Robertson and Zaragoza 2009) over character 4-grams of words."""

    def __init__(self, texts: Sequence[str]) -> None:
        counts = [Counter(self.grams(text)) for text in texts]
        lengths = np.array([sum(c.values()) for c in counts], np.float64)
        self._n = len(texts)
        self._postings: dict[str, tuple[npt.NDArray[np.int64], FloatMatrix]] = {}
        raw: dict[str, list[tuple[int, int]]] = {}
        for i, count in enumerate(counts):
            for gram, c in count.items():
                raw.setdefault(gram, []).append((i, c))
        norm = K1 * (1 - B + B * lengths / max(1.0, float(lengths.mean())))
        for gram, rows in raw.items():
            ids, tf = np.array([r[0] for r in rows]), np.array([r[1] for r in rows], np.float64)
            idf = math.log(1 + (self._n - len(rows) + 0.5) / (len(rows) + 0.5))
            self._postings[gram] = (ids, (idf * tf * (K1 + 1) / (tf + norm[ids])).astype(np.float32))

    @staticmethod
    def grams(text: str) -> list[str]:
        """The 4-grams of each word with a mark at both ends."""
        padded = (f"_{word}_" for word in re.findall(r"\w+", text.lower()))
        return [word[i : i + GRAM] for word in padded for i in range(max(1, len(word) - GRAM + 1))]

    def scores(self, query: str) -> FloatMatrix:
        """One score a text, in order."""
        total = np.zeros(self._n, np.float32)
        for gram in set(self.grams(query)):
            if gram in self._postings:
                ids, values = self._postings[gram]
                total[ids] += values
        return total


def zscore(scores: FloatMatrix) -> FloatMatrix:
    """Rows with mean 0 and deviation 1."""
    mean, deviation = scores.mean(-1, keepdims=True), scores.std(-1, keepdims=True)
    return np.asarray((scores - mean) / np.maximum(deviation, 1e-9), np.float32)


def vector_scores(model: Embedder, queries: Sequence[str], passages: Sequence[tuple[str, str]]) -> FloatMatrix:
    """(queries, passages): mean of the cosine to the passage with its context and to its best sentence."""
    whole = model.embed_passages([f"{context}. {text}" for context, text in passages])
    sentences, owner = [], []
    for i, (_, text) in enumerate(passages):
        parts = re.split(r"(?<=[.!?:])\s+", text)
        sentences += parts
        owner += [i] * len(parts)
    asked = model.embed_queries(queries)
    fine = asked @ model.embed_passages(sentences).T
    # Sentences stand in passage order, so each passage is one run of columns.
    starts = np.searchsorted(np.array(owner), np.arange(len(passages)))
    best = np.maximum.reduceat(fine, starts, axis=1)
    return np.asarray((asked @ whole.T + best) / 2, np.float32)


def recall(scores: FloatMatrix, questions: Sequence[Question], passages: Sequence[tuple[str, str]]) -> Recall:
    """Recall of evidence over the questions; ties by passage order."""
    texts = [squash(text) for _, text in passages]
    firsts = []
    for row, question in zip(scores, questions, strict=True):
        order = np.argsort(-row, kind="stable")
        rank = {int(p): r for r, p in enumerate(order, 1)}
        needed = []
        for group in question.groups:
            holders = [rank[i] for i, t in enumerate(texts) if any(squash(a) in t for a in group)]
            needed.append(min(holders, default=len(texts) + 1))
        firsts.append(max(needed))
    at = np.array(firsts)
    at1, at5, at10 = (float((at <= k).mean()) for k in (1, 5, 10))
    return Recall(at1, at5, at10, float((1 / at).mean()))


def same_intent(model: Embedder, path: Path) -> float:
    """Share of questions whose nearest other question has the same intent (corona_questions_da.csv)."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [{k.strip(): v for k, v in row.items()} for row in csv.DictReader(file)]
    kept = [row for row in rows if row["Text"].strip() not in {"", "_"}]
    vectors = model.embed_queries([row["Text"] for row in kept])
    similar = vectors @ vectors.T
    np.fill_diagonal(similar, -2)
    nearest = similar.argmax(1)
    return float(np.mean([kept[i]["Intent"] == kept[int(j)]["Intent"] for i, j in enumerate(nearest)]))


def claims_recall(model: Embedder, folder: Path) -> float:
    """Recall@10 of the Wikipedia passages for each claim (fever_da)."""
    corpus = [json.loads(line) for line in (folder / "fever_da_corpus.jsonl").open(encoding="utf-8")]
    claims = [json.loads(line) for line in (folder / "fever_da_queries.jsonl").open(encoding="utf-8")]
    passages = model.embed_passages([row["text"] for row in corpus])
    scores = model.embed_queries([row["text"] for row in claims]) @ passages.T
    top = np.argpartition(-scores, 10, axis=1)[:, :10]
    names = [row["id"] for row in corpus]
    return float(np.mean([any(names[j] in row["relevant"] for j in t) for row, t in zip(claims, top, strict=True)]))
