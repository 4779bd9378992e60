"""The library's index: built beside the live one when the store has changed, mended when it is old, rolled back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import inf

from corpus.errors import IndexCorrupt, IndexMismatch, IndexMissing
from corpus.sqlstore import SqlStore
from index.generation import build_generation, live_name, open_generation, roll_back
from index.manifest import Manifest, open_manifest
from ingest.lock import ingest_lock
from service.assistant import INDEX, embedder_named, embedder_of, open_catalogue, open_engine
from service.prepare import open_prepared, prepare
from service.settings import Settings

Progress = Callable[[str, int, int], None]
"""Called with (what is being done, steps done, steps in all)."""


def refresh_index(
    settings: Settings, store: SqlStore, *, progress: Progress | None = None, afresh: bool = False
) -> Manifest | None:
    """A new live generation when the store has changed since the last one, else None. Waits for another ingest."""
    folder = settings.data / INDEX
    with ingest_lock(settings.data, wait_s=inf):
        name = live_name(folder)
        known = open_manifest(folder / name).corpus_digest == store.digest() if name else not store.documents()
        return None if known else _build(settings, store, progress, afresh=afresh)


def reindex(settings: Settings, *, progress: Progress | None = None) -> Manifest:
    """A new live generation of the whole store, with the embedder that the settings name.

    Waits for another ingest. Raises IndexMissing when there is nothing to index, EmbedderUnavailable.
    """
    store = SqlStore(open_engine(settings))
    if not store.documents():
        raise IndexMissing("Der er ingen dokumenter at indeksere. Indlæs dem med »klimasvar ingest STI«.")
    with ingest_lock(settings.data, wait_s=inf):
        return _build(settings, store, progress)


def mend_index(settings: Settings, *, progress: Progress | None = None) -> bool:
    """True when there is an index to answer from, after rebuilding one that another model or program version made.

    False when nothing has been indexed yet. Raises EmbedderUnavailable, StoreError.
    """
    try:
        generation = open_generation(settings.data / INDEX, embedder_for=lambda name: embedder_named(name, settings))
    except IndexMissing:
        return False
    except (IndexCorrupt, IndexMismatch):
        reindex(settings, progress=progress)
        return True
    retriever, home = generation.retriever, settings.data / INDEX / generation.manifest.name
    if open_prepared(home, open_catalogue(settings).titles(), retriever.embedder, retriever.keys) is None:
        reindex(settings, progress=progress)
    return True


def roll_back_index(settings: Settings) -> Manifest:
    """The generation before the live one, live again. Waits for another ingest. Raises IndexMissing."""
    with ingest_lock(settings.data, wait_s=inf):
        return roll_back(settings.data / INDEX)


def _build(settings: Settings, store: SqlStore, progress: Progress | None, *, afresh: bool = False) -> Manifest:
    def step(done: int, total: int) -> None:
        if progress:
            progress("Bygger indeks", done, total)

    embedder, titles = embedder_of(settings), open_catalogue(settings).titles()
    beside = partial(prepare, store, titles, embedder)
    return build_generation(store, embedder, settings.data / INDEX, progress=step, beside=beside, afresh=afresh)
