"""Authors and date under a title are text; a heading there is a heading."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdf_pages import BOLD, REGULAR, Piece, column, set_pages

from ingest.layout_outline import HeadingStyle
from ingest.layout_title import under_title
from ingest.pdf import PdfReader

BODY = ["Kommunen har lagt cykelstier i tre bydele, og flere", "borgere cykler nu til arbejde end i fjor."] * 3
LARGE, PLAIN = HeadingStyle((17.0, False)), HeadingStyle((12.0, False))


def opened(*lines: tuple[str, float, str]) -> list[Piece]:
    """A page that opens with the lines, clearly apart, and goes on with text."""
    pieces: list[Piece] = [(60, 80 + 40 * at, size, font, text) for at, (text, size, font) in enumerate(lines)]
    return pieces + column(60, 80 + 40 * len(lines), BODY)


def headings(path: Path, *lines: tuple[str, float, str]) -> list[tuple[str, int]]:
    blocks = PdfReader().read(set_pages(path / "a.pdf", [opened(*lines)])).blocks
    assert {text for text, _, _ in lines} <= {block.text for block in blocks}, "nothing is lost"
    return [(block.text, block.level) for block in blocks if block.kind == "heading"]


def test_authors_and_date_under_a_title_are_no_headings(tmp_path: Path) -> None:
    lines = [
        ("Stier i byen", 17, REGULAR),
        ("Bo Dam", 12, REGULAR),
        ("Ea Holm", 12, REGULAR),
        ("3. marts 2031", 12, REGULAR),
    ]
    assert headings(tmp_path, *lines, ("Resumé", 11, BOLD)) == [("Stier i byen", 1), ("Resumé", 2)]


def test_a_line_in_another_face_than_the_date_stays_a_heading(tmp_path: Path) -> None:
    lines = [
        ("Stier i byen", 17, BOLD),
        ("Sådan kom vi i gang", 14, BOLD),
        ("Mandag den 3. marts 2031 kl. 16.30", 12, REGULAR),
    ]
    assert headings(tmp_path, *lines) == [("Stier i byen", 1), ("Sådan kom vi i gang", 2)]


@pytest.mark.parametrize(
    ("date", "known"),
    [
        ("3. marts 2031", True), ("January 3, 2031", True), ("Marts 2031", True), ("03-03-2031", True),
        ("d. 3. maj 2031", True), ("Stier i marts 2031", False), ("Planen for 2031", False), ("Resumé", False),
    ],
)  # fmt: skip
def test_what_is_a_date(date: str, known: bool) -> None:
    assert under_title(["Titel", "Bo Dam", date], [LARGE, PLAIN, PLAIN]) == ({1, 2} if known else set())


def test_the_title_is_a_heading_although_it_is_a_date() -> None:
    assert under_title(["3. marts 2031", "Dagsorden"], [LARGE, LARGE]) == frozenset()
    assert under_title(["Dagsorden", "3. marts 2031"], [LARGE, LARGE]) == {1}
