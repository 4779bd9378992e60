"""Writes the files of a generation from the store: afresh, or as a copy of the live one with what has changed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from corpus.types import Passage
from index.codes import Codes, encode
from index.embed import Embedder
from index.keys import KeyTable, open_keys
from index.late import FILES as WORD_FILES
from index.late import WordWriter
from index.lexical import Keys, TantivyIndex
from index.sentences import OFFSETS, ROWS, SentenceVectors, append_sentences, open_sentences
from index.source import PassageSource, described_passage, lexical_row, passage_text, sentence_texts, sentence_words
from index.vector import VECTOR_BYTES, FloatMatrix, VectorPlan, new_index, open_index, plan_for, tuned

KEYS = "keys.tsv"
WORDS = "words"
VECTORS = "vectors.faiss"
FULL = "passages.f32"
BATCH = 256
MOST_CHANGED = 0.3
"""Above this share of new or dead passages a generation is written afresh, which also leaves the dead out."""
RECALL_QUERIES = 200
CONTEXT_SHARE = 0.6
"""Of the vector of the headings in a sentence's vector; 0, 0.3 and 0.6 were tried on the tune halves."""

Progress = Callable[[int, int], None]
"""Called with (passages done, passages to do)."""


@dataclass(frozen=True, slots=True)
class Live:
    """The live generation's files, made with the same embedders. words_fit: with the same analyser too."""

    folder: Path
    keys: KeyTable
    full: FloatMatrix
    sentences: SentenceVectors
    plan: VectorPlan
    words_fit: bool


@dataclass(frozen=True, slots=True)
class Built:
    """What was written."""

    passages: int
    sentences: int
    plan: VectorPlan


@dataclass(frozen=True, slots=True)
class _Changes:
    gone: list[str]
    new: list[str]


