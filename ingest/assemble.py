"""Blocks to what is stored: clean text, pages, sections, passages, glyph map, mentions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import PurePath

from corpus.catalogue import Catalogue, CatalogueDocument
from corpus.types import Document, DocumentContent, GlyphRun, Passage, Section
from ingest.blocks import Block, ReadDocument
from ingest.clean import point
from ingest.mentions import find_mentions
from ingest.passages import SIZE, Placed, Size, cut
from ingest.sections import Draft, sections, squash
from ingest.spool import Spool

BREAK = "\n"
SEPARATOR = " › "


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
    builder = _Builder(document_id, title, entry, catalogue, size)
    for draft in sections(read.blocks, title=title, entry=entry):
        builder.add(draft)
    builder.fill()
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
        text="".join(builder.parts),
        pages=tuple(replace(page, document_id=document_id) for page in read.pages),
        sections=tuple(builder.sections),
        passages=tuple(builder.passages),
        runs=tuple(builder.runs),
        flags=read.flags,
    )
    del read, builder  # a long document's blocks need not lie beside its mentions
    return replace(content, mentions=find_mentions(content, catalogue))


def _first_title(read: ReadDocument) -> str:
    """The highest heading of the first page, "" when there is none."""
    heads = [b for b in read.blocks[:40] if b.kind == "heading" and b.page <= 1 and not b.inferred]
    return min(heads, key=lambda block: block.level).text if heads else ""


@dataclass(slots=True)
class _Builder:
    document_id: str
    title: str
    entry: CatalogueDocument | None
    catalogue: Catalogue
    size: Size
    parts: list[str] = field(default_factory=list)
    length: int = 0
    runs: list[GlyphRun] = field(default_factory=list)
    spool: Spool = field(default_factory=Spool)
    boxes: list[bytes] = field(default_factory=list)
    """Of the page that is being filled: the last of `runs` gets them when it is full."""
    sections: list[Section] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)

    def add(self, draft: Draft) -> None:
        """Append the section's text, runs and passages."""
        start = self.length
        placed: list[Placed] = []
        if draft.heading is not None and not draft.heading.inferred:
            head = self._place(draft.heading)
            if draft.heading.text.rstrip().endswith(":"):
                placed.append(head)
        placed += [self._place(block) for block in draft.blocks if block.text]
        number = len(self.sections)
        pages = [page for item in placed for page in _pages(item.block)]
        if draft.heading is not None:
            pages.insert(0, draft.heading.page)
        section = Section(
            section_id=f"{self.document_id}:s{number}",
            document_id=self.document_id,
            ordinal=number,
            heading=draft.title,
            path=draft.path,
            level=draft.level,
            char_start=start,
            char_end=self.length,
            page_first=min(pages, default=0),
            page_last=max(pages, default=0),
            project=draft.project,
            inferred=draft.inferred,
        )
        self.sections.append(section)
        self._pass(placed, section)

    def _pass(self, placed: list[Placed], section: Section) -> None:
        if all(item.block.kind == "heading" for item in placed):
            return
        text = "".join(self.parts)[section.char_start :] if not self.passages else self._tail(section.char_start)
        context = self._context(section)
        for piece in cut(placed, self.size):
            pages = [
                p
                for i in placed
                if i.start < piece.end and i.start + len(i.block.text) > piece.start
                for p in _pages(i.block, piece.start - i.start, piece.end - i.start)
            ]
            number = len(self.passages)
            self.passages.append(
                Passage(
                    passage_id=f"{self.document_id}:{number}",
                    document_id=self.document_id,
                    section_id=section.section_id,
                    ordinal=number,
                    text=text[piece.start - section.char_start : piece.end - section.char_start],
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

    def _tail(self, start: int) -> str:
        """The text from `start` on, without joining the whole document."""
        taken: list[str] = []
        have = self.length
        for part in reversed(self.parts):
            if have <= start:
                break
            taken.append(part)
            have -= len(part)
        return "".join(reversed(taken))[start - have :]

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
        if self.length:
            if self.boxes and block.runs:
                self._run(self.length, self.length + 1, self.runs[-1].page, point(self.boxes[-1]))
            self.parts.append(BREAK)
            self.length += 1
        start = self.length
        for run in block.runs:
            self._run(start + run.char_start, start + run.char_end, run.page, bytes(run.boxes))
        self.parts.append(block.text)
        self.length += len(block.text)
        return Placed(block, start)

    def _run(self, start: int, end: int, page: int, boxes: bytes) -> None:
        """One run for each stretch on one page."""
        last = self.runs[-1] if self.runs else None
        if last is not None and last.page == page and last.char_end == start:
            self.runs[-1] = GlyphRun(last.char_start, end, page, b"")
        else:
            self.fill()
            self.runs.append(GlyphRun(start, end, page, b""))
        self.boxes.append(boxes)

    def fill(self) -> None:
        """Give the last run its boxes: nothing more comes on its page."""
        if self.boxes:
            self.runs[-1] = replace(self.runs[-1], boxes=self.spool.keep(b"".join(self.boxes)))
            self.boxes = []


def _pages(block: Block, start: int = 0, end: int = 1 << 60) -> list[int]:
    """Pages of the characters [start, end) of the block."""
    found = [run.page for run in block.runs if run.char_start < end and run.char_end > start]
    return found or ([block.page] if block.page else [])
