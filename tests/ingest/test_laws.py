"""The two laws over every document there is: shipped, shared and awkward, in every format."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pdf_checks import assembled, keep_the_laws

from corpus.errors import DocumentError
from ingest.guard import Limits
from ingest.media import PDF, SUFFIXES
from ingest.read import read_file
from tests import conftest

MATERIALS = Path(__file__).resolve().parents[2] / "corpus" / "materials"
REFUSED = {
    "005-libreoffice-writer-password__libreoffice-writer-password.pdf": "PasswordProtected",
    "017-unreadable-meta-data__unreadablemetadata.pdf": "UnreadableFile",
}
"""What nobody can read, and as what it is refused."""


def documents() -> Iterator[Path]:
    shared = conftest.testdata_folder()
    for folder in (MATERIALS, shared / "documents", shared / "report"):
        files = sorted(folder.rglob("*.*")) if folder.is_dir() else []
        yield from (path for path in files if path.suffix in SUFFIXES.values())


@pytest.mark.parametrize("path", list(documents()), ids=lambda path: path.name)
def test_the_laws_hold(path: Path) -> None:
    if path.name in REFUSED:
        with pytest.raises(DocumentError) as caught:
            read_file(path, Limits())
        assert type(caught.value).__name__ == REFUSED[path.name]
        return
    read = read_file(path, Limits())
    content = assembled(read, path)
    assert content.passages or content.flags
    if read.media_type == PDF:
        keep_the_laws(content)
        return
    assert content.runs == ()
    for passage in content.passages:
        assert content.text[passage.char_start : passage.char_end] == passage.text
        assert all(passage.text[start:stop].strip() for start, stop in passage.sentences)


def test_no_shared_document_is_passed_over(testdata: Path) -> None:
    names = {path.name for path in documents()}
    assert {"vip-klimaprojekterne.pdf", "fjernvarme-rapport.docx", "tre-spalter.pdf"} <= names
    assert len(list((testdata / "documents" / "awkward").glob("*.pdf"))) >= 9


def test_no_shipped_document_is_passed_over() -> None:
    names = {path.name for path in documents()}
    assert {"kort-fortalt.pdf", "emballageprincipper.docx", "samkoerselsguide.pptx", "krav-plastemballage.xlsx",
            "moebelhierarki.html", "uddannelsestjeneste.md"} <= names  # fmt: skip
