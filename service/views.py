"""Hands out the views of found passages: those prepared with the index, and others made and remembered."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corpus.answers import Source
from index.embed import Embedder
from service.names import NameBook
from service.prepare import Prepared
from service.score_view import View, embedded_texts, shape_of, view_of
from service.score_words import FloatMatrix, Vocabulary
from service.span_table import digest_of

KEPT = 1_000
"""So many views are remembered."""

_Titled = tuple[Source, str, bytes]


class Views:
    """Views of one generation's passages. A passage that has changed since gets a new one."""

    def __init__(
        self, embedder: Embedder, vocabulary: Vocabulary, names: NameBook, prepared: Prepared | None = None
    ) -> None:
        self._embedder = embedder
        self._vocabulary = vocabulary
        self._names = names
        self._prepared = prepared
        self._made: dict[str, tuple[bytes, View]] = {}

    def of(self, sources: Sequence[Source]) -> list[View]:
        """A view a source. Those that are not prepared are embedded in one call."""
        titled = [self._titled(source) for source in sources]
        held = [self._held(*each) for each in titled]
        missing = [each for each, view in zip(titled, held, strict=True) if view is None]
        fresh = iter(self._fresh(missing) if missing else ())
        return [next(fresh) if view is None else view for view in held]

    def _titled(self, source: Source) -> _Titled:
        title = self._names.title(source.passage.project) if source.passage.project else ""
        return source, title, digest_of(source, title)

    def _held(self, source: Source, title: str, digest: bytes) -> View | None:
        passage_id, ahead = source.passage.passage_id, self._prepared
        made = self._made.get(passage_id)
        if made and made[0] == digest:
            return made[1]
        row = ahead.keys.key(passage_id) if ahead else None
        if ahead is None or row is None or ahead.spans.vectors is None or not ahead.spans.holds(row, digest):
            return None
        return self._remembered(passage_id, digest, ahead.spans.view(row))

    def _fresh(self, missing: Sequence[_Titled]) -> list[View]:
        texts = [embedded_texts(source, title) for source, title, _ in missing]
        vectors = self._embedder.embed_passages([text for held in texts for text in held])
        ends = np.cumsum([len(held) for held in texts])
        parts = np.split(vectors, ends[:-1])
        return [self._view(*each, part) for each, part in zip(missing, parts, strict=True)]

    def _view(self, source: Source, title: str, digest: bytes, vectors: FloatMatrix) -> View:
        passage_id, ahead = source.passage.passage_id, self._prepared
        row = ahead.keys.key(passage_id) if ahead else None
        if ahead is not None and row is not None and ahead.spans.holds(row, digest):
            return self._remembered(passage_id, digest, ahead.spans.view(row, vectors))
        return self._remembered(passage_id, digest, view_of(shape_of(source, title), vectors, self._vocabulary))

    def _remembered(self, passage_id: str, digest: bytes, view: View) -> View:
        if len(self._made) >= KEPT:
            self._made.clear()
        self._made[passage_id] = digest, view
        return view
