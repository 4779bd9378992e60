"""A ReadDocument as JSON and back: what travels from the child process. Plain data only, so a hostile child can
send nothing but wrong text."""

from __future__ import annotations

import base64
import json
from dataclasses import fields
from typing import Any

from corpus.types import Flag, GlyphRun, Page
from ingest.blocks import Block, Join, ReadDocument


def pack(read: ReadDocument) -> bytes:
    """UTF-8 JSON."""
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
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", errors="replace")


def unpack(data: bytes) -> ReadDocument:
    """The inverse of `pack`. Raises ValueError, KeyError or TypeError for anything else."""
    value = json.loads(data)
    return ReadDocument(
        media_type=str(value["media_type"]),
        title=str(value["title"]),
        author=str(value["author"]),
        published=str(value["published"]),
        blocks=tuple(_block(row) for row in value["blocks"]),
        pages=tuple(Page(*row) for row in value["pages"]),
        joins=tuple(Join(*row) for row in value["joins"]),
        flags=tuple(Flag(*row) for row in value["flags"]),
    )


def _row(value: Flag | Page | Join) -> list[Any]:
    return [getattr(value, field.name) for field in fields(value)]


def _block_row(block: Block) -> list[Any]:
    runs = [[r.char_start, r.char_end, r.page, base64.b64encode(r.boxes).decode("ascii")] for r in block.runs]
    return [block.kind, block.text, block.page, block.level, block.size, runs, block.inferred, block.part]


def _block(row: list[Any]) -> Block:
    kind, text, page, level, size, runs, inferred, part = row
    glyphs = tuple(GlyphRun(start, end, on, base64.b64decode(boxes)) for start, end, on, boxes in runs)
    return Block(kind, text, page, level, size, glyphs, inferred, part)
