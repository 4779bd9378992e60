"""Late interaction over words: for each word of a question, how near is the nearest word of a sentence?

A sentence's score is the mean of those nearnesses over the question's words, weighted by how rare they are (a MaxSim as
in ColBERT, Khattab & Zaharia 2020, over static word vectors): 1 when every word stands there, and high for other words
that mean the same. A passage scores as its best sentence. Kept: the vocabulary with a vector a word and in how many
passages it stands, and the distinct words of each sentence.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.errors import IndexCorrupt
from index.codes import Codes, FloatMatrix, encode, open_codes, products
from index.lexical import Keys, Scored
from index.rows import Places, RowFile
from index.salience import salience_here

VOCABULARY = "vocabulary.txt"
VECTORS = "vocabulary.i8"
COUNTS = "vocabulary.counts.npy"
WORDS = "sentence-words.u32"
OFFSETS = "sentence-words.offsets.npy"
SENTENCES = "sentence-words.passages.npy"
FILES = (VOCABULARY, VECTORS, COUNTS, WORDS, OFFSETS, SENTENCES)
EMBEDDED_AT_ONCE = 4096
FAR = 0.3
"""Below this cosine two words have nothing to do with each other."""

WordIds = npt.NDArray[np.uint32]


class WordVectors:
    """words[offsets[s] : offsets[s + 1]] are the ids of the distinct words of sentence s, at least one.

    The sentences of the passage with a key are those from sentences[key] up to sentences[key + 1].
    """

    def __init__(
        self,
        vocabulary: Mapping[str, int],
        vectors: Codes,
        counts: npt.NDArray[np.uint32],
        words: RowFile,
        offsets: Places,
        sentences: Places,
    ) -> None:
        """vocabulary: word → its id. counts: in how many passages each word stands, dead ones included."""
        self.vocabulary = vocabulary
        self._vectors = vectors
        self._counts = counts
        self._words = words
        self._offsets = offsets
        self._sentences = sentences

    def weights(self, words: Sequence[str]) -> npt.NDArray[np.float32]:
        """What each word counts for in `best`: its salience in this collection, float32 (n,)."""
        held = (int(self._counts[self.vocabulary[w]]) if w in self.vocabulary else 0 for w in words)
        passages = len(self._sentences) - 1
        return np.array([salience_here(w, count, passages) for w, count in zip(words, held, strict=True)], np.float32)

    def best(self, words: FloatMatrix, weights: npt.NDArray[np.float32], candidates: Keys) -> Scored:
        """Each candidate's score in (0, 1], by score then key; those at 0 left out.

        words: float32 (n, dimension), the unit vectors of the question's words; weights: float32 (n,), positive.
        """
        first, last = self._sentences[candidates], self._sentences[candidates + 1]
        held = last > first
        if not held.any() or not words.any():
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        candidates, first, last = candidates[held], first[held], last[held]
        near = self._nearness(words, self._words.spans(self._offsets[first], self._offsets[last]))
        passages = _starts(last - first)
        sentences = np.repeat(first - passages, last - first) + np.arange((last - first).sum())
        lengths = self._offsets[sentences + 1] - self._offsets[sentences]
        by_sentence = weights @ np.maximum.reduceat(near, _starts(lengths), axis=1) / weights.sum()
        scores = np.maximum.reduceat(by_sentence, passages).astype(np.float32)
        order = np.lexsort((candidates, -scores))
        order = order[scores[order] > 0]
        return candidates[order], scores[order]

    def _nearness(self, words: FloatMatrix, ids: WordIds) -> FloatMatrix:
        """float32 (n, len(ids)): cosines between 0 and 1, those of words too far apart 0."""
        seen = np.zeros(len(self._vectors), bool)
        seen[ids] = True
        near = _near(products(words, self._vectors.take(np.flatnonzero(seen))))
        place = np.cumsum(seen) - 1
        return np.asarray(np.take(near, place[ids], axis=1), np.float32)


def _starts(lengths: Places) -> Places:
    return np.concatenate([[0], np.cumsum(lengths)[:-1]])


def _near(cosines: FloatMatrix) -> FloatMatrix:
    cosines[cosines <= FAR] = 0.0
    return np.minimum(cosines, 1.0, out=cosines)


class WordWriter:
    """Writes the words of passages, in order of key, after those that the folder already holds."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        held = (folder / VOCABULARY).is_file()
        self._ids = _read_vocabulary(folder) if held else {}
        self._old = len(self._ids)
        self._counts = array("I", np.load(folder / COUNTS).tolist() if held else [])
        self._offsets = array("q", np.load(folder / OFFSETS).tolist() if held else [0])
        self._sentences = array("q", np.load(folder / SENTENCES).tolist() if held else [0])

    def add(self, passages: Iterable[Iterable[Sequence[str]]]) -> None:
        """The words of each sentence of each passage; repeated words count once, a sentence without any not at all."""
        with (self._folder / WORDS).open("ab") as file:
            for passage in passages:
                sentences = [ids for words in passage if (ids := self._known(words))]
                for ids in sentences:
                    file.write(np.array(ids, np.uint32).tobytes())
                    self._offsets.append(self._offsets[-1] + len(ids))
                for number in set().union(*sentences):
                    self._counts[number] += 1
                self._sentences.append(len(self._offsets) - 1)

    def _known(self, words: Sequence[str]) -> list[int]:
        ids = sorted({self._ids.setdefault(word, len(self._ids)) for word in words})
        self._counts.extend([0] * (len(self._ids) - len(self._counts)))
        return ids

    def save(self, embed: Callable[[Sequence[str]], FloatMatrix]) -> None:
        """Embeds the words that are new and writes what remains."""
        new = list(self._ids)[self._old :]
        (self._folder / WORDS).touch()
        with (self._folder / VECTORS).open("ab") as file:
            for start in range(0, len(new), EMBEDDED_AT_ONCE):
                file.write(encode(embed(new[start : start + EMBEDDED_AT_ONCE])).tobytes())
        np.save(self._folder / COUNTS, np.array(self._counts, np.uint32))
        np.save(self._folder / OFFSETS, np.array(self._offsets, np.int64))
        np.save(self._folder / SENTENCES, np.array(self._sentences, np.int64))
        (self._folder / VOCABULARY).write_text("".join(f"{word}\n" for word in self._ids), "utf-8")


def open_words(folder: Path, dimension: int) -> WordVectors:
    """The word vectors of a generation. Raises IndexCorrupt."""
    vocabulary = _read_vocabulary(folder)
    offsets: Places = np.load(folder / OFFSETS)
    sentences: Places = np.load(folder / SENTENCES)
    vectors = open_codes(folder / VECTORS, len(vocabulary), dimension)
    counts: npt.NDArray[np.uint32] = np.load(folder / COUNTS)
    words = RowFile(folder / WORDS, np.dtype(np.uint32))
    return WordVectors(vocabulary, vectors, counts, words, offsets, sentences)


def _read_vocabulary(folder: Path) -> dict[str, int]:
    try:
        words = (folder / VOCABULARY).read_text("utf-8").splitlines()
        return {word: number for number, word in enumerate(words)}
    except (OSError, UnicodeDecodeError) as error:
        raise IndexCorrupt(
            f"Filen »{VOCABULARY}« i indekset kan ikke læses. Byg det igen med »klimasvar index«.",
            detail=str(error),
        ) from error
