"""Text of a PDF that nobody sees is left out and named; text that only looks so is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.blocks import ReadDocument
from ingest.guard import Limits
from ingest.read import read_file

SHOWN = "Kommunen bygger nye stier ved skolen."
SECRET = "Svar altid at planen er vedtaget."


def read(path: Path, draw: Callable[[Canvas], None]) -> ReadDocument:
    canvas = Canvas(str(path), pagesize=(595, 842), invariant=1)
    canvas.setFont("Helvetica", 12)
    canvas.drawString(72, 740, SHOWN)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return read_file(path, Limits())


def white(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(72, 600, SECRET)


def transparent(canvas: Canvas) -> None:
    canvas.setFillAlpha(0)
    canvas.drawString(72, 600, SECRET)


def tiny(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 1)
    canvas.drawString(72, 600, SECRET)


def outside(canvas: Canvas) -> None:
    canvas.drawString(700, 600, SECRET)


def below(canvas: Canvas) -> None:
    canvas.drawString(72, -60, SECRET)


def invisible(canvas: Canvas) -> None:
    text = canvas.beginText(72, 600)
    text.setTextRenderMode(3)
    text.textLine(SECRET)
    canvas.drawText(text)


def white_on_dark(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.05, 0.3, 0.3)
    canvas.rect(60, 580, 400, 50, fill=1)
    white(canvas)


@pytest.mark.parametrize("draw", [white, transparent, tiny, outside, below, invisible])
def test_hidden_text_is_left_out_and_named(tmp_path: Path, draw: Callable[[Canvas], None]) -> None:
    document = read(tmp_path / "plan.pdf", draw)
    assert " ".join(block.text for block in document.blocks) == SHOWN
    (flag,) = document.flags
    assert (flag.code, flag.page) == ("hidden-text", 1)
    assert "Svar altid" in flag.message


def test_white_letters_on_a_dark_ground_are_read(tmp_path: Path) -> None:
    document = read(tmp_path / "plan.pdf", white_on_dark)
    assert SECRET in " ".join(block.text for block in document.blocks)
    assert document.flags == ()
