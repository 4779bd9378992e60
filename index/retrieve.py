"""The retriever: a question in, ranked passages out, each able to say why."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from corpus.answers import Hit
from index.embed import Embedder
from index.fuse import LEGS, Fused, Weights, fuse, learnt_weights
from index.keys import KeyTable
from index.late import WordVectors
from index.lexical import Keys, LexicalIndex, Scored
from index.query import Query, read_query
from index.rerank import Reranker, no_reranker
from index.sentences import SentenceVectors
from index.spelling import Speller
from index.vector import VectorIndex

DEPTH = 100


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a passage was found. rank: from 1, 0 when it was not; score: the fused one.

    matched: (field, term) pairs that it shares with the question, by field then term.
    legs: (leg, raw score, its share of the fused score), in the order of LEGS.
    corrections: words of the question that were read as others.
    """

    passage_id: str
    rank: int
    score: float
    matched: tuple[tuple[str, str], ...] = ()
    legs: tuple[tuple[str, float, float], ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Retriever:
    """Searches one generation. Safe to share between threads. light: the embedder of sentences and words."""

    keys: KeyTable
    lexical: LexicalIndex
    vectors: VectorIndex
    sentences: SentenceVectors
    words: WordVectors
    speller: Speller
    embedder: Embedder
    light: Embedder
    weights: Weights = field(default_factory=learnt_weights)
    rerank: Reranker = no_reranker

    def search(self, query: str, *, k: int, allowed: set[str] | None = None) -> list[Hit]:
        """At most `k` passages, best first; ties by passage id; only passages that some leg found.

        allowed: the only passage ids that may be found (filtered before ranking), None for all.
        reasons: each leg's raw score where it is not 0.
        """
        fused = self._fused(self.read(query), k, allowed)
        wanted = len(fused.keys) if self.rerank is not no_reranker else _with_ties(fused.scores, k)
        ids = self.keys.passage_ids(fused.keys[:wanted])
        hits = [
            Hit(passage_id, float(score), _reasons(legs))
            for passage_id, score, legs in zip(ids, fused.scores, fused.raw, strict=False)
        ]
        hits.sort(key=lambda hit: (-hit.score, hit.passage_id))
        return self.rerank(query, hits)[:k]

    def explain(self, query: str, passage_id: str) -> Explanation:
        """Why the passage stands where it stands; rank 0 when no leg found it."""
        read = self.read(query)
        fused = self._fused(read, DEPTH, None)
        key = self.keys.key(passage_id)
        places = [] if key is None else np.flatnonzero(fused.keys == key).tolist()
        if key is None or not places:
            return Explanation(passage_id, 0, 0.0, corrections=read.corrections)
        place = places[0]
        shares = zip(LEGS, fused.raw[place].tolist(), fused.shares[place].tolist(), strict=True)
        return Explanation(
            passage_id=passage_id,
            rank=place + 1,
            score=float(fused.scores[place]),
            matched=self._matched(read, key),
            legs=tuple(shares),
            corrections=read.corrections,
        )

    def read(self, query: str) -> Query:
        """The question as the legs get it."""
        return read_query(query, self.speller.correct)

    def legs(self, query: Query, *, depth: int, allowed: set[str] | None = None) -> dict[str, Scored]:
        """Each leg's scores, at most `depth` passages for those that search, all candidates for those that score.

        A leg that searches words is asked only when it has a weight.
        """
        only = None if allowed is None else self.keys.keys(allowed)
        vector = self.embedder.embed_queries([query.text])[0]
        found: dict[str, Scored] = {"vector": self.vectors.search(vector, k=depth, allowed=only)}
        for name, terms in query.terms.items():
            if self.weights.get(name):
                found[name] = self.lexical.search(name, terms, k=depth, allowed=only)
        candidates: Keys = np.unique(np.concatenate([keys for keys, _ in found.values()]))
        near = vector if self.light is self.embedder else self.light.embed_queries([query.text])[0]
        found["sentence"] = self.sentences.best(near, candidates)
        if query.words and self.words.vocabulary:
            vectors = self.light.embed_queries(query.words)
            found["late"] = self.words.best(vectors, self.words.weights(query.words), candidates)
        return found

    def _fused(self, query: Query, k: int, allowed: set[str] | None) -> Fused:
        return fuse(self.legs(query, depth=max(DEPTH, 2 * k), allowed=allowed), self.weights)

    def _matched(self, query: Query, key: int) -> tuple[tuple[str, str], ...]:
        only = np.array([key], np.int64)
        return tuple(
            (name, term)
            for name in ("words", "parts", "context")
            for term in sorted(query.terms[name])
            if len(self.lexical.search(name, {term: 1.0}, k=1, allowed=only)[0])
        )


def _with_ties(scores: npt.NDArray[np.float32], k: int) -> int:
    """How many of the descending scores are as good as the k-th."""
    if k < 1 or not len(scores):
        return 0
    return int((scores >= scores[min(k, len(scores)) - 1]).sum())


def _reasons(legs: npt.NDArray[np.float32]) -> tuple[tuple[str, float], ...]:
    return tuple((leg, float(score)) for leg, score in zip(LEGS, legs, strict=True) if score)
