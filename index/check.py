"""Verifies every byte of the live generation, and that it answers for exactly the passages of the store."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import SearchIndexError
from corpus.store import Store
from index.build import KEYS
from index.generation import live_name
from index.keys import open_keys
from index.manifest import REBUILD, open_manifest, verify_files


def check_generation(folder: Path, store: Store) -> list[str]:
    """Danish sentences, one for each thing that is wrong; empty when index and store fit together."""
    try:
        name = live_name(folder)
        if not name:
            return ["Der er ikke bygget noget indeks endnu. Kør »klimasvar ingest« først."] if store.documents() else []
        manifest = open_manifest(folder / name)
        verify_files(folder / name, manifest.files, every_byte=True)
    except SearchIndexError as error:
        return [str(error)]
    indexed, stored = set(open_keys(folder / name / KEYS).ids) - {""}, set(store.passage_digests())
    problems = []
    if missing := len(stored - indexed):
        problems.append(f"Indekset »{name}« mangler {missing} uddrag, som er i databasen. {REBUILD}")
    if orphans := len(indexed - stored):
        problems.append(f"Indekset »{name}« har {orphans} uddrag, som ikke er i databasen. {REBUILD}")
    if not problems and manifest.corpus_digest != store.digest():
        problems.append(f"Indekset »{name}« er ældre end databasens tekst. {REBUILD}")
    return problems
