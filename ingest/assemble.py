"""Blocks to what is stored: clean text, pages, sections, passages, glyph map, mentions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import PurePath

from corpus.catalogue import Catalogue, CatalogueDocument
from corpus.types import Document, DocumentContent, GlyphRun, Passage, Section
from ingest.blocks import Block, ReadDocument
from ingest.clean import point
from ingest.mentions import find_mentions
from ingest.packed import PASSAGES, RUNS, SECTIONS
from ingest.passages import SIZE, Placed, Size, cut
from ingest.sections import Draft, sections, squash
from ingest.spool import Spooled, SpooledText

BREAK = "\n"
SEPARATOR = " › "
PER_BATCH_OF_PAGES = 16
"""Glyph runs read at a time: each holds the boxes of a page."""


def assemble(
    read: ReadDocument,
    *,
    document_id: str,
    filename: str,
    sha256: str,
    entry: CatalogueDocument | None,
    catalogue: Catalogue,
    size: Size = SIZE,
) -> DocumentContent:
    """The document as it is stored. entry: its catalogue entry, None when it has none."""
    title = (entry.title if entry else "") or read.title or _first_title(read) or PurePath(filename).stem
    builder = _Builder(document_id, title, catalogue, size)
    for draft in sections(read.blocks, title=title, entry=entry):
        builder.add(draft)
    builder.end()
    document = Document(
        document_id=document_id,
        title=title,
        filename=filename,
        media_type=read.media_type,
        sha256=sha256,
        page_count=len(read.pages),
        published=(entry.published if entry else "") or read.published,
    )
    if entry is not None:
        names = ("publisher", "url", "licence", "kind", "project", "network", "digest_of")
        document = replace(document, **{name: getattr(entry, name) for name in names})
    else:
        document = replace(document, publisher=read.author)
    content = DocumentContent(
        document=document,
        text=builder.text,
        pages=tuple(replace(page, document_id=document_id) for page in read.pages),
        sections=builder.sections,
        passages=builder.passages,
        runs=builder.runs,
        flags=read.flags,
    )
    return replace(content, mentions=find_mentions(content, catalogue))


def _first_title(read: ReadDocument) -> str:
    """The highest heading of the first page, "" when there is none."""
    heads = [b for b in islice(read.blocks, 40) if b.kind == "heading" and b.page <= 1 and not b.inferred]
    return min(heads, key=lambda block: block.level).text if heads else ""


@dataclass(slots=True)
class _Run:
    """A glyph run that grows: characters [start, end) on a page, with the boxes of its stretches."""

    start: int
    end: int
    page: int
    boxes: list[bytes]


@dataclass(slots=True)
class _Builder:
    """What is stored of a document, as its sections come. Only the last section and page are held in memory."""

    document_id: str
    title: str
    catalogue: Catalogue
    size: Size
    text: SpooledText = field(default_factory=SpooledText)
    sections: Spooled[Section] = field(default_factory=lambda: Spooled(SECTIONS))
    passages: Spooled[Passage] = field(default_factory=lambda: Spooled(PASSAGES))
    runs: Spooled[GlyphRun] = field(default_factory=lambda: Spooled(RUNS, per_batch=PER_BATCH_OF_PAGES))
    _section: Section | None = None
    _run: _Run | None = None

    def add(self, draft: Draft) -> None:
        """Append the section's text, runs and passages."""
        start = len(self.text)
        placed: list[Placed] = []
        if draft.heading is not None and not draft.heading.inferred:
            head = self._place(draft.heading)
            if draft.heading.text.rstrip().endswith(":"):
                placed.append(head)
        placed += [self._place(block) for block in draft.blocks if block.text]
        pages = [page for item in placed for page in _pages(item.block)]
        if draft.heading is not None:
            pages.insert(0, draft.heading.page)
        section = self._opened(draft, start, pages)
        self._pass(placed, section)

    def _opened(self, draft: Draft, start: int, pages: Sequence[int]) -> Section:
        """The section that the draft begins or goes on with, up to the end of the text so far."""
        if draft.goes_on and self._section is not None:
            pages = [self._section.page_first, self._section.page_last, *pages]
            section = replace(self._section, char_end=len(self.text), page_first=min(pages), page_last=max(pages))
        else:
            self._close()
            number = len(self.sections)
            section = Section(
                section_id=f"{self.document_id}:s{number}",
                document_id=self.document_id,
                ordinal=number,
                heading=draft.title,
                path=draft.path,
                level=draft.level,
                char_start=start,
                char_end=len(self.text),
                page_first=min(pages, default=0),
                page_last=max(pages, default=0),
                project=draft.project,
                inferred=draft.inferred,
            )
        self._section = section
        return section

    def _close(self) -> None:
        if self._section is not None:
            self.sections.append(self._section)

    def _pass(self, placed: Sequence[Placed], section: Section) -> None:
        if all(item.block.kind == "heading" for item in placed):
            return
        begin = placed[0].start
        text = BREAK.join(item.block.text for item in placed)
        starts = [item.start for item in placed]
        context = self._context(section)
        for piece in cut(placed, self.size):
            spanned = placed[bisect_right(starts, piece.start) - 1 : bisect_left(starts, piece.end)]
            pages = [p for i in spanned for p in _pages(i.block, piece.start - i.start, piece.end - i.start)]
            number = len(self.passages)
            self.passages.append(
                Passage(
                    passage_id=f"{self.document_id}:{number}",
                    document_id=self.document_id,
                    section_id=section.section_id,
                    ordinal=number,
                    text=text[piece.start - begin : piece.end - begin],
                    char_start=piece.start,
                    char_end=piece.end,
                    page_first=min(pages, default=0),
                    page_last=max(pages, default=0),
                    context=context,
                    kind=piece.kind,
                    sentences=piece.sentences,
                    project=section.project,
                )
            )

    def _context(self, section: Section) -> str:
        project = self.catalogue.project(section.project)
        names = [self.title, project.title if project else "", *section.path]
        if len(section.path) > 2:
            names = [*names[:2], section.path[0], section.path[-1]]
        kept: list[str] = []
        for name in names:
            if name and all(squash(name) != squash(other) for other in kept):
                kept.append(name)
        return SEPARATOR.join(kept)

    def _place(self, block: Block) -> Placed:
        """Append the block; a line break before it lies, without width, at the end of what stands there."""
        if len(self.text):
            if self._run is not None and block.runs:
                self._show(len(self.text), len(self.text) + 1, self._run.page, point(self._run.boxes[-1]))
            self.text.add(BREAK)
        start = len(self.text)
        for run in block.runs:
            self._show(start + run.char_start, start + run.char_end, run.page, run.boxes)
        self.text.add(block.text)
        return Placed(block, start)

    def _show(self, start: int, end: int, page: int, boxes: bytes) -> None:
        """One run for each stretch on one page."""
        if self._run is not None and self._run.page == page and self._run.end == start:
            self._run.end = end
            self._run.boxes.append(boxes)
        else:
            self._fill()
            self._run = _Run(start, end, page, [boxes])

    def _fill(self) -> None:
        if self._run is not None:
            self.runs.append(GlyphRun(self._run.start, self._run.end, self._run.page, b"".join(self._run.boxes)))

    def end(self) -> None:
        """Nothing more comes."""
        self._close()
        self._fill()


def _pages(block: Block, start: int = 0, end: int = 1 << 60) -> list[int]:
    """Pages of the characters [start, end) of the block."""
    found = [run.page for run in block.runs if run.char_start < end and run.char_end > start]
    return found or ([block.page] if block.page else [])
