"""Small documents of every format, made on the spot, all about the same invented subject."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pptx
from docx.shared import Pt, RGBColor
from odf import style, table, text
from odf.opendocument import OpenDocumentText

HEADING = "Cykelstier i Ærø"
SENTENCE = "Kommunen åbner tre nye cykelstier på øen i 2031."
ITEMS = ("Belysning ved skolen", "Asfalt på kystvejen")
TABLE = (("Strækning", "Længde", "Pris"), ("Havnen", "2 km", "4 mio. kr."), ("Skolen", "1 km", "3 mio. kr."))
ROWS = ("Strækning: Havnen; Længde: 2 km; Pris: 4 mio. kr.", "Strækning: Skolen; Længde: 1 km; Pris: 3 mio. kr.")


def docx_file(path: Path) -> Path:
    document = docx.Document()
    document.core_properties.title = "Stiplan"
    document.core_properties.author = "Teknik og Miljø"
    document.add_heading(HEADING, 1)
    document.add_paragraph(SENTENCE)
    for item in ITEMS:
        document.add_paragraph(item, style="List Bullet")
    grid = document.add_table(rows=0, cols=3)
    for row in TABLE:
        for cell, words in zip(grid.add_row().cells, row, strict=True):
            cell.text = words
    document.save(str(path))
    return path


def hidden_docx(path: Path) -> Path:
    document = docx.Document()
    paragraph = document.add_paragraph(SENTENCE)
    paragraph.add_run(" Hvid besked.").font.color.rgb = RGBColor(255, 255, 255)
    paragraph.add_run(" Lille besked.").font.size = Pt(1)
    paragraph.add_run(" Skjult besked.").font.hidden = True
    document.save(str(path))
    return path


def pptx_file(path: Path) -> Path:
    deck = pptx.Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[1])
    first.shapes.title.text = HEADING
    first.placeholders[1].text = "\n".join(ITEMS)
    first.notes_slide.notes_text_frame.text = SENTENCE
    second = deck.slides.add_slide(deck.slide_layouts[5])
    second.shapes.title.text = "Priser"
    frame = second.shapes.add_table(3, 3, 0, 2_000_000, 5_000_000, 1_000_000)
    for r, row in enumerate(TABLE):
        for c, words in enumerate(row):
            frame.table.cell(r, c).text = words
    deck.save(str(path))
    return path


def xlsx_file(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Tal"
    for row in (*TABLE, (), (SENTENCE,)):
        sheet.append(row)
    share = book.create_sheet("Andele")
    share.append(("Område", "Andel", "Ton"))
    share.append(("Nord", 0.275, 70000))
    share["B2"].number_format = "0.0%"
    share["C2"].number_format = "#,##0"
    book.save(path)
    return path


def odt_file(path: Path) -> Path:
    document = OpenDocumentText()
    vanish = style.Style(name="Vanish", family="text")
    vanish.addElement(style.TextProperties(display="none"))
    document.automaticstyles.addElement(vanish)
    document.text.addElement(text.H(outlinelevel=1, text=HEADING))
    paragraph = text.P(text=SENTENCE)
    paragraph.addElement(text.Span(stylename=vanish, text="Skjult besked."))
    document.text.addElement(paragraph)
    bullets = text.List()
    for words in ITEMS:
        item = text.ListItem()
        item.addElement(text.P(text=words))
        bullets.addElement(item)
    document.text.addElement(bullets)
    grid = table.Table()
    for row in TABLE:
        line = table.TableRow()
        for words in row:
            cell = table.TableCell()
            cell.addElement(text.P(text=words))
            line.addElement(cell)
        grid.addElement(line)
    document.text.addElement(grid)
    document.save(str(path))
    return path


def _html() -> str:
    rows = "".join(
        "<tr>" + "".join(f"<{t}>{c}</{t}>" for c in row) + "</tr>"
        for t, row in zip(("th", "td", "td"), TABLE, strict=True)
    )
    items = "".join(f"<li>{item}</li>" for item in ITEMS)
    return (
        "<!doctype html><html><head><title>Stiplan</title><script>alert('x')</script></head><body>"
        f"<nav>Forside Kontakt</nav><h1>{HEADING}</h1><p>{SENTENCE}</p><ul>{items}</ul><table>{rows}</table>"
        "<p style='display:none'>Skjult besked.</p></body></html>"
    )


def html_file(path: Path) -> Path:
    path.write_text(_html(), encoding="utf-8")
    return path


def md_file(path: Path) -> Path:
    items = "\n".join(f"- {item}" for item in ITEMS)
    head, *body = (f"| {' | '.join(row)} |" for row in TABLE)
    grid = "\n".join((head, "|---|---|---|", *body))
    path.write_text(f"---\ntitel: Stiplan\n---\n\n# {HEADING}\n\n{SENTENCE}\n\n{items}\n\n{grid}\n", encoding="utf-8")
    return path


def txt_file(path: Path) -> Path:
    items = "\n".join(f"- {item}" for item in ITEMS)
    path.write_text(f"{HEADING}\n\n{SENTENCE}\n\n{items}\n", encoding="utf-8")
    return path


def rtf_file(path: Path) -> Path:
    def escaped(words: str) -> str:
        return "".join(c if ord(c) < 128 else f"\\'{ord(c):02x}" for c in words)

    items = "".join(f"\\bullet\\tab {escaped(item)}\\par " for item in ITEMS)
    source = f"{{\\rtf1\\ansi\\ansicpg1252 {escaped(HEADING)}\\par {escaped(SENTENCE)}\\par {items}}}"
    path.write_bytes(source.encode("ascii"))
    return path


def csv_file(path: Path) -> Path:
    path.write_bytes("\r\n".join(";".join(row) for row in TABLE).encode("cp1252"))
    return path


def eml_file(path: Path) -> Path:
    path.write_bytes(
        (
            "From: Åse Møller <aase@example.dk>\r\nTo: stier@example.dk\r\n"
            "Subject: =?utf-8?q?Cykelstier_i_=C3=86r=C3=B8?=\r\n"
            "Date: Tue, 04 Mar 2031 09:30:00 +0100\r\nMIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=iso-8859-1\r\n"
            f"Content-Transfer-Encoding: 8bit\r\n\r\n{SENTENCE}\r\n"
        ).encode("iso-8859-1")
    )
    return path


MAKERS: dict[str, Callable[[Path], Path]] = {
    ".docx": docx_file,
    ".pptx": pptx_file,
    ".xlsx": xlsx_file,
    ".odt": odt_file,
    ".html": html_file,
    ".md": md_file,
    ".txt": txt_file,
    ".rtf": rtf_file,
    ".csv": csv_file,
    ".eml": eml_file,
}


def zip_with(members: dict[str, bytes]) -> bytes:
    """A zip archive with these members, packed as tightly as deflate can."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return buffer.getvalue()


def repacked(source: Path, target: Path, members: dict[str, bytes]) -> Path:
    """`source` with some members replaced or added."""
    with zipfile.ZipFile(source) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    target.write_bytes(zip_with({**kept, **members}))
    return target
