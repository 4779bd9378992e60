"""What is known of a passage whatever the question: vectors, stems and forms of its spans."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from corpus.answers import Source
from corpus.types import Span
from service.candidates import Candidate, Role, spans_of
from service.question import QuestionKind
from service.score_types import counted_stems, has_share, type_fit
from service.score_words import FloatMatrix, Ids, Vocabulary, stems_of

Column = npt.NDArray[np.float64]
ROLES = ("intro", "item", "speaker", "origin", "figure")
STATIC = ("length", "short", "table", *ROLES)


@dataclass(frozen=True, slots=True)
class Groups:
    """Word ids, the groups one after the other; counts: how many each group has."""

    flat: Ids
    counts: Ids

    def sets(self) -> list[frozenset[int]]:
        """The word ids of each group."""
        flat, ends = self.flat.tolist(), np.cumsum(self.counts).tolist()
        return [frozenset(flat[end - count : end]) for end, count in zip(ends, self.counts.tolist(), strict=True)]


@dataclass(frozen=True, slots=True)
class View:
    """One entry a span, in order.

    stems, counted: ids of its content words and of those near a number; static: float64 (spans, len(STATIC)).
    """

    spans: tuple[Span, ...]
    roles: tuple[Role, ...]
    vectors: FloatMatrix
    with_context: FloatMatrix
    whole: npt.NDArray[np.float32]
    stems: Groups
    counted: Groups
    heading: Groups
    static: Column
    share: Column
    types: Callable[[QuestionKind], Column]
    """float64 (spans,): how well each is of the kind of thing that is asked for."""

    def candidates(self, source: Source) -> list[Candidate]:
        """The spans as candidates of that source, which holds them."""
        rows = zip(self.spans, self.roles, strict=True)
        return [Candidate(source, n, start, end, role) for n, ((start, end), role) in enumerate(rows)]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a view is made of but for vectors and the numbers of words. stems, counted: sorted, of each span."""

    held: tuple[Candidate, ...]
    stems: list[list[str]]
    counted: list[list[str]]
    heading: list[str]

    @property
    def spans(self) -> tuple[Span, ...]:
        return tuple((c.start, c.end) for c in self.held)

    @property
    def words(self) -> list[list[str]]:
        """Every group: the stems of each span, the counted ones of each span, those of the heading."""
        return [*self.stems, *self.counted, self.heading]

    def static(self) -> Column:
        """float64 (spans, len(STATIC))."""
        return np.array([_static(c) for c in self.held])

    def share(self) -> Column:
        """float64 (spans,): whether each states a part of a whole."""
        return np.array([float(has_share(c.text)) for c in self.held])

    def types(self, kind: QuestionKind) -> Column:
        """float64 (spans,): how well each is of that kind."""
        return np.array([type_fit(kind, c) for c in self.held])


def shape_of(source: Source, project: str) -> Shape:
    """The shape of one source. project: its project's title, "" for none."""
    held = tuple(spans_of(source))
    stems = [sorted(stems_of(c.text)) for c in held]
    counted = [sorted(counted_stems(c.text)) for c in held]
    return Shape(held, stems, counted, sorted(stems_of(f"{project} {source.section.heading} {source.document.title}")))


def embedded_texts(source: Source, project: str) -> list[str]:
    """What is embedded of a source: its spans, its spans with where they stand, and the whole."""
    own = [c.text for c in spans_of(source)]
    return [*own, *(f"{project} {source.section.heading} {t}" for t in own), source.passage.text]


def view_of(shape: Shape, vectors: FloatMatrix, vocabulary: Vocabulary) -> View:
    """The view with that shape. vectors: of the spans, of the spans with their context, and of the whole."""
    n = len(shape.held)
    roles = tuple(c.role for c in shape.held)
    stems, counted, heading = (groups_of(g, vocabulary) for g in (shape.stems, shape.counted, [shape.heading]))
    return View(
        shape.spans, roles, vectors[:n], vectors[n : 2 * n], vectors[-1], stems, counted, heading, shape.static(),
        shape.share(), lru_cache(shape.types),
    )  # fmt: skip


def stacked(groups: list[Groups]) -> Groups:
    """All of them, one after the other."""
    return Groups(np.concatenate([g.flat for g in groups]), np.concatenate([g.counts for g in groups]))


def groups_of(stems: Sequence[Sequence[str]], vocabulary: Vocabulary) -> Groups:
    """The groups by the numbers of their words."""
    flat = [stem for group in stems for stem in group]
    return Groups(vocabulary.ids(flat), np.array([len(group) for group in stems], np.intp))


def _static(candidate: Candidate) -> list[float]:
    text = candidate.text
    form = [math.log1p(len(text)) / 6, float(len(text) < 30), float(candidate.passage.kind == "table")]
    return [*form, *(float(candidate.role == role) for role in ROLES)]
