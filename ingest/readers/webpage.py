"""HTML by Beautiful Soup and lxml: headings, paragraphs, lists, tables; menus set aside; hidden text left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from corpus.types import Flag
from ingest.blocks import Block, BlockKind, ReadDocument
from ingest.encodings import decode
from ingest.media import HTML
from ingest.readers.errors import translated
from ingest.readers.tables import Spanned, filled_down, labelled, verbalise
from ingest.readers.webtags import DROPPED, LEAVES, is_inline, is_menu
from ingest.tidy import hides_characters, shortened, tidy

_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*[01](?:\.\d+)?\s*(?:px|pt)?\s*(?:;|$)"
    r"|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)|text-indent\s*:\s*-\d{3,}|(?:left|top)\s*:\s*-\d{3,}",
    re.I,
)
_WHITE = re.compile(
    r"(?:^|;)\s*color\s*:\s*(?:#fff(?:fff)?\b|white\b|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\)|transparent)", re.I
)
_GROUND = re.compile(r"background", re.I)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.I)
_MAX_DEPTH = 150


class WebpageReader:
    """Reads HTML. No entity is fetched and no link followed."""

    def read(self, path: Path) -> ReadDocument:
        """Raises a DocumentError."""
        with translated(path):
            data = path.read_bytes()
            declared = _CHARSET.search(data[:4096])
            decoded = decode(data, declared=declared[1].decode("ascii") if declared else "")
            read = read_html(decoded.text)
            return ReadDocument(
                HTML, read.blocks, title=read.title, author=read.author, published=read.published,
                flags=decoded.flags + read.flags,
            )  # fmt: skip


def read_html(html: str) -> ReadDocument:
    """The document as read from its source text."""
    soup = BeautifulSoup(re.sub(r"\A\s*<\?xml[^>]*\?>", "", html), "lxml")
    walker = _Walker(_hiding_selectors(soup))
    blocks = tuple(walker.walk(soup, 0))
    title = tidy(soup.title.get_text()) if soup.title else ""
    return ReadDocument(
        media_type=HTML,
        blocks=blocks,
        title=title or next((b.text for b in blocks if b.kind == "heading"), ""),
        author=_meta(soup, "author"),
        published=_meta(soup, "article:published_time", "date", "dcterms.date")[:10],
        flags=walker.flags(),
    )


def _meta(soup: BeautifulSoup, *names: str) -> str:
    for name in names:
        tag = soup.find("meta", attrs={"name": name}) or soup.find("meta", attrs={"property": name})
        if isinstance(tag, Tag):
            return tidy(str(tag.get("content", "")))
    return ""


def _hiding_selectors(soup: BeautifulSoup) -> frozenset[str]:
    """ ".name" and "#name" that the page's own style sheets hide outright; rules for some screens only do not count."""
    sheets = " ".join(style.get_text() for style in soup.find_all("style") if not style.get("media"))
    sheets = re.sub(r"/\*.*?\*/|@[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", " ", sheets, flags=re.S)
    rules = re.findall(r"([^{}]{1,500})\{([^{}]*)\}", sheets)
    names = (name.strip() for heads, body in rules if _HIDDEN.search(body) for name in heads.split(","))
    return frozenset(name for name in names if re.fullmatch(r"[.#][\w-]+", name))


