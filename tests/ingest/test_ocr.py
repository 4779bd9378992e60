"""A page that is a picture is read by OCR where it is installed, flagged where it is not; never silently empty."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from corpus.glyphs import unpack_boxes
from ingest import scans
from ingest.guard import Limits
from ingest.ocr import ocr_available
from ingest.read import read_file

SENTENCE = "Kommunen bygger nye stier ved skolen og havnen."
needs_ocr = pytest.mark.skipif(not ocr_available(), reason="tesseract-ocr with Danish is not installed")


def picture(*lines: str) -> io.BytesIO:
    image = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=34)
    for number, line in enumerate(lines):
        draw.text((120, 200 + 60 * number), line, fill=0, font=font)
    packed = io.BytesIO()
    image.save(packed, "PNG")
    packed.seek(0)
    return packed


@pytest.fixture
def scanned(tmp_path: Path) -> Path:
    """Page 1 is text, page 2 a picture of text, page 3 an empty picture."""
    path = tmp_path / "scannet.pdf"
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.drawString(72, 700, "Den første side er almindelig tekst om stier.")
    canvas.showPage()
    for lines in ((SENTENCE, "Det sker i 2031."), ()):
        canvas.drawImage(ImageReader(picture(*lines)), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return path


@needs_ocr
def test_a_picture_of_text_is_read_with_boxes_and_confidence(scanned: Path) -> None:
    read = read_file(scanned, Limits())
    text = " ".join(block.text for block in read.blocks if block.page == 2)
    assert SENTENCE in text
    confidence = read.pages[1].ocr_confidence
    assert confidence is not None
    assert 0.6 < confidence <= 1.0
    assert read.pages[0].ocr_confidence is None
    for block in read.blocks:
        if block.page == 2:
            (run,) = block.runs
            boxes = unpack_boxes(run.boxes)
            assert len(boxes) == len(block.text) == run.char_end
            assert (boxes[:, 0] <= boxes[:, 2]).all()
            assert (boxes[:, 1] > 0.05).all()
            assert (boxes[:, 3] < 0.3).all()
    codes = {flag.page: flag.code for flag in read.flags}
    assert codes == {2: "ocr", 3: "no-text"}


@needs_ocr
def test_pages_beyond_the_time_budget_stay_flagged(scanned: Path) -> None:
    read = read_file(scanned, Limits(wall_s=-2.0))
    assert {flag.page: flag.code for flag in read.flags} == {2: "no-text", 3: "no-text"}


def test_without_ocr_each_picture_is_flagged(scanned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "ocr_available", lambda: False)
    read = read_file(scanned, Limits())
    assert [(flag.code, flag.page) for flag in read.flags] == [("no-text", 2), ("no-text", 3), ("ocr-missing", 0)]
    assert "tesseract-ocr-dan" in read.flags[-1].message
