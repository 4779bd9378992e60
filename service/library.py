"""What an operator does to the library: add documents, read them again, remove them, check that all is whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.catalogue import MATERIALS, CatalogueDocument
from corpus.database import forget
from corpus.edits import Edits
from corpus.errors import (
    FileMissing,
    KlimasvarError,
    NotFound,
    StoreError,
    UnsupportedFile,
)
from corpus.sqlstore import SqlStore
from corpus.types import Document
from index.check import check_generation
from index.manifest import Manifest
from ingest.download import Downloader, DownloadLimits, DownloadReport
from ingest.guard import Limits
from ingest.inspect import draw_page
from ingest.originals import file_digest, original_path
from ingest.pipeline import ingest_paths, remove_document
from ingest.report import DocumentReport, format_report
from ingest.sandbox import Sandbox
from service.assistant import INDEX, open_catalogue, open_engine
from service.indexing import Progress, refresh_index
from service.settings import Settings
from service.upkeep import copy_of_original, entry_of, with_edits

SOURCES = "sources"


@dataclass(frozen=True, slots=True)
class Added:
    """What became of the files, and the index generation that they are found in (None when nothing changed)."""

    reports: tuple[DocumentReport, ...]
    manifest: Manifest | None

    def text(self) -> str:
        """The report in Danish."""
        said = format_report(self.reports)
        if self.manifest is None:
            return said
        return f"{said}\nIndekset {self.manifest.name} er i brug: {self.manifest.passages} uddrag."


def limits_of(settings: Settings) -> Limits:
    """The limits for reading one file."""
    return Limits(
        max_bytes=settings.max_upload_bytes,
        wall_s=settings.ingest_timeout_s,
        memory_bytes=settings.ingest_memory_mb * 1024 * 1024,
    )


def add_documents(
    settings: Settings,
    paths: Sequence[Path],
    *,
    wait_s: float = 0.0,
    progress: Progress | None = None,
    told: Callable[[DocumentReport], None] = lambda _: None,
) -> Added:
    """Reads the files, stores them and switches to an index that holds them.

    A file that cannot be read is a row of the report; the others are stored. told: called with each row at once.
    Raises IngestBusy, StoreError, EmbedderUnavailable.
    """
    engine = open_engine(settings)
    store = SqlStore(engine)
    catalogue = with_edits(open_catalogue(settings), store.documents(), Edits(engine))
    reports = []
    for report in ingest_paths(
        paths, store=store, catalogue=catalogue, data=settings.data, limits=limits_of(settings), wait_s=wait_s
    ):
        reports.append(report)
        told(report)
        if progress:
            progress("Læser filer", len(reports), 0)
    return Added(tuple(reports), refresh_index(settings, store, progress=progress))


def read_again(
    settings: Settings,
    document_id: str,
    *,
    path: Path | None = None,
    edits: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Added:
    """Reads one document anew: from its original, or from the file that takes its place, with what people wrote.

    edits: new words for `corpus.edits.FIELDS`, kept when the reading succeeds. Of a replaced file no word is left.
    Raises NotFound, FileMissing, IngestBusy.
    """
    engine = open_engine(settings)
    store, catalogue, kept = SqlStore(engine), open_catalogue(settings), Edits(engine)
    document = store.document(document_id)
    written = kept.all().get(document_id, {}) if edits is None else edits
    with TemporaryDirectory(prefix="klimasvar-") as folder:
        file = path or copy_of_original(settings.data, document, Path(folder))
        entry = entry_of(catalogue, document, written, filename=file.name)
        known = replace(catalogue, documents=(entry, *catalogue.documents))
        rows = ingest_paths(
            [file], store=store, catalogue=known, data=settings.data, limits=limits_of(settings), again=True
        )
        reports = tuple(rows)
    if edits is not None and not any(report.failed for report in reports):
        kept.save(document_id, edits)
    forget(engine)
    return Added(reports, refresh_index(settings, store, progress=progress, afresh=path is not None))


def fetch_sources(settings: Settings) -> list[DownloadReport]:
    """Downloads what the catalogue gives an address for and does not ship, into the data folder; a row each."""
    limits, catalogue = DownloadLimits(max_bytes=settings.max_upload_bytes), open_catalogue(settings)
    with Downloader(settings.data / SOURCES, limits=limits) as downloader:
        return list(downloader.fetch_all(catalogue, skip=lambda entry: (MATERIALS / entry.file).is_file()))


def remove(settings: Settings, document_id: str, *, progress: Progress | None = None) -> Manifest | None:
    """Removes the document from text, files, vectors and words, of older indexes too. Raises NotFound, IngestBusy."""
    engine = open_engine(settings)
    store = SqlStore(engine)
    remove_document(document_id, store=store, data=settings.data)
    Edits(engine).save(document_id, {})
    forget(engine)
    return refresh_index(settings, store, progress=progress, afresh=True)


def check_library(settings: Settings) -> list[str]:
    """Danish sentences, one for each thing that is wrong; empty when database, files and index fit together."""
    store = SqlStore(open_engine(settings))
    problems = [said for document in store.documents() if (said := _original_problem(settings.data, document))]
    try:
        problems += check_generation(settings.data / INDEX, store)
    except KlimasvarError as error:
        problems.append(str(error))
    return problems


def inspect_page(settings: Settings, document: str, *, page: int, out: Path | None) -> Path:
    """Where the picture of the page, as the reader saw it, was written (PNG).

    document: a document id, or the path of a PDF. Raises FileMissing, UnsupportedFile, NotFound, DocumentError.
    """
    path, name = Path(document), Path(document).stem
    entry = open_catalogue(settings).match(path.name)
    if not path.is_file():
        path, name, entry = _stored(settings, document)
    if path.suffix.lower() != ".pdf":
        raise UnsupportedFile(f"Kun PDF-filer har sider at tegne; {path.name} er ikke en PDF.")
    with Sandbox(limits_of(settings)) as sandbox:
        read = sandbox.read(path)
    target = out or Path(f"{name}-s{page}.png")
    try:
        target.write_bytes(draw_page(path, read, page=page, entry=entry))
    except OSError as error:
        raise StoreError(f"Billedet kan ikke skrives til {target}. Vælg et andet sted med --out.") from error
    return target


def _stored(settings: Settings, document_id: str) -> tuple[Path, str, CatalogueDocument | None]:
    try:
        document = SqlStore(open_engine(settings)).document(document_id)
    except NotFound as error:
        raise FileMissing(f"Der er hverken en fil eller et dokument, der hedder »{document_id}«.") from error
    return original_path(settings.data, document), document_id, open_catalogue(settings).match(document.filename)


def _original_problem(data: Path, document: Document) -> str:
    path = original_path(data, document)
    if not path.is_file():
        return f"Originalen til »{document.title}« mangler. Indlæs filen {document.filename} igen."
    if file_digest(path) != document.sha256:
        return f"Originalen til »{document.title}« er ændret på disken. Indlæs filen {document.filename} igen."
    return ""