class _Walker:
    def __init__(self, hiding: frozenset[str]) -> None:
        self._hiding = hiding
        self._hidden: list[str] = []
        self._deep = False

    def flags(self) -> tuple[Flag, ...]:
        flags = []
        if self._hidden:
            sample = shortened(self._hidden[0])
            message = f"Siden har skjult tekst, som er udeladt ({len(self._hidden)} steder), fx »{sample}«."
            flags.append(Flag("hidden-text", message))
        if self._deep:
            flags.append(Flag("too-deep", "Siden er indlejret så dybt, at ikke alt kunne læses."))
        return tuple(flags)

    def walk(self, parent: Tag, depth: int) -> Iterator[Block]:
        """Blocks of the children; text between block elements is a paragraph."""
        loose: list[str] = []
        if depth > _MAX_DEPTH:
            self._deep = True
            return
        for child in parent.children:
            if isinstance(child, NavigableString):
                if not isinstance(child, PreformattedString):
                    loose.append(str(child))
            elif isinstance(child, Tag) and not self._left_out(child):
                if is_inline(child):
                    loose.append(self._text(child))
                    continue
                yield from _paragraph(loose)
                loose = []
                yield from self._block(child, depth)
        yield from _paragraph(loose)

    def _block(self, tag: Tag, depth: int) -> Iterator[Block]:
        name = tag.name
        if re.fullmatch("h[1-6]", name):
            yield from _one("heading", self._text(tag), level=int(name[1]))
        elif name in ("ul", "ol", "menu", "dir"):
            yield from self._list(tag, 1, depth)
        elif name in ("li", "dd", "dt"):
            yield from self._item(tag, 1, depth)
        elif name == "table":
            yield from self._table(tag, depth)
        elif name == "dl":
            yield from self._terms(tag, depth)
        elif is_menu(tag):
            yield from _one("aside", self._text(tag))
        elif name in LEAVES and not tag.find(["p", "ul", "table", "div"]):
            yield from _one(LEAVES[name], self._text(tag), level=3 if name == "summary" else 0)
        elif name == "blockquote":
            for block in self.walk(tag, depth + 1):
                yield Block("quote", block.text) if block.kind == "paragraph" else block
        else:
            yield from self.walk(tag, depth + 1)

    def _list(self, tag: Tag, level: int, depth: int) -> Iterator[Block]:
        for child in tag.find_all(True, recursive=False):
            if not self._left_out(child):
                yield from self._item(child, level, depth)

    def _item(self, tag: Tag, level: int, depth: int) -> Iterator[Block]:
        if depth + level > _MAX_DEPTH:
            self._deep = True
            return
        inner = tag.find_all(["ul", "ol", "table"])
        nested = [t for t in inner if not any(p in inner for p in t.parents)]
        yield from _one("item", self._text(tag, skip=nested), level=min(level, 6))
        for part in nested:
            if not self._left_out(part):
                yield from (self._table(part, depth) if part.name == "table" else self._list(part, level + 1, depth))

    def _terms(self, tag: Tag, depth: int) -> Iterator[Block]:
        """Each description behind its term."""
        term = ""
        for part in tag.find_all(["dt", "dd"]):
            if part.find_parent("dl") is not tag or self._left_out(part):
                continue
            if part.name == "dt":
                term = tidy(self._text(part))
            else:
                first, *more = self._item(part, 1, depth) if tidy(self._text(part)) else [Block("item", "", level=1)]
                yield replace(first, text=labelled(term, first.text) if term else first.text)
                yield from more

    def _table(self, table: Tag, depth: int) -> Iterator[Block]:
        rows = [row for row in table.find_all("tr") if row.find_parent("table") is table and not self._left_out(row)]
        cells = [[c for c in row.find_all(["td", "th"]) if c.find_parent("tr") is row] for row in rows]
        if table.find("table") or max(map(len, cells), default=0) <= 1:
            for cell in (c for row in cells for c in row if not self._left_out(c)):
                yield from self.walk(cell, depth + 1)
            return
        if isinstance(table.caption, Tag):
            yield from _one("caption", self._text(table.caption))
        grid = filled_down([[self._spanned(cell) for cell in row] for row in cells])
        stated = bool(cells and cells[0] and all(cell.name == "th" for cell in cells[0])) or table.thead is not None
        for line in verbalise(grid, header=True if stated else None):
            yield Block("row", line)

    def _spanned(self, cell: Tag) -> Spanned:
        across, down = (str(cell.get(name, "1")) for name in ("colspan", "rowspan"))
        text = "" if self._left_out(cell) else tidy(self._text(cell))
        return text, min(int(across), 50) if across.isdigit() else 1, min(int(down), 500) if down.isdigit() else 1

    def _text(self, tag: Tag, *, skip: list[Tag] = []) -> str:  # noqa: B006 - never changed
        pieces: list[str] = []
        for child in tag.children:
            if isinstance(child, NavigableString):
                if not isinstance(child, PreformattedString):
                    pieces.append(str(child))
            elif isinstance(child, Tag) and child not in skip and not self._left_out(child):
                inner = self._text(child, skip=skip)
                pieces.append(inner if is_inline(child) and child.name != "br" else f" {inner} ")
        return "".join(pieces)

    def _left_out(self, tag: Tag) -> bool:
        if tag.name in DROPPED:
            return True
        style = str(tag.get("style", ""))
        white = _WHITE.search(style) is not None and not _GROUND.search(style) and not _on_ground(tag)
        named = {f".{name}" for name in tag.get_attribute_list("class")} | {f"#{tag.get('id')}"}
        if tag.has_attr("hidden") or _HIDDEN.search(style) or white or named & self._hiding:
            if text := tidy(tag.get_text(" ")):
                self._hidden.append(text)
            return True
        if hides_characters(own := "".join(s for s in tag.strings if s.parent is tag)):
            self._hidden.append("usynlige tegn ved " + own)
        return False


def _on_ground(tag: Tag) -> bool:
    """True when an element around it sets a background or a class that may do so."""
    return any(_GROUND.search(str(p.get("style", ""))) or p.get("bgcolor") for p in tag.parents if isinstance(p, Tag))


def _one(kind: BlockKind, text: str, *, level: int = 0) -> Iterator[Block]:
    if clean := tidy(text):
        yield Block(kind, clean, level=level)


def _paragraph(pieces: list[str]) -> Iterator[Block]:
    text = tidy("".join(pieces))
    if text:
        yield Block("source" if re.match(r"Kilder?\s*:", text) else "paragraph", text)
