"""What every document that was read must keep: the two laws, and sentences in order."""

from __future__ import annotations

from pathlib import Path

from corpus.catalogue import Catalogue, load_catalogue
from corpus.types import DocumentContent
from ingest.assemble import assemble
from ingest.blocks import ReadDocument
from ingest.pdf import PdfReader

CATALOGUE = load_catalogue()


def content_of(path: Path, *, catalogue: Catalogue = CATALOGUE, known: bool = True) -> DocumentContent:
    """The document as it is stored. known: with its catalogue entry."""
    return assembled(PdfReader().read(path), path, catalogue=catalogue, known=known)


def assembled(
    read: ReadDocument, path: Path, *, catalogue: Catalogue = CATALOGUE, known: bool = True
) -> DocumentContent:
    return assemble(
        read,
        document_id="d",
        filename=path.name,
        sha256="0" * 64,
        entry=catalogue.match(path.name) if known else None,
        catalogue=catalogue,
    )


def keep_the_laws(content: DocumentContent) -> None:
    """A passage is a slice of the clean text, and every character of the clean text has one box on a page."""
    end = 0
    for run in content.runs:
        assert run.char_start == end
        assert len(run.boxes) == 8 * (run.char_end - run.char_start)
        assert 1 <= run.page <= len(content.pages)
        end = run.char_end
    assert end == len(content.text)
    for passage in content.passages:
        assert content.text[passage.char_start : passage.char_end] == passage.text
        assert passage.sentences
        last = 0
        for start, stop in passage.sentences:
            assert last <= start < stop <= len(passage.text)
            assert passage.text[start:stop] == passage.text[start:stop].strip()
            last = stop
        section = next(s for s in content.sections if s.section_id == passage.section_id)
        assert section.char_start <= passage.char_start
        assert passage.char_end <= section.char_end


def outline(content: DocumentContent) -> list[str]:
    """The headings, set in by level."""
    return [f"{'  ' * (section.level - 1)}{section.heading}" for section in content.sections]
