"""The words of the material: how rare each is, and which are like a word of a question, as written and in meaning."""

from __future__ import annotations

import math
import threading
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from index.codes import widened
from index.embed import Embedder
from service.alike import AlikeWords
from service.word_table import WordTable
from service.words import Word, commonness, content_stems

FloatMatrix = npt.NDArray[np.float32]
FloatVector = npt.NDArray[np.float32]
Ids = npt.NDArray[np.intp]

NEAR = 2.7
"""A word nearer than the words of the material are on the average by less than this says nothing: some always are."""
ALIKE = 8.0
"""A word nearer by more than this means the same. Both in standard deviations, so that any embedder's scale will do."""
KEPT = 2_000
"""So many words of questions are remembered."""
BACKGROUND = 1500
"""So many words of the material show how near a question's word is to just any word."""


class Vocabulary:
    """The stems of the material with document frequency and a vector each. Safe to share between threads."""

    def __init__(self, table: WordTable, embedder: Embedder, *, vectors: npt.NDArray[np.float16] | None = None) -> None:
        """vectors: of the table's stems, where they have been embedded already."""
        self._embedder = embedder
        self._forms = table.forms
        self._surfaces = table.surfaces
        self._stems = table.stems
        self._frequency: list[int] = table.frequency.tolist()
        self._numbers = {stem: number for number, stem in enumerate(table.stems)}
        self._alike = AlikeWords(table.stems, table.parts)
        self._vectors = _Vectors(embedder, table.surfaces, vectors)
        self._background: FloatMatrix | None = None
        self._lock = threading.Lock()
        self._written: dict[tuple[str, tuple[str, ...]], tuple[Ids, FloatVector]] = {}
        self.count = table.passages

    def __contains__(self, stem: str) -> bool:
        return self._held_by(stem) > 0

    def _held_by(self, stem: str) -> int:
        """How many passages hold the stem."""
        number = self._numbers.get(stem, len(self._frequency))
        return self._frequency[number] if number < len(self._frequency) else 0

    def rarity(self, stem: str, surface: str = "") -> float:
        """Inverse document frequency, at least 0.3; less for a word that is common in Danish at large."""
        idf = math.log((self.count + 1) / (self._held_by(stem) + 0.5))
        return max(0.3, idf) * commonness(surface or self.surface(stem))

    def written_like(self, word: Word) -> tuple[Ids, FloatVector]:
        """Ids of the material's words that are written like `word` or share its parts, and how alike they are, 0–1."""
        key = (word.stem, word.parts)
        found = self._written.get(key)
        if found is None:
            weights = {part: self.part_rarity(part) for part in word.parts or (word.stem,)}
            found = self._alike.find(word.stem, weights)
            if len(self._written) > KEPT:
                self._written.clear()
            self._written[key] = found
        return found

    def holds(self, word: str) -> bool:
        """True when the material holds that word, lower case, letter for letter."""
        return word in self._forms

    def knows(self, word: Word) -> bool:
        """True when the material holds the word, one of its parts, or a word written nearly so."""
        return bool((self.written_like(word)[1] > 0.6).any())

    def surface(self, stem: str) -> str:
        """A word of the material with that stem, as it is written there, lower case."""
        number = self._numbers.get(stem, len(self._surfaces))
        return self._surfaces[number] if number < len(self._surfaces) else stem

    def part_rarity(self, part: str) -> float:
        """As `rarity`, counting every word that the part stands in."""
        seen = sum(self._frequency[number] for number in self._alike.with_part(part))
        return max(0.3, math.log((self.count + 1) / (seen + 0.5)))

    def ids(self, stems: Sequence[str]) -> Ids:
        """A number for each stem, always the same."""
        with self._lock:
            for stem in stems:
                if stem not in self._numbers:
                    self._numbers[stem] = len(self._numbers)
                    self._vectors.name(stem)
        return np.array([self._numbers[stem] for stem in stems], np.intp)

    def known(self, stems: Iterable[str]) -> frozenset[int]:
        """The numbers of those stems that have one."""
        return frozenset(self._numbers[stem] for stem in stems if stem in self._numbers)

    def nearness(self, typed: Sequence[str], ids: Ids) -> FloatMatrix:
        """float32 (typed, ids) 0–1: how near each word is in meaning, 0 for what is no nearer than chance."""
        return np.asarray(np.clip((self.away(typed, ids) - NEAR) / (ALIKE - NEAR), 0, 1), np.float32)

    def away(self, typed: Sequence[str], ids: Ids) -> FloatMatrix:
        """float32 (typed, ids): by how many standard deviations each word is nearer than just any word is."""
        vectors = self._embedder.embed_queries(typed)
        if self._background is None:
            # Not from the numbers: other threads add to those.
            held = [stem for stem, passages in zip(self._stems, self._frequency, strict=True) if passages]
            every = sorted(held, key=lambda stem: zlib.crc32(stem.encode()))
            self._background = self._vectors.of(self.ids(every[:BACKGROUND]))
        # With the few on the right: a tall matrix times a narrow one takes half the time of its mirror image.
        usual = (self._background @ vectors.T).T
        middle, spread = usual.mean(axis=1, keepdims=True), np.maximum(usual.std(axis=1, keepdims=True), 1e-3)
        return np.asarray(((self._vectors.of(ids) @ vectors.T).T - middle) / spread, np.float32)


class _Vectors:
    """A vector a word: those stored, and the others embedded when they are first asked for."""

    def __init__(self, embedder: Embedder, names: Sequence[str], stored: npt.NDArray[np.float16] | None) -> None:
        self._embedder = embedder
        self._stored = stored
        self._first = 0 if stored is None else len(stored)
        self._names = list(names[self._first :])
        self._rows = np.zeros((len(self._names), embedder.dimension), np.float32)
        self._made = np.zeros(len(self._names), bool)
        self._lock = threading.Lock()

    def name(self, word: str) -> None:
        """Adds a word."""
        with self._lock:
            self._names.append(word)
            if len(self._names) > len(self._rows):
                more = len(self._names)
                self._rows = np.concatenate([self._rows, np.zeros((more, self._rows.shape[1]), np.float32)])
                self._made = np.concatenate([self._made, np.zeros(more, bool)])

    def of(self, ids: Ids) -> FloatMatrix:
        """float32 (ids, dimension)."""
        if self._stored is not None and (not len(ids) or int(ids.max()) < self._first):
            return widened(self._stored[ids])
        late = ids >= self._first
        rows = np.zeros((len(ids), self._rows.shape[1]), np.float32)
        if self._stored is not None:
            rows[~late] = widened(self._stored[ids[~late]])
        rows[late] = self._made_of(ids[late] - self._first)
        return rows

    def _made_of(self, places: Ids) -> FloatMatrix:
        with self._lock:
            missing = np.unique(places[~self._made[places]])
            if len(missing):
                self._rows[missing] = self._embedder.embed_passages([self._names[place] for place in missing])
                self._made[missing] = True
            return np.asarray(self._rows[places], np.float32)


@dataclass(frozen=True, slots=True)
class Asked:
    """A word of the question and how much it counts: 1 for the question's own, less for its topic's."""

    word: Word
    weight: float = 1.0


@lru_cache(maxsize=4096)
def stems_of(text: str) -> frozenset[str]:
    """The distinct content stems of a text."""
    return frozenset(content_stems(text))
