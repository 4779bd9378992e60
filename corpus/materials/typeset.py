"""The digest as PDF: two columns, hyphenated and justified, with cover, contents, callouts and ruled tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from reportlab.lib.colors import HexColor, white
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, Frame, FrameBreak, HRFlowable, KeepTogether
from reportlab.platypus import ListFlowable, ListItem, NextPageTemplate, PageBreak, PageTemplate, Spacer
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as Grid

from corpus.materials.digest_source import Block, Bullets, Callout, Chapter, Heading, Paragraph, Table, Voice

WIDTH, HEIGHT = A4
SIDE, TOP, BOTTOM, GUTTER = 54.0, 78.0, 62.0, 24.0
COLUMN = (WIDTH - 2 * SIDE - GUTTER) / 2
BAND, NOTE = 176.0, 38.0
FRONT = 2
"""Pages before printed page 1: the cover and the contents."""

INK, DEEP, SUN, TINT, LINE, GREY = (
    HexColor(c) for c in ("#1c2526", "#0f4c4a", "#e2a300", "#e9f2ef", "#b9cbc6", "#55625f")
)
REGULAR, BOLD, ITALIC = "Plex", "Plex-SemiBold", "Plex-Italic"

Hyphenate = Callable[[str], Iterator[tuple[str, str]]]


def register_fonts(folder: Path) -> None:
    """Makes the fonts in `folder` known to reportlab; they are embedded as subsets."""
    files = {REGULAR: "Regular", BOLD: "SemiBold", ITALIC: "Italic"}
    for name, weight in files.items():
        registerFont(TTFont(name, str(folder / f"IBMPlexSans-{weight}-Latin1.ttf")))
    registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD)


def _style(size: float, leading: float, *, font: str = REGULAR, **more: object) -> ParagraphStyle:
    settings = {"fontName": font, "fontSize": size, "leading": leading, "textColor": INK, **more}
    return ParagraphStyle(font, allowWidows=0, allowOrphans=0, **settings)


class Typesetter:
    """Turns chapters into pages. `pages` after a build: printed page number by chapter id."""

    def __init__(self, hyphenate: Hyphenate, *, title: str, subtitle: str, credit: str) -> None:
        self.title, self.subtitle, self.credit = title, subtitle, credit
        self.pages: dict[str, int] = {}
        divided = {"hyphenationLang": hyphenate, "hyphenationMinWordLength": 7, "embeddedHyphenation": 0}
        self.body = _style(9.6, 13.7, alignment=TA_JUSTIFY, spaceAfter=6.5, **divided)
        self.item = _style(9.6, 13.7, alignment=TA_JUSTIFY, spaceAfter=2, **divided)
        self.voice = _style(9.6, 13.7, font=ITALIC, textColor=DEEP, spaceAfter=4)
        self.speaker = _style(8.2, 11, font=BOLD, textColor=DEEP)
        self.heads = {
            2: _style(14, 17.5, font=BOLD, textColor=DEEP, spaceBefore=11, spaceAfter=5, keepWithNext=1),
            3: _style(10.8, 14, font=BOLD, spaceBefore=5, spaceAfter=2.5, keepWithNext=1),
        }
        self.figure = _style(31, 35, font=BOLD, textColor=DEEP)
        self.sentence = _style(10.4, 14, font=BOLD)
        self.caption = _style(8.8, 11.5, font=BOLD, spaceBefore=4, spaceAfter=3, keepWithNext=1)
        self.cell, self.head = _style(8.5, 11), _style(8.5, 11, font=BOLD, textColor=white)
        self.small, self.small_head = _style(7.6, 9.6), _style(7.4, 9.6, font=BOLD, textColor=white)
        self.mark = _style(11, 14, font=BOLD, textColor=SUN, spaceAfter=4)
        self.chapter_title = _style(29, 34, font=BOLD, textColor=white)
        self.note = _style(7.6, 10, textColor=GREY)

    def build(self, chapters: tuple[Chapter, ...], target: Path) -> None:
        """Writes `target`; a first pass finds the page numbers that the contents need."""
        for _ in range(2):
            document = self._document(target, chapters)
            story: list[Flowable] = [NextPageTemplate("contents"), PageBreak()]
            for chapter in chapters:
                story += self._chapter(chapter)
            document.build(story)

    def _document(self, target: Path, chapters: tuple[Chapter, ...]) -> BaseDocTemplate:
        document = BaseDocTemplate(
            str(target), pagesize=A4, title=self.title, author="Klimasvar", subject=self.credit, lang="da", invariant=1
        )
        whole = [Frame(SIDE, BOTTOM, WIDTH - 2 * SIDE, HEIGHT - TOP - BOTTOM, 0, 0, 0, 0)]
        document.addPageTemplates([
            PageTemplate("cover", whole, onPage=self._cover),
            PageTemplate("contents", whole, onPage=lambda c, d: self._contents(c, chapters)),
        ])
        for chapter in chapters:
            document.addPageTemplates(self._templates(chapter))
        return document

    def _templates(self, chapter: Chapter) -> list[PageTemplate]:
        def opening(canvas: Canvas, document: BaseDocTemplate) -> None:
            self.pages[chapter.id] = document.page - FRONT
            canvas.bookmarkPage(chapter.id)
            canvas.addOutlineEntry(chapter.title, chapter.id, level=0)
            _band(canvas)

        def foot(canvas: Canvas, document: BaseDocTemplate) -> None:
            note = Text(chapter.note, self.note)
            _, height = note.wrap(WIDTH - 2 * SIDE, NOTE)
            canvas.setStrokeColor(LINE)
            canvas.line(SIDE, BOTTOM + height + 7, SIDE + 90, BOTTOM + height + 7)
            note.drawOn(canvas, SIDE, BOTTOM)
            self._folio(canvas, document)

        def running(canvas: Canvas, document: BaseDocTemplate) -> None:
            self._head(canvas, chapter.running)
            self._folio(canvas, document)

        title = Frame(SIDE, HEIGHT - BAND, WIDTH - 2 * SIDE, BAND - 44, 0, 0, 0, 0)
        under = _columns(BOTTOM + NOTE, HEIGHT - BAND - 22)
        wide = Frame(SIDE, BOTTOM, WIDTH - 2 * SIDE, HEIGHT - TOP - BOTTOM, 0, 0, 0, 0)
        return [
            PageTemplate(f"{chapter.id}-first", [title, *under], onPage=opening, onPageEnd=foot),
            PageTemplate(f"{chapter.id}-more", _columns(BOTTOM, HEIGHT - TOP), onPage=running),
            PageTemplate(f"{chapter.id}-wide", [wide], onPage=running),
        ]

    def _chapter(self, chapter: Chapter) -> list[Flowable]:
        story: list[Flowable] = [NextPageTemplate(f"{chapter.id}-first"), PageBreak()]
        story += [Text(chapter.mark, self.mark), Text(chapter.title, self.chapter_title)]
        story += [NextPageTemplate(f"{chapter.id}-more"), FrameBreak()]
        for block in chapter.blocks:
            if isinstance(block, Table) and block.wide:
                story += [NextPageTemplate(f"{chapter.id}-wide"), PageBreak()]
            story += self._block(block)
        return story

    def _block(self, block: Block) -> list[Flowable]:
        match block:
            case Heading(text, level):
                return [CondPageBreak(64), Text(text, self.heads[level])]
            case Paragraph(text):
                return [Text(_inline(text), self.body)]
            case Bullets(items):
                return [self._bullets(items)]
            case Callout(figure, sentence):
                rule = HRFlowable(width=COLUMN, thickness=2.2, color=SUN, spaceBefore=6, spaceAfter=3)
                return [KeepTogether([rule, Text(figure, self.figure), Text(sentence, self.sentence), Spacer(1, 11)])]
            case Voice(text, speaker):
                return [self._voice(text, speaker)]
            case Table():
                return self._wide_table(block) if block.wide else self._table(block)

    def _bullets(self, items: tuple[str, ...]) -> Flowable:
        entries = [ListItem(Text(_inline(item), self.item), bulletColor=SUN) for item in items]
        return ListFlowable(
            entries, bulletType="bullet", start="•", bulletFontSize=10, leftIndent=12, spaceAfter=6, bulletFontName=BOLD
        )

    def _voice(self, text: str, speaker: str) -> Flowable:
        grid = Grid([[[Text(text, self.voice), Text(speaker, self.speaker)]]], colWidths=[COLUMN])
        grid.setStyle([
            ("BACKGROUND", (0, 0), (-1, -1), TINT),
            ("LINEBEFORE", (0, 0), (0, -1), 3, DEEP),
            ("LEFTPADDING", (0, 0), (-1, -1), 12),
            ("RIGHTPADDING", (0, 0), (-1, -1), 10),
            ("TOPPADDING", (0, 0), (-1, -1), 8),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 9),
        ])
        return KeepTogether([Spacer(1, 4), grid, Spacer(1, 9)])

    def _table(self, table: Table) -> list[Flowable]:
        count = len(table.rows[0])
        short = max(len(row[-1]) for row in table.rows) <= 12
        shares = {2: (0.72, 0.28) if short else (0.42, 0.58), 3: (0.36, 0.38, 0.26)}[count]
        grid = self._grid(table, [COLUMN * share for share in shares], self.cell, self.head)
        return [KeepTogether([Text(table.title, self.caption), grid, Spacer(1, 10)])]

    def _wide_table(self, table: Table) -> list[Flowable]:
        full = WIDTH - 2 * SIDE
        widths = [full * 0.19, *[full * 0.81 / 7] * 7]
        grid = self._grid(table, widths, self.small, self.small_head)
        return [Text(table.title, self.heads[2]), grid, Spacer(1, 8)]

    def _grid(
        self, table: Table, widths: list[float], cell: ParagraphStyle, head: ParagraphStyle
    ) -> Grid:
        rows = [[Text(_inline(text), cell if n else head) for text in row] for n, row in enumerate(table.rows)]
        grid = Grid(rows, colWidths=widths, repeatRows=1)
        grid.setStyle([
            ("BACKGROUND", (0, 0), (-1, 0), DEEP),
            ("ROWBACKGROUNDS", (0, 1), (-1, -1), [white, TINT]),
            ("GRID", (0, 0), (-1, -1), 0.5, LINE),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 5),
            ("RIGHTPADDING", (0, 0), (-1, -1), 4),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ])
        return grid

    def _cover(self, canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.addPageLabel(0, prefix="Omslag")
        canvas.addPageLabel(1, prefix="Indhold")
        canvas.addPageLabel(FRONT, style="ARABIC", start=1)
        _hills(canvas)
        _draw(canvas, self.title, _style(40, 46, font=BOLD, textColor=white), top=150, width=400)
        _draw(canvas, self.subtitle, _style(15, 21, textColor=white), top=310, width=330)
        _draw(canvas, self.credit, _style(9.6, 14, textColor=white), top=HEIGHT - 112, width=330)

    def _contents(self, canvas: Canvas, chapters: tuple[Chapter, ...]) -> None:
        _draw(canvas, "Indhold", _style(29, 34, font=BOLD, textColor=DEEP), top=92, width=300)
        y = HEIGHT - 180
        for chapter in chapters:
            canvas.setStrokeColor(LINE)
            canvas.line(SIDE, y - 12, WIDTH - SIDE, y - 12)
            for text, x, font, colour in ((chapter.mark, SIDE, BOLD, SUN), (chapter.title, SIDE + 90, REGULAR, INK)):
                canvas.setFont(font, 12)
                canvas.setFillColor(colour)
                canvas.drawString(x, y, text)
            canvas.drawRightString(WIDTH - SIDE, y, str(self.pages.get(chapter.id, "")))
            canvas.linkAbsolute("", chapter.id, (SIDE, y - 10, WIDTH - SIDE, y + 16))
            y -= 36

    def _head(self, canvas: Canvas, running: str) -> None:
        canvas.setFont(REGULAR, 8)
        canvas.setFillColor(GREY)
        canvas.drawString(SIDE, HEIGHT - 46, self.title)
        canvas.drawRightString(WIDTH - SIDE, HEIGHT - 46, running)
        canvas.setStrokeColor(LINE)
        canvas.line(SIDE, HEIGHT - 54, WIDTH - SIDE, HEIGHT - 54)

    def _folio(self, canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont(BOLD, 9)
        canvas.setFillColor(DEEP)
        canvas.drawRightString(WIDTH - SIDE, 34, str(document.page - FRONT))


def _columns(low: float, high: float) -> list[Frame]:
    lefts = (SIDE, SIDE + COLUMN + GUTTER)
    return [Frame(left, low, COLUMN, high - low, 0, 0, 0, 0) for left in lefts]


def _band(canvas: Canvas) -> None:
    canvas.setFillColor(DEEP)
    canvas.rect(0, HEIGHT - BAND, WIDTH, BAND, stroke=0, fill=1)
    canvas.setFillColor(SUN)
    canvas.rect(0, HEIGHT - BAND - 4, WIDTH, 4, stroke=0, fill=1)


def _hills(canvas: Canvas) -> None:
    canvas.setFillColor(DEEP)
    canvas.rect(0, 0, WIDTH, HEIGHT, stroke=0, fill=1)
    canvas.setFillColor(SUN)
    canvas.circle(WIDTH - 120, 330, 62, stroke=0, fill=1)
    for n, colour in enumerate(("#1c6b62", "#17594f", "#12463f", "#0c332e")):
        base, path = 300 - n * 62, canvas.beginPath()
        path.moveTo(0, 0)
        path.lineTo(0, base)
        path.curveTo(WIDTH * 0.3, base + 110 - n * 60, WIDTH * 0.6, base - 90 + n * 45, WIDTH, base + 40)
        path.lineTo(WIDTH, 0)
        canvas.setFillColor(HexColor(colour))
        canvas.drawPath(path, stroke=0, fill=1)


def _draw(canvas: Canvas, text: str, style: ParagraphStyle, *, top: float, width: float) -> None:
    paragraph = Text(text, style)
    _, height = paragraph.wrap(width, HEIGHT)
    paragraph.drawOn(canvas, SIDE, HEIGHT - top - height)


def _inline(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    text = re.sub(r"\*\*(.+?)\*\*", rf'<font name="{BOLD}">\1</font>', text)
    return re.sub(r"\*(.+?)\*", r"<i>\1</i>", text)
