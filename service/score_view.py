"""What is known of a passage whatever the question: vectors, stems and forms of its spans."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from corpus.answers import Source
from index.embed import Embedder
from service.candidates import Candidate, spans_of
from service.question import QuestionKind
from service.score_types import counted_stems, has_share, type_fit
from service.score_words import FloatMatrix, Ids, Vocabulary, stems_of

Column = npt.NDArray[np.float64]
ROLES = ("intro", "item", "speaker", "origin", "figure")
STATIC = ("length", "short", *ROLES)


@dataclass(frozen=True, slots=True)
class Groups:
    """Word ids, the groups one after the other; counts: how many each group has."""

    flat: Ids
    counts: Ids


@dataclass(frozen=True, slots=True)
class View:
    """One entry a span, in order.

    stems, counted: ids of its content words and of those near a number; static: float64 (spans, len(STATIC)).
    """

    candidates: tuple[Candidate, ...]
    vectors: FloatMatrix
    with_context: FloatMatrix
    whole: npt.NDArray[np.float32]
    stems: Groups
    counted: Groups
    heading: Groups
    static: Column
    share: Column
    _types: dict[QuestionKind, Column] = field(default_factory=dict)

    def types(self, kind: QuestionKind) -> Column:
        """float64 (spans,): how well each is of the kind of thing that is asked for."""
        if kind not in self._types:
            self._types[kind] = np.array([type_fit(kind, c) for c in self.candidates])
        return self._types[kind]


def views_of(sources: Sequence[tuple[Source, str]], *, embedder: Embedder, vocabulary: Vocabulary) -> dict[str, View]:
    """passage id → view, for found passages with their project's title ("" for none). All are embedded in one call."""
    spans = [tuple(spans_of(source)) for source, _ in sources]
    texts: list[str] = []
    for (source, project), held in zip(sources, spans, strict=True):
        own = [c.text for c in held]
        texts += [*own, *(f"{project} {source.section.heading} {t}" for t in own), source.passage.text]
    vectors = embedder.embed_passages(texts)
    vocabulary.ids([stem for held in spans for c in held for stem in stems_of(c.text)])
    made, start = {}, 0
    for (source, project), held in zip(sources, spans, strict=True):
        end = start + 2 * len(held) + 1
        made[source.passage.passage_id] = _view(source, project, held, vectors[start:end], vocabulary)
        start = end
    return made


def _view(
    source: Source, project: str, spans: tuple[Candidate, ...], vectors: FloatMatrix, vocabulary: Vocabulary
) -> View:
    """vectors: of the spans, of the spans with their context, and of the whole."""
    n, texts = len(spans), [c.text for c in spans]
    return View(
        spans, vectors[:n], vectors[n : 2 * n], vectors[-1],
        groups_of([stems_of(t) for t in texts], vocabulary), groups_of([counted_stems(t) for t in texts], vocabulary),
        groups_of([stems_of(f"{project} {source.section.heading} {source.document.title}")], vocabulary),
        np.array([_static(c) for c in spans]), np.array([float(has_share(t)) for t in texts]),
    )  # fmt: skip


def stacked(groups: list[Groups]) -> Groups:
    """All of them, one after the other."""
    return Groups(np.concatenate([g.flat for g in groups]), np.concatenate([g.counts for g in groups]))


def groups_of(stems: list[frozenset[str]], vocabulary: Vocabulary) -> Groups:
    """The groups by the numbers of their words."""
    flat = [stem for group in stems for stem in sorted(group)]
    return Groups(vocabulary.ids(flat), np.array([len(group) for group in stems], np.intp))


def _static(candidate: Candidate) -> list[float]:
    text = candidate.text
    return [math.log1p(len(text)) / 6, float(len(text) < 30), *(float(candidate.role == role) for role in ROLES)]
