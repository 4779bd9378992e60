"""Faults that a look at pages showed, each set again in small: what a person reads at a glance must be read so."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from pdf_pages import BOLD, REGULAR, Piece, column, set_pages

from ingest.blocks import Block
from ingest.layout_lines import tidy
from ingest.page_frame import letters
from ingest.pdf import PdfReader

TEXT = [
    "Kommunen har lagt cykelstier i tre bydele, og flere borgere cykler nu til arbejde. Tallene er fra",
    "optællingen i 2023, og de nye kommer til foråret, når alle har talt deres egne. Det er et stort",
    "arbejde, som mange er med til, og som de fleste gerne gør igen, når året er omme. Så skal der ses",
]


def read(tmp_path: Path, *pages: list[Piece], rules: tuple[tuple[float, ...], ...] = ()) -> list[Block]:
    blocks = PdfReader().read(set_pages(tmp_path / "side.pdf", pages, rules=rules)).blocks
    return list(blocks)


def kept(blocks: list[Block]) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in blocks if block.kind != "aside"]


def test_bullets_in_two_depths_stay_with_their_items(tmp_path: Path) -> None:
    def item(top: float, indent: float, text: str) -> list[Piece]:
        return [(indent, top, 11, REGULAR, "•"), (indent + 18, top - 0.6, 11, REGULAR, text)]

    page = [
        *column(36, 100, TEXT, size=11),
        *item(160, 54, "I de bydele, hvor stien allerede er lagt ud, og hvor der er talt:"),
        *item(174, 72, "Borgeren ser tallet for sin egen sti og for de to, der ligger nærmest ved."),
        *item(188, 72, "Tallene er synlige for alle, som har lyst til at se, hvordan det går."),
        *item(202, 54, "I de bydele, hvor stien mangler endnu, og hvor ingen har talt:"),
        *item(216, 72, "Borgeren kan skrive til kommunen om den sti, der er mest brug for."),
    ]
    items = [(block.level, block.text[:12]) for block in read(tmp_path, page) if block.kind == "item"]
    assert items == [
        (1, "I de bydele,"), (2, "Borgeren ser"), (2, "Tallene er s"), (1, "I de bydele,"), (2, "Borgeren kan"),
    ]  # fmt: skip


def test_wide_gaps_under_each_other_in_a_paragraph_are_no_columns(tmp_path: Path) -> None:
    lines = [TEXT[0], "Det gik godt i år.", "Vi ser frem til det næste år.", TEXT[1], TEXT[2]]
    page = [
        *column(60, 100, [lines[0]]),
        (60, 112, 10, REGULAR, lines[1]),
        (220, 112, 10, REGULAR, lines[2]),
        (60, 124, 10, REGULAR, "De nye stier er smalle."),
        (220, 124, 10, REGULAR, "De gamle er brede nok til to."),
        *column(60, 136, lines[3:]),
    ]
    (block,) = read(tmp_path, page)
    assert "år. Vi ser frem til det næste år. De nye stier er smalle. De gamle er brede nok til to. opt" in block.text


def test_a_table_between_three_rules_has_rows_with_headers(tmp_path: Path) -> None:
    cells = [("By", "Stier (km)", "Cykler"), ("Ballerup", "41,5", "Mange"), ("Herlev", "23,0", "Flere i år"),
             ("Ishøj", "12,5", "Nogle")]  # fmt: skip
    page = [
        (x, 135 + 14 * row, 10, REGULAR, text)
        for row, texts in enumerate(cells)
        for x, text in zip((80, 180, 280), texts, strict=True)
    ]
    rules = tuple((70.0, top, 360.0, top) for top in (122.0, 139.0, 184.0))
    blocks = read(tmp_path, [*column(60, 90, TEXT[:2]), *page, *column(60, 210, TEXT)], rules=rules)
    assert [text for kind, text in kept(blocks) if kind == "row"] == [
        "By: Ballerup; Stier (km): 41,5; Cykler: Mange",
        "By: Herlev; Stier (km): 23,0; Cykler: Flere i år",
        "By: Ishøj; Stier (km): 12,5; Cykler: Nogle",
    ]
    assert [kind for kind, _ in kept(blocks)] == ["paragraph", "row", "row", "row", "paragraph"]


def test_text_between_three_rules_is_text(tmp_path: Path) -> None:
    rules = tuple((50.0, top, 540.0, top) for top in (92.0, 120.0, 160.0))
    blocks = read(tmp_path, [*column(60, 110, TEXT[:1]), *column(60, 135, TEXT[:2])], rules=rules)
    assert {kind for kind, _ in kept(blocks)} == {"paragraph"}


def test_page_numbers_over_a_wide_margin_are_set_aside(tmp_path: Path) -> None:
    pages = [[*column(60, 100, TEXT), (290, 690, 10, REGULAR, str(number))] for number in (1, 2, 3)]
    read = PdfReader().read(set_pages(tmp_path / "side.pdf", pages))
    assert [page.label for page in read.pages] == ["1", "2", "3"]
    assert [block.text for block in read.blocks if block.kind == "aside"] == ["1", "2", "3"]


def test_a_figure_at_the_end_of_a_page_is_kept(tmp_path: Path) -> None:
    pages = [[*column(60, 100 + 50 * n, TEXT), (60, 300 + 50 * n, 10, REGULAR, f"{400 + n * n}")] for n in range(3)]
    texts = " ".join(text for _, text in kept(read(tmp_path, *pages)))
    assert all(figure in texts for figure in ("400", "401", "404"))


def test_the_foot_of_two_pages_is_set_aside(tmp_path: Path) -> None:
    foot: list[Piece] = [(60, 780, 10, REGULAR, "14-01-2021"), (250, 780, 10, REGULAR, "Oversigt over stier")]
    pages = [[*column(60, 100, TEXT), *foot], [*column(60, 100, TEXT[::-1]), *foot]]
    blocks = read(tmp_path, *pages)
    assert {kind for kind, _ in kept(blocks)} == {"paragraph"}
    assert [block.text for block in blocks if block.kind == "aside"] == ["14-01-2021", "Oversigt over stier"] * 2


def test_a_bullet_at_the_top_of_every_page_is_no_running_head(tmp_path: Path) -> None:
    words = ("Første", "Anden", "Tredje", "Fjerde")
    pages = [
        [(60, 70, 11, REGULAR, "•"), (78, 70, 11, REGULAR, f"{word} punkt om stier"), *column(60, 110, TEXT, size=11)]
        for word in words
    ]
    items = [text for kind, text in kept(read(tmp_path, *pages)) if kind == "item"]
    assert items == [f"{word} punkt om stier" for word in words]


def test_the_last_of_several_lines_in_bold_is_no_heading(tmp_path: Path) -> None:
    page = [
        *column(60, 100, TEXT),
        *(piece for at, word in enumerate(("F5", "F6", "F7")) for piece in
          column(60, 170 + 34 * at, [f"Alt+{word}", "Vis alle felter"], font=BOLD)),
        *column(60, 280, TEXT),
    ]  # fmt: skip
    assert {kind for kind, _ in kept(read(tmp_path, page))} == {"paragraph"}
    heading = [*column(60, 100, TEXT), (60, 160, 10, BOLD, "Vis alle felter"), *column(60, 176, TEXT)]
    assert ("heading", "Vis alle felter") in kept(read(tmp_path, heading))


def test_short_entries_do_not_run_on_into_the_next_column(tmp_path: Path) -> None:
    def entries(x: float, top: float, names: tuple[str, ...]) -> list[Piece]:
        return [p for at, name in enumerate(names) for p in column(x, top + 40 * at, [name, f"Gør {name} ved feltet"])]

    left = entries(50, 100, ("Ctrl+F1 og en genvej, der er længere", "Alt+T og en genvej, der er længere", "F5"))
    page = [*left, *entries(300, 107, ("F9", "Alt+Q og en genvej, der er længere", "F2"))]
    texts = [text for _, text in kept(read(tmp_path, page))]
    assert "F5 Gør F5 ved feltet" in texts
    assert "F9 Gør F9 ved feltet" in texts


def test_letters_beyond_the_first_plane_come_whole_and_lose_no_place() -> None:
    halves = [0x66, 0xD835, 0xDC8A, 0x20, 0xD835, 0x41, 0xDC8A]
    assert letters(np.array(halves, np.uint32)) == "f\U0001d48a\u200d  A "
    assert tidy("f\U0001d48a\u200d", np.zeros((3, 4), np.uint16))[0] == "fi"


def test_an_index_under_an_exponent_does_not_break_its_sentence(tmp_path: Path) -> None:
    def letter(x: float, above: str) -> list[Piece]:
        return [(x, 100, 12, REGULAR, "r"), (x + 5, 103, 8, REGULAR, "i,t"), (x + 5, 95, 8, REGULAR, above)]

    page = [
        (60, 100, 12, REGULAR, "Bemærk at"), *letter(122, "aFRR"), (150, 100, 12, REGULAR, "og"),
        *letter(169, "mFRR"), (198, 100, 12, REGULAR, "er to størrelser, som kommunen måler hver for sig,"),
        *column(60, 114.4, ["og som den regner med i sin plan for byens varme. Den ses der for hvert år."], size=12),
    ]  # fmt: skip
    ((kind, text),) = kept(read(tmp_path, page))
    assert kind == "paragraph"
    assert text.replace(" ", "").startswith("Bemærkatri,taFRRogri,tmFRRertostørrelser,somkommunen")
    assert text.endswith("hver for sig, og som den regner med i sin plan for byens varme. Den ses der for hvert år.")


def test_a_centred_line_that_begins_small_goes_on_with_the_one_above(tmp_path: Path) -> None:
    page = [*column(100, 100, ["Oplæg for udvalget den 4."], size=20), *column(160, 125, ["februar i aulaen"], size=20)]
    page += column(36, 200, TEXT * 3, size=11)
    assert "Oplæg for udvalget den 4. februar i aulaen" in [text for _, text in kept(read(tmp_path, page))]
