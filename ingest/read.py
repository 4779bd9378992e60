"""The one door to the readers: a checked file in, blocks out. Runs in the child process."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import EmptyDocument, UnsupportedFile
from ingest.blocks import ReadDocument, Reader
from ingest.guard import Limits, check_content, check_file
from ingest.media import CSV, DOCX, EMAIL, HTML, KNOWN, MARKDOWN, ODT, PDF, PPTX, RTF, TEXT, XLSX, media_type
from ingest.pdf import PdfReader
from ingest.readers.errors import translated
from ingest.readers.mail import MailReader
from ingest.readers.markdown import MarkdownReader
from ingest.readers.opendocument import OpenDocumentReader
from ingest.readers.plain import PlainReader
from ingest.readers.richtext import RichTextReader
from ingest.readers.separated import SeparatedReader
from ingest.readers.sheets import SheetReader
from ingest.readers.slides import SlideReader
from ingest.readers.webpage import WebpageReader
from ingest.readers.word import WordReader
from ingest.scans import read_scans

READERS: dict[str, Reader] = {
    PDF: PdfReader(),
    DOCX: WordReader(),
    PPTX: SlideReader(),
    XLSX: SheetReader(),
    ODT: OpenDocumentReader(),
    RTF: RichTextReader(),
    HTML: WebpageReader(),
    MARKDOWN: MarkdownReader(),
    TEXT: PlainReader(),
    CSV: SeparatedReader(),
    EMAIL: MailReader(),
}


def read_file(path: Path, limits: Limits) -> ReadDocument:
    """The file as read by the reader of what it contains, whatever its name says.

    Raises a DocumentError; EmptyDocument when no text came out and no page was flagged for it.
    """
    check_file(path, limits)
    kind = media_type(path)
    if kind.startswith("image/"):
        raise UnsupportedFile(f"Filen {path.name} er et billede. Gem det som PDF, så kan det læses.")
    reader = READERS.get(kind)
    if reader is None:
        raise UnsupportedFile(f"Filen {path.name} er af typen {kind}, som ikke kan læses. Brug {KNOWN}.")
    check_content(path, kind, limits)
    with translated(path):
        read = reader.read(path)
        if kind == PDF:
            read = read_scans(read, path, budget_s=limits.wall_s / 2)
    if not any(block.text.strip() for block in read.blocks) and not read.flags:
        raise EmptyDocument(f"Filen {path.name} indeholder ingen tekst, der kan læses.")
    return read
