"""Blocks of the digest as reportlab flowables: type, colours, callouts, boxes and ruled tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from reportlab.lib.colors import HexColor, white
from reportlab.lib.enums import TA_JUSTIFY, TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, HRFlowable, KeepTogether, ListFlowable, ListItem, Spacer
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as Grid

from corpus.materials.digest_source import Block, Bullets, Callout, Heading, Paragraph, Table, Voice

INK, DEEP, SUN, TINT, LINE, GREY = (
    HexColor(c) for c in ("#1c2526", "#0f4c4a", "#e2a300", "#e9f2ef", "#b9cbc6", "#55625f")
)
REGULAR, BOLD, ITALIC = "Plex", "Plex-SemiBold", "Plex-Italic"
SIZE, LEADING = 10.0, 14.5

Hyphenate = Callable[[str], Iterator[tuple[str, str]]]


def register_fonts(folder: Path) -> None:
    """Makes the fonts in `folder` known to reportlab; they are embedded as subsets."""
    files = {REGULAR: "Regular", BOLD: "SemiBold", ITALIC: "Italic"}
    for name, weight in files.items():
        registerFont(TTFont(name, str(folder / f"IBMPlexSans-{weight}-Latin1.ttf")))
    registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD)


def style(size: float, leading: float, *, font: str = REGULAR, **more: object) -> ParagraphStyle:
    """A paragraph style in points; the rest are reportlab's own names."""
    settings = {"fontName": font, "fontSize": size, "leading": leading, "textColor": INK, **more}
    return ParagraphStyle(font, allowWidows=0, allowOrphans=0, **settings)


class Compositor:
    """Flowables for blocks. column, full: the widths of a column and of the type area, in points."""

    def __init__(self, hyphenate: Hyphenate, *, column: float, full: float) -> None:
        self.column, self.full = column, full
        self.body = style(
            SIZE,
            LEADING,
            alignment=TA_JUSTIFY,
            spaceAfter=7,
            hyphenationLang=hyphenate,
            hyphenationMinWordLength=5,
            spaceShrinkage=0.22,
        )
        self.ragged = style(SIZE, LEADING, alignment=TA_LEFT, spaceAfter=7)
        self.item = style(SIZE, LEADING, alignment=TA_LEFT, spaceAfter=2.5)
        self.voice = style(SIZE, LEADING, font=ITALIC, textColor=DEEP, spaceAfter=5)
        self.speaker = style(8.6, 11.6, font=BOLD, textColor=DEEP)
        self.heads = {
            2: style(14.5, 18, font=BOLD, textColor=DEEP, spaceBefore=12, spaceAfter=5, keepWithNext=1),
            3: style(11.2, 14.5, font=BOLD, spaceBefore=5, spaceAfter=2.5, keepWithNext=1),
        }
        self.figure = style(32, 37, font=BOLD, textColor=DEEP)
        self.sentence = style(10.6, 14.2, font=BOLD)
        self.caption = style(9, 12, font=BOLD, spaceBefore=4, spaceAfter=3)
        self.cell, self.head = style(8.8, 11.4), style(8.8, 11.4, font=BOLD, textColor=white)
        self.small, self.small_head = style(8, 10), style(7.2, 10, font=BOLD, textColor=white)

    def compose(self, blocks: tuple[Block, ...]) -> list[Flowable]:
        """Flowables in order; a heading stays with the block it introduces."""
        story: list[Flowable] = []
        waiting: list[Flowable] = []
        for block in blocks:
            made = self._block(block)
            if isinstance(block, Heading):
                waiting += made
            elif isinstance(block, Callout | Voice | Table):
                story.append(KeepTogether(waiting + made))
                waiting = []
            else:
                story += waiting + made
                waiting = []
        return story + waiting

    def _block(self, block: Block) -> list[Flowable]:
        match block:
            case Heading(text, level):
                return [Text(text, self.heads[level])]
            case Paragraph(text, ragged):
                return [Text(_inline(text), self.ragged if ragged else self.body)]
            case Bullets(items):
                return [self._bullets(items)]
            case Callout(figure, sentence):
                rule = HRFlowable(width=self.column, thickness=2.2, color=SUN, spaceBefore=9, spaceAfter=3)
                return [rule, Text(figure, self.figure), Text(sentence, self.sentence), Spacer(1, 12)]
            case Voice(text, speaker):
                return [Spacer(1, 4), self._voice(text, speaker), Spacer(1, 9)]
            case Table():
                return self._table(block)

    def _bullets(self, items: tuple[str, ...]) -> Flowable:
        entries = [ListItem(Text(_inline(item), self.item), bulletColor=SUN) for item in items]
        return ListFlowable(
            entries, bulletType="bullet", start="•", bulletFontSize=10, leftIndent=12, spaceAfter=7, bulletFontName=BOLD
        )

    def _voice(self, text: str, speaker: str) -> Flowable:
        grid = Grid([[[Text(text, self.voice), Text(speaker, self.speaker)]]], colWidths=[self.column])
        grid.setStyle(
            [
                ("BACKGROUND", (0, 0), (-1, -1), TINT),
                ("LINEBEFORE", (0, 0), (0, -1), 3, DEEP),
                ("LEFTPADDING", (0, 0), (-1, -1), 12),
                ("RIGHTPADDING", (0, 0), (-1, -1), 10),
                ("TOPPADDING", (0, 0), (-1, -1), 8),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 9),
            ]
        )
        return grid

    def _table(self, table: Table) -> list[Flowable]:
        if table.wide:
            widths = [self.full * 0.19, *[self.full * 0.81 / 7] * 7]
            grid = self._grid(table, widths, self.small, self.small_head)
            return [Text(table.title, self.caption), grid, Spacer(1, 9)]
        short = max(len(row[-1]) for row in table.rows) <= 18
        shares = {2: (0.68, 0.32) if short else (0.4, 0.6), 3: (0.32, 0.41, 0.27)}[len(table.rows[0])]
        widths = [self.column * share for share in shares]
        return [Text(table.title, self.caption), self._grid(table, widths, self.cell, self.head), Spacer(1, 11)]

    def _grid(self, table: Table, widths: list[float], cell: ParagraphStyle, head: ParagraphStyle) -> Flowable:
        rows = [[Text(_inline(text), cell if n else head) for text in row] for n, row in enumerate(table.rows)]
        grid = Grid(rows, colWidths=widths, repeatRows=1)
        grid.setStyle(
            [
                ("BACKGROUND", (0, 0), (-1, 0), DEEP),
                ("ROWBACKGROUNDS", (0, 1), (-1, -1), [white, TINT]),
                ("GRID", (0, 0), (-1, -1), 0.5, LINE),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 5),
                ("RIGHTPADDING", (0, 0), (-1, -1), 4),
                ("TOPPADDING", (0, 0), (-1, -1), 3.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4.5),
            ]
        )
        return grid


def _inline(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    text = re.sub(r"\*\*(.+?)\*\*", rf'<font name="{BOLD}">\1</font>', text)
    return re.sub(r"\*(.+?)\*", r"<i>\1</i>", text)
