"""The originals, kept under their own hash in the data folder."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from corpus.errors import StoreError, UnreadableFile
from corpus.types import Document
from ingest.media import SUFFIXES

FOLDER = "files"
_OURS = re.compile(r"[0-9a-f]{64}(?:\.[a-z]+)?")


def file_digest(path: Path) -> str:
    """sha256 of the file's bytes, 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def original_path(data: Path, document: Document) -> Path:
    """Where the document's original lies; its name comes from hash and media type alone, never from the user."""
    return data / FOLDER / f"{document.sha256}{SUFFIXES.get(document.media_type, '')}"


def keep_original(source: Path, data: Path, document: Document) -> None:
    """Copies the file beside its place, then renames, so that a half copy is never seen.

    Raises UnreadableFile when the file's bytes are no longer those that were read, StoreError.
    """
    target = original_path(data, document)
    if target.exists():
        return
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, beside)
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        if file_digest(beside) != document.sha256:
            raise UnreadableFile(f"Filen {source.name} blev ændret, mens den blev læst. Prøv igen.")
        os.replace(beside, target)
    except OSError as error:
        message = f"Filen kan ikke gemmes i {target.parent}: {error.strerror or error}. Er der plads på disken?"
        raise StoreError(message, detail=str(error)) from error
    finally:
        beside.unlink(missing_ok=True)


def sweep_originals(data: Path, documents: Iterable[Document]) -> None:
    """Removes half copies and originals without a document, as a crash between two steps may leave them.

    Nothing is removed when no document's original is here at all: then the folder belongs to another database.
    """
    wanted = {original_path(data, document).name for document in documents}
    present = {path.name: path for path in (data / FOLDER).glob("*") if path.is_file()}
    mine = bool(wanted & present.keys())
    for name, path in present.items():
        half = name.startswith(".")
        if half or (mine and name not in wanted and _OURS.fullmatch(name)):
            path.unlink(missing_ok=True)


def drop_original(data: Path, document: Document) -> None:
    """Removes the original; nothing happens when it is gone already."""
    original_path(data, document).unlink(missing_ok=True)
