"""Tool sheets as Word, PowerPoint and Excel files, the same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from pptx import Presentation
from pptx.dml.color import RGBColor as SlideColor
from pptx.enum.text import PP_ALIGN
from pptx.util import Cm as SlideCm
from pptx.util import Pt as SlidePt

from corpus.materials.sheets_source import ABOUT, CREDIT, SUMMARY, Sheet

EPOCH = datetime(2026, 1, 1)
DEEP = "0F4C4A"
MARGIN = SlideCm(1.9)


def write_docx(sheet: Sheet, target: Path) -> None:
    """Writes the sheet with heading styles, a table and list styles."""
    document = Document()
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "da-DK")
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    for name in ("Title", "Heading 1"):
        document.styles[name].font.color.rgb = RGBColor.from_string(DEEP)
    document.add_heading(sheet.title, level=0)
    document.add_paragraph(sheet.lead)
    document.add_heading(SUMMARY, level=1)
    table = document.add_table(rows=1, cols=2, style="Light Grid Accent 1")
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Spørgsmål", "Svar"
    for question, answer in sheet.summary:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = question, answer
    for section in sheet.sections:
        document.add_heading(section.heading, level=1)
        for listed, lines in section.runs():
            for line in lines if listed else [" ".join(lines)]:
                document.add_paragraph(line, style="List Bullet" if listed else None)
    document.add_heading(ABOUT, level=1)
    document.add_paragraph(CREDIT)
    document.sections[0].left_margin = document.sections[0].right_margin = Cm(2.5)
    _stamp(document.core_properties, sheet.title)
    _save(document, target)


def write_pptx(sheet: Sheet, target: Path) -> None:
    """Writes the sheet as slides: title, summary table, one slide a section."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = SlideCm(33.867), SlideCm(19.05)
    front = deck.slides.add_slide(deck.slide_layouts[0])
    front.shapes.title.text, front.placeholders[1].text = sheet.title, sheet.lead
    _summary_slide(deck, sheet)
    about = ((False, (CREDIT,)),)
    for heading, runs in [*((s.heading, s.runs()) for s in sheet.sections), (ABOUT, about)]:
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = heading
        lines = [line for _, group in runs for line in group]
        frame = slide.placeholders[1].text_frame
        frame.text = lines[0]
        for line in lines[1:]:
            frame.add_paragraph().text = line
        for paragraph in frame.paragraphs:
            paragraph.font.size = SlidePt(24)
    for slide in deck.slides:
        _place(slide)
    _stamp(deck.core_properties, sheet.title)
    _save(deck, target)


def write_xlsx(sheet: Sheet, target: Path) -> None:
    """Writes two worksheets: the summary as a table, and each section's lines."""
    book = Workbook()
    first = book.active
    first.title = SUMMARY
    _rows(first, [("Spørgsmål", "Svar"), *sheet.summary], widths=(46, 60))
    lines: list[tuple[str, ...]] = [
        (s.heading, line) for s in sheet.sections for _, group in s.runs() for line in group
    ]
    _rows(book.create_sheet(sheet.title[:31]), [("Emne", "Oplysning"), *lines], widths=(46, 100))
    _rows(
        book.create_sheet(ABOUT), [("Om", "Oplysning"), (sheet.title, sheet.lead), ("Kilde", CREDIT)], widths=(46, 100)
    )
    _stamp(book.properties, sheet.title)
    _save(book, target)


def write_overview(sheets: tuple[Sheet, ...], title: str, target: Path) -> None:
    """Writes one worksheet with a row a tool, and one that tells what it is made from."""
    book = Workbook()
    first = book.active
    first.title = "Værktøjer"
    head = (
        "Værktøj",
        "Projekt",
        "Hvad er det?",
        "Hvem har lavet det?",
        "Hvornår?",
        "Hvem er det til?",
        "Hvor får man det?",
    )
    body = [(s.title, *(answer for _, answer in s.summary)) for s in sheets]
    _rows(first, [head, *body], widths=(30, 28, 38, 34, 26, 30, 34))
    _rows(book.create_sheet(ABOUT), [("Om", "Oplysning"), (title, CREDIT)], widths=(46, 100))
    _stamp(book.properties, title)
    _save(book, target)


def _summary_slide(deck: Any, sheet: Sheet) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = SUMMARY
    rows = (("Spørgsmål", "Svar"), *sheet.summary)
    shape = slide.shapes.add_table(len(rows), 2, MARGIN, SlideCm(4.6), SlideCm(30), SlideCm(1.6) * len(rows))
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            shape.table.cell(row, column).text = text
            shape.table.cell(row, column).text_frame.paragraphs[0].font.size = SlidePt(18)


def _place(slide: Any) -> None:
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = MARGIN, SlideCm(1.2), SlideCm(30), SlideCm(2.6)
    for paragraph in title.text_frame.paragraphs:
        paragraph.alignment, paragraph.font.size, paragraph.font.bold = PP_ALIGN.LEFT, SlidePt(34), True
        paragraph.font.color.rgb = SlideColor.from_string(DEEP)
    for shape in slide.placeholders:
        if shape.placeholder_format.idx == 1:
            shape.left, shape.top, shape.width, shape.height = MARGIN, SlideCm(4.6), SlideCm(30), SlideCm(12)
            for paragraph in shape.text_frame.paragraphs:
                paragraph.alignment = PP_ALIGN.LEFT


def _rows(page: Any, rows: list[tuple[str, ...]], *, widths: tuple[int, ...]) -> None:
    for row in rows:
        page.append(row)
    for cell in page[1]:
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor=DEEP)
    for column, width in zip(page.columns, widths, strict=False):
        page.column_dimensions[column[0].column_letter].width = width
        for cell in column:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    page.freeze_panes = "A2"


def _stamp(properties: Any, title: str) -> None:
    properties.title, properties.subject, properties.language = title, CREDIT, "da"
    properties.created = properties.modified = EPOCH
    if hasattr(properties, "author"):
        properties.author, properties.last_modified_by = "Klimasvar", "Klimasvar"
    else:
        properties.creator = "Klimasvar"


def _save(document: Any, target: Path) -> None:
    """Saves through memory: entries in order, all with one date, so that the same source gives the same bytes."""
    raw = io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2026-01-01T00:00:00Z", data)
            entry = zipfile.ZipInfo(name, date_time=(2026, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(entry, data)
