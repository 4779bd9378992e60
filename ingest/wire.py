"""A ReadDocument as bytes and back: what travels from the child process. Plain data only, so a hostile child can
send nothing but wrong text.

Four bytes of big-endian length, JSON of that length, then the boxes of every glyph run, in order: they are most of a
document, and as text they would cost more than its words.
"""

from __future__ import annotations

import io
import json
import struct
from dataclasses import fields
from typing import Any, BinaryIO

from corpus.types import Flag, GlyphRun, Page
from ingest.blocks import Block, Join, ReadDocument

_LENGTH = 4


def pack(read: ReadDocument) -> bytes:
    """The bytes; their JSON is UTF-8."""
    value = {
        "media_type": read.media_type,
        "title": read.title,
        "author": read.author,
        "published": read.published,
        "blocks": [_block_row(block) for block in read.blocks],
        "pages": [_row(page) for page in read.pages],
        "joins": [_row(join) for join in read.joins],
        "flags": [_row(flag) for flag in read.flags],
    }
    head = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", errors="replace")
    return b"".join([struct.pack(">I", len(head)), head, *(run.boxes for block in read.blocks for run in block.runs)])


def unpack(data: bytes) -> ReadDocument:
    """The inverse of `pack`. Raises ValueError, KeyError or TypeError for anything else."""
    if len(data) < _LENGTH:
        raise ValueError("no length")
    start = _LENGTH + int.from_bytes(data[:_LENGTH], "big")
    value = json.loads(data[_LENGTH:start])
    boxes = io.BytesIO(data[start:])
    return ReadDocument(
        media_type=str(value["media_type"]),
        title=str(value["title"]),
        author=str(value["author"]),
        published=str(value["published"]),
        blocks=tuple([_block(row, boxes) for row in value["blocks"]]),
        pages=tuple(Page(*row) for row in value["pages"]),
        joins=tuple(Join(*row) for row in value["joins"]),
        flags=tuple(Flag(*row) for row in value["flags"]),
    )


def _row(value: Flag | Page | Join) -> list[Any]:
    return [getattr(value, field.name) for field in fields(value)]


def _block_row(block: Block) -> list[Any]:
    runs = [[run.char_start, run.char_end, run.page, len(run.boxes)] for run in block.runs]
    return [block.kind, block.text, block.page, block.level, block.size, runs, block.inferred, block.part]


def _block(row: list[Any], boxes: BinaryIO) -> Block:
    kind, text, page, level, size, runs, inferred, part = row
    glyphs = tuple([GlyphRun(start, end, on, boxes.read(length)) for start, end, on, length in runs])
    return Block(kind, text, page, level, size, glyphs, inferred, part)
