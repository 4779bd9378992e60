"""The reranker seam: hits in, the same hits in a better order out. None by default, or a cross-encoder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from corpus.answers import Hit
from corpus.errors import EmbedderUnavailable
from corpus.types import Passage
from index.cross_encoder import CrossEncoder, under_headings
from index.embed import Embedder

RERANKED = 30
BATCH_SIZE = 16
READ = 10
WINDOWS = 2
WEIGHT = 0.04
"""Chosen on the tune halves among .01 to .1 (RESULTS.md)."""

Texts = Callable[[Sequence[str]], Mapping[str, str]]
"""Passage ids to the texts of those that are still there."""
Passages = Callable[[Sequence[str]], Mapping[str, Passage]]
"""Passage ids to those that are still there."""


class Reranker(Protocol):
    """Called with the question and the hits, best first; returns them best first, without passages that are gone."""

    def __call__(self, query: str, hits: list[Hit]) -> list[Hit]: ...


def no_reranker(query: str, hits: list[Hit]) -> list[Hit]:
    """The hits as they came."""
    return hits


class CrossEncoderReranker:
    """Reads question and passage together with a sentence-transformers cross-encoder, from a folder or the hub.

    The best `RERANKED` hits are read; the others keep their order behind them. The fused score stays the score's
    scale: the read ones share out the scores that they had among them, best to best.
    """

    def __init__(self, name_or_path: str, *, texts: Texts) -> None:
        """Raises EmbedderUnavailable when the model is neither here nor to be fetched."""
        self._texts = texts
        self._model = _load(name_or_path)

    def __call__(self, query: str, hits: list[Hit]) -> list[Hit]:
        """See Reranker. reasons gets ("reranker", the model's own score)."""
        texts = self._texts([hit.passage_id for hit in hits[:RERANKED]])
        read, rest = [hit for hit in hits[:RERANKED] if hit.passage_id in texts], hits[RERANKED:]
        if not read:
            return rest
        pairs = [(query, texts[hit.passage_id]) for hit in read]
        scores = [float(s) for s in self._model.predict(pairs, batch_size=BATCH_SIZE, show_progress_bar=False)]
        return _reordered(read, scores, said=scores) + rest


class ReadingReranker:
    """Reads the best `READ` hits with the bundled cross-encoder, which was taught on a sentence with its neighbours.

    Of each passage the `WINDOWS` sentences nearest to the question are read so; the likelier counts `WEIGHT` a unit of
    log-odds beside the fused score. The others keep their order behind them.
    """

    def __init__(self, encoder: CrossEncoder, *, passages: Passages, embedder: Embedder) -> None:
        self._encoder, self._passages, self._embedder = encoder, passages, embedder

    def __call__(self, query: str, hits: list[Hit]) -> list[Hit]:
        """See Reranker. reasons gets ("reranker", the log-odds that the passage answers)."""
        passages = self._passages([hit.passage_id for hit in hits[:READ]])
        read, rest = [hit for hit in hits[:READ] if hit.passage_id in passages], hits[READ:]
        if not read:
            return rest
        windows = [self._windows(query, passages[hit.passage_id]) for hit in read]
        odds = iter(self._encoder.read(query, [text for held in windows for text in held]).tolist())
        best = [max(next(odds) for _ in held) for held in windows]
        return _reordered(read, [h.score + WEIGHT * b for h, b in zip(read, best, strict=True)], said=best) + rest

    def _windows(self, query: str, passage: Passage) -> list[str]:
        """The nearest sentences under the last of the passage's headings, each between its neighbours."""
        spans = passage.sentences or ((0, len(passage.text)),)
        vectors = self._embedder.embed_passages([passage.text[a:b] for a, b in spans])
        near = vectors @ self._embedder.embed_queries([query])[0]
        under = under_headings(passage.context)
        nearest = sorted(range(len(spans)), key=lambda n: (-float(near[n]), n))[:WINDOWS]
        windows = ((spans[max(0, n - 1)][0], spans[min(n + 1, len(spans) - 1)][1]) for n in nearest)
        return [f"{under}: {passage.text[a:b]}" if under else passage.text[a:b] for a, b in windows]


def _reordered(read: Sequence[Hit], scores: Sequence[float], *, said: Sequence[float]) -> list[Hit]:
    """The hits by their new scores; they share out the fused scores that they had among them, best to best."""
    order = sorted(range(len(read)), key=lambda i: (-scores[i], read[i].passage_id))
    return [
        replace(read[i], score=held.score, reasons=(*read[i].reasons, ("reranker", said[i])))
        for i, held in zip(order, read, strict=True)
    ]


def _load(name_or_path: str) -> Any:
    """The model from its folder or the local cache; the network is asked only when it is in neither."""
    from sentence_transformers import CrossEncoder

    last: Exception | None = None
    for local_only in (True, False):
        try:
            return CrossEncoder(name_or_path, device="cpu", local_files_only=local_only)
        except (OSError, ValueError, RuntimeError, ImportError, KeyError) as error:
            last = error
        if Path(name_or_path).is_dir():
            break
    raise EmbedderUnavailable(
        f"Modellen »{name_or_path}« til efterrangering kunne hverken åbnes eller hentes. Kontrollér navnet og "
        "netforbindelsen, eller slå efterrangering fra.",
        detail=f"{type(last).__name__}: {last}",
    ) from last
