"""Values and texts that wait in a file are those that were put there, in order, however they are read."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from corpus.errors import FileTooLarge
from corpus.types import GlyphRun
from ingest.blocks import Block
from ingest.packed import BLOCKS as CODEC
from ingest.spool import PIECE, Spooled, SpooledText

BLOCKS = [Block("item", f"æ{n}", n, 1, 9.5, (GlyphRun(0, 2, n, bytes([n] * 16)),), n == 3) for n in range(11)]


@pytest.mark.parametrize("in_memory", [0, 500, 1 << 20])
def test_what_is_added_comes_back_in_order(in_memory: int) -> None:
    spooled = Spooled(CODEC, BLOCKS, per_batch=4, in_memory=in_memory)
    assert len(spooled) == 11
    assert list(spooled) == BLOCKS
    assert list(spooled) == BLOCKS, "a second time"
    assert [spooled[n] for n in (0, 4, 10, -1)] == [BLOCKS[n] for n in (0, 4, 10, -1)]
    assert spooled[3:9:2] == BLOCKS[3:9:2]
    with pytest.raises(IndexError):
        spooled[11]


def test_what_is_added_between_two_readings_comes_too() -> None:
    spooled = Spooled(CODEC, BLOCKS[:5], per_batch=2, in_memory=0)
    assert list(spooled) == BLOCKS[:5]
    spooled.extend(BLOCKS[5:])
    assert list(spooled) == BLOCKS


def test_spooled_is_equal_to_a_sequence_of_the_same() -> None:
    spooled = Spooled(CODEC, BLOCKS, per_batch=4, in_memory=0)
    assert spooled == BLOCKS
    assert spooled == Spooled(CODEC, BLOCKS)
    assert spooled != BLOCKS[1:]
    assert spooled != [*BLOCKS[1:], BLOCKS[0]]
    assert Spooled(CODEC) == ()


def test_a_disk_without_room_is_an_error_of_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "fuld"))
    with pytest.raises(FileTooLarge, match="Frigør plads"):
        Spooled(CODEC, BLOCKS, per_batch=4, in_memory=0)


def test_two_lists_are_read_at_once() -> None:
    first, second = (
        Spooled(CODEC, BLOCKS, per_batch=2, in_memory=0),
        Spooled(CODEC, BLOCKS[::-1], per_batch=3, in_memory=0),
    )
    assert list(zip(first, second, first, strict=True)) == list(zip(BLOCKS, BLOCKS[::-1], BLOCKS, strict=True))


def test_a_text_is_read_by_its_slices() -> None:
    text, whole = SpooledText(in_memory=5 * PIECE), ""
    for length in (0, 1, PIECE - 1, 7, 3 * PIECE, 5):
        part = "".join(chr(230 + (len(whole) + n) % 991) for n in range(length))
        text.add(part)
        whole += part
        assert (len(text), str(text)) == (len(whole), whole)
    edges = [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 4 * PIECE, len(whole) - 1, len(whole), len(whole) + 9]
    assert all(text[a:b] == whole[a:b] for a in edges for b in edges)
    assert text == whole
    assert text != whole[:-1]
