"""Law set in two narrow columns by the test itself: every word must come back, in order, divided words whole."""

from __future__ import annotations

import json
import lzma
from itertools import islice
from pathlib import Path

import pytest
from pdf_checks import assembled, keep_the_laws
from pdf_typeset import typeset

from ingest.pdf import PdfReader


def provisions(testdata: Path, *, count: int) -> list[tuple[str, str]]:
    """(heading, text) pairs from all over the law file; texts that the standard fonts cannot set are left out."""
    with lzma.open(testdata / "training" / "law.jsonl.xz", "rt", encoding="utf-8") as file:
        rows = map(json.loads, islice(file, 0, None, 40))
        fit = ((row["title"][:60].strip(), " ".join(row["text"].split())) for row in rows if _fits(row))
        return list(islice(fit, count))


def _fits(row: dict[str, str]) -> bool:
    text = row["text"] + row["title"]
    plain = all(ord(char) < 256 and char not in "\u00ad\\" for char in text)
    return plain and 200 < len(row["text"]) < 2500 and max(map(len, text.split())) < 32


def missing(found: list[str], expected: list[str]) -> list[str]:
    """Words that differ where the two texts, which otherwise agree word for word, do not."""
    differ: list[str] = []
    at = 0
    for word in expected:
        if at < len(found) and found[at] == word:
            at += 1
        elif word in found[at : at + 4]:
            at += found[at : at + 4].index(word) + 1
        else:
            differ.append(word)
            at += 1
    return differ


def check(path: Path, texts: list[tuple[str, str]], *, pages: int) -> None:
    whole = typeset(path, texts, pages=pages)
    read = PdfReader().read(path)
    assert len(read.pages) == pages
    assert [page.label for page in read.pages] == [str(number) for number in range(1, pages + 1)]
    body = " ".join(block.text for block in read.blocks if block.kind != "aside").split()
    expected = " ".join(f"{heading} {text}" for heading, text in texts[:whole]).split()
    assert missing(body, expected) == []
    assert sum(join.removed for join in read.joins) > 10 * pages
    keep_the_laws(assembled(read, path))


def test_a_few_pages(testdata: Path, tmp_path: Path) -> None:
    check(tmp_path / "law.pdf", provisions(testdata, count=120), pages=10)


def test_a_long_file_is_laid_out_in_stretches_and_reads_the_same(testdata: Path, tmp_path: Path) -> None:
    path = tmp_path / "law.pdf"
    typeset(path, provisions(testdata, count=160), pages=14)
    whole, pieces = PdfReader().read(path), PdfReader(stretch=4).read(path)
    assert [(b.kind, b.text, b.level, b.page) for b in pieces.blocks] == [
        (b.kind, b.text, b.level, b.page) for b in whole.blocks
    ]
    boxes = [[run.boxes for block in read.blocks for run in block.runs] for read in (pieces, whole)]
    assert boxes[0] == boxes[1]
    assert [page.label for page in pieces.pages] == [page.label for page in whole.pages]
    keep_the_laws(assembled(pieces, path))


@pytest.mark.slow
def test_three_hundred_pages(testdata: Path, tmp_path: Path) -> None:
    check(tmp_path / "law.pdf", provisions(testdata, count=2400), pages=300)
