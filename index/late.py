"""Late interaction over words: for each word of a question, how near is the nearest word of the passage?

The score is the mean of those nearnesses over the question's words, weighted by how rare they are (a MaxSim as in
ColBERT, Khattab & Zaharia 2020, over static word vectors): 1 when every word stands there, and high for other words
that mean the same. Kept: the vocabulary with a vector a word and in how many passages it stands, and the distinct
words of each passage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.errors import IndexCorrupt
from index.codes import Codes, FloatMatrix, encode, open_codes, products
from index.lexical import Keys, Scored
from index.salience import salience_here

VOCABULARY = "vocabulary.txt"
VECTORS = "vocabulary.i8"
COUNTS = "vocabulary.counts.npy"
WORDS = "passage-words.u32"
OFFSETS = "passage-words.offsets.npy"
FILES = (VOCABULARY, VECTORS, COUNTS, WORDS, OFFSETS)
COUNTED_AT_ONCE = 1 << 22
EMBEDDED_AT_ONCE = 4096
FAR = 0.3
"""Below this cosine two words have nothing to do with each other."""

WordIds = npt.NDArray[np.uint32]


class WordVectors:
    """words[offsets[key] : offsets[key + 1]] are the ids of the distinct words of the passage with that key."""

    def __init__(
        self,
        vocabulary: Mapping[str, int],
        vectors: Codes,
        counts: npt.NDArray[np.uint32],
        words: WordIds,
        offsets: npt.NDArray[np.int64],
    ) -> None:
        """vocabulary: word → its id. counts: in how many passages each word stands, dead ones included."""
        self.vocabulary = vocabulary
        self._vectors = vectors
        self._counts = counts
        self._words = words
        self._offsets = offsets

    def weights(self, words: Sequence[str]) -> npt.NDArray[np.float32]:
        """What each word counts for in `best`: its salience in this collection, float32 (n,)."""
        held = (int(self._counts[self.vocabulary[w]]) if w in self.vocabulary else 0 for w in words)
        passages = len(self._offsets) - 1
        return np.array([salience_here(w, count, passages) for w, count in zip(words, held, strict=True)], np.float32)

    def best(self, words: FloatMatrix, weights: npt.NDArray[np.float32], candidates: Keys) -> Scored:
        """Each candidate's score in (0, 1], by score then key; those at 0 left out.

        words: float32 (n, dimension), the unit vectors of the question's words; weights: float32 (n,), positive.
        """
        if not len(words) or not len(candidates) or not words.any():
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        counts = self._offsets[candidates + 1] - self._offsets[candidates]
        held = candidates[counts > 0]
        if not len(held):
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        ids = np.concatenate([self._words[self._offsets[k] : self._offsets[k + 1]] for k in held.tolist()])
        near = self._nearness(words, ids)
        starts = np.concatenate([[0], np.cumsum(counts[counts > 0])[:-1]])
        best = np.maximum.reduceat(near, starts, axis=1)
        scores = (weights @ best / weights.sum()).astype(np.float32)
        order = np.lexsort((held, -scores))
        order = order[scores[order] > 0]
        return held[order], scores[order]

    def _nearness(self, words: FloatMatrix, ids: WordIds) -> FloatMatrix:
        """float32 (n, len(ids)): cosines between 0 and 1, those of words too far apart 0."""
        unique, place = np.unique(ids, return_inverse=True)
        near = _near(products(words, self._vectors[unique]))
        return np.asarray(near[:, place], np.float32)


def _near(cosines: FloatMatrix) -> FloatMatrix:
    cosines[cosines <= FAR] = 0.0
    return np.minimum(cosines, 1.0, out=cosines)


class WordWriter:
    """Writes the words of passages, in order of key, after those that the folder already holds."""

    def __init__(self, folder: Path, dimension: int) -> None:
        self._folder = folder
        self._dimension = dimension
        self._ids = _read_vocabulary(folder) if (folder / VOCABULARY).is_file() else {}
        self._old = len(self._ids)
        self._offsets = np.load(folder / OFFSETS).tolist() if (folder / OFFSETS).is_file() else [0]

    def add(self, passages: Iterable[Sequence[str]]) -> None:
        """One list of words a passage; repeated words count once."""
        with (self._folder / WORDS).open("ab") as file:
            for words in passages:
                ids = sorted({self._ids.setdefault(word, len(self._ids)) for word in words})
                file.write(np.array(ids, np.uint32).tobytes())
                self._offsets.append(self._offsets[-1] + len(ids))

    def save(self, embed: Callable[[Sequence[str]], FloatMatrix]) -> None:
        """Embeds the words that are new and writes what remains."""
        new = list(self._ids)[self._old :]
        (self._folder / WORDS).touch()
        with (self._folder / VECTORS).open("ab") as file:
            for start in range(0, len(new), EMBEDDED_AT_ONCE):
                file.write(encode(embed(new[start : start + EMBEDDED_AT_ONCE])).tobytes())
        np.save(self._folder / COUNTS, self._counts())
        np.save(self._folder / OFFSETS, np.array(self._offsets, np.int64))
        (self._folder / VOCABULARY).write_text("".join(f"{word}\n" for word in self._ids), "utf-8")

    def _counts(self) -> npt.NDArray[np.uint32]:
        """In how many passages each word stands."""
        counts = np.zeros(len(self._ids), np.uint32)
        with (self._folder / WORDS).open("rb") as file:
            while piece := file.read(4 * COUNTED_AT_ONCE):
                counts += np.bincount(np.frombuffer(piece, np.uint32), minlength=len(counts)).astype(np.uint32)
        return counts


def open_words(folder: Path, dimension: int) -> WordVectors:
    """The word vectors of a generation, memory-mapped. Raises IndexCorrupt."""
    vocabulary = _read_vocabulary(folder)
    offsets: npt.NDArray[np.int64] = np.load(folder / OFFSETS)
    vectors = open_codes(folder / VECTORS, len(vocabulary), dimension)
    counts: npt.NDArray[np.uint32] = np.load(folder / COUNTS)
    if not vocabulary:
        return WordVectors({}, vectors, counts, np.zeros(0, np.uint32), offsets)
    words = np.asarray(np.memmap(folder / WORDS, np.uint32, "r", shape=(int(offsets[-1]),)))
    return WordVectors(vocabulary, vectors, counts, words, offsets)


def _read_vocabulary(folder: Path) -> dict[str, int]:
    try:
        words = (folder / VOCABULARY).read_text("utf-8").splitlines()
        return {word: number for number, word in enumerate(words)}
    except (OSError, UnicodeDecodeError) as error:
        raise IndexCorrupt(
            f"Filen »{VOCABULARY}« i indekset kan ikke læses. Byg det igen med »klimasvar index«.",
            detail=str(error),
        ) from error
