"""What answers need to know of a generation's passages whatever is asked, worked out when the index is built.

It lies in the generation's folder beside the search index, and is left unread when other code, other words for the
projects or another embedder made it: it is then worked out again, from the store.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.answers import Source
from corpus.store import Store, joined
from index.build import KEYS
from index.danish import ANALYSER_VERSION
from index.embed import Embedder, light_embedder
from index.keys import KeyTable, open_keys
from service.score_view import embedded_texts, shape_of
from service.span_table import KINDS, SpanTable, SpanWriter, digest_of, open_span_table
from service.word_table import WordCounter, WordTable, open_word_table

FOLDER = "answers"
MADE_BY = "made-by.json"
WORD_VECTORS = "words.f16"
BATCH = 256
_CODE = ("candidates", "score_types", "score_view", "score_words", "span_table", "word_table", "words")
"""The modules that decide what is written, beside the types of question and how Danish is read into words."""


Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Prepared:
    """keys: passage id → its row in both tables. vectors: of the stems, None where they are made when needed."""

    words: WordTable
    spans: SpanTable
    keys: KeyTable
    vectors: npt.NDArray[np.float16] | None


def prepare(
    store: Store, titles: Mapping[str, str], embedder: Embedder, folder: Path, keys: KeyTable, live: Path | None
) -> None:
    """Writes into a generation's folder what `open_prepared` reads. titles: project id → its title.

    live: the folder of a generation made with the same embedder, whose rows are used again, or None.
    """
    (folder / FOLDER).mkdir()
    before = open_prepared(live, titles, embedder, open_keys(live / KEYS)) if live else None
    writer = _Writer(store, titles, embedder, folder / FOLDER, before)
    for start in range(0, len(keys.ids), BATCH):
        batch = keys.ids[start : start + BATCH]
        new = [i for i in batch if i and (before is None or before.keys.digest_of(i) != keys.digest_of(i))]
        made = writer.read(new)
        for passage_id in batch:
            if passage_id in made:
                writer.add(*made[passage_id])
            else:
                writer.keep(passage_id)
    writer.close()


def open_prepared(folder: Path, titles: Mapping[str, str], embedder: Embedder, keys: KeyTable) -> Prepared | None:
    """What a generation's folder holds; None when it holds nothing, or nothing made of these titles by this code."""
    here = folder / FOLDER
    try:
        if json.loads((here / MADE_BY).read_text("utf-8")) != _made_by(titles, embedder):
            return None
        words, spans = open_word_table(here), open_span_table(here, embedder.dimension)
        shape = len(words.stems), embedder.dimension
        ahead = (here / WORD_VECTORS).is_file() and shape[0] > 0
        vectors = np.asarray(np.memmap(here / WORD_VECTORS, np.float16, "r", shape=shape)) if ahead else None
        return Prepared(words, spans, keys, vectors)
    except (OSError, ValueError, KeyError):
        return None


class _Writer:
    """Writes both tables, row by row."""

    def __init__(
        self, store: Store, titles: Mapping[str, str], embedder: Embedder, folder: Path, before: Prepared | None
    ) -> None:
        self._store = store
        self._titles = titles
        self._embedder = embedder
        self._folder = folder
        self._before = before
        self._ahead = light_embedder(embedder) is embedder
        self._words = WordCounter(before.words if before else None)
        self._spans = SpanWriter(folder, with_vectors=self._ahead)

    def read(self, passage_ids: Sequence[str]) -> dict[str, tuple[Source, str, Vectors | None]]:
        """passage id → the passage as a source, its project's title, and its vectors when they are kept."""
        rows = joined(self._store, self._store.passages(passage_ids))
        sources = [Source(1, 1.0, *row) for row in rows]
        titled = [(s, title_of(s.passage.project, self._titles)) for s in sources]
        if not self._ahead:
            return {s.passage.passage_id: (s, title, None) for s, title in titled}
        texts = [embedded_texts(*each) for each in titled]
        vectors = self._embedder.embed_passages([text for held in texts for text in held])
        ends = np.cumsum([len(held) for held in texts])
        parts = np.split(vectors, ends[:-1]) if texts else []
        return {s.passage.passage_id: (s, title, part) for (s, title), part in zip(titled, parts, strict=True)}

    def add(self, source: Source, title: str, vectors: Vectors | None) -> None:
        """A row for a passage that is new."""
        self._words.add(source.passage)
        self._spans.add(shape_of(source, title), self._words.number, digest_of(source, title), vectors)

    def keep(self, passage_id: str) -> None:
        """The row that the passage had before; an empty one for a key without a passage."""
        row = self._before.keys.key(passage_id) if self._before and passage_id else None
        if self._before is None or row is None:
            self._words.skip()
            self._spans.skip(self._embedder.dimension)
        else:
            self._words.keep(row)
            self._spans.keep(self._before.spans, row)

    def close(self) -> None:
        """Writes what remains."""
        self._spans.close()
        table = self._words.table()
        table.save(self._folder)
        if self._ahead:
            held = np.zeros((0, self._embedder.dimension), np.float16)
            if self._before and self._before.vectors is not None:
                held = self._before.vectors
            fresh = self._embedder.embed_passages(table.surfaces[len(held) :]).astype(np.float16)
            (self._folder / WORD_VECTORS).write_bytes(held.tobytes() + fresh.tobytes())
        (self._folder / MADE_BY).write_text(json.dumps(_made_by(self._titles, self._embedder)), "utf-8")


def title_of(project: str, titles: Mapping[str, str]) -> str:
    """The title of a project, "" for no project, its id where it has none."""
    return titles.get(project, project)


def _made_by(titles: Mapping[str, str], embedder: Embedder) -> dict[str, object]:
    code = hashlib.sha256(b"".join((Path(__file__).parent / f"{name}.py").read_bytes() for name in _CODE)).hexdigest()
    return {
        "code": code, "kinds": list(KINDS), "analyser": ANALYSER_VERSION, "titles": dict(titles),
        "embedder": embedder.fingerprint, "dimension": embedder.dimension,
    }  # fmt: skip
