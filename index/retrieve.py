"""The retriever: a question in, ranked passages out, each able to say why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from corpus.types import Hit
from index.danish import analyse, forms, grams, is_function_word
from index.embed import Embedder
from index.fuse import LEGS, Fused, fuse, learnt_weights
from index.keys import KeyTable
from index.lexical import Field, Keys, LexicalIndex, Scored
from index.sentences import SentenceVectors
from index.vector import FloatVector, VectorIndex

DEPTH = 200
FUNCTION_WORD_WEIGHT = 0.1


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a passage was found. rank: from 1, 0 when it was not. matched: (field, term) pairs it shares with the query.

    legs: (leg, raw score, weighted share of the fused score).
    """

    passage_id: str
    rank: int
    score: float
    matched: tuple[tuple[str, str], ...]
    legs: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True, slots=True)
class Retriever:
    """Searches one generation."""

    keys: KeyTable
    lexical: LexicalIndex
    vectors: VectorIndex
    sentences: SentenceVectors
    embedder: Embedder
    weights: Mapping[str, float] = field(default_factory=learnt_weights)

    def search(self, query: str, *, k: int, allowed: set[str] | None = None) -> list[Hit]:
        """At most `k` passages, best first; ties by passage id; only passages that some leg found.

        allowed: the only passage ids that may be found (filtered before ranking), None for all.
        reasons: each leg's raw score where it is not 0.
        """
        fused = self._fused(query, k, None if allowed is None else self.keys.keys(allowed))
        hits = [
            Hit(passage_id, float(score), _reasons(legs))
            for passage_id, score, legs in zip(self.keys.passage_ids(fused.keys), fused.scores, fused.legs, strict=True)
        ]
        hits.sort(key=lambda hit: (-hit.score, hit.passage_id))
        return hits[:k]

    def _fused(self, query: str, k: int, allowed: Keys | None) -> Fused:
        depth = max(DEPTH, 2 * k)
        vector: FloatVector = self.embedder.embed_queries([query])[0]
        legs: dict[str, Scored] = {
            name: self.lexical.search(name, terms, k=depth, allowed=allowed)
            for name, terms in query_terms(query).items()
        }
        legs["vector"] = self.vectors.search(vector, k=depth, allowed=allowed)
        candidates = np.unique(np.concatenate([keys for keys, _ in legs.values()]))
        legs["sentence"] = self.sentences.best(vector, candidates)
        return fuse(legs, self.weights)


def query_terms(query: str) -> dict[Field, dict[str, float]]:
    """Field → term → weight (how often it is asked for; less for words without a subject)."""
    tokens = analyse(query)
    words = _weighted([token.term for token in tokens])
    parts = _weighted([form for token in tokens for form in forms(token)])
    return {"words": words, "parts": parts, "grams": _weighted(grams(query)), "context": parts}


def _weighted(terms: list[str]) -> dict[str, float]:
    return {
        term: count * (FUNCTION_WORD_WEIGHT if is_function_word(term) else 1.0)
        for term, count in Counter(terms).items()
    }


def _reasons(legs: np.ndarray[tuple[int], np.dtype[np.float32]]) -> tuple[tuple[str, float], ...]:
    return tuple((leg, float(score)) for leg, score in zip(LEGS, legs, strict=True) if score)
