"""DOCX by python-docx: headings by style or outline level, lists, tables, captions, footnotes and text boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml

from ingest.blocks import Block, ReadDocument
from ingest.media import DOCX
from ingest.readers.errors import translated
from ingest.readers.tables import verbalise
from ingest.readers.wordnumbers import Numbers
from ingest.readers.wordstyles import Style, Styles, qn, switched_on, value_of
from ingest.readers.wordtext import WordText
from ingest.tidy import tidy, without_bullet

_ASIDE = re.compile(r"^(?:toc\b|indholdsfortegnelse|table of figures|header|footer|sidehoved|sidefod)", re.I)
_CAPTION = re.compile(r"caption|billedtekst", re.I)
_QUOTE = re.compile(r"quote|citat|block text", re.I)
_LIST = re.compile(r"^(?:list|opstilling|liste)", re.I)
_SOURCE = re.compile(r"^Kilder?\s*:")
_WRAPPERS = {qn(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_LETTER = re.compile(r"[^\W\d_]")
_MAX_HEADING_WORDS = 12


class WordReader:
    """Reads .docx. Blocks carry page 0: the file says nothing of pages."""

    def read(self, path: Path) -> ReadDocument:
        """Raises a DocumentError."""
        with translated(path):
            document = docx.Document(str(path))
            walker = _Walker(document)
            blocks = tuple(walker.children(document.element.body))
            core = document.core_properties
            return ReadDocument(
                media_type=DOCX,
                blocks=blocks,
                title=tidy(core.title or "") or walker.title,
                author=tidy(core.author or ""),
                published=core.created.date().isoformat() if core.created else "",
                flags=walker.text.flags(),
            )


class _Walker:
    """Turns body elements into blocks, in order. title: the first paragraph in the style Title."""

    def __init__(self, document: Any) -> None:
        roots = {
            rel.reltype.rsplit("/", 1)[-1]: rel.target_part
            for rel in document.part.rels.values()
            if not rel.is_external
        }
        styles = roots.get("styles")
        self._styles = Styles(styles.element if styles is not None else None)
        self.text = WordText(self._styles)
        self._notes = {
            (kind, note.get(qn("w:id"), "")): tidy(" ".join(self.text.of(p) for p in note.iter(qn("w:p"))))
            for kind in ("footnote", "endnote")
            if (part := roots.get(kind + "s")) is not None
            for note in parse_xml(part.blob).iter(qn(f"w:{kind}"))
        }
        numbering = roots.get("numbering")
        self._numbers = Numbers(numbering.element if numbering is not None else None)
        self._level = 0
        self.title = ""

    def children(self, parent: Any) -> Iterator[Block]:
        """Blocks of the paragraphs and tables in `parent`, content controls and insertions included."""
        for child in parent:
            if child.tag == qn("w:p"):
                yield from self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield from self._table(child)
            elif child.tag in _WRAPPERS:
                yield from self.children(child)

    def _paragraph(self, paragraph: Any) -> Iterator[Block]:
        if text := tidy(self.text.of(paragraph)):
            yield self._block(paragraph, text)
        for box in self.text.boxes(paragraph):
            yield from self.children(box)
        for kind in ("footnote", "endnote"):
            for mark in paragraph.iter(qn(f"w:{kind}Reference")):
                if note := self._notes.get((kind, mark.get(qn("w:id"), ""))):
                    yield Block("footnote", note)

    def _block(self, paragraph: Any, text: str) -> Block:
        style = self._styles.paragraph(paragraph)
        if _ASIDE.match(style.name):
            return Block("aside", text)
        if level := self._heading_level(paragraph, text, style):
            self.title = self.title or (text if style.title else "")
            number = self._numbers.next(*_list_place(paragraph, style))
            return Block("heading", f"{number} {text}".strip(), level=level, size=style.size)
        if _CAPTION.search(style.name):
            return Block("caption", text)
        if _SOURCE.match(text):
            return Block("source", text)
        if depth := _list_depth(paragraph, style):
            return Block("item", text, level=depth)
        if text[0] in "•·●○▪■" and (item := without_bullet(text)):
            return Block("item", item, level=1)
        return Block("quote" if _QUOTE.search(style.name) else "paragraph", text)

    def _heading_level(self, paragraph: Any, text: str, style: Style) -> int:
        """1–6, 0 for body text. What follows a title stands below it; a short bold line of its own is a heading
        below the last styled one."""
        own = value_of(paragraph.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}"))
        level = int(own) + 1 if own.isdigit() and int(own) < 9 else style.level
        if level:
            level = 1 if style.title else level + bool(self.title)
            self._level = level
            return min(level, 6)
        plain = len(text.split()) > _MAX_HEADING_WORDS or text[-1] in ".,;:!" or not _LETTER.search(text)
        plain = plain or _list_depth(paragraph, style) > 0
        inside = any(a.tag == qn("w:tc") for a in paragraph.iterancestors())
        if plain or inside or _CAPTION.search(style.name) or not self.text.bold(paragraph):
            return 0
        return min(self._level + 1, 6)

    def _table(self, table: Any) -> Iterator[Block]:
        rows = [row for row in table.iter(qn("w:tr")) if next(row.iterancestors(qn("w:tbl"))) is table]
        texts: list[list[str]] = []
        for row in rows:
            texts.append(list(self._cells(row, texts[-1] if texts else [])))
        for line in verbalise(texts, header=self._stated_header(rows)):
            yield Block("row", line)

    def _cells(self, row: Any, above: list[str]) -> Iterator[str]:
        """The row's texts by column. above: those of the row before, for cells that go on with theirs."""
        column = 0
        for cell in row.iter(qn("w:tc")):
            if next(cell.iterancestors(qn("w:tr"))) is not row:
                continue
            merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            if merged is not None and value_of(merged) != "restart":
                yield above[column] if column < len(above) else ""
            else:
                yield tidy(" ".join(block.text for block in self.children(cell) if block.kind != "aside"))
            span = value_of(cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}"))
            more = min(int(span), 100) - 1 if span.isdigit() else 0
            yield from [""] * more
            column += 1 + more

    def _stated_header(self, rows: list[Any]) -> bool | None:
        """True when the file marks the first row as header, or sets it alone in bold; None when it does not say."""
        if not rows:
            return None
        if switched_on(rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}")):
            return True
        bold = [[self.text.bold(p) for p in row.iter(qn("w:p")) if self.text.of(p).strip()] for row in rows[:3]]
        alone = len(bold) > 1 and bool(bold[0]) and all(bold[0]) and not any(all(b) for b in bold[1:] if b)
        first_column = len(bold) > 1 and all(b and b[0] for b in bold[1:])
        return True if alone and not first_column else None


def _list_place(paragraph: Any, style: Style) -> tuple[str, int]:
    """The list that counts the paragraph, its own or its style's, and how deep it stands there (from 0)."""
    own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    if own is None:
        return style.number_id, style.number_depth
    level = value_of(own.find(qn("w:ilvl")))
    return value_of(own.find(qn("w:numId"))) or style.number_id, int(level) if level.isdigit() else style.number_depth


def _list_depth(paragraph: Any, style: Style) -> int:
    numbering = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    if numbering is not None:
        if value_of(numbering.find(qn("w:numId"))) == "0":
            return 0
        level = value_of(numbering.find(qn("w:ilvl")))
        return 1 + (int(level) if level.isdigit() else 0)
    if (style.numbered and not style.level) or _LIST.match(style.name):
        digits = re.search(r"(\d)$", style.name)
        return int(digits[1]) if digits else 1
    return 0
