"""The one door to the readers: a checked file in, blocks out. Runs in the child process."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path

from corpus.errors import EmptyDocument, UnsupportedFile
from ingest.blocks import ReadDocument, Reader
from ingest.guard import Limits, check_content, check_file
from ingest.media import CSV, DOCX, EMAIL, HTML, KNOWN, MARKDOWN, ODT, PDF, PPTX, RTF, TEXT, XLSX, media_type
from ingest.pairs import paired
from ingest.readers.errors import translated
from ingest.scans import read_scans

READERS = {
    PDF: "pdf.PdfReader",
    DOCX: "readers.word.WordReader",
    PPTX: "readers.slides.SlideReader",
    XLSX: "readers.sheets.SheetReader",
    ODT: "readers.opendocument.OpenDocumentReader",
    RTF: "readers.richtext.RichTextReader",
    HTML: "readers.webpage.WebpageReader",
    MARKDOWN: "readers.markdown.MarkdownReader",
    TEXT: "readers.plain.PlainReader",
    CSV: "readers.separated.SeparatedReader",
    EMAIL: "readers.mail.MailReader",
}
"""By name, because the libraries of all of them take longer to load than most files take to read."""


def _reader(kind: str) -> Reader:
    module, _, name = READERS[kind].rpartition(".")
    reader: Reader = getattr(import_module(f"ingest.{module}"), name)()
    return reader


def read_file(path: Path, limits: Limits) -> ReadDocument:
    """The file as read by the reader of what it contains, whatever its name says.

    Raises a DocumentError; EmptyDocument when no text came out and no page was flagged for it.
    """
    check_file(path, limits)
    kind = media_type(path)
    if kind.startswith("image/"):
        raise UnsupportedFile(f"Filen {path.name} er et billede. Gem det som PDF, så kan det læses.")
    if kind not in READERS:
        raise UnsupportedFile(f"Filen {path.name} er af typen {kind}, som ikke kan læses. Brug {KNOWN}.")
    check_content(path, kind, limits)
    with translated(path):
        read = _reader(kind).read(path)
        if kind == PDF:
            read = read_scans(read, path, budget_s=limits.wall_s / 2)
        else:
            read = replace(read, blocks=tuple(paired(read.blocks)))
    if not any(block.text.strip() for block in read.blocks) and not read.flags:
        raise EmptyDocument(f"Filen {path.name} indeholder ingen tekst, der kan læses.")
    return read
