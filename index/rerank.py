"""The reranker seam: hits in, the same hits in a better order out. None by default; any cross-encoder by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from corpus.answers import Hit
from corpus.errors import EmbedderUnavailable

RERANKED = 30
BATCH_SIZE = 16

Texts = Callable[[Sequence[str]], Mapping[str, str]]
"""Passage ids to the texts of those that are still there."""


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
        scores = self._model.predict(pairs, batch_size=BATCH_SIZE, show_progress_bar=False)
        order = sorted(range(len(read)), key=lambda i: (-float(scores[i]), read[i].passage_id))
        held = [hit.score for hit in read]
        ranked = [
            replace(read[i], score=score, reasons=(*read[i].reasons, ("reranker", float(scores[i]))))
            for i, score in zip(order, held, strict=True)
        ]
        return ranked + rest


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
