"""Generations: an index is built beside the live one, verified, and switched to by one atomic replace.

<folder>/CURRENT names the live one; <folder>/<name>/ holds manifest.json, keys.tsv, words/ (tantivy),
vectors.faiss, passages.f32 (exact vectors by key) and sentences.*.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import IndexCorrupt, IndexMismatch, IndexMissing
from index.build import FULL, KEYS, VECTORS, WORDS, Builder, Built, Live, Progress, open_full, vector_type
from index.danish import ANALYSER_VERSION
from index.embed import Embedder, light_embedder
from index.keys import KeyTable, open_keys
from index.late import open_words
from index.lexical import TantivyIndex
from index.manifest import REBUILD, Manifest, open_manifest, record_files, verify_files
from index.rerank import Reranker, no_reranker
from index.retrieve import Retriever
from index.rows import RowFile
from index.sentences import open_sentences
from index.source import PassageSource
from index.spelling import Speller
from index.threads import one_thread_a_question
from index.vector import VECTOR_BYTES, VectorPlan, open_index

CURRENT = "CURRENT"
WORK = ".build-"
NAME = re.compile(r"g\d{6}")

Beside = Callable[[Path, KeyTable, Path | None], None]
"""Called with the generation's folder, its passages, and the folder of the live generation when the same models and
analyser made it."""


@dataclass(frozen=True, slots=True)
class Generation:
    """A whole generation, open for questions."""

    manifest: Manifest
    retriever: Retriever


def build_generation(
    store: PassageSource,
    embedder: Embedder,
    folder: Path,
    *,
    progress: Progress | None = None,
    memory: int = VECTOR_BYTES,
    beside: Beside | None = None,
    afresh: bool = False,
) -> Manifest:
    """The manifest of a new live generation of all the store's passages.

    Passages whose text and context the live generation has already embedded with the same model are not embedded
    again. Until the last step the live generation is untouched; generations older than it are then removed.
    Only one may be built at a time: what another build has left is swept away.
    memory: bytes that vectors may take before they are kept with 8, then 4 bits a dimension. beside: writes what else
    belongs to the generation. afresh: no word is kept of a passage that is gone, and no older generation.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f"{WORK}*"):
        shutil.rmtree(left, ignore_errors=True)
    digest = store.digest()
    work = Path(tempfile.mkdtemp(prefix=WORK, dir=folder))
    try:
        light = light_embedder(embedder)
        live = _live(folder, embedder, light)
        if live is not None and afresh:
            live = replace(live, words_fit=False)
        built = Builder(work, embedder, light, live, memory=memory).build(store, progress=progress)
        if beside is not None:
            beside(work, open_keys(work / KEYS), live.folder if live and live.words_fit else None)
        manifest = _manifest(_next_name(folder), embedder, light, built, digest, work)
        manifest.save(work)
        verify_files(work, manifest.files, every_byte=False)
        os.replace(work, folder / manifest.name)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    previous = "" if afresh else live_name(folder)
    switch(folder, manifest.name)
    _prune(folder, keep={manifest.name, previous})
    return manifest


def open_generation(
    folder: Path, *, embedder_for: Callable[[str], Embedder], reranker: Reranker = no_reranker
) -> Generation:
    """The live generation; the embedder is the one its manifest names.

    Checks that every file is there with its size (`index.check` reads every byte).
    Raises IndexMissing, IndexCorrupt, IndexMismatch, EmbedderUnavailable.
    """
    one_thread_a_question()
    name = live_name(folder)
    if not name:
        raise IndexMissing("Der er ikke bygget noget indeks endnu. Kør »klimasvar ingest« først.")
    home = folder / name
    manifest = open_manifest(home)
    verify_files(home, manifest.files, every_byte=False)
    embedder = embedder_for(manifest.embedder_id)
    light = light_embedder(embedder)
    _check_fit(manifest, embedder, light)
    full = RowFile(home / FULL, vector_type(manifest.dimension))
    words = open_words(home, manifest.light_dimension)
    retriever = Retriever(
        keys=open_keys(home / KEYS, digests=False),
        lexical=TantivyIndex(home / WORDS),
        vectors=open_index(home / VECTORS, _plan(manifest), full=full),
        sentences=open_sentences(home, manifest.light_dimension),
        words=words,
        speller=Speller(words.vocabulary),
        embedder=embedder,
        light=light,
        rerank=reranker,
    )
    return Generation(manifest, retriever)


