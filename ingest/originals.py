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
    """sha256 of the file's bytes, 64 hexadecimal digits. Raises UnreadableFile."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableFile(f"Filen {path.name} kan ikke åbnes. Har du adgang til den?", detail=str(error)) from error


def original_path(data: Path, document: Document) -> Path:
    """Where the document's original lies; its name comes from hash and media type alone, never from the user."""
    return data / FOLDER / _name(document)


def _name(document: Document) -> str:
    return f"{document.sha256}{SUFFIXES.get(document.media_type, '')}"


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
        message = f"Filen kan ikke gemmes i {target.parent}. Tjek, at der er plads, og at mappen kan skrives til."
        raise StoreError(message, detail=str(error)) from error
    finally:
        beside.unlink(missing_ok=True)


def sweep_originals(data: Path, documents: Iterable[Document]) -> None:
    """Removes half copies and originals without a document, as a crash between two steps may leave them.

    Nothing is removed when no document's original is here at all: then the folder belongs to another database.
    """
    if not (data / FOLDER).is_dir():
        return
    wanted = {_name(document) for document in documents}
    with os.scandir(data / FOLDER) as entries:
        present = {entry.name for entry in entries if entry.is_file(follow_symlinks=False)}
    mine = bool(wanted & present)
    for name in present - wanted:
        if name.startswith(".") or (mine and _OURS.fullmatch(name)):
            (data / FOLDER / name).unlink(missing_ok=True)


def drop_original(data: Path, document: Document) -> None:
    """Removes the original; nothing happens when it is gone already."""
    original_path(data, document).unlink(missing_ok=True)
