"""Tables in PDF as rows that carry their headers."""

from __future__ import annotations

from pathlib import Path

from pdf_pages import BOLD, Piece, column, set_pages

from corpus.catalogue import MATERIALS
from ingest.pdf import PdfReader

HEAD = ["By", "Skoler", "Besparelse"]
ROWS = [["Nordby", "12", "8 %"], ["Sydby", "7", "11 %"], ["Vestby", "3", "2 %"], ["Østby", "9", "5 %"]]
EDGES = [50.0, 200.0, 300.0, 420.0]
NOTE = "Tallene er fra sidste år og dækker kun de skoler, som kommunen selv ejer og driver i dag."


def cells(top: float, step: float, *, font: str = BOLD) -> list[Piece]:
    pieces: list[Piece] = []
    for number, row in enumerate([HEAD, *ROWS]):
        style = font if number == 0 else "Helvetica"
        pieces += [(EDGES[i] + 5, top + step * number, 10, style, cell) for i, cell in enumerate(row)]
    return pieces


def rows(path: Path) -> list[str]:
    return [block.text for block in PdfReader().read(path).blocks if block.kind == "row"]


EXPECTED = [f"By: {by}; Skoler: {skoler}; Besparelse: {sparet}" for by, skoler, sparet in ROWS]


def test_a_grid(tmp_path: Path) -> None:
    flat = [(EDGES[0], 86.0 + 20 * n, EDGES[-1], 86.0 + 20 * n) for n in range(6)]
    tall = [(x, 86.0, x, 186.0) for x in EDGES]
    page = [*cells(100, 20), *column(50, 230, [NOTE])]
    assert rows(set_pages(tmp_path / "a.pdf", [page], rules=[*flat, *tall])) == EXPECTED


def test_rows_under_a_ruled_header(tmp_path: Path) -> None:
    rules = [(EDGES[i], 104.0, EDGES[i + 1], 104.0) for i in range(3)]
    page = [*cells(100, 18, font="Helvetica"), *column(50, 230, [NOTE])]
    path = set_pages(tmp_path / "a.pdf", [page], rules=rules)
    assert rows(path) == EXPECTED
    assert NOTE in [block.text for block in PdfReader().read(path).blocks if block.kind == "paragraph"]


def test_a_cell_of_two_lines_is_one_cell(tmp_path: Path) -> None:
    rules = [(EDGES[i], 104.0, EDGES[i + 1], 104.0) for i in range(3)]
    page = [(EDGES[i] + 5, 100.0, 10, BOLD, cell) for i, cell in enumerate(HEAD)]
    for number, (by, skoler, sparet) in enumerate(ROWS):
        top = 120.0 + 34 * number
        page += [(55, top, 10, "Helvetica", by), (55, top + 12, 10, "Helvetica", "Kommune")]
        page += [(205, top, 10, "Helvetica", skoler), (305, top, 10, "Helvetica", sparet)]
    found = rows(set_pages(tmp_path / "a.pdf", [page], rules=rules))
    assert found == [f"By: {by} Kommune; Skoler: {skoler}; Besparelse: {sparet}" for by, skoler, sparet in ROWS]


def test_a_borderless_table_without_header_names_its_rows(tmp_path: Path) -> None:
    page: list[Piece] = []
    for number, (by, _, sparet) in enumerate(ROWS):
        page += [(60, 100.0 + 30 * number, 10, "Helvetica", by), (260, 100.0 + 30 * number, 10, "Helvetica", sparet)]
    page += [
        (60, 220, 10, "Helvetica", "Midtby"),
        (260, 220, 10, "Helvetica", "Holm"),
        (260, 232, 10, "Helvetica", "Lund"),
    ]
    found = rows(set_pages(tmp_path / "a.pdf", [page]))
    assert found == [*(f"{by}: {sparet}" for by, _, sparet in ROWS), "Midtby: Holm, Lund"]


def test_text_in_two_columns_is_no_table(tmp_path: Path) -> None:
    lines = [
        "Byen har arbejdet længe med varme i de",
        "gamle huse, og det har lært den meget",
        "om rør, pumper og om mennesker.",
    ]
    page: list[Piece] = []
    for block in range(4):
        page += column(50, 100.0 + 60 * block, lines) + column(310, 100.0 + 60 * block, lines)
    assert rows(set_pages(tmp_path / "a.pdf", [page])) == []


def test_the_digest_pairs_each_project_with_its_coordinators() -> None:
    found = rows(MATERIALS / "kort-fortalt.pdf")
    pairs = [row for row in found if row.startswith("Projekt: ") and "Tovholder: " in row]
    assert len(pairs) == 7
    assert any("Cirkulære indkøb; Tovholder: Gladsaxe" in row for row in pairs)


def test_a_title_and_a_note_close_to_a_table_without_rules_are_no_part_of_it(tmp_path: Path) -> None:
    title = ["Skolernes besparelser på varme i fjor", "Andele i procent af forbruget i alt"]
    note = ["Tal for skoler, som kommunen ejer og driver."]
    page = column(55, 100, title) + cells(130.0, 17.0) + column(55, 215, note)
    path = set_pages(tmp_path / "a.pdf", [page])
    assert rows(path) == EXPECTED
    others = " ".join(block.text for block in PdfReader().read(path).blocks if block.kind != "row")
    assert all(line in others for line in title + note)


def test_a_word_that_its_cell_breaks_is_one_word(tmp_path: Path) -> None:
    edges = [50.0, 141.0, 300.0]
    texts = [("Ansvarlig", "Hvad"), ("Klimasekretariat", "Cykler"), ("et", ""), ("Antal", "Skoler"), ("elever", "")]
    page = [
        (edges[column] + 5.4, 112 + 14.0 * number, 11, "Helvetica" if number else BOLD, text)
        for number, row in enumerate(texts)
        for column, text in enumerate(row)
        if text
    ]
    level = [(50.0, y, 300.0, y) for y in (100.0, 116.0, 144.0, 172.0)]
    path = set_pages(tmp_path / "a.pdf", [page], rules=[*level, *((x, 100.0, x, 172.0) for x in edges)])
    assert rows(path) == ["Ansvarlig: Klimasekretariatet; Hvad: Cykler", "Ansvarlig: Antal elever; Hvad: Skoler"]
