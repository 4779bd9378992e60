"""Reading order and roles, on pages whose truth is known because the test sets them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdf_pages import BOLD, ITALIC, Piece, column, set_pages

from ingest.blocks import Block, BlockKind
from ingest.pdf import PdfReader

LEFT = [
    "Byen har i mange år arbejdet med at",
    "spare på varmen i de store skoler,",
    "og nu følger hallerne efter i takt.",
]
RIGHT = ["Næste år kommer turen til de små", "institutioner, som fylder mere end", "man skulle tro i det samlede tal."]


def read(tmp_path: Path, *pages: list[Piece], rules: tuple[tuple[float, ...], ...] = ()) -> list[Block]:
    return list(PdfReader().read(set_pages(tmp_path / "side.pdf", pages, rules=rules)).blocks)


def texts(blocks: list[Block], *kinds: BlockKind) -> list[str]:
    return [block.text for block in blocks if block.kind in kinds]


def test_columns_are_read_one_after_the_other_whatever_the_stream_says(tmp_path: Path) -> None:
    woven = [piece for pair in zip(column(50, 100, LEFT), column(310, 100, RIGHT), strict=True) for piece in pair]
    for order in (woven, woven[::-1], column(310, 100, RIGHT) + column(50, 100, LEFT)):
        assert texts(read(tmp_path, order), "paragraph") == [" ".join(LEFT), " ".join(RIGHT)]


def test_a_heading_that_comes_last_in_the_stream_stands_over_its_body(tmp_path: Path) -> None:
    page = [
        *column(50, 100, LEFT),
        *column(50, 180, RIGHT),
        (50, 80, 15, BOLD, "Varme"),
        (50, 160, 15, BOLD, "Fremtid"),
    ]
    blocks = read(tmp_path, page)
    assert [(block.kind, block.text) for block in blocks] == [
        ("heading", "Varme"),
        ("paragraph", " ".join(LEFT)),
        ("heading", "Fremtid"),
        ("paragraph", " ".join(RIGHT)),
    ]


def test_a_paragraph_goes_on_over_a_column_and_a_page(tmp_path: Path) -> None:
    first = column(50, 740, ["Projektet begyndte i det små og voksede", "hurtigt, fordi mange kommu-"])
    second = column(310, 100, ["ner ville være med til at prøve det af og", "dele det, de lærte undervejs, med"])
    third = column(50, 100, ["alle andre, som havde lyst. Det gik godt."])
    blocks = read(tmp_path, [*column(50, 100, LEFT), *first, *second, *column(310, 700, RIGHT)][:7], third)
    assert any("mange kommuner ville være med til at prøve" in text for text in texts(blocks, "paragraph"))
    assert any("undervejs, med alle andre" in text for text in texts(blocks, "paragraph"))


@pytest.mark.parametrize(
    ("first", "joined"),
    [
        (["• Broen males. Politikere og ledere står bag,", "for eksempel gennem det nye råd i KKR"], True),
        (["• Broen males. Politikere og ledere står bag,", "for eksempel KKR"], False),
    ],
)
def test_an_item_goes_on_over_a_column_where_the_next_word_did_not_fit(
    first: list[str], joined: bool, tmp_path: Path
) -> None:
    page = [*column(50, 100, LEFT), *column(50, 716, ["• Bådene købes i foråret, når isen er brudt."])]
    page += [*column(50, 740, first), *column(310, 100, ["Hovedstaden og Udvalget for Broer.", "• Flaget hejses."])]
    items = texts(read(tmp_path, page), "item")
    assert ("KKR Hovedstaden og Udvalget" in " ".join(items)) is joined


def test_a_callout_is_one_sentence_with_its_text(tmp_path: Path) -> None:
    page = [
        *column(50, 100, LEFT),
        (50, 200, 24, BOLD, "64 %"),
        *column(50, 225, ["af skolerne har fået nye ruder", "og bedre lys."]),
    ]
    figures = texts(read(tmp_path, page), "figure")
    assert figures == ["64 % af skolerne har fået nye ruder og bedre lys."]


def test_list_items_lose_their_bullet_and_keep_their_depth(tmp_path: Path) -> None:
    page = [
        *column(50, 100, ["Kommunen vil især se på tre ting i år:"]),
        *column(60, 120, ["• skoler og haller", "• lys i gaderne, som skal skiftes"]),
        *column(68, 144, ["ud inden vinteren kommer"]),
        *column(80, 156, ["– de store veje først"]),
        *column(60, 168, ["• varme i plejehjem"]),
        *column(50, 200, ["Det er vigtigt - både for klimaet", "- og for økonomien på længere sigt."]),
    ]
    blocks = read(tmp_path, page)
    items = [(block.level, block.text) for block in blocks if block.kind == "item"]
    assert items == [
        (1, "skoler og haller"),
        (1, "lys i gaderne, som skal skiftes ud inden vinteren kommer"),
        (2, "de store veje først"),
        (1, "varme i plejehjem"),
    ]
    assert texts(blocks, "paragraph")[-1] == "Det er vigtigt - både for klimaet - og for økonomien på længere sigt."


def test_a_number_at_a_line_start_is_no_item_and_is_never_lost(tmp_path: Path) -> None:
    lines = [
        "Reglerne om tilskud står i loven, jf. stk.",
        "2. De gælder alle, der søger om støtte efter",
        "lovens kapitel 4 og de næste to kapitler.",
    ]
    blocks = read(tmp_path, column(50, 100, lines))
    assert texts(blocks, "paragraph") == [" ".join(lines)]


def test_numbered_items_keep_their_number(tmp_path: Path) -> None:
    page = [
        *column(50, 100, ["Sådan gør man:"]),
        *column(62, 124, ["1. Mål forbruget.", "2. Skift ventilerne.", "3. Mål igen."]),
    ]
    assert texts(read(tmp_path, page), "item") == ["1. Mål forbruget.", "2. Skift ventilerne.", "3. Mål igen."]


def test_a_quote_has_its_speaker(tmp_path: Path) -> None:
    said = ["Vi lærte mere af hinanden på et", "halvt år, end vi havde lært alene", "på ti. Det gør vi igen.”"]
    page = [*column(50, 80, LEFT), *column(50, 200, said, size=13, font=ITALIC)]
    page += [(50, 270, 10, "Helvetica", "Anna Birk Holm, energichef,"), (50, 282, 10, "Helvetica", "Ny By Kommune")]
    blocks = read(tmp_path, page)
    assert texts(blocks, "quote") == [" ".join(said)]
    assert texts(blocks, "speaker") == ["Anna Birk Holm, energichef, Ny By Kommune"]


def test_heads_numbers_and_credits_are_set_aside(tmp_path: Path) -> None:
    pages = [
        [
            (50, 40, 8, "Helvetica", "Varmeplanen kort fortalt"),
            *column(50, 100 + 3 * number, [f"Side {number} handler om noget helt for sig", *LEFT]),
            (50, 700, 6, "Helvetica", "Foto: Ida Lund"),
            (520, 810, 8, "Helvetica", str(number + 10)),
        ]
        for number in range(1, 5)
    ]
    read_document = PdfReader().read(set_pages(tmp_path / "a.pdf", pages))
    kept = " ".join(block.text for block in read_document.blocks if block.kind != "aside")
    assert "kort fortalt" not in kept
    assert "Foto" not in kept
    assert [page.label for page in read_document.pages] == ["11", "12", "13", "14"]
    assert len(texts(list(read_document.blocks), "aside")) == 12


def test_a_spread_has_both_its_numbers(tmp_path: Path) -> None:
    pages = [[*column(50, 100, LEFT), (290, 810, 8, "Helvetica", f"{n} {n + 1}")] for n in (10, 12, 14)]
    labels = [page.label for page in PdfReader().read(set_pages(tmp_path / "a.pdf", pages)).pages]
    assert labels == ["10–11", "12–13", "14–15"]


def test_a_source_line_is_its_own_block(tmp_path: Path) -> None:
    page = [*column(50, 100, LEFT), (50, 150, 6, "Helvetica", "Kilde: Statistikbanken")]
    assert texts(read(tmp_path, page), "source") == ["Kilde: Statistikbanken"]


@pytest.mark.parametrize("stray", ["VI|P|2", "A|B"])
def test_letters_stacked_for_show_are_no_heading(tmp_path: Path, stray: str) -> None:
    page = [
        *column(50, 60, stray.split("|"), size=20, font=BOLD),
        (50, 200, 30, BOLD, "Varme i byen"),
        *column(50, 300, LEFT),
    ]
    blocks = read(tmp_path, page)
    assert texts(blocks, "heading") == ["Varme i byen"]