class Builder:
    """One build into one empty folder."""

    def __init__(
        self, folder: Path, embedder: Embedder, light: Embedder, live: Live | None, *, memory: int = VECTOR_BYTES
    ) -> None:
        """embedder: of passages; light: of sentences and words."""
        self._folder = folder
        self._embedder = embedder
        self._light = light
        self._live = live
        self._memory = memory
        self._keys = KeyTable()

    def build(self, store: PassageSource, *, progress: Progress | None = None) -> Built:
        """Writes every file but the manifest."""
        digests = store.passage_digests()
        changes = None if self._live is None else _changes(self._live, digests)
        copied = self._live is not None and changes is not None and self._worth_copying(changes, len(digests))
        gone = self._copy(changes.gone) if copied and changes is not None else np.zeros(0, np.int64)
        passages = _read(store, changes.new) if copied and changes is not None else store.iter_passages()
        first = len(self._keys.ids)
        words = TantivyIndex(self._folder / WORDS)
        words.remove(gone)
        late = WordWriter(self._folder)
        total = append_sentences(self._folder, self._write_passages(passages, digests, words, late, progress))
        words.save()
        late.save(self._light.embed_queries)
        self._keys.save(self._folder / KEYS)
        plan = self._change_index(gone, first) if copied else self._write_index()
        return Built(len(self._keys), total, plan)

    def _worth_copying(self, changes: _Changes, count: int) -> bool:
        live = self._live
        if live is None or not live.words_fit or not count:
            return False
        dead = len(live.keys.ids) - len(live.keys) + len(changes.gone)
        wanted = plan_for(count, self._embedder.dimension, memory=self._memory)
        grown = live.plan.kind != wanted.kind or wanted.lists > 2 * live.plan.lists
        return not grown and max(dead, len(changes.new)) <= MOST_CHANGED * count

    def _copy(self, gone: list[str]) -> Keys:
        """Starts from the live files; the keys of the passages that are gone."""
        assert self._live is not None
        source = self._live.folder
        for name in (FULL, ROWS, OFFSETS, *WORD_FILES):
            shutil.copyfile(source / name, self._folder / name)
        # tantivy never changes a file it has written, so its files are shared, not copied.
        shutil.copytree(
            source / WORDS, self._folder / WORDS, copy_function=_share, ignore=shutil.ignore_patterns("*.lock")
        )
        self._keys = open_keys(source / KEYS)
        return np.array(sorted(self._keys.remove(passage_id) for passage_id in gone), np.int64)

    def _write_passages(
        self,
        passages: Iterator[Passage],
        digests: dict[str, str],
        words: TantivyIndex,
        late: WordWriter,
        progress: Progress | None,
    ) -> Iterator[Codes]:
        """Writes passage vectors and words; gives on the sentence vectors, one array a passage."""
        with (self._folder / FULL).open("ab") as full:
            while batch := list(islice(passages, BATCH)):
                vectors, sentences = self._vectors(batch, digests)
                full.write(vectors.tobytes())
                keys = [self._keys.add(p.passage_id, digests[p.passage_id]) for p in batch]
                described = list(map(described_passage, batch))
                words.add(map(lexical_row, keys, described))
                late.add(map(sentence_words, batch, described))
                yield from sentences
                if progress is not None:
                    progress(len(self._keys), len(digests))

    def _vectors(self, batch: list[Passage], digests: dict[str, str]) -> tuple[FloatMatrix, list[Codes]]:
        vectors = np.zeros((len(batch), self._embedder.dimension), np.float32)
        sentences: dict[int, Codes] = {}
        for place, passage in enumerate(batch):
            held = self._held(passage.passage_id, digests[passage.passage_id])
            if held is not None:
                vectors[place], sentences[place] = held
        new = [place for place in range(len(batch)) if place not in sentences]
        if new:
            passages = [batch[place] for place in new]
            vectors[new] = self._embedder.embed_passages([passage_text(p) for p in passages])
            sentences.update(zip(new, self._embed_sentences(passages), strict=True))
        return vectors, [sentences[place] for place in range(len(batch))]

    def _held(self, passage_id: str, digest: str) -> tuple[FloatMatrix, Codes] | None:
        """The live generation's vectors of the passage, None when it has none or the text was another."""
        if self._live is None or self._live.keys.digest_of(passage_id) != digest:
            return None
        key = self._live.keys.key(passage_id)
        return None if key is None else (self._live.full[key], self._live.sentences.of(key))

    def _embed_sentences(self, passages: list[Passage]) -> Iterator[Codes]:
        texts = [sentence_texts(passage) for passage in passages]
        vectors = self._light.embed_passages([text for group in texts for text in group])
        rows = encode(self._placed(vectors, [p.context for p, g in zip(passages, texts, strict=True) for _ in g]))
        place = 0
        for group in texts:
            yield rows[place : place + len(group)]
            place += len(group)

    def _placed(self, vectors: FloatMatrix, contexts: list[str]) -> FloatMatrix:
        """Sentence vectors turned a little towards where each stands, since a sentence seldom names its subject."""
        number = {context: row for row, context in enumerate(filter(None, dict.fromkeys(contexts)))}
        if not number:
            return vectors
        known = np.vstack([self._light.embed_passages(list(number)), np.zeros((1, vectors.shape[1]), np.float32)])
        turned = vectors + np.float32(CONTEXT_SHARE) * known[[number.get(context, -1) for context in contexts]]
        return np.asarray(turned / np.maximum(np.linalg.norm(turned, axis=1, keepdims=True), 1e-12), np.float32)

    def _write_index(self) -> VectorPlan:
        dimension = self._embedder.dimension
        plan = plan_for(len(self._keys), dimension, memory=self._memory)
        full = open_full(self._folder, len(self._keys), dimension)
        index = new_index(dimension, plan, full=full)
        for start in range(0, len(full), 65536):
            part = np.array(full[start : start + 65536])
            index.add(np.arange(start, start + len(part), dtype=np.int64), part)
        plan = tuned(index, plan, self._queries(full), self._keys.keys())
        index.save(self._folder / VECTORS)
        return plan

    def _queries(self, full: FloatMatrix) -> FloatMatrix:
        """Vectors that are near passages without being theirs: of sentences, or halfway between two neighbours."""
        if self._light is self._embedder:
            return open_sentences(self._folder, self._light.dimension).sample(RECALL_QUERIES)
        rows = np.arange(0, max(0, len(full) - 1), max(1, len(full) // RECALL_QUERIES))[:RECALL_QUERIES]
        between = full[rows] + full[rows + 1]
        return np.asarray(between / np.maximum(np.linalg.norm(between, axis=1, keepdims=True), 1e-12), np.float32)

    def _change_index(self, gone: Keys, first: int) -> VectorPlan:
        assert self._live is not None
        full = open_full(self._folder, len(self._keys.ids), self._embedder.dimension)
        index = open_index(self._live.folder / VECTORS, self._live.plan, full=full, writable=True)
        index.remove(gone)
        index.add(np.arange(first, len(full), dtype=np.int64), np.array(full[first:]))
        plan = tuned(index, self._live.plan, self._queries(full), self._keys.keys())
        index.save(self._folder / VECTORS)
        return plan


def vector_type(dimension: int) -> np.dtype[Any]:
    """One row of FULL."""
    return np.dtype((np.float32, (dimension,)))


def open_full(folder: Path, count: int, dimension: int) -> FloatMatrix:
    """float32 (count, dimension), one row a key, memory-mapped."""
    if not count:
        return np.zeros((0, dimension), np.float32)
    return np.asarray(np.memmap(folder / FULL, np.float32, "r", shape=(count, dimension)))


def _changes(live: Live, digests: dict[str, str]) -> _Changes:
    held = {passage_id for passage_id in live.keys.ids if passage_id}
    gone = [i for i in sorted(held) if digests.get(i) != live.keys.digest_of(i)]
    new = [i for i, digest in digests.items() if live.keys.digest_of(i) != digest]
    return _Changes(gone, sorted(new))


def _read(store: PassageSource, passage_ids: list[str]) -> Iterator[Passage]:
    for start in range(0, len(passage_ids), BATCH):
        yield from store.passages(passage_ids[start : start + BATCH])


def _share(source: str, target: str) -> str:
    """A hard link where the file system has them, else a copy."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
    return target
