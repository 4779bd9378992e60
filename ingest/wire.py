"""A ReadDocument as frames of bytes and back: what travels from the child process. Plain data only, so a hostile child
can send nothing but wrong text.

The first frame is JSON of all but the blocks, and says how many frames follow. Each of those is four bytes of
big-endian length, JSON of so many blocks, then the boxes of every glyph run, in order: they are most of a document, and
as text they would cost more than its words.
"""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any, BinaryIO

from corpus.types import Flag, GlyphRun, Page
from ingest.blocks import Block, Join, ReadDocument
from ingest.spool import Spool

PER_FRAME = 4000
"""Blocks in one frame, some hundred pages."""
_LENGTH = 4


def pack(read: ReadDocument) -> Iterator[bytes]:
    """The frames; their JSON is UTF-8."""
    value = {
        "media_type": read.media_type,
        "title": read.title,
        "author": read.author,
        "published": read.published,
        "frames": -(-len(read.blocks) // PER_FRAME),
        "pages": [_row(page) for page in read.pages],
        "joins": [_row(join) for join in read.joins],
        "flags": [_row(flag) for flag in read.flags],
    }
    yield _json(value)
    for start in range(0, len(read.blocks), PER_FRAME):
        yield _pack_blocks(read.blocks[start : start + PER_FRAME])


def unpack(frames: Iterator[bytes]) -> ReadDocument:
    """The inverse of `pack`. Raises ValueError, KeyError or TypeError for anything else."""
    value = json.loads(next(frames, b""))
    spool = Spool()
    blocks: list[Block] = []
    for _ in range(int(value["frames"])):
        blocks += _unpack_blocks(next(frames, b""), spool)
    return ReadDocument(
        media_type=str(value["media_type"]),
        title=str(value["title"]),
        author=str(value["author"]),
        published=str(value["published"]),
        blocks=tuple(blocks),
        pages=tuple(Page(*row) for row in value["pages"]),
        joins=tuple(Join(*row) for row in value["joins"]),
        flags=tuple(Flag(*row) for row in value["flags"]),
    )


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", errors="replace")


def _pack_blocks(blocks: Sequence[Block]) -> bytes:
    head = _json([_block_row(block) for block in blocks])
    boxes = (bytes(run.boxes) for block in blocks for run in block.runs)
    return b"".join([struct.pack(">I", len(head)), head, *boxes])


def _unpack_blocks(data: bytes, spool: Spool) -> list[Block]:
    if len(data) < _LENGTH:
        raise ValueError("no length")
    start = _LENGTH + int.from_bytes(data[:_LENGTH], "big")
    rows = json.loads(data[_LENGTH:start])
    boxes = io.BytesIO(data)
    boxes.seek(start)
    return [_block(row, boxes, spool) for row in rows]


def _row(value: Flag | Page | Join) -> list[Any]:
    return [getattr(value, field.name) for field in fields(value)]


def _block_row(block: Block) -> list[Any]:
    runs = [[run.char_start, run.char_end, run.page, len(run.boxes)] for run in block.runs]
    return [block.kind, block.text, block.page, block.level, block.size, runs, block.inferred, block.part]


def _block(row: list[Any], boxes: BinaryIO, spool: Spool) -> Block:
    kind, text, page, level, size, runs, inferred, part = row
    glyphs = tuple([GlyphRun(start, end, on, spool.keep(boxes.read(length))) for start, end, on, length in runs])
    return Block(kind, text, page, level, size, glyphs, inferred, part)
