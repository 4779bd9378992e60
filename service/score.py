"""Scores candidates against a question: features, a learnt linear model, best first."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.answers import Source
from corpus.errors import SearchIndexError
from corpus.types import Passage
from index.embed import Embedder
from service.candidates import Candidate, spans_of
from service.names import NameBook
from service.question import Question
from service.score_features import passage_features, span_features
from service.score_words import Asked, FloatMatrix, FloatVector, Meeting, Vocabulary, stems_of
from service.words import words

WEIGHTS = Path(__file__).parent / "score_weights.json"
TOPIC_WEIGHT = 0.4

Rows = npt.NDArray[np.float64]
Cover = tuple[float, ...]

FEATURES = (
    "vector", "vector_context", "vector_passage", "exact", "soft", "soft_neighbours", "soft_passage", "relevance",
    "type", "noun", "share", "rank", "retrieval", "project", "other_project", "entity", "entity_passage", "year",
    "month", "heading", "length", "short", "intro", "item", "speaker", "origin", "figure", "quote", "weakest",
    "said",
    "told",
)  # fmt: skip
"""In this order in `score_weights.json` and in every feature row."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its score (higher is better) and the features that made it."""

    candidate: Candidate
    score: float
    features: tuple[float, ...]
    covers: tuple[float, ...] = ()
    """How much of the question's weight it meets, word by word; sums to the feature "soft"."""

    def feature(self, name: str) -> float:
        return self.features[FEATURES.index(name)]


@dataclass(frozen=True, slots=True)
class _View:
    """What is known of a passage whatever the question: vectors and stems, one a span."""

    vectors: FloatMatrix
    with_context: FloatMatrix
    whole: npt.NDArray[np.float32]
    stems: tuple[frozenset[str], ...]
    heading: frozenset[str]


class Scorer:
    """Ranks candidates. Vectors of a passage's spans are computed once and kept while the passage stays the same."""

    def __init__(
        self, embedder: Embedder, vocabulary: Vocabulary, names: NameBook, *, weights: dict[str, float] | None = None
    ) -> None:
        """weights: feature → weight; the shipped ones when None. Raises SearchIndexError when they do not fit."""
        self._embedder = embedder
        self._vocabulary = vocabulary
        self._names = names
        self._views: dict[str, tuple[Passage, _View]] = {}
        self._weights: Rows = np.zeros(len(FEATURES))
        self.use(load_weights() if weights is None else weights)

    def use(self, weights: Mapping[str, float]) -> None:
        """Scores with these weights, feature → weight, from now on."""
        self._weights = np.array([weights.get(name, 0.0) for name in FEATURES])

    def score(self, question: Question, sources: Sequence[Source]) -> list[Scored]:
        """Every span of the sources, best first; ties by rank and place."""
        rows, cands, covers = self._measured(question, sources)
        if not cands:
            return []
        scores = (rows @ self._weights).tolist()
        scored = [Scored(*each) for each in zip(cands, scores, map(tuple, rows.tolist()), covers, strict=True)]
        return sorted(scored, key=lambda s: (-s.score, s.candidate.source.rank, s.candidate.number))

    def features(
        self, question: Question, sources: Sequence[Source]
    ) -> tuple[npt.NDArray[np.float64], list[Candidate]]:
        """float64 (n, features) and the n candidates, by rank and place."""
        rows, cands, _ = self._measured(question, sources)
        return rows, cands

    def _measured(self, question: Question, sources: Sequence[Source]) -> tuple[Rows, list[Candidate], list[Cover]]:
        spans = [spans_of(s) for s in sources]
        cands = [c for each in spans for c in each]
        if not cands:
            return np.zeros((0, len(FEATURES))), [], []
        views = [self._view(s) for s in sources]
        stems = [s for v in views for s in v.stems]
        headings = [v.heading for v in views]
        meeting = Meeting(asked_words(question), sorted(set().union(*stems, *headings)), self._vocabulary)
        vector = self._question_vector(question)
        met = _met(meeting, stems, headings, [len(each) for each in spans])
        top = max(s.score for s in sources) or 1.0
        rows, at = [], 0
        for place, (view, each) in enumerate(zip(views, spans, strict=True)):
            shared = passage_features(question, each[0], top)
            shared |= {"heading": met.heading[place], "vector_passage": float(view.whole @ vector)}
            near, near_context = view.vectors @ vector, view.with_context @ vector
            for n, candidate in enumerate(each):
                row = {"vector": near[n], "vector_context": near_context[n], **met.of(at), **shared}
                row |= span_features(question, candidate)
                rows.append([float(row[name]) for name in FEATURES])
                at += 1
        return np.array(rows), cands, [tuple(c) for c in met.covers.T.tolist()]

    def _question_vector(self, question: Question) -> npt.NDArray[np.float32]:
        texts = [question.own or question.text]
        if question.topic:
            texts.append(f"{question.topic} {question.own}")
        vector = self._embedder.embed_queries(texts).sum(axis=0)
        return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), np.float32)

    def _view(self, source: Source) -> _View:
        passage = source.passage
        stored, known = self._views.get(passage.passage_id, (None, None))
        if known is None or stored != passage:
            texts = [c.text for c in spans_of(source)]
            heading = source.section.heading
            project = self._names.title(passage.project) if passage.project else ""
            lines = [f"{project} {heading} {t}" for t in texts]
            vectors = self._embedder.embed_passages([*texts, *lines, passage.text])
            n = len(texts)
            known = _View(
                vectors[:n], vectors[n : 2 * n], vectors[-1],
                tuple(stems_of(t) for t in texts), stems_of(f"{project} {heading} {source.document.title}"),
            )  # fmt: skip
            self._views[passage.passage_id] = (passage, known)
        return known


