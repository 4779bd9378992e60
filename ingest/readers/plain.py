"""Plain text: paragraphs by blank lines, list items by their marks, headings by how they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from corpus.types import Flag
from ingest.blocks import Block, ReadDocument
from ingest.encodings import decode
from ingest.media import TEXT
from ingest.readers.errors import translated
from ingest.tidy import hides_characters, tidy, without_bullet

_UNDERLINE = re.compile(r"^\s*([=~-])\1{2,}\s*$")
_NUMBER = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+[A-ZÆØÅ]")
_EARLIER = re.compile(r"(?:> ?)+")
_WRAPPED = re.compile(r"(?<=[a-zæøå])-\n(?=[a-zæøå])")


class PlainReader:
    """Reads text files of any encoding."""

    def read(self, path: Path) -> ReadDocument:
        """Raises a DocumentError."""
        with translated(path):
            decoded = decode(path.read_bytes())
            flags = decoded.flags
            if hides_characters(decoded.text):
                flags += (Flag("hidden-text", "Teksten har usynlige tegn; de er fjernet."),)
            blocks = tuple(text_blocks(decoded.text))
            title = blocks[0].text if blocks and blocks[0].kind == "heading" else path.stem
            return ReadDocument(TEXT, blocks, title=title, flags=flags)


def text_blocks(text: str) -> Iterator[Block]:
    """Headings, paragraphs and list items of a text whose lines may be wrapped."""
    for group in re.split(r"\n[ \t\f]*(?:\n[ \t\f]*)+|\f", _unquoted(text)):
        lines = [line for line in group.split("\n") if line.strip()]
        if lines:
            yield from _group(lines)


def _unquoted(text: str) -> str:
    """What an earlier message said without the signs before its lines, in paragraphs of its own."""
    lines: list[str] = []
    depth = 0
    for line in text.split("\n"):
        marks = _EARLIER.match(line)
        before, depth = depth, marks.group().count(">") if marks else 0
        lines += [""] * (depth != before) + [line[marks.end() :] if marks else line]
    return "\n".join(lines)


def _group(lines: list[str]) -> Iterator[Block]:
    if len(lines) > 1 and (mark := _UNDERLINE.match(lines[1])):
        yield Block("heading", tidy(lines[0]), level=1 if mark[1] == "=" else 2)
        lines = lines[2:]
    elif level := _heading_level(lines):
        yield Block("heading", tidy(lines[0]), level=level)
        return
    pending: list[str] = []
    depth = 0
    for line in lines:
        item = without_bullet(line.strip())
        if item is not None and _UNDERLINE.match(line) is None:
            yield from _flush(pending, depth)
            pending, depth = [item], 1 + min(5, (len(line) - len(line.lstrip())) // 2)
        elif _UNDERLINE.match(line) is None:
            pending.append(line.strip())
    yield from _flush(pending, depth)


def _heading_level(lines: list[str]) -> int:
    line = lines[0].strip()
    if len(lines) > 1 or len(line) > 80 or line[-1] in ".,;:!-" or not re.search("[A-Za-zÆØÅæøå]{2}", line):
        return 0
    if number := _NUMBER.match(line):
        return 1 + number[1].count(".")
    if without_bullet(line) is not None:
        return 0
    return 1 if line.isupper() else 2 if len(line.split()) <= 8 and line[0].isupper() else 0


def _flush(lines: list[str], depth: int) -> Iterator[Block]:
    if text := tidy(_WRAPPED.sub("", "\n".join(lines))):
        yield Block("item", text, level=depth) if depth else Block("paragraph", text)
