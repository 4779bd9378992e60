"""The digest as PDF: cover, contents, chapters in two columns with running heads and printed page numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.colors import HexColor, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
)
from reportlab.platypus import Paragraph as Text

from corpus.materials.digest_source import Chapter, Table
from corpus.materials.typeset_blocks import BOLD, DEEP, GREY, INK, LINE, REGULAR, SUN, Compositor, Hyphenate, style

WIDTH, HEIGHT = A4
SIDE, TOP, BOTTOM, GUTTER = 54.0, 78.0, 62.0, 24.0
FULL = WIDTH - 2 * SIDE
COLUMN = (FULL - GUTTER) / 2
BAND, NOTE = 150.0, 38.0
WHOLE = HEIGHT - TOP - BOTTOM
"""Height of a column on a page without chapter title."""
FRONT = 2
"""Pages before printed page 1: the cover and the contents."""
STEP = 18.0
"""Points that the columns of a chapter's last page grow by until its text fits them."""


@dataclass(frozen=True, slots=True)
class Title:
    title: str
    subtitle: str
    credit: str


class _End(Flowable):  # type: ignore[misc]
    """Tells where on which page the flow has come to."""

    def __init__(self, tell: Callable[[int, float, float], None]) -> None:
        super().__init__()
        self._tell = tell

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return 0.0, 0.0

    def draw(self) -> None:
        self._tell(self.canv.getPageNumber(), *self.canv.absolutePosition(0, 0))


