"""A ReadDocument as frames of bytes and back: what travels from the child process.

The first frame is JSON of all but the blocks and joins, and says how many there are. Then come those, a batch a frame.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from itertools import islice
from typing import Any, TypeVar

from corpus.types import Flag, Page
from ingest.blocks import ReadDocument
from ingest.packed import BLOCKS, JOINS, Codec, to_json
from ingest.spool import Spooled

PER_FRAME = 256
"""Blocks or joins in one frame."""

T = TypeVar("T")


def pack(read: ReadDocument) -> Iterator[bytes]:
    """The frames; their JSON is UTF-8."""
    value = {
        "media_type": read.media_type,
        "title": read.title,
        "author": read.author,
        "published": read.published,
        "blocks": len(read.blocks),
        "joins": len(read.joins),
        "pages": [_row(page) for page in read.pages],
        "flags": [_row(flag) for flag in read.flags],
    }
    yield to_json(value)
    yield from _batches(read.blocks, BLOCKS)
    yield from _batches(read.joins, JOINS)


def unpack(frames: Iterator[bytes]) -> ReadDocument:
    """The inverse of `pack`. Raises ValueError, KeyError or TypeError for anything else."""
    value = json.loads(next(frames, b""))
    return ReadDocument(
        media_type=str(value["media_type"]),
        title=str(value["title"]),
        author=str(value["author"]),
        published=str(value["published"]),
        blocks=_spooled(frames, int(value["blocks"]), BLOCKS),
        pages=tuple(Page(*row) for row in value["pages"]),
        joins=_spooled(frames, int(value["joins"]), JOINS),
        flags=tuple(Flag(*row) for row in value["flags"]),
    )


def _batches(values: Iterable[T], codec: Codec[T]) -> Iterator[bytes]:
    rest = iter(values)
    while batch := list(islice(rest, PER_FRAME)):
        yield codec.pack(batch)


def _spooled(frames: Iterator[bytes], count: int, codec: Codec[T]) -> Spooled[T]:
    values = Spooled(codec)
    for _ in range(0, count, PER_FRAME):
        values.extend(codec.unpack(next(frames, b"")))
    return values


def _row(value: Flag | Page) -> list[Any]:
    return [getattr(value, field.name) for field in fields(value)]