def live_name(folder: Path) -> str:
    """The name of the live generation, "" when there is none. Raises IndexCorrupt for an unlikely name."""
    try:
        name = (folder / CURRENT).read_text("utf-8").strip()
    except FileNotFoundError:
        return ""
    if not NAME.fullmatch(name):
        raise IndexCorrupt(f"Filen CURRENT i indeksmappen peger ikke på et indeks. {REBUILD}", detail=name)
    return name


def generation_names(folder: Path) -> list[str]:
    """Every whole generation in the folder, oldest first."""
    return sorted(p.name for p in folder.glob("g*") if NAME.fullmatch(p.name) and p.is_dir())


def switch(folder: Path, name: str) -> None:
    """Makes that generation the live one, by one atomic replace."""
    beside = folder / f".{CURRENT}.{os.getpid()}"
    with beside.open("w", encoding="utf-8") as file:
        file.write(f"{name}\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, folder / CURRENT)


def roll_back(folder: Path) -> Manifest:
    """The manifest of the generation before the live one, which is now live. Raises IndexMissing when there is none."""
    older = [name for name in generation_names(folder) if name < live_name(folder)]
    if not older:
        raise IndexMissing("Der er ikke noget tidligere indeks at gå tilbage til.")
    manifest = open_manifest(folder / older[-1])
    verify_files(folder / older[-1], manifest.files, every_byte=True)
    switch(folder, older[-1])
    return manifest


def _live(folder: Path, embedder: Embedder, light: Embedder) -> Live | None:
    """The live generation's files, None when there is none, it was made with another model, or it is damaged."""
    name = live_name(folder)
    if not name:
        return None
    home = folder / name
    try:
        manifest = open_manifest(home)
        verify_files(home, manifest.files, every_byte=True)
    except (IndexCorrupt, IndexMismatch):
        return None
    if not _same_models(manifest, embedder, light):
        return None
    keys = open_keys(home / KEYS)
    return Live(
        folder=home,
        keys=keys,
        full=open_full(home, len(keys.ids), manifest.dimension),
        sentences=open_sentences(home, manifest.light_dimension),
        plan=_plan(manifest),
        words_fit=manifest.analyser_version == ANALYSER_VERSION,
    )


def _plan(manifest: Manifest) -> VectorPlan:
    return VectorPlan(
        kind=manifest.vector_kind,
        lists=manifest.vector_lists,
        probes=manifest.vector_probes,
        bits=manifest.vector_bits,
        recall=manifest.vector_recall,
    )


def _manifest(name: str, embedder: Embedder, light: Embedder, built: Built, digest: str, work: Path) -> Manifest:
    return Manifest(
        name=name,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        embedder_id=embedder.model_id,
        embedder_fingerprint=embedder.fingerprint,
        dimension=embedder.dimension,
        light_fingerprint=light.fingerprint,
        light_dimension=light.dimension,
        analyser_version=ANALYSER_VERSION,
        passages=built.passages,
        sentences=built.sentences,
        corpus_digest=digest,
        vector_kind=built.plan.kind,
        vector_lists=built.plan.lists,
        vector_probes=built.plan.probes,
        vector_bits=built.plan.bits,
        vector_recall=built.plan.recall,
        files=record_files(work),
    )


def _same_models(manifest: Manifest, embedder: Embedder, light: Embedder) -> bool:
    named = (manifest.embedder_fingerprint, manifest.dimension, manifest.light_fingerprint, manifest.light_dimension)
    return named == (embedder.fingerprint, embedder.dimension, light.fingerprint, light.dimension)


def _check_fit(manifest: Manifest, embedder: Embedder, light: Embedder) -> None:
    if manifest.analyser_version != ANALYSER_VERSION:
        raise IndexMismatch(
            f"Indekset er lavet med ordanalyse {manifest.analyser_version}, men programmet bruger "
            f"{ANALYSER_VERSION}. {REBUILD}"
        )
    if not _same_models(manifest, embedder, light):
        raise IndexMismatch(
            f"Indekset er lavet med en anden udgave af modellen »{manifest.embedder_id}«. {REBUILD}",
            detail=f"dimension {manifest.dimension} and {embedder.dimension}",
        )


def _next_name(folder: Path) -> str:
    names = generation_names(folder)
    return f"g{int(names[-1][1:]) + 1 if names else 1:06d}"


def _prune(folder: Path, *, keep: set[str]) -> None:
    for name in generation_names(folder):
        if name not in keep:
            shutil.rmtree(folder / name, ignore_errors=True)