class Typesetter:
    """Sets chapters in several passes: page numbers for the contents, then even columns on last pages."""

    def __init__(self, hyphenate: Hyphenate, title: Title) -> None:
        self._title = title
        self._compositor = Compositor(hyphenate, column=COLUMN, full=FULL)
        self._first: dict[str, int] = {}
        self._more: dict[str, int] = {}
        """Column pages after a chapter's first page, as the latest pass had them."""
        self._wanted: dict[str, int] = {}
        """The same as the first pass had them; evening out the columns may not add to it."""
        self._used: dict[str, float] = {}
        """Points of column that the text takes on the chapter's last column page."""
        self._height: dict[str, float] = {}
        """Height of the two columns on that page, where it is less than WHOLE."""

    def build(self, chapters: tuple[Chapter, ...], target: Path) -> None:
        """Writes `target`."""
        self._pass(chapters, target)
        self._wanted = dict(self._more)
        self._height = {chapter_id: self._used[chapter_id] / 2 for chapter_id, more in self._wanted.items() if more}
        short = set(self._height)
        while short:
            self._pass(chapters, target)
            short = {c for c in self._height if self._more[c] > self._wanted[c] and self._height[c] < WHOLE}
            self._height.update({c: min(self._height[c] + STEP, WHOLE) for c in short})
        self._pass(chapters, target)

    def _pass(self, chapters: tuple[Chapter, ...], target: Path) -> None:
        document = BaseDocTemplate(
            str(target), pagesize=A4, title=self._title.title, author="Klimasvar", lang="da", invariant=1
        )
        document.subject = self._title.credit
        whole = [Frame(SIDE, BOTTOM, FULL, WHOLE, 0, 0, 0, 0)]
        document.addPageTemplates(
            [
                PageTemplate("cover", whole, onPage=lambda canvas, _: self._cover(canvas)),
                PageTemplate("contents", whole, onPage=lambda canvas, _: self._contents(canvas, chapters)),
            ]
        )
        story: list[Flowable] = [NextPageTemplate("contents"), PageBreak()]
        for chapter in chapters:
            document.addPageTemplates(self._templates(chapter))
            story += self._chapter(chapter)
        document.build(story)

    def _templates(self, chapter: Chapter) -> list[PageTemplate]:
        def opening(canvas: Canvas, document: BaseDocTemplate) -> None:
            self._first[chapter.id] = document.page
            canvas.bookmarkPage(chapter.id)
            canvas.addOutlineEntry(chapter.title, chapter.id, level=0)
            _band(canvas)

        def foot(canvas: Canvas, document: BaseDocTemplate) -> None:
            _draw(canvas, chapter.note, style(7.8, 10.2, textColor=GREY), top=HEIGHT - BOTTOM - 22, width=FULL)
            _rule(canvas, BOTTOM + 28, SIDE + 90)
            _folio(canvas, document.page - FRONT)

        def running(canvas: Canvas, document: BaseDocTemplate) -> None:
            self._head(canvas, chapter.running)
            _folio(canvas, document.page - FRONT)

        title = Frame(SIDE, HEIGHT - BAND, FULL, BAND - 40, 0, 0, 0, 0)
        under = _columns(HEIGHT - BAND - 22, HEIGHT - BAND - 22 - BOTTOM - NOTE)
        last = self._height.get(chapter.id, WHOLE)
        return [
            PageTemplate(f"{chapter.id}-first", [title, *under], onPage=opening, onPageEnd=foot),
            PageTemplate(f"{chapter.id}-more", _columns(HEIGHT - TOP, WHOLE), onPage=running),
            PageTemplate(f"{chapter.id}-last", _columns(HEIGHT - TOP, last), onPage=running),
            PageTemplate(f"{chapter.id}-wide", [Frame(SIDE, BOTTOM, FULL, WHOLE, 0, 0, 0, 0)], onPage=running),
        ]

    def _chapter(self, chapter: Chapter) -> list[Flowable]:
        """The chapter's flow; a wide table takes the heading before it along to a page of its own."""

        def tell(page: int, x: float, y: float) -> None:
            self._more[chapter.id] = page - self._first[chapter.id]
            self._used[chapter.id] = HEIGHT - TOP - y + (WHOLE if x > WIDTH / 2 else 0.0)

        wide = next((n - 1 for n, b in enumerate(chapter.blocks) if isinstance(b, Table) and b.wide), None)
        columns = chapter.blocks[:wide]
        full_pages = [f"{chapter.id}-more"] * (self._wanted.get(chapter.id, 1) - 1)
        story: list[Flowable] = [NextPageTemplate(f"{chapter.id}-first"), PageBreak()]
        story += [Text(chapter.mark, style(11, 14, font=BOLD, textColor=SUN, spaceAfter=4))]
        story += [Text(chapter.title, style(29, 34, font=BOLD, textColor=white))]
        story += [NextPageTemplate([*full_pages, "*", f"{chapter.id}-last"]), FrameBreak()]
        story += [*self._compositor.compose(columns), _End(tell)]
        if wide is not None:
            story += [NextPageTemplate(f"{chapter.id}-wide"), PageBreak()]
            story += self._compositor.compose(chapter.blocks[wide:])
        return story

    def _cover(self, canvas: Canvas) -> None:
        canvas.addPageLabel(0, prefix="Omslag")
        canvas.addPageLabel(1, prefix="Indhold")
        canvas.addPageLabel(FRONT, style="ARABIC", start=1)
        _hills(canvas)
        _draw(canvas, self._title.title, style(42, 49, font=BOLD, textColor=white), top=138, width=360)
        _draw(canvas, self._title.subtitle, style(15, 21, textColor=white), top=302, width=300)
        _draw(canvas, self._title.credit, style(9.6, 14, textColor=white), top=HEIGHT - 112, width=340)

    def _contents(self, canvas: Canvas, chapters: tuple[Chapter, ...]) -> None:
        _draw(canvas, "Indhold", style(29, 34, font=BOLD, textColor=DEEP), top=92, width=300)
        y = HEIGHT - 186
        for chapter in chapters:
            _rule(canvas, y - 14, WIDTH - SIDE)
            for text, x, font, colour in ((chapter.mark, SIDE, BOLD, DEEP), (chapter.title, SIDE + 90, REGULAR, INK)):
                canvas.setFont(font, 12.5)
                canvas.setFillColor(colour)
                canvas.drawString(x, y, text)
            if chapter.id in self._first:
                canvas.drawRightString(WIDTH - SIDE, y, str(self._first[chapter.id] - FRONT))
            canvas.linkAbsolute("", chapter.id, (SIDE, y - 12, WIDTH - SIDE, y + 18))
            y -= 42
        _draw(canvas, self._title.credit, style(9, 13, textColor=GREY), top=HEIGHT - 100, width=FULL)

    def _head(self, canvas: Canvas, running: str) -> None:
        canvas.setFont(REGULAR, 8)
        canvas.setFillColor(GREY)
        canvas.drawString(SIDE, HEIGHT - 46, self._title.title)
        canvas.drawRightString(WIDTH - SIDE, HEIGHT - 46, running)
        _rule(canvas, HEIGHT - 54, WIDTH - SIDE)


def _columns(top: float, height: float) -> list[Frame]:
    lefts = (SIDE, SIDE + COLUMN + GUTTER)
    return [Frame(left, top - height, COLUMN, height, 0, 0, 0, 0) for left in lefts]


def _folio(canvas: Canvas, number: int) -> None:
    canvas.setFont(BOLD, 9)
    canvas.setFillColor(DEEP)
    canvas.drawRightString(WIDTH - SIDE, 34, str(number))


def _rule(canvas: Canvas, y: float, right: float) -> None:
    canvas.setStrokeColor(LINE)
    canvas.line(SIDE, y, right, y)


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


def _draw(canvas: Canvas, text: str, look: ParagraphStyle, *, top: float, width: float) -> None:
    paragraph = Text(text, look)
    _, height = paragraph.wrap(width, HEIGHT)
    paragraph.drawOn(canvas, SIDE, HEIGHT - top - height)
