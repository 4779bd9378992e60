"""Writes the files of a generation from the store, embedding only what the live one has not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.store import Store
from corpus.types import Passage
from index.danish import analyse, forms, grams
from index.embed import Embedder
from index.keys import KeyTable
from index.lexical import Row, TantivyIndex
from index.sentences import SentenceVectors, write_sentences
from index.vector import FloatMatrix, VectorPlan, new_index, plan_for

KEYS = "keys.tsv"
WORDS = "words"
VECTORS = "vectors.faiss"
FULL = "passages.f32"
BATCH = 256

Progress = Callable[[int, int], None]
"""Called with (passages done, passages in all)."""


@dataclass(frozen=True, slots=True)
class Reusable:
    """Vectors already made with the same embedder: by passage id, valid while the digest is the same."""

    keys: KeyTable
    full: FloatMatrix
    sentences: SentenceVectors

    def find(self, passage_id: str, digest: str) -> int | None:
        """The key of the vectors that can be used again."""
        key = self.keys.key(passage_id)
        return key if key is not None and self.keys.digests[key] == digest else None


@dataclass(frozen=True, slots=True)
class Built:
    """What was written. embedded: how many passages had to be embedded anew."""

    passages: int
    sentences: int
    embedded: int
    plan: VectorPlan


class Builder:
    """One build into one empty folder."""

    def __init__(self, folder: Path, embedder: Embedder, reusable: Reusable | None) -> None:
        self._folder = folder
        self._embedder = embedder
        self._reusable = reusable
        self._embedded = 0
        self._keys = KeyTable()

    def build(self, store: Store, *, progress: Progress | None = None) -> Built:
        """Writes every file but the manifest."""
        digests = store.passage_digests()
        words = TantivyIndex(self._folder / WORDS)
        sentences = write_sentences(self._folder, self._write_passages(store, digests, words, progress))
        words.save()
        self._keys.save(self._folder / KEYS)
        plan = self._write_index()
        return Built(len(self._keys), sentences, self._embedded, plan)

    def _write_passages(
        self, store: Store, digests: dict[str, str], words: TantivyIndex, progress: Progress | None
    ) -> Iterator[npt.NDArray[np.float16]]:
        """Writes passage vectors and words; gives on the sentence vectors, one matrix a passage."""
        with (self._folder / FULL).open("wb") as full:
            passages = store.iter_passages()
            while batch := list(islice(passages, BATCH)):
                vectors, sentences = self._embed(batch, digests)
                full.write(vectors.tobytes())
                keys = [self._keys.add(p.passage_id, digests[p.passage_id]) for p in batch]
                words.add(lexical_row(key, passage) for key, passage in zip(keys, batch, strict=True))
                yield from sentences
                if progress is not None:
                    progress(len(self._keys), len(digests))

    def _embed(
        self, batch: list[Passage], digests: dict[str, str]
    ) -> tuple[FloatMatrix, list[npt.NDArray[np.float16]]]:
        vectors = np.zeros((len(batch), self._embedder.dimension), np.float32)
        sentences: list[npt.NDArray[np.float16]] = [np.zeros((0, 0), np.float16)] * len(batch)
        new: list[int] = []
        for place, passage in enumerate(batch):
            held = self._held(passage.passage_id, digests[passage.passage_id])
            if held is None:
                new.append(place)
            else:
                vectors[place], sentences[place] = held
        if new:
            passages = [batch[place] for place in new]
            vectors[new] = self._embedder.embed_passages([passage_text(p) for p in passages])
            for place, matrix in zip(new, self._embed_sentences(passages), strict=True):
                sentences[place] = matrix
        self._embedded += len(new)
        return vectors, sentences

    def _held(self, passage_id: str, digest: str) -> tuple[FloatMatrix, npt.NDArray[np.float16]] | None:
        key = None if self._reusable is None else self._reusable.find(passage_id, digest)
        if self._reusable is None or key is None:
            return None
        return self._reusable.full[key], self._reusable.sentences.of(key)

    def _embed_sentences(self, passages: list[Passage]) -> Iterator[npt.NDArray[np.float16]]:
        texts = [sentence_texts(passage) for passage in passages]
        matrix = self._embedder.embed_passages([text for group in texts for text in group])
        place = 0
        for group in texts:
            yield matrix[place : place + len(group)].astype(np.float16)
            place += len(group)

    def _write_index(self) -> VectorPlan:
        plan = plan_for(len(self._keys))
        full = open_full(self._folder, len(self._keys), self._embedder.dimension)
        index = new_index(self._embedder.dimension, plan, full=full)
        for start in range(0, len(full), 65536):
            part = np.array(full[start : start + 65536])
            index.add(np.arange(start, start + len(part), dtype=np.int64), part)
        index.save(self._folder / VECTORS)
        return plan


def passage_text(passage: Passage) -> str:
    """What is embedded of a passage: where it stands, then what it says."""
    return f"{passage.context}\n{passage.text}" if passage.context else passage.text


def sentence_texts(passage: Passage) -> list[str]:
    """The passage's sentences, the whole text when it has none."""
    return [passage.text[start:end] for start, end in passage.sentences] or [passage.text]


def lexical_row(key: int, passage: Passage) -> Row:
    """What the lexical index holds of a passage."""
    tokens, context = analyse(passage.text), analyse(passage.context)
    return key, {
        "words": [token.term for token in tokens],
        "parts": [form for token in tokens for form in forms(token)],
        "grams": grams(f"{passage.context} {passage.text}"),
        "context": [form for token in context for form in forms(token)],
    }


def open_full(folder: Path, count: int, dimension: int) -> FloatMatrix:
    """float32 (count, dimension), one row a key, memory-mapped."""
    if not count:
        return np.zeros((0, dimension), np.float32)
    return np.memmap(folder / FULL, np.float32, "r", shape=(count, dimension))
