"""The words of the material: how rare each is, and which are like a word of a question, as written and in meaning."""

from __future__ import annotations

import math
import threading
import zlib
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
Ids = npt.NDArray[np.intp]

NEAR = 2.7
"""A word nearer than the words of the material are on the average by less than this says nothing: some always are."""
ALIKE = 8.0
"""A word nearer by more than this means the same. Both in standard deviations, so that any embedder's scale will do."""
KEPT = 20_000
"""So many words of questions are remembered."""
BACKGROUND = 1500
"""So many words of the material show how near a question's word is to just any word."""


class Vocabulary:
    """The stems of the material with document frequency and, on demand, a vector each."""

    def __init__(self, passages: Iterable[Passage], embedder: Embedder) -> None:
        self._embedder = embedder
        self._frequency: Counter[str] = Counter()
        self._by_gram: dict[str, set[str]] = defaultdict(set)
        self._surface: dict[str, str] = {}
        self._forms: set[str] = set()
        self._parts: dict[str, tuple[str, ...]] = {}
        self._by_part: dict[str, set[str]] = defaultdict(set)
        self._rows: dict[str, int] = {}
        self._vectors: FloatMatrix = np.zeros((0, embedder.dimension), np.float32)
        self._background: FloatMatrix | None = None
        self._lock = threading.Lock()
        self._written: dict[tuple[str, tuple[str, ...]], tuple[Ids, FloatVector]] = {}
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
                self._forms.add(word.surface.lower())
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

    def written_like(self, word: Word) -> tuple[Ids, FloatVector]:
        """Ids of the material's words that are written like `word` or share its parts, and how alike they are, 0–1."""
        key = (word.stem, word.parts)
        if key not in self._written:
            if len(self._written) > KEPT:
                self._written.clear()
            found = self._alike(word.stem, word.parts or (word.stem,))
            self._written[key] = self.ids(list(found)), np.array(list(found.values()), np.float32)
        return self._written[key]

    def _alike(self, stem: str, parts: Sequence[str]) -> dict[str, float]:
        counts: Counter[str] = Counter()
        for gram in grams(stem):
            counts.update(self._by_gram.get(gram, ()))
        found = {other: alike(stem, other) for other, shared in counts.items() if shared >= 2}
        weights = {part: self.part_rarity(part) for part in parts}
        total = sum(weights.values()) or 1.0
        shared_weight: dict[str, float] = defaultdict(float)
        for part, weight in weights.items():
            for other in self._by_part.get(part, ()):
                shared_weight[other] += weight / total
        for other, share in shared_weight.items():
            found[other] = max(found.get(other, 0.0), 1.0 if other == stem else 0.9 * share)
        return {other: like for other, like in found.items() if like > 0}

    def holds(self, word: str) -> bool:
        """True when the material holds that word, lower case, letter for letter."""
        return word in self._forms

    def knows(self, word: Word) -> bool:
        """True when the material holds the word, one of its parts, or a word written nearly so."""
        return bool((self.written_like(word)[1] > 0.6).any())

    def surface(self, stem: str) -> str:
        """A word of the material with that stem, as it is written there, lower case."""
        return self._surface.get(stem, stem)

    def part_rarity(self, part: str) -> float:
        """As `rarity`, counting every word that the part stands in."""
        seen = sum(self._frequency[s] for s in self._by_part.get(part, ()))
        return max(0.3, math.log((self.count + 1) / (seen + 0.5)))

    def ids(self, stems: Sequence[str]) -> Ids:
        """A number for each stem, always the same; a stem that is new gets a vector."""
        with self._lock:
            missing = [s for s in dict.fromkeys(stems) if s not in self._rows]
            if missing:
                fresh = self._embedder.embed_passages([self._surface.get(s, s) for s in missing])
                first, last = len(self._rows), len(self._rows) + len(missing)
                if last > len(self._vectors):
                    room = np.zeros((max(last, 2 * first), fresh.shape[1]), np.float32)
                    room[:first] = self._vectors[:first]
                    self._vectors = room
                self._vectors[first:last] = fresh
                self._rows.update((stem, first + offset) for offset, stem in enumerate(missing))
        return np.array([self._rows[s] for s in stems], np.intp)

    def nearness(self, typed: Sequence[str], ids: Ids) -> FloatMatrix:
        """float32 (typed, ids) 0–1: how near each word is in meaning, judged by how near it is to just any word."""
        vectors = self._embedder.embed_queries(typed)
        if self._background is None:
            every = sorted(self._frequency, key=lambda stem: zlib.crc32(stem.encode()))
            sample = self.ids(every[:BACKGROUND])
            self._background = self._vectors[sample]
        usual = vectors @ self._background.T
        middle, spread = usual.mean(axis=1, keepdims=True), np.maximum(usual.std(axis=1, keepdims=True), 1e-3)
        away = (vectors @ self._vectors[ids].T - middle) / spread
        return np.asarray(np.clip((away - NEAR) / (ALIKE - NEAR), 0, 1), np.float32)


@dataclass(frozen=True, slots=True)
class Asked:
    """A word of the question and how much it counts: 1 for the question's own, less for its topic's."""

    word: Word
    weight: float = 1.0


@lru_cache(maxsize=50_000)
def stems_of(text: str) -> frozenset[str]:
    """The distinct content stems of a text."""
    return frozenset(content_stems(text))
