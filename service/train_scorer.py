"""Learns everything that answers are chosen and refused by; writes score_weights.json and refuse_weights.json.

Run this one command again whenever the embedder, the analyser or a feature has changed, over freshly built indexes
(about two minutes):

    python -m service.train_scorer --set DATA QUESTIONS.jsonl [--set …] [--silent DATA FILE.jsonl …]
        [--elsewhere DATA FILE.jsonl …] [--twins DATA FILE.jsonl …] [--premises DATA FILE.jsonl …] [--falsely 0.037]

Each set is a data folder with an index and marked questions over its documents; only the tune half of
`corpus.marked` is learnt from, so that the test half stays unseen. The others are a data folder and questions that
nothing in it answers, written for it: near misses, other subjects, twins of answerable ones, false premises.

The ranker is a linear model under a listwise softmax loss (ListNet: Cao et al. 2007, "Learning to Rank: From Pairwise
Approach to Listwise Approach"); the refusal is fitted by `service.train_refusal`. Scores that the latter learns from
come from rankers that have not seen the question (cross-fitting). --falsely is the share of answerable questions that
may be refused; what was measured at its point is written beside the weights.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from corpus.answers import Message, Source
from corpus.marked import part_of
from corpus.sqlstore import SqlStore
from index.embed import open_embedder
from index.generation import open_generation
from service import refuse, score
from service.answer import Answerer
from service.assistant import INDEX, open_catalogue, open_engine
from service.learning import FOLDS, Matrix, Vector, fit_ranker
from service.learnt import Learnt
from service.question import Question
from service.question_guard import blocked
from service.settings import load_settings
from service.train_questions import Asked, labels, read_questions
from service.train_refusal import Example, fit_refusal

REAL = (1.0, 1.0)
OTHERS = {"silent": (0.3, 0.0), "elsewhere": (0.4, 0.0), "twins": (0.1, 0.3), "premises": (0.0, 0.3)}
"""What a question counts when it is learnt what the material is about and what it says. Silent ones are many and steps
from answers; twins and premises are made of the material's own words, so the first model would unlearn these."""
UNFOUND = 0.3
"""What an answerable question counts whose evidence is not among the best BEST candidates: to refuse it loses nothing
that would have been right."""
BEST = 6
REFUSED = "Det fremgår ikke af materialet."
READING_WEIGHTS = (0.0, 0.1, 0.2, 0.3)
"""Heavier ones are likelier still, but part the sentences of an answer so far that facts are lost (RESULTS.md)."""
THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7)


@dataclass(frozen=True, slots=True)
class Taught:
    """A data folder's answerer with its marked questions. counts: how much each does in the two models."""

    answerer: Answerer
    asked: Sequence[Asked]
    counts: tuple[float, float] = REAL


def open_set(data: Path, asked: Sequence[Asked], *, counts: tuple[float, float] = REAL) -> Taught:
    """The answerer over `data` with the questions. Raises IndexMissing, IndexMismatch."""
    settings = load_settings(data=data)
    retriever = open_generation(settings.data / INDEX, embedder_for=open_embedder).retriever
    store, catalogue = SqlStore(open_engine(settings)), open_catalogue(settings)
    unlearnt = Learnt({}, refuse.Refusal({}, {}))
    return Taught(Answerer(store, retriever, retriever.embedder, catalogue, learnt=unlearnt), asked, counts)


@dataclass(frozen=True, slots=True)
class Read:
    """A question as it was understood, what was found, and each candidate's features and mark."""

    answerer: Answerer
    asked: Asked
    counts: tuple[float, float]
    question: Question
    sources: Sequence[Source]
    rows: Matrix
    marked: Vector

    @property
    def fold(self) -> int:
        return hashlib.sha256(f"fold {self.asked.question_id}".encode()).digest()[0] % FOLDS


def train(sets: Sequence[Taught], *, falsely: float) -> tuple[Learnt, dict[str, dict[str, float]]]:
    """The weights, and what the refusal does on questions that it was not fitted on, by threshold.

    The biases put the points at which that share of answerable questions is refused at 0.5.
    """
    read = _read_twice([_read(s.answerer, asked, s.counts) for s in sets for asked in s.asked])
    talked = [*_after_others(read), *_after_refusals(read)]
    lists = [(r.fold, r.rows, r.marked) for r in read if r.marked.any()]
    rankers = [_ranker([(x, y) for fold, x, y in lists if fold != out]) for out in range(FOLDS)]
    reading = _reading_weight(read, rankers)
    for each in sets:
        each.answerer.reading.weight = reading
    examples = [e for r in (*read, *talked) for e in _examples(r, rankers[r.fold])]
    refusal, sure, answers = fit_refusal(examples, falsely=falsely)
    measured = {f"{t:.1f}": _rates(sure, answers, t) for t in THRESHOLDS}
    return Learnt(_ranker([(x, y) for _, x, y in lists]), refusal, reading), measured


def _read(answerer: Answerer, asked: Asked, counts: tuple[float, float]) -> Read:
    question, sources = answerer.read(asked.question, _messages(asked))
    rows, found = answerer.scorer.features(question, sources)
    marked = labels(asked, [c.text for c in found], [c.passage.text for c in found])
    return Read(answerer, asked, counts, question, sources, rows, marked if asked.answerable else np.zeros(len(found)))


