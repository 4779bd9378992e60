"""One stored document: what people write about it, a new reading, and a new file in its place."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from corpus.catalogue import Catalogue, CatalogueDocument
from corpus.edits import FIELDS, Edits
from corpus.errors import FileMissing
from corpus.types import Document
from ingest.naming import shown_name
from ingest.originals import original_path

Told = Mapping[str, str]
"""Field of `corpus.edits.FIELDS` → text."""


def with_edits(catalogue: Catalogue, documents: Iterable[Document], edits: Edits) -> Catalogue:
    """The catalogue as people have corrected it, so that a new reading keeps their words.

    A file name that several documents share says nothing of which of them it is, and keeps the catalogue's entry.
    """
    known = {d.document_id: d for d in documents}
    names = Counter(d.filename.casefold() for d in known.values())
    written = [(known[i], told) for i, told in edits.all().items() if i in known]
    entries = [entry_of(catalogue, d, told) for d, told in written if names[d.filename.casefold()] == 1]
    return replace(catalogue, documents=(*entries, *catalogue.documents))


def entry_of(catalogue: Catalogue, document: Document, told: Told, *, filename: str = "") -> CatalogueDocument:
    """An entry that makes the file be read as this document. filename: the new file's, when it is replaced."""
    known = catalogue.match(document.filename)
    own = CatalogueDocument(document.document_id, document.title, document.filename, digest_of=document.digest_of)
    values = {field: told.get(field, getattr(document, field)) for field in FIELDS}
    parts = known.parts if known is not None and known.id == document.document_id else ()
    return replace(own, **values, parts=parts, file=shown_name(filename or document.filename))


def copy_of_original(data: Path, document: Document, folder: Path) -> Path:
    """The original under its own name in the folder. Raises FileMissing."""
    kept = original_path(data, document)
    if not kept.is_file():
        raise FileMissing(f"Originalen til »{document.title}« ligger ikke længere på serveren. Vælg filen igen.")
    path = folder / Path(document.filename).name
    shutil.copyfile(kept, path)
    return path
