"""The child process: limits hold, a dead child is replaced, nothing it does reaches the parent."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from pdf_pages import BOLD, set_pages

from corpus.errors import FileMissing, NotFound, SuspiciousFile, UnreadableFile
from corpus.types import Flag, GlyphRun, Page
from ingest.blocks import Block, Join, ReadDocument
from ingest.guard import Limits
from ingest.pdfium import render_page
from ingest.read import read_file
from ingest.sandbox import Sandbox
from ingest.wire import PER_FRAME, pack, unpack
from tests.ingest import ingest_samples as samples


def children() -> set[int]:
    """The ids of this process's own children, as /proc tells them."""
    held = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # one that ended meanwhile
            parent = stat.read_text(errors="replace").rpartition(")")[2].split()[1]
            held |= {int(stat.parent.name)} if int(parent) == os.getpid() else set()
    return held


def test_what_the_child_draws_is_what_is_drawn_here(tmp_path: Path) -> None:
    path = set_pages(tmp_path / "plan.pdf", [[(60, 90, 18, BOLD, "Varme i byen")]])
    with Sandbox(Limits()) as sandbox:
        assert sandbox.draw(path, 1, width=400) == render_page(path, 1, width=400)
        with pytest.raises(NotFound, match="har ingen side 99"):
            sandbox.draw(path, 99, width=400)
        with pytest.raises(FileMissing):
            sandbox.draw(tmp_path / "findes ikke.pdf", 1, width=400)
        assert sandbox.read(path) == read_file(path, Limits())


def test_what_the_child_reads_is_what_a_reader_reads(tmp_path: Path) -> None:
    with Sandbox(Limits()) as sandbox:
        for suffix, make in samples.MAKERS.items():
            path = make(tmp_path / f"plan{suffix}")
            assert sandbox.read(path) == read_file(path, Limits())


def test_the_wire_keeps_every_field() -> None:
    read = ReadDocument(
        media_type="application/pdf",
        blocks=(Block("heading", "Æøå\n»½«", 2, 1, 12.5, (GlyphRun(0, 3, 2, bytes(range(24))),), True, True),),
        pages=(Page("", 2, "10–11", 595.2, 841.9, 0.87),),
        title="T", author="A", published="2024-01-01",
        joins=(Join(1, "kli", "ma", "klima", True, "ord"),),
        flags=(Flag("ocr", "Læst med OCR.", 2),),
    )  # fmt: skip
    assert unpack(pack(read)) == read


def test_a_document_of_many_frames_comes_over_the_wire_whole() -> None:
    runs = (GlyphRun(0, 3, 1, bytes(24)), GlyphRun(3, 4, 2, bytes(range(8))))
    blocks = tuple(Block("paragraph", f"a{n}", n, runs=runs) for n in range(2 * PER_FRAME + 1))
    joins = tuple(Join(n, "kli", "ma", "klima", True, "ord") for n in range(PER_FRAME + 1))
    read = ReadDocument("application/pdf", blocks, joins=joins)
    frames = list(pack(read))
    assert len(frames) == 1 + 3 + 2
    assert unpack(iter(frames)) == read
    with pytest.raises(ValueError, match="Expecting value"):
        unpack(iter(frames[:-1]))
    with pytest.raises(ValueError, match="no length"):
        unpack(iter(frames[:-3]))


def test_errors_keep_their_class_and_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "a.docx"
    broken.write_bytes(b"PK\x03\x04")
    with Sandbox(Limits()) as sandbox:
        with pytest.raises(UnreadableFile, match=r"Filen a\.docx er beskadiget"):
            sandbox.read(broken)
        assert sandbox.read(samples.md_file(tmp_path / "b.md")).title == "Stiplan"


@pytest.mark.slow
def test_memory_is_limited_and_the_next_file_is_read(tmp_path: Path) -> None:
    greedy, good = tmp_path / "stor.html", samples.md_file(tmp_path / "b.md")
    greedy.write_text("<html><body>" + "<p>ord</p>" * 400_000, encoding="utf-8")
    with Sandbox(replace(Limits(), memory_bytes=450_000_000)) as sandbox:
        with pytest.raises(SuspiciousFile):
            sandbox.read(greedy)
        assert sandbox.read(good).title == "Stiplan"


@pytest.mark.slow
def test_time_is_limited_and_the_next_file_is_read(tmp_path: Path) -> None:
    slow, good = tmp_path / "langsom.html", samples.md_file(tmp_path / "b.md")
    slow.write_text("<html><body>" + "<p>ord</p>" * 200_000, encoding="utf-8")
    with Sandbox(replace(Limits(), wall_s=1.0)) as sandbox:
        assert sandbox.read(good).title == "Stiplan"
        with pytest.raises(SuspiciousFile, match="for lang tid"):
            sandbox.read(slow)
        assert sandbox.read(good).title == "Stiplan"


@pytest.mark.slow
def test_processor_time_is_limited(tmp_path: Path) -> None:
    slow = tmp_path / "langsom.html"
    slow.write_text("<html><body>" + "<p>ord</p>" * 200_000, encoding="utf-8")
    with Sandbox(replace(Limits(), cpu_s=1)) as sandbox, pytest.raises(SuspiciousFile, match="for lang tid"):
        sandbox.read(slow)


def test_a_killed_child_is_replaced(tmp_path: Path) -> None:
    path = samples.md_file(tmp_path / "a.md")
    with Sandbox(Limits()) as sandbox:
        before = children()
        sandbox.read(path)
        (child,) = children() - before
        os.kill(child, signal.SIGKILL)
        with pytest.raises(SuspiciousFile, match="gå ned"):
            sandbox.read(path)
        assert sandbox.read(path).title == "Stiplan"


def test_a_closed_sandbox_leaves_no_child(tmp_path: Path) -> None:
    before = children()
    sandbox = Sandbox(Limits())
    sandbox.read(samples.md_file(tmp_path / "a.md"))
    assert len(children() - before) == 1
    sandbox.close()
    assert children() == before


def test_threads_share_a_sandbox(tmp_path: Path) -> None:
    paths = [make(tmp_path / f"{number}{suffix}") for number, (suffix, make) in enumerate(samples.MAKERS.items())]
    results: dict[Path, ReadDocument] = {}
    with Sandbox(Limits()) as sandbox:
        threads = [threading.Thread(target=lambda p=path: results.__setitem__(p, sandbox.read(p))) for path in paths]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert {path: read.media_type for path, read in results.items()} == {
        path: read_file(path, Limits()).media_type for path in paths
    }
