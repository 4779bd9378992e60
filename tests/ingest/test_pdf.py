"""The PDF reader: places on the page, labels, refusals, and the two laws over every document."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
from pdf_checks import content_of, keep_the_laws
from pdf_pages import BOLD, Piece, column, set_pages
from PIL import Image
from pypdf.generic import RectangleObject

from corpus.catalogue import MATERIALS
from corpus.errors import FileMissing, NotFound, PasswordProtected, UnreadableFile
from corpus.glyphs import line_boxes
from corpus.types import Box
from ingest.inspect import draw_page
from ingest.pdf import PdfReader
from ingest.pdfium import render_page

LINES = [
    "Byen sparer på varmen i alle sine skoler,",
    "og det kan mærkes på regningen i kommu-",
    "nen, som har brug for pengene.",
]
PAGE: list[Piece] = [(60, 90, 18, BOLD, "Varme i byen"), *column(60, 130, LINES), (60, 250, 12, "Helvetica", "Slut.")]


def changed(path: Path, *, turn: int = 0, crop: tuple[float, ...] = (), shift: float = 0.0) -> Path:
    """The PDF with its page turned, cropped, or its origin moved."""
    writer = pypdf.PdfWriter(clone_from=path)
    for page in writer.pages:
        if shift:
            page.add_transformation(pypdf.Transformation().translate(shift, shift))
            box = [float(side) + shift for side in page.mediabox]
            page.mediabox = page.cropbox = RectangleObject(tuple(box))
        if crop:
            page.cropbox = RectangleObject(tuple(crop))
        if turn:
            page.rotate(turn)
    target = path.with_name(f"{turn}-{shift}-{len(crop)}.pdf")
    writer.write(target)
    return target


def ink(path: Path, box: Box) -> float:
    """Share of dark pixels inside the box on the page as it is displayed."""
    image = Image.open(io.BytesIO(render_page(path, box.page, width=1200))).convert("L")
    width, height = image.size
    area = box.left * width, box.top * height, box.right * width, box.bottom * height
    pixels = image.crop(tuple(int(side) for side in area)).histogram()
    return sum(pixels[:128]) / max(1, sum(pixels))


def heading_box(path: Path) -> Box:
    block = next(block for block in PdfReader().read(path).blocks if block.kind == "heading")
    boxes = line_boxes(block.runs, 0, len(block.text))
    left, top = min(box.left for box in boxes), min(box.top for box in boxes)
    return Box(boxes[0].page, left, top, max(box.right for box in boxes), max(box.bottom for box in boxes))


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize(("crop", "shift"), [((), 0.0), ((30, 400, 500, 800), 0.0), ((), 120.0), ((), -300.0)])
def test_boxes_lie_on_their_glyphs_however_the_page_is_turned(
    tmp_path: Path, turn: int, crop: tuple[float, ...], shift: float
) -> None:
    path = changed(set_pages(tmp_path / "a.pdf", [PAGE]), turn=turn, crop=crop, shift=shift)
    blocks = PdfReader().read(path).blocks
    assert [block.text for block in blocks if block.kind == "heading"] == ["Varme i byen"]
    box = heading_box(path)
    assert ink(path, box) > 0.15
    assert min(box.left, box.top, 1 - box.right, 1 - box.bottom) > 0
    keep_the_laws(content_of(path))


def test_a_turned_text_on_an_upright_page_is_read(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "a.pdf"), invariant=1)
    canvas.drawString(60, 700, "Teksten på siden står op, som den plejer.")
    canvas.saveState()
    canvas.translate(540, 200)
    canvas.rotate(90)
    canvas.drawString(0, 0, "Langs kanten")
    canvas.restoreState()
    canvas.save()
    texts = [block.text for block in PdfReader().read(tmp_path / "a.pdf").blocks]
    assert texts == ["Teksten på siden står op, som den plejer.", "Langs kanten"]


def test_a_join_keeps_the_map_and_is_reported(tmp_path: Path) -> None:
    path = set_pages(tmp_path / "a.pdf", [PAGE])
    read = PdfReader().read(path)
    (join,) = read.joins
    assert (join.page, join.left, join.right, join.result, join.removed) == (1, "kommu-", "nen,", "kommunen,", True)
    paragraph = next(block for block in read.blocks if "kommunen" in block.text)
    start = paragraph.text.index("kommunen")
    assert len(line_boxes(paragraph.runs, start, start + 8)) == 2


def test_the_files_own_labels_win(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=set_pages(tmp_path / "a.pdf", [PAGE] * 4))
    writer.set_page_label(0, 1, style="/r")
    writer.set_page_label(2, 3, style="/D", start=7)
    writer.write(tmp_path / "b.pdf")
    assert [page.label for page in PdfReader().read(tmp_path / "b.pdf").pages] == ["i", "ii", "7", "8"]


def test_a_page_without_text_is_flagged(tmp_path: Path) -> None:
    read = PdfReader().read(set_pages(tmp_path / "a.pdf", [PAGE, []]))
    assert [(flag.code, flag.page) for flag in read.flags] == [("no-text", 2)]


def test_files_that_cannot_be_read_say_so_in_danish(tmp_path: Path) -> None:
    with pytest.raises(FileMissing, match="findes ikke"):
        PdfReader().read(tmp_path / "mangler.pdf")
    broken = tmp_path / "i-stykker.pdf"
    broken.write_bytes(b"%PDF-1.7\nikke mere end det")
    with pytest.raises(UnreadableFile, match=r"i-stykker\.pdf"):
        PdfReader().read(broken)
    writer = pypdf.PdfWriter(clone_from=set_pages(tmp_path / "a.pdf", [PAGE]))
    writer.encrypt("hemmelig", algorithm="AES-256")
    writer.write(tmp_path / "laast.pdf")
    with pytest.raises(PasswordProtected, match="adgangskode"):
        PdfReader().read(tmp_path / "laast.pdf")
    with pytest.raises(PasswordProtected):
        render_page(tmp_path / "laast.pdf", 1, width=200)


def test_a_page_image_has_the_width_asked_for(tmp_path: Path) -> None:
    path = set_pages(tmp_path / "a.pdf", [PAGE])
    assert Image.open(io.BytesIO(render_page(path, 1, width=640))).width == pytest.approx(640, abs=1)
    with pytest.raises(NotFound, match="ingen side 2"):
        render_page(path, 2, width=640)


def test_a_page_like_a_ribbon_is_drawn_within_bounds(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(width=20, height=14_400)
    writer.write(tmp_path / "baand.pdf")
    width, height = Image.open(io.BytesIO(render_page(tmp_path / "baand.pdf", 1, width=200))).size
    assert height == pytest.approx(16_000, abs=1)
    assert width == pytest.approx(22, abs=1)


def test_a_look_inside_draws_every_block(tmp_path: Path) -> None:
    path = set_pages(tmp_path / "a.pdf", [PAGE])
    drawn = Image.open(io.BytesIO(draw_page(path, PdfReader().read(path), page=1, width=800))).convert("RGB")
    plain = Image.open(io.BytesIO(render_page(path, 1, width=800))).convert("RGB")
    colours = {colour for _, colour in drawn.getcolors(1 << 24) or []} - {c for _, c in plain.getcolors(1 << 24) or []}
    assert {(178, 34, 34), (30, 90, 160)} <= colours


def test_the_shipped_digest_keeps_the_laws_and_its_chapters_are_alike() -> None:
    content = content_of(MATERIALS / "kort-fortalt.pdf")
    keep_the_laws(content)
    for project in ("klimaplaner", "madspild", "drivmidler", "indkoeb", "pendlervaner", "boliger", "plastaffald"):
        heads = [section.heading for section in content.sections if section.project == project]
        for heading in ("Hvad handlede projektet om?", "Erfaringer", "Tal", "Deltagere", "Værktøjer", "Næste skridt"):
            assert heading in heads, (project, heading)
    assert not [passage for passage in content.passages if len(passage.text.split()) > 200]
