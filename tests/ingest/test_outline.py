"""The file's own outline as evidence: headings that look like the text, and how deep headings stand."""

from __future__ import annotations

from pathlib import Path

from pdf_checks import assembled, keep_the_laws, outline
from pdf_pages import BOLD, Piece, column, set_pages

from ingest.layout_outline import HeadingStyle, heading_levels
from ingest.layout_roles import levels
from ingest.pdf import PdfReader

BODY = [
    "Kommunen har lagt cykelstier i tre bydele, og flere",
    "borgere cykler nu til arbejde. Tallene er fra 2023, og",
    "de nye kommer til foråret, når alle har talt deres.",
]


def plain_pages(*heads: tuple[str, ...]) -> list[list[Piece]]:
    """A page for each tuple of headings, each in the size and weight of the text and right above it."""
    return [
        [piece for at, head in enumerate(page) for piece in column(60, 100 + 120 * at, [head, *BODY])] for page in heads
    ]


PAGES = plain_pages(("1 Cykelplan", "1.1 Stier i byen"), ("1.2 Stier på landet", "Økonomi"))
ENTRIES = [("Cykelplan", 0, 1), ("Stier i byen", 1, 1), ("Stier på landet", 1, 2), ("Økonomi", 0, 2)]


def test_headings_in_the_size_of_the_text_are_known_by_the_outline(tmp_path: Path) -> None:
    path = set_pages(tmp_path / "plan.pdf", PAGES, entries=ENTRIES)
    content = assembled(PdfReader().read(path), path)
    assert outline(content) == ["1 Cykelplan", "  1.1 Stier i byen", "  1.2 Stier på landet", "Økonomi"]
    assert {section.path[0] for section in content.sections} == {"1 Cykelplan", "Økonomi"}
    assert [passage.text for passage in content.passages] == [" ".join(BODY)] * 4
    keep_the_laws(content)


def test_without_the_outline_the_same_lines_are_text(tmp_path: Path) -> None:
    path = set_pages(tmp_path / "plan.pdf", PAGES, entries=[])
    assert not [block for block in PdfReader().read(path).blocks if block.kind == "heading"]


def test_an_entry_that_stands_nowhere_on_its_page_makes_no_heading(tmp_path: Path) -> None:
    wrong = [("Stier i byen", 0, 2), ("Kommunen har lagt", 0, 1), ("Noget helt andet", 0, 1)]
    path = set_pages(tmp_path / "plan.pdf", PAGES, entries=wrong)
    assert not [block for block in PdfReader().read(path).blocks if block.kind == "heading"]


def test_a_heading_over_two_lines_is_one(tmp_path: Path) -> None:
    pages = [column(60, 100, ["Sådan får vi flere til at tage cyklen", "hele vejen til arbejdet", *BODY])]
    path = set_pages(
        tmp_path / "p.pdf", pages, entries=[("Sådan får vi flere til at tage cyklen hele vejen til arbejdet", 0, 1)]
    )
    blocks = PdfReader().read(path).blocks
    assert [(block.kind, block.text[:30]) for block in blocks] == [
        ("heading", "Sådan får vi flere til at tage"),
        ("paragraph", "Kommunen har lagt cykelstier i"),
    ]


def test_the_outline_says_how_deep_headings_of_one_face_stand(tmp_path: Path) -> None:
    def page(first: str, second: str) -> list[Piece]:
        heads: list[Piece] = [(60, 90, 14, BOLD, first), (60, 240, 14, BOLD, second)]
        return [*heads, *column(60, 115, BODY), *column(60, 265, BODY), (60, 340, 10, BOLD, "Et mellemrum"),
                *column(60, 360, BODY)]  # fmt: skip

    pages = [
        [(60, 100, 24, BOLD, "Plan for cykler"), *column(60, 200, BODY)],
        page("Mål", "Midler"),
        page("Tid", "Tal"),
    ]
    entries = [("Mål", 0, 2), ("Midler", 1, 2), ("Tid", 0, 3), ("Tal", 1, 3)]
    path = set_pages(tmp_path / "plan.pdf", pages, entries=entries)
    assert outline(assembled(PdfReader().read(path), path)) == [
        "Plan for cykler",
        "  Mål", "    Midler", "      Et mellemrum", "  Tid", "    Tal", "      Et mellemrum",
    ]  # fmt: skip


def test_levels_without_an_outline_are_those_of_the_faces() -> None:
    big, small = (20.0, True), (12.0, True)
    styles = [HeadingStyle(big), HeadingStyle(small, 1), HeadingStyle(small, 2), HeadingStyle(big)]
    assert heading_levels(styles, {big: 1, small: 2}) == [1, 2, 3, 1]


def test_a_heading_in_a_face_of_the_outline_is_as_deep_as_its_entries() -> None:
    big, small = (20.0, True), (12.0, False)
    styles = [HeadingStyle(big, depth=1), HeadingStyle(small, depth=3), HeadingStyle(small), HeadingStyle(big)]
    assert heading_levels(styles, {big: 1, small: 2}) == [1, 3, 3, 1]


def test_an_outline_that_is_broken_or_leads_astray_costs_nothing(tmp_path: Path) -> None:
    entries = [*ENTRIES, *(("Igen", depth, 1) for depth in range(2))]
    path = set_pages(tmp_path / "plan.pdf", PAGES, entries=entries)
    path.write_bytes(path.read_bytes().replace(b"/Next", b"/Parent"))
    assert PdfReader().read(path).blocks


def test_bold_stands_above_plain_at_one_size_and_larger_above_both() -> None:
    assert levels([(9.0, True), (14.0, False), (14.0, True), (20.0, False), (13.6, False)]) == {
        (20.0, False): 1, (14.0, True): 2, (14.0, False): 3, (13.6, False): 3, (9.0, True): 4,
    }  # fmt: skip
