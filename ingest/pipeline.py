"""From files to stored documents: one row a file, one transaction a document, nothing touched that has not changed."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from corpus.catalogue import Catalogue
from corpus.errors import DocumentError, EmptyDocument
from corpus.store import Store
from corpus.types import Document, DocumentContent, Flag
from ingest.assemble import assemble
from ingest.blocks import Join
from ingest.guard import Limits, check_file
from ingest.lock import ingest_lock
from ingest.naming import candidates, shown_name, slug
from ingest.originals import drop_original, file_digest, keep_original, sweep_originals
from ingest.passages import SIZE, Size
from ingest.report import DocumentReport
from ingest.sandbox import Sandbox
from ingest.walk import Found, walk

_COLLECT_AFTER = (100_000, 20, 100)
"""Thresholds of gc.set_threshold."""


def ingest_paths(
    paths: Sequence[Path],
    *,
    store: Store,
    catalogue: Catalogue,
    data: Path,
    limits: Limits | None = None,
    wait_s: float = 0.0,
    sandbox: Sandbox | None = None,
    again: bool = False,
    size: Size = SIZE,
) -> Iterator[DocumentReport]:
    """A report for each file, in order, as soon as it is stored; folders are walked.

    A file that cannot be read is a row with status "failed"; the rest goes on. A file whose bytes are stored already
    is "unchanged", with a flag when they are stored under another name: one file is one document, whatever it is
    called. One with a known id and other bytes replaces its document whole.
    again: read a file anew also when its bytes are stored already.
    size: of the passages.
    sandbox: one that the caller keeps open over several calls; without it each call has its own.
    Raises IngestBusy when another ingest holds `data` after `wait_s`; StoreError.
    """
    limits = limits or Limits()
    with ingest_lock(data, wait_s=wait_s), nullcontext(sandbox) if sandbox else Sandbox(limits) as child:
        batch = _Batch(store, catalogue, data, limits, child, again=again, size=size)
        for found in walk(paths, skip=data):
            yield batch.take(found)


def remove_document(document_id: str, *, store: Store, data: Path, wait_s: float = 0.0) -> None:
    """Removes the document from the store and its original from `data`. Raises NotFound, IngestBusy, StoreError."""
    with ingest_lock(data, wait_s=wait_s):
        document = store.document(document_id)
        store.remove(document_id)
        if all(other.sha256 != document.sha256 for other in store.documents()):
            drop_original(data, document)


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """A document is many objects and hardly a cycle: while one is stored, cycles are looked for rarely."""
    before = gc.get_threshold()
    gc.set_threshold(*_COLLECT_AFTER)
    try:
        yield
    finally:
        gc.set_threshold(*before)


class _Batch:
    """One run over many files."""

    def __init__(
        self, store: Store, catalogue: Catalogue, data: Path, limits: Limits, sandbox: Sandbox, *, again: bool,
        size: Size,
    ) -> None:  # fmt: skip
        self._again, self._size = again, size
        self._store, self._catalogue, self._data = store, catalogue, data
        self._limits, self._sandbox = limits, sandbox
        self._known = {document.document_id: document for document in store.documents()}
        self._taken: set[str] = set()
        """Ids that files of this run already have."""
        sweep_originals(data, self._known.values())

    def take(self, found: Found) -> DocumentReport:
        """The file's row; it is stored when this returns."""
        started = time.perf_counter()
        try:
            if found.error is not None:
                raise found.error
            with _seldom_collected():
                report = self._ingest(found.path)
        except DocumentError as error:
            name = shown_name(found.path.name)
            report = DocumentReport(name, "failed", error=shown_name(str(error)), detail=shown_name(error.detail))
        return replace(report, seconds=time.perf_counter() - started)

    def _ingest(self, path: Path) -> DocumentReport:
        check_file(path, self._limits)
        name = shown_name(path.name)
        digest = file_digest(path)
        document_id = self._identify(name, digest)
        old = self._known.get(document_id)
        if old is None and (twin := self._twin(name, digest)):
            message = f"Filen er den samme som »{twin.filename}«, der er indlæst i forvejen, og gemmes kun én gang."
            flags = (Flag("same-file", message),)
            return DocumentReport(name, "unchanged", twin.document_id, twin.title, twin.page_count, flags=flags)
        self._taken.add(document_id)
        if old is not None and old.sha256 == digest and not self._again:
            return DocumentReport(name, "unchanged", document_id, old.title, old.page_count)
        content, joins = self._read(path, name, document_id, digest)
        keep_original(path, self._data, content.document)
        self._store.put(content)
        self._known[document_id] = content.document
        if old is not None and all(other.sha256 != old.sha256 for other in self._known.values()):
            drop_original(self._data, old)
        return DocumentReport(
            name,
            "added" if old is None else "replaced",
            document_id,
            content.document.title,
            content.document.page_count,
            sections=len(content.sections),
            passages=len(content.passages),
            mentions=len(content.mentions),
            joins=joins,
            flags=content.flags,
        )

    def _read(self, path: Path, name: str, document_id: str, digest: str) -> tuple[DocumentContent, Sequence[Join]]:
        read = self._sandbox.read(path)
        content = assemble(
            read,
            document_id=document_id,
            filename=name,
            sha256=digest,
            entry=self._catalogue.match(name),
            catalogue=self._catalogue,
            size=self._size,
        )
        if not content.passages:
            if not content.flags:
                raise EmptyDocument(f"Filen {name} indeholder ingen tekst, der kan læses.")
            content = replace(content, flags=(Flag("no-text", "Dokumentet har ingen tekst at søge i."), *content.flags))
        added = datetime.now(UTC).isoformat(timespec="seconds")
        return replace(content, document=replace(content.document, added=added)), read.joins

    def _twin(self, name: str, digest: str) -> Document | None:
        """The document that has these bytes under another name; None for a file that the catalogue names itself."""
        if self._catalogue.match(name):
            return None
        return next((known for known in self._known.values() if known.sha256 == digest), None)

    def _identify(self, name: str, digest: str) -> str:
        """The catalogue's id; else the name's, numbered when another file of this run has the name."""
        if entry := self._catalogue.match(name):
            return entry.id
        for candidate in candidates(slug(name)):
            old = self._known.get(candidate)
            if candidate not in self._taken or (old is not None and old.sha256 == digest):
                return candidate
        raise AssertionError("candidates never end")
