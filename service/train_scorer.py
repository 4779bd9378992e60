"""Learns everything that answers are chosen and refused by; writes score_weights.json and refuse_weights.json.

Run this one command again whenever the embedder, the analyser or a feature has changed, over freshly built indexes
(two to four minutes):

    python -m service.train_scorer --set DATA QUESTIONS.jsonl [--set …] [--off-topic DATA FILE.csv] [--falsely 0.05]

Each set is a data folder with an index and marked questions over its documents; only the tune half of
`corpus.marked` is learnt from, so that the test half stays unseen. --off-topic: a folder and a CSV file with a column
"Text" of questions about something else, which it should refuse; OFF_TOPIC of its tune half are taken.

The ranker is a linear model under a listwise softmax loss (ListNet: Cao et al. 2007, "Learning to Rank: From Pairwise
Approach to Listwise Approach"); the refusal is a logistic regression. The refusal also learns from every answerable
question asked of a corpus without the passages that answer it: the hardest questions to refuse are those about a
subject that the material knows. Scores that the refusal learns from come from rankers that have not seen the question
(cross-fitting), and so do the chances by which the operating point is set: --falsely is the share of answerable
questions that may be refused. What was measured there is written beside the weights.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from corpus.answers import Message, Source
from corpus.errors import InvalidQuestionSet
from corpus.marked import part_of, squash
from corpus.sqlstore import SqlStore
from index.embed import open_embedder
from index.generation import open_generation
from service import refuse, score
from service.answer import Answerer, Learnt
from service.assistant import INDEX, open_catalogue, open_engine
from service.learning import FOLDS, Matrix, Vector, fit_logistic, fit_ranker, point_with
from service.question import Question
from service.question_guard import blocked
from service.settings import load_settings

OFF_TOPIC = 60
SILENT = 0.5
"""What a question asked without its evidence counts beside one that was written to have no answer."""
ELSEWHERE = 0.5
"""What a question about something else counts: it is easy, and not among those that the point is measured on."""
THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7)


@dataclass(frozen=True, slots=True)
class Asked:
    """One marked question. groups: every group needs one of its anchors; facts: one of each inner list."""

    question_id: str
    question: str
    history: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, ...], ...]
    facts: tuple[tuple[str, ...], ...]
    answerable: bool
    marked: bool = True
    """False for a question that belongs to no set over this material."""


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
    return [
        Asked(t, t, (), (), (), answerable=False, marked=False) for t in texts if len(t) > 3 and part_of(t) == "tune"
    ][:most]


def open_set(data: Path, asked: Sequence[Asked]) -> _Set:
    """The answerer over `data` with the questions. Raises IndexMissing, IndexMismatch."""
    settings = load_settings(data=data)
    retriever = open_generation(settings.data / INDEX, embedder_for=open_embedder).retriever
    store, catalogue = SqlStore(open_engine(settings)), open_catalogue(settings)
    unlearnt = Learnt({}, dict.fromkeys(refuse.FEATURES, 0.0))
    return _Set(Answerer(store, retriever, retriever.embedder, catalogue, learnt=unlearnt), asked)


@dataclass(frozen=True, slots=True)
class Read:
    """A question as it was understood, what was found, and each candidate's features and mark."""

    answerer: Answerer
    asked: Asked
    question: Question
    sources: Sequence[Source]
    rows: Matrix
    marked: Vector

    @property
    def fold(self) -> int:
        return hashlib.sha256(f"fold {self.asked.question_id}".encode()).digest()[0] % FOLDS


def train(sets: Sequence[_Set], *, falsely: float) -> tuple[Learnt, dict[str, dict[str, float]]]:
    """The weights, and what the refusal does on questions that it was not fitted on, by threshold.

    The refusal's bias puts the point at which that share of answerable questions is refused at 0.5.
    """
    read = [_read(s.answerer, asked) for s in sets for asked in s.asked]
    lists = [(r.fold, r.rows, r.marked) for r in read if r.marked.any()]
    rankers = [_ranker([(x, y) for fold, x, y in lists if fold != out]) for out in range(FOLDS)]
    examples = [e for r in read for e in _examples(r, rankers[r.fold])]
    folds, rows, answers, counts = (np.array(column) for column in zip(*examples, strict=True))
    chances = np.zeros(len(rows))
    for out in range(FOLDS):
        held, rest = folds == out, folds != out
        chances[held] = rows[held] @ _refusal(rows[rest], answers[rest], counts[rest])
    real = counts == 1.0
    point = point_with(falsely, chances[real], answers[real])
    refusal = dict(zip(refuse.FEATURES, _refusal(rows, answers, counts).tolist(), strict=True))
    refusal["bias"] -= point
    measured = {f"{t:.1f}": _rates(chances[real] - point, answers[real], t) for t in THRESHOLDS}
    return Learnt(_ranker([(x, y) for _, x, y in lists]), refusal), measured


