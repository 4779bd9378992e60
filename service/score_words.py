"""How rare each word of the material is, and how well a question's words are met by a sentence's words."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from corpus.types import Passage
from index.embed import Embedder
from service.words import Word, alike, commonness, content_stems, grams, words

FloatMatrix = npt.NDArray[np.float32]
FloatVector = npt.NDArray[np.float32]

NEAR = 0.25
"""Two words whose vectors are less alike than this have nothing to do with each other."""
ALIKE = 0.7
"""Two words whose vectors are more alike than this mean the same."""
SOFT = 0.85
"""What another word for the same thing counts, beside the word itself."""


class Vocabulary:
    """The stems of the material with document frequency and, on demand, a vector each."""

    def __init__(self, passages: Iterable[Passage], embedder: Embedder) -> None:
        self._embedder = embedder
        self._frequency: Counter[str] = Counter()
        self._by_gram: dict[str, set[str]] = defaultdict(set)
        self._surface: dict[str, str] = {}
        self._parts: dict[str, tuple[str, ...]] = {}
        self._by_part: dict[str, set[str]] = defaultdict(set)
        self._rows: dict[str, int] = {}
        self._vectors: FloatMatrix = np.zeros((0, embedder.dimension), np.float32)
        self.count = 0
        for passage in passages:
            self.count += 1
            self._frequency.update(self._read(f"{passage.context} {passage.text}"))
        for stem in self._frequency:
            for gram in grams(stem):
                self._by_gram[gram].add(stem)
            for part in (stem, *self._parts.get(stem, ())):
                self._by_part[part].add(stem)

    def _read(self, text: str) -> set[str]:
        found = set()
        for word in words(text):
            if word.content:
                found.add(word.stem)
                self._surface.setdefault(word.stem, word.surface.lower())
                if word.stem not in self._parts:
                    self._parts[word.stem] = word.parts
        return found

    def __contains__(self, stem: str) -> bool:
        return stem in self._frequency

    def rarity(self, stem: str, surface: str = "") -> float:
        """Inverse document frequency, at least 0.3; less for a word that is common in Danish at large."""
        seen = self._frequency.get(stem, 0)
        return max(0.3, math.log((self.count + 1) / (seen + 0.5))) * commonness(surface or self.surface(stem))

    def written_like(self, stem: str, parts: Sequence[str] = ()) -> dict[str, float]:
        """Stems of the material that are written like `stem` or share its parts, with how alike they are, 0–1."""
        counts: Counter[str] = Counter()
        for gram in grams(stem):
            counts.update(self._by_gram.get(gram, ()))
        found = {other: alike(stem, other) for other, shared in counts.items() if shared >= 2}
        weights = {part: self.part_rarity(part) for part in (parts or (stem,))}
        total = sum(weights.values()) or 1.0
        shared_weight: dict[str, float] = defaultdict(float)
        for part, weight in weights.items():
            for other in self._by_part.get(part, ()):
                shared_weight[other] += weight / total
        for other, share in shared_weight.items():
            found[other] = max(found.get(other, 0.0), 1.0 if other == stem else 0.9 * share)
        return {other: like for other, like in found.items() if like > 0}

    def surface(self, stem: str) -> str:
        """A word of the material with that stem, as it is written there, lower case."""
        return self._surface.get(stem, stem)

    def part_rarity(self, part: str) -> float:
        """As `rarity`, counting every word that the part stands in."""
        seen = sum(self._frequency[s] for s in self._by_part.get(part, ()))
        return max(0.3, math.log((self.count + 1) / (seen + 0.5)))

    def typed(self, surfaces: Sequence[str]) -> FloatMatrix:
        """float32 (n, dimension) unit rows, one a word as it was typed."""
        return self._embedder.embed_queries(surfaces)

    def vectors(self, stems: Sequence[str]) -> FloatMatrix:
        """float32 (n, dimension) unit rows, one a stem of the material or of a question."""
        missing = [s for s in dict.fromkeys(stems) if s not in self._rows]
        if missing:
            fresh = self._embedder.embed_passages([self._surface.get(s, s) for s in missing])
            for offset, stem in enumerate(missing):
                self._rows[stem] = len(self._vectors) + offset
            self._vectors = np.vstack([self._vectors, fresh])
        return self._vectors[[self._rows[s] for s in stems]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A word of the question and how much it counts: 1 for the question's own, less for its topic's."""

    word: Word
    weight: float = 1.0


class Meeting:
    """How well each word of a question is met by each stem of the passages at hand."""

    def __init__(self, asked: Sequence[Asked], present: Sequence[str], vocabulary: Vocabulary) -> None:
        """present: the distinct stems at hand."""
        self.stems = tuple(a.word.stem for a in asked)
        weights = [a.weight * vocabulary.rarity(a.word.stem, a.word.surface.lower()) for a in asked]
        self.shares: FloatVector = np.array(weights, np.float32) / (sum(weights) or 1.0)
        self.column = {stem: i for i, stem in enumerate(present)}
        self.exact = np.zeros((len(self.stems), len(present)), np.float32)
        self.soft = np.zeros_like(self.exact)
        if not self.stems or not present:
            return
        typed = vocabulary.typed([a.word.surface.lower() for a in asked])
        near = typed @ vocabulary.vectors(present).T
        self.soft = np.clip((near - NEAR) / (ALIKE - NEAR), 0, 1).astype(np.float32) * SOFT
        for row, each in enumerate(asked):
            for other, like in vocabulary.written_like(each.word.stem, each.word.parts).items():
                column = self.column.get(other)
                if column is not None:
                    self.exact[row, column] = like if like > 0.6 else 0.0
                    self.soft[row, column] = max(float(self.soft[row, column]), like)

    def best(self, groups: Sequence[frozenset[str]]) -> tuple[FloatMatrix, FloatMatrix, FloatVector]:
        """(exact, soft, relevance) of every group of stems.

        exact, soft: float32 (words asked, groups), the best any stem of the group does for each word, as written and
        in meaning. relevance: float32 (groups,), the mean over a group's stems of how well each is asked for.
        """
        columns = [[self.column[s] for s in group if s in self.column] for group in groups]
        filled = [i for i, c in enumerate(columns) if c]
        shape = (len(self.stems), len(groups))
        exact, soft = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
        relevance = np.zeros(len(groups), np.float32)
        if not filled or not self.stems:
            return exact, soft, relevance
        flat = np.fromiter((c for i in filled for c in columns[i]), np.intp)
        sizes = np.array([len(columns[i]) for i in filled])
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        exact[:, filled] = np.maximum.reduceat(self.exact[:, flat], starts, axis=1)
        soft[:, filled] = np.maximum.reduceat(self.soft[:, flat], starts, axis=1)
        relevance[filled] = np.add.reduceat(self.soft.max(axis=0)[flat], starts) / sizes
        return exact, soft, relevance


@lru_cache(maxsize=50_000)
def stems_of(text: str) -> frozenset[str]:
    """The distinct content stems of a text."""
    return frozenset(content_stems(text))
