"""Values as bytes and back: how they travel from the child process, and how they wait in a file.

Plain data only, so that nothing but wrong text can come of wrong bytes: a list of JSON for each field of a batch, for
that is quicker than one for each value. What glyphs' boxes hold stands behind it as it is; they are most of a document,
and as text they would cost more than its words.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from itertools import accumulate, islice, pairwise
from operator import attrgetter
from typing import Any, Generic, Protocol, TypeVar

from corpus.types import GlyphRun, Mention, Passage, Section
from ingest.blocks import Block, Join

T = TypeVar("T")
_LENGTH = 4
_AT_RUNS = [field.name for field in fields(Block)].index("runs")
_fields_of_block = attrgetter(*[field.name for field in fields(Block) if field.name != "runs"])
_place_of_run = attrgetter("char_start", "char_end", "page")
_dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Codec(Protocol[T]):
    """A batch of values to bytes and back."""

    def pack(self, values: Sequence[T]) -> bytes: ...

    def unpack(self, data: bytes) -> list[T]:
        """Raises ValueError or TypeError for what `pack` never gives."""


class Plain(Generic[T]):
    """Of a dataclass whose fields are numbers, texts and tuples of them."""

    def __init__(self, kind: type[T]) -> None:
        self._kind = kind
        self._fields = attrgetter(*[field.name for field in fields(kind)])  # type: ignore[arg-type]

    def pack(self, values: Sequence[T]) -> bytes:
        return to_json(list(zip(*map(self._fields, values), strict=True)))

    def unpack(self, data: bytes) -> list[T]:
        columns = json.loads(data)
        return list(map(self._kind, *[_frozen(column) for column in columns]))


class _Runs:
    """Of glyph runs."""

    def pack(self, values: Sequence[GlyphRun]) -> bytes:
        return _with_boxes([], values)

    def unpack(self, data: bytes) -> list[GlyphRun]:
        return _without_boxes(data)[1]


class _Blocks:
    """Of blocks with their glyph runs."""

    def pack(self, values: Sequence[Block]) -> bytes:
        columns = zip(*map(_fields_of_block, values), strict=True)
        counts = [len(block.runs) for block in values]
        return _with_boxes([*columns, counts], [run for block in values for run in block.runs])

    def unpack(self, data: bytes) -> list[Block]:
        (*columns, counts), found = _without_boxes(data)
        runs = iter(found)
        of_blocks = [tuple(islice(runs, count)) for count in counts]
        columns.insert(_AT_RUNS, of_blocks)
        return list(map(Block, *columns))


BLOCKS, RUNS = _Blocks(), _Runs()
JOINS, SECTIONS, PASSAGES, MENTIONS = Plain(Join), Plain(Section), Plain(Passage), Plain(Mention)


def to_json(value: object) -> bytes:
    """UTF-8 without spaces; half a letter, which is no text, becomes "?"."""
    return _dump(value).encode("utf-8", errors="replace")


def _with_boxes(columns: Sequence[Sequence[Any]], runs: Sequence[GlyphRun]) -> bytes:
    """Four bytes of big-endian length, JSON of the columns and the runs' own, the boxes of the runs in order."""
    boxes = [run.boxes for run in runs]
    head = to_json([columns, list(map(_place_of_run, runs)), list(map(len, boxes))])
    return b"".join([len(head).to_bytes(_LENGTH, "big"), head, *boxes])


def _without_boxes(data: bytes) -> tuple[list[list[Any]], list[GlyphRun]]:
    if len(data) < _LENGTH:
        raise ValueError("no length")
    start = _LENGTH + int.from_bytes(data[:_LENGTH], "big")
    columns, places, lengths = json.loads(data[_LENGTH:start])
    boxes = [data[a:b] for a, b in pairwise(accumulate(lengths, initial=start))]
    runs = zip(places, boxes, strict=True)
    return columns, [GlyphRun(start, end, page, held) for (start, end, page), held in runs]


def _frozen(value: Any) -> Any:
    """JSON's lists as the tuples that they were."""
    if value and type(value[0]) is list:
        return [tuple(map(_tuple, item)) for item in value]
    return value


def _tuple(value: Any) -> Any:
    return tuple(map(_tuple, value)) if type(value) is list else value
