"""Learns how much each feature counts, from questions whose evidence is marked; writes the weights with provenance.

    python -m service.train_scorer --set DATA QUESTIONS.jsonl [--set …] [--off-topic DATA QUESTIONS.csv] [--point 0.37]

Each set is a data folder with an index and marked questions over its documents; only the tune half of
`corpus.marked` is learnt from, so that the test half stays unseen. --off-topic: a folder and a CSV file with a column
"Text" of questions about something else, which it should refuse; OFF_TOPIC of its tune half are taken.

The ranker is a linear model under a listwise softmax loss (ListNet: Cao et al. 2007, "Learning to Rank: From Pairwise
Approach to Listwise Approach"); the refusal is a logistic regression. Both are fitted by full-batch Adam in numpy, so
the same data gives the same weights.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.answers import Message
from corpus.errors import InvalidQuestionSet
from corpus.marked import part_of, squash
from corpus.sqlstore import SqlStore
from index.embed import open_embedder
from index.generation import open_generation
from service import refuse, score
from service.answer import Answerer
from service.assistant import INDEX, open_catalogue, open_engine
from service.question_guard import blocked
from service.settings import load_settings

OFF_TOPIC = 60

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


def fit_logistic(rows: Matrix, answers: npt.NDArray[np.float64], *, penalty: float = 0.001) -> Matrix:
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


@dataclass(frozen=True, slots=True)
class _Set:
    """A data folder's answerer with its marked questions."""

    answerer: Answerer
    asked: Sequence[Asked]


def read_off_topic(path: Path, *, most: int = OFF_TOPIC) -> list[Asked]:
    """The first `most` questions of the tune half by hash of their text, none of them answerable."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        texts = sorted(
            {row["Text"].strip() for row in csv.DictReader(file, skipinitialspace=True)},
            key=lambda t: hashlib.sha256(t.encode()).hexdigest(),
        )
    return [Asked(t, t, (), (), (), False) for t in texts if len(t) > 3 and part_of(t) == "tune"][:most]


def open_set(data: Path, asked: Sequence[Asked]) -> _Set:
    """The answerer over `data` with the questions. Raises IndexMissing, IndexMismatch."""
    settings = load_settings(data=data)
    retriever = open_generation(settings.data / INDEX, embedder_for=open_embedder).retriever
    store, catalogue = SqlStore(open_engine(settings)), open_catalogue(settings)
    return _Set(Answerer(store, retriever, retriever.embedder, catalogue), asked)


def train(sets: Sequence[_Set], *, operating_point: float) -> tuple[dict[str, float], dict[str, float]]:
    """(ranker weights, refusal weights) by feature; the refusal's bias puts the operating point at 0.5."""
    pairs = [(s.answerer, a, *s.answerer.read(a.question, _messages(a))) for s in sets for a in s.asked]
    lists = []
    for answerer, asked, question, sources in pairs:
        rows, found = answerer.scorer.features(question, sources)
        marked = labels(asked, [c.text for c in found], [c.passage.text for c in found])
        if asked.answerable and marked.any():
            lists.append((rows, marked))
    ranker = dict(zip(score.FEATURES, fit_ranker(lists, penalty=0.1).tolist(), strict=True))
    rows_, answers = [], []
    for answerer, asked, question, sources in pairs:
        answerer.scorer.use(ranker)
        features = answerer.refusal_features(question, sources)
        if features and not blocked(asked.question, names_person=bool(question.values("person"))):
            rows_.append([features[name] for name in refuse.FEATURES])
            answers.append(float(asked.answerable))
    fitted = fit_logistic(np.array(rows_), np.array(answers))
    refusal = dict(zip(refuse.FEATURES, fitted.tolist(), strict=True))
    refusal["bias"] -= math.log(operating_point / (1 - operating_point))
    return ranker, refusal


def _messages(asked: Asked) -> list[Message]:
    return [Message("user" if role == "user" else "assistant", content) for role, content in asked.history]


def main(arguments: Sequence[str] | None = None) -> None:
    """Writes both weight files beside the modules that read them."""
    parser = argparse.ArgumentParser(description="Lærer vægtene for svar og afslag af mærkede spørgsmål.")
    parser.add_argument("--set", nargs=2, action="append", required=True, metavar=("DATA", "SPØRGSMÅL"))
    parser.add_argument("--off-topic", nargs=2, action="append", default=[], metavar=("DATA", "CSV"))
    parser.add_argument("--point", type=float, default=0.37)
    options = parser.parse_args(arguments)
    named = [(d, q, read_questions([Path(q)], keep=lambda i: part_of(i) == "tune")) for d, q in options.set]
    named += [(data, questions, read_off_topic(Path(questions))) for data, questions in options.off_topic]
    sets = [open_set(Path(data), asked) for data, _, asked in named]
    used = "; ".join(f"{Path(questions).name} (tune, {len(asked)})" for _, questions, asked in named)
    ranker, refusal = train(sets, operating_point=options.point)
    for path, weights in ((score.WEIGHTS, ranker), (refuse.WEIGHTS, refusal)):
        content = {"provenance": f"python -m service.train_scorer over {used}", "weights": _rounded(weights)}
        path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _rounded(weights: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in weights.items()}


if __name__ == "__main__":
    main()
