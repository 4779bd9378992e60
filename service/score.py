"""Scores candidates against a question: features, a learnt linear model, best first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.answers import Source
from index.embed import Embedder
from service.candidates import Candidate
from service.meeting import Meeting, meet
from service.question import Question
from service.score_features import passage_columns, span_columns
from service.score_types import wants_share
from service.score_view import STATIC, Column, Groups, View, stacked
from service.score_words import Asked, Ids, Vocabulary, stems_of
from service.views import Views
from service.weights import read_weights
from service.words import words

WEIGHTS = Path(__file__).parent / "score_weights.json"
TOPIC_WEIGHT = 0.4
UNCOUNTED = 0.4
"""What the noun counts where no number stands by it."""

Rows = npt.NDArray[np.float64]
Cover = tuple[float, ...]
_Measured = tuple[Rows, list[Candidate], list[Cover], list[frozenset[int]]]
"""A row of features a candidate, the candidates, what each covers, and its words."""

FEATURES = (
    "vector", "vector_context", "vector_passage", "exact", "soft", "soft_neighbours", "soft_passage", "relevance",
    "type", "noun", "share", "rank", "retrieval", "project", "other_project", "entity", "entity_passage", "year",
    "month", "heading", "length", "short", "intro", "item", "speaker", "origin", "figure", "quote", "weakest",
    "said",
    "told", "noun_meaning", "slight", "weakest_slight", "table",
    "aspect", "other_aspect", "opening", "unfinished",
)  # fmt: skip
"""In this order in `score_weights.json` and in every feature row."""
_AT = {name: place for place, name in enumerate(FEATURES)}


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its score (higher is better) and the features that made it."""

    candidate: Candidate
    score: float
    features: tuple[float, ...]
    covers: tuple[float, ...] = ()
    """How much of the question's weight it meets, word by word; sums to the feature "soft"."""
    words: frozenset[int] = frozenset()
    """The numbers of its content words."""
    read: float | None = None
    """Log-odds that it answers, read together with the question; None when it was not read."""

    def feature(self, name: str) -> float:
        return self.features[_AT[name]]


class Scorer:
    """Ranks candidates."""

    def __init__(
        self, embedder: Embedder, vocabulary: Vocabulary, views: Views, *, weights: dict[str, float] | None = None
    ) -> None:
        """weights: feature → weight; the shipped ones when None. Raises SearchIndexError when they do not fit."""
        self._embedder = embedder
        self._vocabulary = vocabulary
        self._views = views
        self._weights: Rows = np.zeros(len(FEATURES))
        self.use(load_weights() if weights is None else weights)

    def use(self, weights: Mapping[str, float]) -> None:
        """Scores with these weights, feature → weight, from now on."""
        self._weights = np.array([weights.get(name, 0.0) for name in FEATURES])

    def score(self, question: Question, sources: Sequence[Source]) -> list[Scored]:
        """Every span of the sources, best first; ties by rank and place."""
        rows, cands, covers, held = self._measured(question, sources)
        if not cands:
            return []
        scores = (rows @ self._weights).tolist()
        scored = [Scored(*each) for each in zip(cands, scores, map(tuple, rows.tolist()), covers, held, strict=True)]
        return sorted(scored, key=lambda s: (-s.score, s.candidate.source.rank, s.candidate.number))

    def features(
        self, question: Question, sources: Sequence[Source]
    ) -> tuple[npt.NDArray[np.float64], list[Candidate]]:
        """float64 (n, features) and the n candidates, by rank and place."""
        rows, cands, *_ = self._measured(question, sources)
        return rows, cands

    def _measured(self, question: Question, sources: Sequence[Source]) -> _Measured:
        views = self._views.of(sources)
        cands = [c for source, view in zip(sources, views, strict=True) for c in view.candidates(source)]
        if not cands:
            return np.zeros((0, len(FEATURES))), [], [], []
        counts = np.array([len(v.spans) for v in views], np.intp)
        spans, headings = stacked([v.stems for v in views]), stacked([v.heading for v in views])
        counted = stacked([v.counted for v in views])
        present = np.unique(np.concatenate([spans.flat, headings.flat]))
        meeting = Meeting(asked_words(question), present, self._vocabulary)
        met = meet(meeting, spans, headings, counts)
        columns = met.columns | self._nearness(question, views, counts) | _nouns(question, meeting, spans, counted)
        columns |= dict(zip(STATIC, np.concatenate([v.static for v in views]).T, strict=True))
        columns["type"] = np.concatenate([v.types(question.kind) for v in views])
        columns["share"] = np.concatenate([v.share for v in views]) * wants_share(question)
        columns |= passage_columns(question, sources, counts) | span_columns(question, cands)
        held = spans.sets()
        columns["told"] = self._told(question, held)
        rows = np.column_stack([columns[name] for name in FEATURES])
        return rows, cands, [tuple(c) for c in met.covers.T.tolist()], held

    def _told(self, question: Question, held: Sequence[frozenset[int]]) -> Column:
        """How much of what has been told already each span says again."""
        stems = stems_of(question.told)
        told = self._vocabulary.known(stems)
        return np.array([len(told & words) / len(stems) if told else 0.0 for words in held])

    def _nearness(self, question: Question, views: Sequence[View], counts: Ids) -> dict[str, Column]:
        """How near each span is to the question in meaning: alone, with its heading, and its whole passage."""
        vector = question_vector(question, self._embedder)
        whole = np.array([v.whole for v in views]) @ vector
        columns = {
            "vector": np.concatenate([v.vectors for v in views]) @ vector,
            "vector_context": np.concatenate([v.with_context for v in views]) @ vector,
            "vector_passage": np.repeat(whole, counts),
        }
        return {name: np.asarray(column, np.float64) for name, column in columns.items()}


def question_vector(question: Question, embedder: Embedder) -> npt.NDArray[np.float32]:
    """float32 (dimension,) of unit length: that of the question's own words, halfway to them with its topic."""
    texts = [question.own or question.text]
    if question.topic:
        texts.append(f"{question.topic} {question.own}")
    vector = embedder.embed_queries(texts).sum(axis=0)
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), np.float32)


def _nouns(question: Question, meeting: Meeting, spans: Groups, counted: Groups) -> dict[str, Column]:
    """How the noun that is counted or named is met, as written and in meaning; a counted one near a number."""
    written, meant = (meeting.row(question.focus, m) for m in (meeting.exactly(spans), meeting.nearly(spans)))
    if question.kind != "number":
        return {"noun": written, "noun_meaning": meant}
    return {
        "noun": np.maximum(UNCOUNTED * written, meeting.row(question.focus, meeting.exactly(counted))),
        "noun_meaning": meeting.row(question.focus, meeting.nearly(counted)),
    }


def asked_words(question: Question) -> list[Asked]:
    """The question's own content words whole, then its topic's at a part; each stem once."""
    asked: dict[str, Asked] = {}
    for text, weight in ((question.own or question.text, 1.0), (question.topic, TOPIC_WEIGHT)):
        for word in words(text):
            if word.content:
                asked.setdefault(word.stem, Asked(word, weight))
    return list(asked.values())


def load_weights(path: Path = WEIGHTS) -> dict[str, float]:
    """feature → weight. Raises SearchIndexError when the file is missing or does not name our features."""
    return read_weights(path, lambda held: {name: float(held["weights"][name]) for name in FEATURES})


def load_reading_weight(path: Path = WEIGHTS) -> float:
    """What a unit of log-odds counts in the score. Raises SearchIndexError as `load_weights`."""
    return read_weights(path, lambda held: float(held["reading"]))
