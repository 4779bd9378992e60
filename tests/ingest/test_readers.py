"""Every format gives the same headings, sentences, lists and tables."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
import pptx
import pytest
from docx.oxml import parse_xml
from openpyxl.styles import Font
from pptx.util import Pt

from corpus.errors import EmptyDocument
from ingest.blocks import ReadDocument
from ingest.encodings import decode
from ingest.guard import Limits
from ingest.read import read_file
from tests.ingest import ingest_samples as samples


def read(tmp_path: Path, suffix: str, content: str | bytes | None = None) -> ReadDocument:
    path = tmp_path / f"stiplan{suffix}"
    if content is None:
        samples.MAKERS[suffix](path)
    else:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_file(path, Limits())


def texts(document: ReadDocument, kind: str) -> list[str]:
    return [block.text for block in document.blocks if block.kind == kind]


@pytest.mark.parametrize("suffix", [s for s in samples.MAKERS if s not in (".csv",)])
def test_heading_and_sentence_come_out_whole(tmp_path: Path, suffix: str) -> None:
    document = read(tmp_path, suffix)
    everything = [b.text for b in document.blocks if b.kind != "aside"]
    assert samples.SENTENCE in everything
    assert samples.HEADING in everything or suffix == ".xlsx"


@pytest.mark.parametrize("suffix", [".docx", ".pptx", ".odt", ".html", ".md", ".txt", ".eml", ".rtf"])
def test_a_heading_is_a_heading(tmp_path: Path, suffix: str) -> None:
    assert samples.HEADING in texts(read(tmp_path, suffix), "heading")


@pytest.mark.parametrize("suffix", [".docx", ".pptx", ".odt", ".html", ".md", ".txt", ".rtf"])
def test_list_items_lose_their_bullets(tmp_path: Path, suffix: str) -> None:
    assert texts(read(tmp_path, suffix), "item") == list(samples.ITEMS)


@pytest.mark.parametrize("suffix", [".docx", ".pptx", ".xlsx", ".odt", ".html", ".md", ".csv"])
def test_a_table_row_carries_its_headers(tmp_path: Path, suffix: str) -> None:
    assert texts(read(tmp_path, suffix), "row")[:2] == list(samples.ROWS)


def test_slides_and_sheets_are_pages_with_labels(tmp_path: Path) -> None:
    slides, sheets = read(tmp_path, ".pptx"), read(tmp_path, ".xlsx")
    assert [p.label for p in slides.pages] == ["Slide 1", "Slide 2"]
    assert [p.label for p in sheets.pages] == ["Ark: Tal", "Ark: Andele"]
    assert next(b.page for b in slides.blocks if b.text == "Priser") == 2
    assert [b.text for b in sheets.blocks if b.page == 2] == ["Andele", "Område: Nord; Andel: 27,5 %; Ton: 70.000"]


def test_speaker_notes_are_read(tmp_path: Path) -> None:
    assert samples.SENTENCE in texts(read(tmp_path, ".pptx"), "paragraph")


@pytest.mark.parametrize(
    ("suffix", "title"), [(".docx", "Stiplan"), (".html", "Stiplan"), (".md", "Stiplan"), (".txt", samples.HEADING)]
)
def test_the_files_own_title(tmp_path: Path, suffix: str, title: str) -> None:
    assert read(tmp_path, suffix).title == title


def numbered_docx(path: Path) -> Path:
    """Headings counted "1", "1.1", "2" and a third one in roman numbers, by a list that their styles name."""
    document = docx.Document()
    levels = (("decimal", "%1."), ("decimal", "%1.%2"), ("upperRoman", "%3)"))
    ns = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    inner = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(levels)
    )
    root = document.part.numbering_part.element
    root.append(parse_xml(f'<w:abstractNum {ns} w:abstractNumId="77">{inner}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {ns} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for depth in range(3):
        properties = document.styles[f"Heading {depth + 1}"].element.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {ns}><w:ilvl w:val="{depth}"/><w:numId w:val="77"/></w:numPr>'))
    for text, level in (("Mål", 1), ("Veje", 2), ("Broer", 2), ("Bro", 3), ("Bro til", 3), ("Midler", 1), ("Penge", 2)):
        document.add_heading(text, level)
    document.save(str(path))
    return path


def test_headings_have_the_numbers_that_word_prints(tmp_path: Path) -> None:
    document = read_file(numbered_docx(tmp_path / "a.docx"), Limits())
    assert texts(document, "heading") == [
        "1. Mål",
        "1.1 Veje",
        "1.2 Broer",
        "I) Bro",
        "II) Bro til",
        "2. Midler",
        "2.1 Penge",
    ]


def test_hidden_text_in_word_is_left_out_and_named(tmp_path: Path) -> None:
    document = read_file(samples.hidden_docx(tmp_path / "a.docx"), Limits())
    assert [b.text for b in document.blocks] == [samples.SENTENCE]
    assert [f.code for f in document.flags] == ["hidden-text"]
    assert "3 steder" in document.flags[0].message


@pytest.mark.parametrize(
    "attribute",
    [
        "style='display:none'",
        "hidden",
        "style='font-size:1px'",
        "style='color:#fff'",
        "style='visibility: hidden'",
        "style='left:-9999px'",
    ],
)
def test_hidden_text_in_html_is_left_out_and_named(tmp_path: Path, attribute: str) -> None:
    document = read(
        tmp_path, ".html", f"<html><body><p>Synlig tekst.</p><p {attribute}>Skjult besked.</p></body></html>"
    )
    assert [b.text for b in document.blocks] == ["Synlig tekst."]
    assert "Skjult besked." in document.flags[0].message


def test_text_hidden_by_the_pages_style_sheet_is_left_out(tmp_path: Path) -> None:
    style = "<style>/* x */ .skjult, #id { display: none } @media print { .tryk { display: none } }</style>"
    body = "<p class='a skjult'>Ikke vist.</p><p id=id>Heller ikke.</p><p class=tryk>Vist på skærm.</p>"
    document = read(tmp_path, ".html", f"<html><head>{style}</head><body>{body}</body></html>")
    assert ([b.text for b in document.blocks], document.flags[0].code) == (["Vist på skærm."], "hidden-text")


def test_hidden_cells_are_left_out_and_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Navn", "Antal"), ("Broer", 3), ("Hemmelig", 4), ("Usynlig", 5)):
        sheet.append(row)
    sheet["A3"].font = Font(color="FFFFFFFF")
    sheet["A4"].number_format = ";;;"
    book.save(tmp_path / "a.xlsx")
    document = read_file(tmp_path / "a.xlsx", Limits())
    assert texts(document, "row") == ["Navn: Broer; Antal: 3", "Antal: 4", "Antal: 5"]
    assert "Hemmelig" in document.flags[0].message


def test_text_beside_and_too_small_on_a_slide_is_left_out_and_named(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    slide.shapes.add_textbox(0, 0, 900_000, 900_000).text_frame.text = "Vist tekst."
    slide.shapes.add_textbox(-5_000_000, 0, 900_000, 900_000).text_frame.text = "Ved siden af."
    tiny = slide.shapes.add_textbox(0, 900_000, 900_000, 900_000).text_frame
    tiny.text = "For lille."
    tiny.paragraphs[0].runs[0].font.size = Pt(1)
    deck.save(str(tmp_path / "a.pptx"))
    document = read_file(tmp_path / "a.pptx", Limits())
    assert [b.text for b in document.blocks if not b.inferred] == ["Vist tekst."]
    assert [f.code for f in document.flags] == ["hidden-text"]


def test_white_letters_on_a_dark_ground_are_shown(tmp_path: Path) -> None:
    html = "<html><body><div style='background:#123'><p style='color:#fff'>Synlig tekst.</p></div></body></html>"
    document = read(tmp_path, ".html", html)
    assert (texts(document, "paragraph"), document.flags) == (["Synlig tekst."], ())


def test_hidden_text_in_odt_is_left_out_and_named(tmp_path: Path) -> None:
    document = read(tmp_path, ".odt")
    assert [f.code for f in document.flags] == ["hidden-text"]
    assert not any("Skjult" in b.text for b in document.blocks)


@pytest.mark.parametrize("hidden", ["\u200b\u200c\u200d\u200b\u200c", "\U000e0041\U000e0042", "\u202e"])
def test_invisible_characters_are_removed_and_named(tmp_path: Path, hidden: str) -> None:
    document = read(tmp_path, ".txt", f"Kommunen {hidden}åbner stier.\n")
    assert (texts(document, "paragraph"), [f.code for f in document.flags]) == (
        ["Kommunen åbner stier."],
        ["hidden-text"],
    )


def test_scripts_and_menus_stay_out(tmp_path: Path) -> None:
    document = read(tmp_path, ".html")
    assert not any("alert" in b.text for b in document.blocks)
    assert texts(document, "aside") == ["Forside Kontakt"]


def test_nested_lists_keep_their_depth(tmp_path: Path) -> None:
    html = "<html><body><ul><li>Ydre<ul><li>Indre</li></ul></li></ul></body></html>"
    blocks = read(tmp_path, ".html", html).blocks
    assert [(b.text, b.level) for b in blocks] == [("Ydre", 1), ("Indre", 2)]
    blocks = read(tmp_path, ".md", "- Ydre\n  - Indre\n").blocks
    assert [(b.text, b.level) for b in blocks] == [("Ydre", 1), ("Indre", 2)]


def test_a_date_at_the_beginning_of_a_line_is_no_list_item(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "Stien åbner den\n3. marts 2031.\n\n1. april 2031 er det for sent.\n\n1. Mål stien.\n2. Byg den.\n", "utf-8"
    )
    assert [(block.kind, block.text) for block in read_file(path, Limits()).blocks] == [
        ("paragraph", "Stien åbner den 3. marts 2031."),
        ("paragraph", "1. april 2031 er det for sent."),
        ("item", "Mål stien."),
        ("item", "Byg den."),
    ]


def test_a_table_of_fields_reads_as_field_and_value(tmp_path: Path) -> None:
    fields = (("Navn", "Fælles katalog over stier"), ("Udgiver", "Kommunen"))
    rows = "".join(f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in fields)
    html = f"<html><body><table>{rows}</table></body></html>"
    assert texts(read(tmp_path, ".html", html), "row") == ["Navn: Fælles katalog over stier", "Udgiver: Kommunen"]


def test_an_email_without_text_is_empty_and_its_attachment_named(tmp_path: Path) -> None:
    mail = (
        "From: a@b.dk\nTo: c@d.dk\nSubject: Bilag\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=X\n\n"
        "--X\nContent-Type: application/pdf; name=plan.pdf\n"
        "Content-Disposition: attachment; filename=plan.pdf\n\nAAAA\n--X--\n"
    )
    assert [f.code for f in read(tmp_path, ".eml", mail).flags] == ["attachment"]


def test_an_earlier_message_stands_apart_without_its_signs(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    text = (
        "Subject: Stier\n\nVi kan nå fem.\n> Hvor mange stier kan I nå,\n> og hvornår?\n> > Kan I nå dem?\nHilsen Ea\n"
    )
    path.write_text(text, "utf-8")
    assert [block.text for block in read_file(path, Limits()).blocks[1:]] == [
        "Vi kan nå fem.", "Hvor mange stier kan I nå, og hvornår?", "Kan I nå dem?", "Hilsen Ea",
    ]  # fmt: skip


def test_figures_and_quotes_are_known_by_their_words(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    document = docx.Document()
    said = "»Vi er glade for de nye stier i byen, og flere er på vej.«"
    document.add_paragraph().add_run("9 %").bold = True
    for text in ("flere cykler i år", said, "Lone Birk, skoleleder, Østerskolen", "12", "Det står på side tolv."):
        document.add_paragraph(text)
    document.save(str(path))
    assert [(block.kind, block.text) for block in read_file(path, Limits()).blocks] == [
        ("figure", "9 % flere cykler i år"),
        ("quote", said), ("speaker", "Lone Birk, skoleleder, Østerskolen"),
        ("paragraph", "12"), ("paragraph", "Det står på side tolv."),
    ]  # fmt: skip


def test_cells_that_span_rows_stand_in_each_of_them(tmp_path: Path) -> None:
    expected = ["By: Nordby; Sted: Skolen; Pris: 20 kr.", "By: Nordby; Sted: Torvet; Pris: 5 kr."]
    page = tmp_path / "a.html"
    page.write_text(
        "<table><tr><th>By</th><th>Sted</th><th>Pris</th></tr><tr><td rowspan='2'>Nordby</td><td>Skolen</td>"
        "<td>20 kr.</td></tr><tr><td>Torvet</td><td>5 kr.</td></tr></table>",
        "utf-8",
    )
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    texts = ("By", "Sted", "Pris", "Nordby", "Skolen", "20 kr.", "", "Torvet", "5 kr.")
    for number, text in enumerate(texts):
        table.cell(number // 3, number % 3).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    document.save(str(tmp_path / "a.docx"))
    for path in (page, tmp_path / "a.docx"):
        assert [block.text for block in read_file(path, Limits()).blocks] == expected


def test_a_description_stands_behind_its_term_and_the_trail_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        "<div class='breadcrumbs'>Forside &gt; Affald</div><dl><dt>Ekstra beholder</dt><dd>480 kr.</dd>"
        "<dt>Hvad er gratis?</dt><dd>Alt dette:<ul><li>Pap</li></ul></dd><dd>Glas</dd></dl>",
        "utf-8",
    )
    assert [(block.kind, block.text) for block in read_file(path, Limits()).blocks] == [
        ("aside", "Forside > Affald"),
        ("item", "Ekstra beholder: 480 kr."),
        ("item", "Hvad er gratis? Alt dette:"),
        ("item", "Pap"),
        ("item", "Hvad er gratis? Glas"),
    ]


def test_a_file_with_only_spaces_is_empty(tmp_path: Path) -> None:
    with pytest.raises(EmptyDocument, match="ingen tekst"):
        read(tmp_path, ".txt", "  \n \n")


DANISH = "Blåbærgrød på Ærø, ø for ø – og så til Århus.\nFærgen sejler over Øresund.\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"]
)
def test_danish_letters_in_every_encoding(encoding: str) -> None:
    assert decode(DANISH.encode(encoding)).text == DANISH


@pytest.mark.parametrize("encoding", ["latin-1", "cp850"])
def test_danish_letters_in_encodings_without_dashes(encoding: str) -> None:
    text = DANISH.replace("–", "-")
    assert decode(text.encode(encoding)).text == text


def test_lines_in_different_encodings_are_read_each_for_itself() -> None:
    first, second = DANISH.splitlines(keepends=True)
    decoded = decode(first.encode() + second.encode("cp1252"))
    assert (decoded.text, [f.code for f in decoded.flags]) == (DANISH, ["encoding-mixed"])


def test_text_scrambled_by_an_earlier_program_is_repaired() -> None:
    scrambled = DANISH.replace("Å", "A").encode().decode("cp1252")
    decoded = decode(scrambled.encode())
    assert (decoded.text, [f.code for f in decoded.flags]) == (DANISH.replace("Å", "A"), ["encoding-repaired"])


def test_decomposed_letters_are_composed(tmp_path: Path) -> None:
    assert texts(read(tmp_path, ".txt", "Tur til A\u030arhus i dag.\n"), "paragraph") == ["Tur til Århus i dag."]


def test_csv_of_danish_excel(tmp_path: Path) -> None:
    document = read(tmp_path, ".csv", "Område;Andel\r\nSønderjylland;12,5\r\nFyn;7,0\r\n".encode("cp1252"))
    assert texts(document, "row") == ["Område: Sønderjylland; Andel: 12,5", "Område: Fyn; Andel: 7,0"]
