"""Markdown by markdown-it-py (CommonMark with tables); HTML in it is read as HTML, links keep their words only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.types import Flag
from ingest.blocks import Block, BlockKind, ReadDocument
from ingest.encodings import decode
from ingest.media import MARKDOWN
from ingest.readers.errors import translated
from ingest.readers.tables import verbalise
from ingest.readers.webpage import read_html
from ingest.tidy import hides_characters, tidy

_FRONT = re.compile(r"\A---\s*\n(.*?)\n(?:---|\.\.\.)\s*\n", re.S)


class MarkdownReader:
    """Reads Markdown; front matter gives title, author and date."""

    def read(self, path: Path) -> ReadDocument:
        """Raises a DocumentError."""
        with translated(path):
            decoded = decode(path.read_bytes())
            front = _FRONT.match(decoded.text)
            facts = _front_matter(front[1]) if front else {}
            body = decoded.text[front.end() :] if front else decoded.text
            walker = _Walker()
            blocks = tuple(walker.blocks(_parser().parse(body)))
            flags = decoded.flags + tuple(walker.flags)
            if hides_characters(body):
                flags += (Flag("hidden-text", "Teksten har usynlige tegn; de er fjernet."),)
            title = facts.get("title") or next((b.text for b in blocks if b.kind == "heading"), "")
            return ReadDocument(
                MARKDOWN,
                blocks,
                title=title,
                author=facts.get("author", ""),
                published=facts.get("date", ""),
                flags=flags,
            )


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def _front_matter(text: str) -> dict[str, str]:
    pairs = re.findall(r"^(\w+)\s*:\s*(.+)$", text, re.M)
    danish = {"titel": "title", "forfatter": "author", "dato": "date"}
    return {danish.get(name.lower(), name.lower()): tidy(value.strip("\"' ")) for name, value in pairs}


class _Walker:
    """Follows the token stream: lists and quotes open and close around inline content."""

    def __init__(self) -> None:
        self.flags: list[Flag] = []
        self._lists = 0
        self._quotes = 0
        self._heading = 0
        self._rows: list[list[str]] = []
        self._in_table = False

    def blocks(self, tokens: Sequence[Token]) -> Iterator[Block]:
        fresh = False
        for token in tokens:
            self._follow(token)
            if token.type == "list_item_open":
                fresh = True
            elif token.type == "inline":
                yield from self._inline(token, fresh)
                fresh = False
            elif token.type == "table_close":
                yield from (Block("row", line) for line in verbalise(self._rows, header=True))
                self._rows, self._in_table = [], False
            elif token.type in ("fence", "code_block") and (text := tidy(token.content)):
                yield Block("paragraph", text)
            elif token.type == "html_block":
                read = read_html(token.content)
                self.flags.extend(read.flags)
                yield from read.blocks

    def _follow(self, token: Token) -> None:
        if token.type in ("bullet_list_open", "ordered_list_open", "bullet_list_close", "ordered_list_close"):
            self._lists += token.nesting
        elif token.type in ("blockquote_open", "blockquote_close"):
            self._quotes += token.nesting
        elif token.type in ("heading_open", "heading_close"):
            self._heading = int(token.tag[1]) if token.nesting == 1 else 0
        elif token.type == "table_open":
            self._in_table = True
        elif token.type == "tr_open":
            self._rows.append([])

    def _inline(self, token: Token, fresh: bool) -> Iterator[Block]:
        text = tidy(_words(token.children or []))
        if self._in_table:
            self._rows[-1].append(text)
        elif text and self._heading:
            yield Block("heading", text, level=self._heading)
        elif text and self._lists:
            yield Block("item" if fresh else "paragraph", text, level=min(6, self._lists) if fresh else 0)
        elif text:
            kind: BlockKind = "quote" if self._quotes else "source" if re.match(r"Kilder?\s*:", text) else "paragraph"
            yield Block(kind, text)


def _words(children: Sequence[Token]) -> str:
    pieces = []
    for child in children:
        if child.type in ("text", "code_inline", "image"):
            pieces.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            pieces.append(" ")
    return "".join(pieces)
