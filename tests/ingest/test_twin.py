"""A report as PDF and as Word: the same section tree, but for what only one of them says.

Differences that are right: the PDF prints a table of contents and sets its subtitle and two lead-in lines as large as
headings; Word knows them as what they are. Mathematical letters in headings are drawings in the PDF.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path

import pytest

from corpus.catalogue import Catalogue
from corpus.types import DocumentContent
from ingest.assemble import assemble
from ingest.guard import Limits
from ingest.read import read_file


def content(path: Path) -> DocumentContent:
    read = read_file(path, Limits())
    return assemble(read, document_id="d", filename=path.name, sha256="0", entry=None, catalogue=Catalogue())


@pytest.fixture(scope="module")
def twins(testdata: Path) -> tuple[DocumentContent, DocumentContent]:
    folder = testdata / "documents"
    return content(folder / "fjernvarme-rapport.docx"), content(folder / "fjernvarme-rapport.pdf")


def test_the_twins_have_the_same_headings_in_the_same_order(twins: tuple[DocumentContent, DocumentContent]) -> None:
    word, pdf = ([section.heading for section in twin.sections] for twin in twins)
    shared = sum(block.size for block in SequenceMatcher(a=word, b=pdf, autojunk=False).get_matching_blocks())
    assert shared / len(word) > 0.93
    assert shared / len(pdf) > 0.93


def test_the_twins_headings_stand_under_the_same_parents(twins: tuple[DocumentContent, DocumentContent]) -> None:
    word, pdf = ({s.heading: s.path[-2] for s in twin.sections if len(s.path) > 1} for twin in twins)
    both = word.keys() & pdf.keys()
    same = sum(1 for heading in both if word[heading] == pdf[heading])
    assert len(both) > 90
    assert same / len(both) > 0.95
    levels = [{s.heading: s.level for s in twin.sections} for twin in twins]
    assert sum(levels[0][h] == levels[1][h] for h in both) / len(both) > 0.95


def test_the_words_tables_have_headers_and_captions_are_kept(twins: tuple[DocumentContent, DocumentContent]) -> None:
    word, _ = twins
    rows = [p.text[a:b] for p in word.passages if p.kind == "table" for a, b in p.sentences]
    assert len(rows) > 50
    assert sum(row.count(": ") >= 1 for row in rows) / len(rows) > 0.9
    assert sum("Figur " in passage.text for passage in word.passages) >= 8