def _refusal(rows: Matrix, answers: Vector, counts: Vector) -> Matrix:
    return fit_logistic(rows, answers, counts=counts, penalty=0.0001)


def _read(answerer: Answerer, asked: Asked) -> Read:
    question, sources = answerer.read(asked.question, _messages(asked))
    rows, found = answerer.scorer.features(question, sources)
    marked = labels(asked, [c.text for c in found], [c.passage.text for c in found])
    return Read(answerer, asked, question, sources, rows, marked if asked.answerable else np.zeros(len(found)))


def _ranker(lists: Sequence[tuple[Matrix, Vector]]) -> dict[str, float]:
    return dict(zip(score.FEATURES, fit_ranker(lists, penalty=0.1).tolist(), strict=True))


def _examples(read: Read, ranker: dict[str, float]) -> Iterator[tuple[int, list[float], float, float]]:
    """(fold, features, whether it is answered, how much it counts): the question, and again without its evidence."""
    if blocked(read.asked.question, names_person=bool(read.question.values("person"))):
        return
    read.answerer.scorer.use(ranker)
    silent = without_evidence(read) if read.marked.any() else []
    own = 1.0 if read.asked.marked else ELSEWHERE
    for sources, answered, count in ((read.sources, read.asked.answerable, own), (silent, False, SILENT)):
        features = read.answerer.refusal_features(read.question, sources)
        if features:
            yield read.fold, [features[name] for name in refuse.FEATURES], float(answered), count


def without_evidence(read: Read) -> list[Source]:
    """What was found, less every passage that holds an anchor or a fact of the question."""
    silent = [s for s in read.sources if not _answers(read.asked, s.passage.text)]
    return [replace(s, rank=rank) for rank, s in enumerate(silent, 1)]


def _answers(asked: Asked, text: str) -> bool:
    own, facts = squash(text), [f for group in asked.facts for f in group if len(f) > 2 or f.isdigit()]
    anchored = any(squash(a) in own for group in asked.groups for a in group)
    return anchored or any(_holds(text.lower(), fact) for fact in facts)


def _rates(chances: Vector, answers: Vector, threshold: float) -> dict[str, float]:
    refused = 1 / (1 + np.exp(-chances)) < threshold
    yes = answers > 0.5
    return {"falsely_refused": round(float(refused[yes].mean()), 3), "refused": round(float(refused[~yes].mean()), 3)}


def _messages(asked: Asked) -> list[Message]:
    return [Message("user" if role == "user" else "assistant", content) for role, content in asked.history]


def main(arguments: Sequence[str] | None = None) -> None:
    """Writes both weight files beside the modules that read them."""
    parser = argparse.ArgumentParser(description="Lærer vægtene for svar og afslag af mærkede spørgsmål.")
    parser.add_argument("--set", nargs=2, action="append", required=True, metavar=("DATA", "SPØRGSMÅL"))
    parser.add_argument("--off-topic", nargs=2, action="append", default=[], metavar=("DATA", "CSV"))
    parser.add_argument("--falsely", type=float, default=0.05)
    options = parser.parse_args(arguments)
    named = [(d, q, read_questions([Path(q)], keep=lambda i: part_of(i) == "tune")) for d, q in options.set]
    named += [(data, questions, read_off_topic(Path(questions))) for data, questions in options.off_topic]
    sets = [open_set(Path(data), asked) for data, _, asked in named]
    used = "; ".join(f"{Path(questions).name} (tune, {len(asked)})" for _, questions, asked in named)
    learnt, measured = train(sets, falsely=options.falsely)
    said = {"provenance": f"python -m service.train_scorer over {used}"}
    _write(score.WEIGHTS, {**said, "weights": _rounded(learnt.ranker)})
    _write(refuse.WEIGHTS, {**said, "measured": measured, "weights": _rounded(learnt.refusal)})


def _write(path: Path, content: dict[str, object]) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _rounded(weights: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in weights.items()}


if __name__ == "__main__":
    main()
