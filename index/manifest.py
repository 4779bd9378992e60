"""The manifest of a generation: how it was made, and every file with its size and sha256."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from corpus.errors import IndexCorrupt, IndexMismatch

FORMAT_VERSION = 3
MANIFEST = "manifest.json"
REBUILD = "Byg det igen med »klimasvar index«."


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file: path inside the generation with "/", size in bytes, sha256 in hex."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """created: ISO 8601 in UTC. corpus_digest: the store's digest that the generation answers for.

    light_fingerprint, light_dimension: of the embedder of sentences and words.
    """

    name: str
    created: str
    embedder_id: str
    embedder_fingerprint: str
    dimension: int
    light_fingerprint: str
    light_dimension: int
    analyser_version: str
    passages: int
    sentences: int
    corpus_digest: str
    vector_kind: Literal["flat", "ivf"]
    vector_lists: int
    vector_probes: int
    vector_bits: int
    vector_recall: float
    files: tuple[FileRecord, ...] = ()
    format_version: int = FORMAT_VERSION

    def save(self, folder: Path) -> None:
        """Writes manifest.json, the last file of a generation."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=2)
        (folder / MANIFEST).write_text(text + "\n", "utf-8")


def open_manifest(folder: Path) -> Manifest:
    """The generation's manifest. Raises IndexCorrupt, and IndexMismatch for another format version."""
    try:
        values = json.loads((folder / MANIFEST).read_text("utf-8"))
        if values["format_version"] != FORMAT_VERSION:
            raise IndexMismatch(
                f"Indekset »{folder.name}« har format {values['format_version']}, "
                f"men programmet bruger {FORMAT_VERSION}. {REBUILD}"
            )
        files = tuple(FileRecord(**record) for record in values.pop("files"))
        return Manifest(**values, files=files)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexCorrupt(
            f"Indekset »{folder.name}« mangler en læselig manifest.json. {REBUILD}", detail=str(error)
        ) from error


def record_files(folder: Path) -> tuple[FileRecord, ...]:
    """Every file of a generation but its manifest and locks, by path."""
    paths = sorted(p for p in folder.rglob("*") if p.is_file())
    return tuple(
        FileRecord(p.relative_to(folder).as_posix(), p.stat().st_size, sha256_of(p))
        for p in paths
        if p.name != MANIFEST and p.suffix != ".lock"
    )


def verify_files(folder: Path, files: tuple[FileRecord, ...], *, every_byte: bool) -> None:
    """Returns when each file is there with its size, and with its sha256 when every_byte. Raises IndexCorrupt."""
    for record in files:
        path = folder / record.path
        if not path.is_file():
            raise IndexCorrupt(f"Filen »{record.path}« mangler i indekset »{folder.name}«. {REBUILD}")
        size = path.stat().st_size
        if size != record.size or (every_byte and sha256_of(path) != record.sha256):
            raise IndexCorrupt(
                f"Filen »{record.path}« i indekset »{folder.name}« er ændret, siden det blev bygget. {REBUILD}",
                detail=f"size {size}, expected {record.size} and sha256 {record.sha256}",
            )


def sha256_of(path: Path) -> str:
    """sha256 in hex, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
