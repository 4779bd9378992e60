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
        read = self.read(query)
        fused = self._fused(read, k, allowed)
        wanted = len(fused.keys) if self.rerank is not no_reranker else _with_ties(fused.scores, k)
        ids = self.keys.passage_ids(fused.keys[:wanted])
        hits = [
            Hit(passage_id, float(score), _by_leg(raw), _by_leg(shares), read.text)
            for passage_id, score, raw, shares in zip(ids, fused.scores, fused.raw, fused.shares, strict=False)
        ]
        hits.sort(key=lambda hit: (-hit.score, hit.passage_id))
        return self.rerank(query, hits)[:k]

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


def _with_ties(scores: npt.NDArray[np.float32], k: int) -> int:
    """How many of the descending scores are as good as the k-th."""
    if k < 1 or not len(scores):
        return 0
    return int((scores >= scores[min(k, len(scores)) - 1]).sum())


def _by_leg(row: npt.NDArray[np.float32]) -> tuple[tuple[str, float], ...]:
    return tuple((leg, score) for leg, score in zip(LEGS, row.tolist(), strict=True) if score)
