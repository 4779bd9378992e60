"""ODT by odfpy: headings with outline level, paragraphs, lists, tables; hidden text set aside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from odf import opendocument
from odf.namespaces import FONS, OFFICENS, STYLENS, TABLENS, TEXTNS

from corpus.types import Flag
from ingest.blocks import Block, ReadDocument
from ingest.media import ODT
from ingest.readers.errors import translated
from ingest.readers.tables import verbalise
from ingest.tidy import shortened, tidy

_SKIPPED = {
    (TEXTNS, "tracked-changes"),
    (TEXTNS, "note"),
    (OFFICENS, "annotation"),
    (TEXTNS, "sequence-decls"),
}
_ASIDE = {(TEXTNS, "table-of-content"), (TEXTNS, "alphabetical-index"), (TEXTNS, "illustration-index")}
_MAX_REPEAT = 100


class OpenDocumentReader:
    """Reads .odt. Blocks carry page 0."""

    def read(self, path: Path) -> ReadDocument:
        """Raises a DocumentError."""
        with translated(path):
            document = opendocument.load(str(path))
            walker = _Walker(document)
            blocks = tuple(walker.children(document.text))
            facts = {
                node.qname[1]: tidy(_all_text(node)) for node in document.meta.childNodes if hasattr(node, "qname")
            }
            return ReadDocument(
                media_type=ODT,
                blocks=blocks,
                title=facts.get("title") or next((b.text for b in blocks if b.kind == "heading"), ""),
                author=facts.get("initial-creator") or facts.get("creator", ""),
                published=facts.get("creation-date", "")[:10],
                flags=walker.flags(),
            )


class _Walker:
    def __init__(self, document: Any) -> None:
        self._hidden_styles: set[str] = set()
        self._parents: dict[str, str] = {}
        self._hidden: list[str] = []
        for group in (document.automaticstyles, document.styles):
            for style in group.childNodes:
                if getattr(style, "qname", ("", ""))[1] == "style":
                    name = _attribute(style, STYLENS, "name")
                    self._parents[name] = _attribute(style, STYLENS, "parent-style-name")
                    if any(_hides(child) for child in style.childNodes):
                        self._hidden_styles.add(name)

    def flags(self) -> tuple[Flag, ...]:
        if not self._hidden:
            return ()
        sample = shortened(self._hidden[0])
        return (Flag("hidden-text", f"Dokumentet har skjult tekst, som er udeladt: »{sample}«."),)

    def children(self, parent: Any, depth: int = 0) -> Iterator[Block]:
        for node in parent.childNodes:
            name = getattr(node, "qname", None)
            if name == (TEXTNS, "h"):
                level = _attribute(node, TEXTNS, "outline-level")
                yield from self._one(
                    Block("heading", self._text(node), level=min(6, int(level)) if level.isdigit() else 1)
                )
            elif name == (TEXTNS, "p"):
                yield from self._paragraph(node, depth)
            elif name == (TEXTNS, "list"):
                yield from self.children(node, depth + 1)
            elif name == (TABLENS, "table"):
                yield from self._table(node)
            elif name in _ASIDE:
                yield from self._one(Block("aside", _all_text(node)))
            elif name is not None and name not in _SKIPPED:
                yield from self.children(node, depth)

    def _paragraph(self, node: Any, depth: int) -> Iterator[Block]:
        style = self._family(_attribute(node, TEXTNS, "stylename") or _attribute(node, TEXTNS, "style-name"))
        if "Title" in style:
            yield from self._one(Block("heading", self._text(node), level=1))
        elif any(name in ("Caption", "Illustration", "Table", "Figure") for name in style):
            yield from self._one(Block("caption", self._text(node)))
        elif "Quotations" in style:
            yield from self._one(Block("quote", self._text(node)))
        else:
            yield from self._one(Block("item" if depth else "paragraph", self._text(node), level=min(depth, 6)))

    def _one(self, block: Block) -> Iterator[Block]:
        if text := tidy(block.text):
            yield Block(block.kind, text, level=block.level)

    def _family(self, name: str) -> list[str]:
        names = []
        while name and name not in names:
            names.append(name)
            name = self._parents.get(name, "")
        return names

    def _table(self, table: Any) -> Iterator[Block]:
        rows, stated = [], None
        for row in _descend(table, {(TABLENS, "table-row")}):
            if row.parentNode.qname == (TABLENS, "table-header-rows"):
                stated = True
            cells = [c for c in row.childNodes if getattr(c, "qname", None) == (TABLENS, "table-cell")]
            rows.append([text for cell in cells for text in self._cell(cell)])
        for line in verbalise(rows, header=stated):
            yield Block("row", line)

    def _cell(self, cell: Any) -> list[str]:
        text = tidy(" ".join(b.text for b in self.children(cell)))
        repeat = _attribute(cell, TABLENS, "number-columns-repeated") or _attribute(
            cell, TABLENS, "number-columns-spanned"
        )
        extra = min(int(repeat), _MAX_REPEAT) - 1 if repeat.isdigit() else 0
        return [text] + [""] * extra

    def _text(self, node: Any) -> str:
        style = _attribute(node, TEXTNS, "style-name")
        if style in self._hidden_styles:
            self._hidden.append(tidy(_all_text(node)))
            return ""
        pieces = []
        for child in node.childNodes:
            name = getattr(child, "qname", None)
            if name is None:
                pieces.append(str(child))
            elif name in ((TEXTNS, "s"), (TEXTNS, "tab"), (TEXTNS, "line-break")):
                pieces.append(" ")
            elif name not in _SKIPPED:
                pieces.append(self._text(child))
        return "".join(pieces)


def _hides(properties: Any) -> bool:
    size = _attribute(properties, FONS, "font-size")
    tiny = size.endswith("pt") and size[:-2].replace(".", "", 1).isdigit() and float(size[:-2]) <= 2
    white = _attribute(properties, FONS, "color").lower() == "#ffffff" and not _attribute(
        properties, FONS, "background-color"
    )
    return _attribute(properties, TEXTNS, "display") == "none" or tiny or white


def _attribute(node: Any, namespace: str, name: str) -> str:
    return str((getattr(node, "attributes", None) or {}).get((namespace, name), ""))


def _all_text(node: Any) -> str:
    return "".join(str(c) if not hasattr(c, "qname") else _all_text(c) for c in node.childNodes)


def _descend(node: Any, wanted: set[tuple[str, str]]) -> Iterator[Any]:
    for child in node.childNodes:
        name = getattr(child, "qname", None)
        if name in wanted:
            yield child
        elif name is not None and name != (TABLENS, "table"):
            yield from _descend(child, wanted)