@dataclass(frozen=True, slots=True)
class _Met:
    """How the question's words are met: by each span, its neighbours, its passage, and each heading. Shares of 1."""

    exact: FloatVector
    soft: FloatVector
    around: FloatVector
    passage: FloatVector
    weakest: FloatVector
    relevance: FloatVector
    heading: FloatVector
    covers: FloatMatrix
    """float32 (words asked, spans)."""

    def of(self, span: int) -> dict[str, float]:
        return {
            "exact": self.exact[span], "soft": self.soft[span], "soft_neighbours": self.around[span],
            "soft_passage": self.passage[span], "weakest": self.weakest[span], "relevance": self.relevance[span],
        }  # fmt: skip


def _met(
    meeting: Meeting, stems: Sequence[frozenset[str]], headings: Sequence[frozenset[str]], counts: Sequence[int]
) -> _Met:
    """counts: how many spans each passage has; the spans follow each other in that order."""
    exact, soft, relevance = meeting.best(stems)
    heading = meeting.best(headings)[1]
    around, passage = soft.copy(), soft.copy()
    start = 0
    for place, count in enumerate(counts):
        own = slice(start, start + count)
        around[:, start : start + count - 1] = np.maximum(
            around[:, start : start + count - 1], soft[:, start + 1 : start + count]
        )
        around[:, start + 1 : start + count] = np.maximum(
            around[:, start + 1 : start + count], soft[:, start : start + count - 1]
        )
        around[:, own] = np.maximum(around[:, own], heading[:, place : place + 1])
        whole = np.maximum(soft[:, own].max(axis=1, initial=0.0), heading[:, place])
        passage[:, own] = whole[:, None]
        start += count
    shares = meeting.shares
    weakest = soft.min(axis=0) if len(shares) else np.zeros(len(stems), np.float32)
    return _Met(
        shares @ exact, shares @ soft, shares @ around, shares @ passage, weakest, relevance, shares @ heading,
        soft * shares[:, None],
    )  # fmt: skip


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
    try:
        weights = json.loads(path.read_text("utf-8"))["weights"]
        return {name: float(weights[name]) for name in FEATURES}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SearchIndexError(
            f"Vægtene i {path.name} kan ikke læses. Geninstallér programmet.", detail=repr(error)
        ) from error
