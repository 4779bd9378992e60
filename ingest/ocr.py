"""Pages that are pictures, read by Tesseract in Danish when it is installed. The only importer of pytesseract."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from statistics import median

import pytesseract
from PIL import Image

from corpus.glyphs import pack_boxes
from corpus.types import GlyphRun
from ingest.blocks import Block
from ingest.tidy import INVISIBLE, without_bullet

LANGUAGE = "dan"
_PAGE_S = 60
_LEAST_CONFIDENCE = 30.0
_HEADING_HEIGHT = 1.35
"""Times the page's median line height from which a short line is a heading."""

Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class OcrPage:
    """blocks in reading order with boxes. confidence: mean of the words', 0–1; 0 when there are none."""

    blocks: tuple[Block, ...]
    confidence: float


@dataclass(slots=True)
class _Line:
    """Words of one line with their rectangles in fractions of the page."""

    words: list[str] = field(default_factory=list)
    boxes: list[Rectangle] = field(default_factory=list)

    @property
    def height(self) -> float:
        return median(bottom - top for _, top, _, bottom in self.boxes)


@cache
def ocr_available() -> bool:
    """True when Tesseract and its Danish language are installed."""
    try:
        return LANGUAGE in pytesseract.get_languages(config="")
    except (pytesseract.TesseractNotFoundError, pytesseract.TesseractError, OSError):
        return False


def read_page_image(image: bytes, page: int) -> OcrPage:
    """What stands on the picture of page `page`; no blocks when nothing can be read or Tesseract gives up in time."""
    with Image.open(io.BytesIO(image)) as picture:
        grey = picture.convert("L")
    try:
        data = pytesseract.image_to_data(
            grey, lang=LANGUAGE, output_type=pytesseract.Output.DICT, timeout=_PAGE_S
        )  # fmt: skip
    except (pytesseract.TesseractError, RuntimeError):
        return OcrPage((), 0.0)
    paragraphs: dict[tuple[int, int], dict[int, _Line]] = {}
    scores: list[float] = []
    for row, word in enumerate(data["text"]):
        word = unicodedata.normalize("NFC", INVISIBLE.sub("", word)).strip()
        score = float(data["conf"][row])
        if not word or score < _LEAST_CONFIDENCE:
            continue
        left, top = data["left"][row] / grey.width, data["top"][row] / grey.height
        right, bottom = left + data["width"][row] / grey.width, top + data["height"][row] / grey.height
        paragraph = paragraphs.setdefault((data["block_num"][row], data["par_num"][row]), {})
        line = paragraph.setdefault(data["line_num"][row], _Line())
        line.words.append(word)
        line.boxes.append((left, top, right, bottom))
        scores.append(score)
    usual = median([line.height for lines in paragraphs.values() for line in lines.values()] or [0.0])
    blocks = [block for lines in paragraphs.values() for block in _blocks(list(lines.values()), page, usual)]
    return OcrPage(tuple(blocks), sum(scores) / len(scores) / 100 if scores else 0.0)


def _blocks(lines: list[_Line], page: int, usual: float) -> list[Block]:
    """One block a paragraph; a line with a bullet opens a list item."""
    groups: list[list[_Line]] = []
    for line in lines:
        if not groups or without_bullet(" ".join(line.words)) is not None:
            groups.append([])
        groups[-1].append(line)
    return [_block(group, page, usual) for group in groups]


def _block(lines: list[_Line], page: int, usual: float) -> Block:
    if len(lines[0].words) > 1 and without_bullet(" ".join(lines[0].words)) is not None:
        first = _Line(lines[0].words[1:], lines[0].boxes[1:])
        text, boxes = _joined([first, *lines[1:]])
        return Block("item", text, page=page, level=1, runs=_run(text, boxes, page))
    text, boxes = _joined(lines)
    large = usual > 0 and median(line.height for line in lines) >= _HEADING_HEIGHT * usual
    if large and len(text.split()) <= 14:
        return Block("heading", text, page=page, level=2, runs=_run(text, boxes, page))
    return Block("paragraph", text, page=page, runs=_run(text, boxes, page))


def _joined(lines: list[_Line]) -> tuple[str, list[Rectangle]]:
    """The lines' text with single spaces, a hyphen between small letters at a line end dropped; a box a character."""
    text: list[str] = []
    boxes: list[Rectangle] = []
    for line in lines:
        for word, box in zip(line.words, line.boxes, strict=True):
            if text:
                if (
                    len(text) > 1
                    and text[-1] == "-"
                    and text[-2].islower()
                    and word[0].islower()
                    and word is line.words[0]
                ):
                    text.pop()
                    boxes.pop()
                else:
                    text.append(" ")
                    boxes.append((boxes[-1][2], boxes[-1][1], boxes[-1][2], boxes[-1][3]))
            width = (box[2] - box[0]) / len(word)
            for index, character in enumerate(word):
                text.append(character)
                boxes.append((box[0] + index * width, box[1], box[0] + (index + 1) * width, box[3]))
    return "".join(text), boxes


def _run(text: str, boxes: list[Rectangle], page: int) -> tuple[GlyphRun, ...]:
    return (GlyphRun(0, len(text), page, pack_boxes(boxes)),)
