"""The files under the paths that a user names."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import DocumentError, FileMissing, UnreadableFile

_READ = ".pdf .docx .pptx .xlsx .odt .rtf .html .htm .xhtml .md .markdown .txt .text .csv .tsv .eml"
_TOLD = ".png .jpg .jpeg .tif .tiff .doc .docm .dot .ppt .pptm .xls .xlsm .xlsb .odp .ods .msg .zip .epub"
SUFFIXES = frozenset(f"{_READ} {_TOLD}".split())
"""What counts as a document in a folder; what stands in _TOLD is not read, but a person is told so."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read, or one that is refused from the start."""

    path: Path
    error: DocumentError | None = None


def walk(paths: Sequence[Path], *, skip: Path) -> Iterator[Found]:
    """Files in the order named, a folder's in order of name. Links are refused, hidden files and `skip` passed over."""
    for path in paths:
        if path.is_symlink():
            yield Found(path, _link(path))
        elif path.is_dir():
            yield from _folder(path, skip.resolve())
        elif not path.exists():
            yield Found(path, FileMissing(f"Filen {path} findes ikke. Er stien skrevet rigtigt?"))
        else:
            yield Found(path)


def _link(path: Path) -> UnreadableFile:
    return UnreadableFile(f"{path.name} er en genvej (symbolsk link) og følges ikke. Angiv selve filen.")


def _folder(folder: Path, skip: Path) -> Iterator[Found]:
    try:
        entries = sorted(os.scandir(folder), key=lambda e: e.name)
    except OSError as error:
        denied = UnreadableFile(
            f"Mappen {folder} kan ikke læses. Giv programmet adgang til den, og prøv igen.", detail=str(error)
        )
        yield Found(folder, denied)
        return
    for entry in entries:
        path = Path(entry.path)
        if entry.name.startswith((".", "~$")):
            continue
        if entry.is_symlink():
            yield Found(path, _link(path))
        elif entry.is_dir():
            yield from _folder(path, skip) if path.resolve() != skip else ()
        elif path.suffix.lower() in SUFFIXES:
            yield Found(path)