def _reading_weight(read: Sequence[Read], rankers: Sequence[dict[str, float]]) -> float:
    """The one of READING_WEIGHTS under which the marked of the read candidates are the likeliest (as in ListNet)."""
    total = np.zeros(len(READING_WEIGHTS))
    for each in (r for r in read if r.marked.any()):
        each.answerer.scorer.use(rankers[each.fold])
        best = [s for s in each.answerer.scored(each.question, each.sources) if s.read is not None]
        marked = labels(each.asked, [s.candidate.text for s in best], [s.candidate.passage.text for s in best])
        if marked.any():
            odds, score = np.array([s.read for s in best], np.float64), np.array([s.score for s in best])
            sums = score[:, None] + (odds - odds.mean())[:, None] * np.array(READING_WEIGHTS)
            total += np.log(np.exp(sums - sums.max(axis=0)).T @ marked / np.exp(sums - sums.max(axis=0)).sum(axis=0))
    return READING_WEIGHTS[int(total.argmax())]


def _read_twice(read: Sequence[Read]) -> list[Read]:
    """The same with the follow-ups read again by a ranker, which tells how far they lean on their history."""
    ranker = _ranker([(r.rows, r.marked) for r in read if r.marked.any()])
    for each in read:
        each.answerer.scorer.use(ranker)
    return [_read(r.answerer, r.asked, r.counts) if r.asked.history else r for r in read]


def _after_others(read: Sequence[Read]) -> Iterator[Read]:
    """The questions without a history, after another question and its answer, where they are read as a follow-up.

    Follow-ups in question sets are nearly all answerable; these show that a conversation alone promises no answer.
    """
    told = [r.asked for r in read if r.asked.facts and not r.asked.history]
    for each in read if told else ():
        other = told[hashlib.sha256(f"after {each.asked.question_id}".encode()).digest()[0] % len(told)]
        history = (("user", other.question), ("assistant", ", ".join(group[0] for group in other.facts)))
        if not each.asked.history and other.question != each.asked.question:
            again = _read(each.answerer, replace(each.asked, history=history), each.counts)
            if again.question.topic:
                yield again


def _after_refusals(read: Sequence[Read]) -> Iterator[Read]:
    """The follow-ups after questions on other subjects, where they name nothing: they lean on what is not there."""
    elsewhere = [r.asked.question for r in read if r.counts == OTHERS["elsewhere"]]
    for each in (r for r in read if elsewhere and r.asked.history):
        place = hashlib.sha256(f"refused {each.asked.question_id}".encode()).digest()[0] % len(elsewhere)
        history = (("user", elsewhere[place]), ("assistant", REFUSED))
        asked = replace(each.asked, history=history, answerable=False)
        again = _read(each.answerer, asked, OTHERS["elsewhere"])
        if again.question.topic and not again.question.entities:
            yield again


def _ranker(lists: Sequence[tuple[Matrix, Vector]]) -> dict[str, float]:
    return dict(zip(score.FEATURES, fit_ranker(lists, penalty=0.1).tolist(), strict=True))


def _examples(read: Read, ranker: dict[str, float]) -> Iterator[Example]:
    """The question as an example, unless something else decides."""
    if blocked(read.asked.question, names_person=bool(read.question.values("person"))):
        return
    read.answerer.scorer.use(ranker)
    features = read.answerer.refusal_features(read.question, read.sources)
    best = np.argsort(-(read.rows @ np.array([ranker[name] for name in score.FEATURES])))[:BEST]
    share = UNFOUND if read.asked.answerable and not read.marked[best].any() else 1.0
    about, said = (count * share for count in read.counts)
    if features:
        row = [features[name] for name in refuse.FEATURES]
        yield Example(read.fold, row, read.asked.answerable, (about, said), read.counts == REAL)


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
    for kind in OTHERS:
        parser.add_argument(f"--{kind}", nargs=2, action="append", default=[], metavar=("DATA", "SPØRGSMÅL"))
    parser.add_argument("--falsely", type=float, default=0.037)
    options = parser.parse_args(arguments)
    given = [(*each, REAL) for each in options.set]
    given += [(*each, counts) for kind, counts in OTHERS.items() for each in getattr(options, kind)]
    sets, used = [], []
    for data, questions, counts in given:
        asked = read_questions([Path(questions)], keep=lambda i: part_of(i) == "tune")
        sets.append(open_set(Path(data), asked, counts=counts))
        used.append(f"{Path(questions).name} (tune, {len(asked)})")
    learnt, measured = train(sets, falsely=options.falsely)
    said = {"provenance": f"python -m service.train_scorer over {'; '.join(used)}"}
    _write(score.WEIGHTS, {**said, "reading": learnt.reading, "weights": _rounded(learnt.ranker)})
    models = {"about": _rounded(learnt.refusal.about), "said": _rounded(learnt.refusal.said)}
    _write(refuse.WEIGHTS, {**said, "measured": measured, **models})


def _write(path: Path, content: dict[str, object]) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _rounded(weights: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in weights.items()}


if __name__ == "__main__":
    main()
