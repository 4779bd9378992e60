"""The lexical index: terms in, keys and BM25 scores out. The only importer of tantivy.

A passage is known here by its key (a whole number that the generation gives it) and by lists of terms, one list
a field, as the analyser made them: tantivy splits at blanks and changes nothing.
Scores are BM25 (Robertson & Zaragoza 2009) with k1 = 1.2, b = 0.75 and the length rounded as in Lucene.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal, Protocol, get_args

import numpy as np
import numpy.typing as npt
import tantivy

from corpus.errors import IndexCorrupt

Field = Literal["words", "parts", "grams", "context"]
FIELDS: tuple[Field, ...] = get_args(Field)

Keys = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]
Scored = tuple[Keys, Scores]
"""Keys and their scores, best first; equal scores by key. Two arrays of one length."""

Row = tuple[int, Mapping[Field, Sequence[str]]]
"""A key, and a field's terms; several may be joined by blanks."""

NARROW = 4096
HEAP_BYTES = 256 << 20
MOST_READ = 2_000_000
"""So many entries of the lists of passages are read for a question: some ten milliseconds."""


class LexicalIndex(Protocol):
    """Words to keys. Changes are seen by `search` after `save`."""

    def add(self, rows: Iterable[Row]) -> None:
        """Adds passages under new keys."""

    def remove(self, keys: Keys) -> None:
        """Removes the passages with these keys; a key that is not there is no error."""

    def save(self) -> None:
        """Writes all changes, whole or not at all."""

    def search(self, field: Field, terms: Mapping[str, float], *, k: int, allowed: Keys | None = None) -> Scored:
        """At most `k` passages that hold at least one of the terms, BM25 each times its weight, summed.

        allowed: the only keys that may be found, sorted; None for all. Filtered before ranking.
        """
        ...


class TantivyIndex:
    """A tantivy directory. Opened for reading; a writer exists only between a change and `save`."""

    def __init__(self, folder: Path) -> None:
        """Opens the index in the folder, or makes an empty one. Raises IndexCorrupt."""
        folder.mkdir(parents=True, exist_ok=True)
        self._schema = _schema()
        self._writer: tantivy.IndexWriter | None = None
        try:
            self._index = tantivy.Index(self._schema, path=str(folder), reuse=True)
            self._searcher = self._index.searcher()
        except (ValueError, OSError) as error:
            raise IndexCorrupt(
                "Ordindekset kan ikke læses. Byg det igen med »klimasvar index«.", detail=str(error)
            ) from error

    def add(self, rows: Iterable[Row]) -> None:
        """Adds passages under new keys."""
        writer = self._writing()
        for key, fields in rows:
            document = tantivy.Document()
            document.add_unsigned("key", key)
            for field, terms in fields.items():
                document.add_text(field, " ".join(terms))
            writer.add_document(document)

    def remove(self, keys: Keys) -> None:
        """Removes the passages with these keys."""
        if len(keys):
            self._writing().delete_documents_by_query(self._among(keys))

    def save(self) -> None:
        """Commits, waits for merges to end, and lets `search` see the changes."""
        if self._writer is not None:
            writer, self._writer = self._writer, None
            writer.commit()
            writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(self, field: Field, terms: Mapping[str, float], *, k: int, allowed: Keys | None = None) -> Scored:
        """See LexicalIndex."""
        if not terms or k < 1 or (allowed is not None and not len(allowed)):
            return _nothing()
        query = self._any_of(field, self._telling(field, terms))
        if allowed is None:
            return self._top(query, k)
        if len(allowed) <= NARROW:
            only = tantivy.Query.const_score_query(self._among(allowed), 0.0)
            must = tantivy.Occur.Must
            return self._top(tantivy.Query.boolean_query([(must, only), (must, query)]), k)
        return self._top_allowed(query, k, allowed)

    def _top_allowed(self, query: tantivy.Query, k: int, allowed: Keys) -> Scored:
        """A wide filter: the ranking is read further down until k allowed ones are found or it ends."""
        limit = 4 * k
        while True:
            keys, scores = self._top(query, limit)
            inside = np.isin(keys, allowed, assume_unique=True)
            if inside.sum() >= k or len(keys) < limit:
                return keys[inside][:k], scores[inside][:k]
            limit *= 4

    def _telling(self, field: Field, terms: Mapping[str, float]) -> Mapping[str, float]:
        """The terms that tell passages apart best, in a large collection no more than can be read in time.

        What is left out stands in so many passages that it moves few of the best ones (term pruning as in Buckley &
        Lewit 1985). Collections of less than MOST_READ / len(terms) passages are always read whole.
        """
        count = self._searcher.num_docs
        if count * len(terms) <= MOST_READ:
            return terms
        held = {term: self._searcher.doc_freq(field, term) for term in terms}
        rarity = {term: math.log(1 + (count - n + 0.5) / (n + 0.5)) for term, n in held.items()}
        kept: dict[str, float] = {}
        left = MOST_READ
        for term in sorted(terms, key=lambda term: -terms[term] * rarity[term]):
            left -= held[term]
            if kept and left < 0:
                break
            kept[term] = terms[term]
        return kept

    def _any_of(self, field: Field, terms: Mapping[str, float]) -> tantivy.Query:
        should = tantivy.Occur.Should
        clauses = [
            (should, tantivy.Query.boost_query(self._term(field, term), weight)) for term, weight in terms.items()
        ]
        return tantivy.Query.boolean_query(clauses)

    def _term(self, field: Field, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, term, "freq")

    def _among(self, keys: Keys) -> tantivy.Query:
        return tantivy.Query.term_set_query(self._schema, "key", keys.tolist())

    def _top(self, query: tantivy.Query, k: int) -> Scored:
        limit = min(k, max(1, self._searcher.num_docs))
        hits = self._searcher.search(query, limit=limit, count=False).hits
        if not hits:
            return _nothing()
        addresses = [address for _, address in hits]
        keys = np.array(self._searcher.fast_field_values("key", addresses), np.int64)
        scores = np.array([score for score, _ in hits], np.float32)
        order = np.lexsort((keys, -scores))
        return keys[order], scores[order]

    def _writing(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(heap_size=HEAP_BYTES, num_threads=1)
        return self._writer


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("key", indexed=True, fast=True)
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _nothing() -> Scored:
    return np.zeros(0, np.int64), np.zeros(0, np.float32)
