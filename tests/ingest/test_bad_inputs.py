"""Hundreds of broken files: each gives a Danish sentence or a document, none a crash, and the batch goes on."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdf
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from corpus.catalogue import Catalogue
from corpus.errors import DocumentError, PasswordProtected
from corpus.sqlstore import SqlStore
from ingest.blocks import ReadDocument
from ingest.guard import Limits
from ingest.pipeline import ingest_paths
from ingest.read import read_file
from ingest.sandbox import Sandbox
from tests.ingest import ingest_samples as samples

SEED = 20240601
DANISH = re.compile(r"^[A-Za-z].*\b(?:ikke|ingen|tom|beskyttet|beskadiget|sprunget)\b.*\.$")
LIMITS = Limits(wall_s=30.0, cpu_s=20)


def pdf_file(path: Path, *, encrypt: StandardEncryption | None = None) -> Path:
    canvas = Canvas(str(path), encrypt=encrypt, invariant=1)
    for number in range(3):
        canvas.setFont("Helvetica-Bold", 18)
        canvas.drawString(72, 780, f"Kapitel {number + 1}: Stier")
        canvas.setFont("Helvetica", 11)
        for line in range(20):
            canvas.drawString(72, 740 - 16 * line, f"Linje {line} om cykelstier og asfalt i kommunen.")
        canvas.showPage()
    canvas.save()
    return path


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """suffix → a sound file's bytes."""
    folder = tmp_path_factory.mktemp("hele")
    made = {suffix: make(folder / f"plan{suffix}") for suffix, make in samples.MAKERS.items()}
    made[".pdf"] = pdf_file(folder / "plan.pdf")
    return {suffix: path.read_bytes() for suffix, path in made.items()}


def damaged(originals: dict[str, bytes], count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """(name, bytes): cut short, bytes changed, blocks zeroed, doubled or swapped, wrong ending, two formats in one."""
    chance = random.Random(seed)
    suffixes = sorted(originals)
    for number in range(count):
        suffix = suffixes[number % len(suffixes)]
        data = bytearray(originals[suffix])
        way = number // len(suffixes) % 6
        at, span = chance.randrange(len(data)), chance.randrange(1, max(2, len(data) // 4))
        if way == 0:
            data = data[:at]
        elif way == 1:
            for _ in range(max(1, len(data) // 500)):
                data[chance.randrange(len(data))] = chance.randrange(256)
        elif way == 2:
            data[at : at + span] = bytes(len(data[at : at + span]))
        elif way == 3:
            data[at:at] = data[at : at + span]
        elif way == 4:
            suffix = chance.choice(suffixes)
        else:
            data += originals[chance.choice(suffixes)]
        yield f"skadet{number}{suffix}", bytes(data)


def outcome(read: Callable[[Path], ReadDocument], path: Path) -> str:
    """ "læst", "flag" or the error's class; anything else than a DocumentError escapes and fails the test."""
    try:
        document = read(path)
    except DocumentError as error:
        sentence, kind = str(error), type(error).__name__
    else:
        assert document.flags or any(block.text.strip() for block in document.blocks), f"{path.name}: silently empty"
        return "læst" if any(block.text.strip() for block in document.blocks) else "flag"
    assert DANISH.match(sentence), sentence
    assert path.name in sentence, sentence
    return kind


def test_three_hundred_damaged_files(tmp_path: Path, originals: dict[str, bytes]) -> None:
    outcomes = []
    for name, data in damaged(originals, 300, SEED):
        path = tmp_path / name
        path.write_bytes(data)
        outcomes.append(outcome(lambda p: read_file(p, LIMITS), path))
    assert len(outcomes) == 300
    assert {"læst", "UnreadableFile", "EmptyDocument"} <= set(outcomes)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_two_thousand_damaged_files_in_the_child(tmp_path: Path, originals: dict[str, bytes]) -> None:
    outcomes = []
    with Sandbox(LIMITS) as sandbox:
        for name, data in damaged(originals, 2100, SEED + 1):
            path = tmp_path / name
            path.write_bytes(data)
            outcomes.append(outcome(sandbox.read, path))
            path.unlink(missing_ok=True)
    assert len(outcomes) == 2100
    assert outcomes.count("læst") > 200


@pytest.mark.slow
def test_damaged_real_documents_in_the_child(tmp_path: Path, testdata: Path) -> None:
    chance = random.Random(SEED + 2)
    bases = [p for p in sorted((testdata / "documents").rglob("*.*")) if p.stat().st_size < 400_000]
    assert bases
    with Sandbox(LIMITS) as sandbox:
        for number in range(200):
            base = bases[number % len(bases)]
            data = bytearray(base.read_bytes())
            if number // len(bases) % 2:
                data = data[: chance.randrange(len(data))]
            else:
                for _ in range(len(data) // 500 + 1):
                    data[chance.randrange(len(data))] = chance.randrange(256)
            path = tmp_path / f"skadet{number}{base.suffix}"
            path.write_bytes(data)
            outcome(sandbox.read, path)


def test_sound_files_are_stored_among_damaged_ones(
    store: SqlStore, tmp_path: Path, originals: dict[str, bytes]
) -> None:
    folder = tmp_path / "ind"
    folder.mkdir()
    for name, data in damaged(originals, 66, SEED + 3):
        (folder / name).write_bytes(data)
    for suffix, data in originals.items():
        (folder / f"hel-{suffix[1:]}{suffix}").write_bytes(data)
    reports = list(ingest_paths([folder], store=store, catalogue=Catalogue(), data=tmp_path / "data", limits=LIMITS))
    assert len(reports) == 66 + len(originals)
    assert {r.filename for r in reports if r.filename.startswith("hel-") and r.failed} == set()
    assert all(DANISH.match(r.error) for r in reports if r.failed)
    for report in reports:
        if not report.failed:
            assert report.passages or report.flags, report.filename


PASSWORDS = [("bruger", "ejer", 40), ("bruger", "ejer", 128), ("bruger", None, 128)]


@pytest.mark.parametrize(("user", "owner", "strength"), PASSWORDS)
def test_a_pdf_with_a_password_says_so(tmp_path: Path, user: str, owner: str | None, strength: int) -> None:
    path = pdf_file(tmp_path / "laast.pdf", encrypt=StandardEncryption(user, owner, strength=strength))
    with pytest.raises(PasswordProtected, match="adgangskode"):
        read_file(path, LIMITS)


def test_a_pdf_that_anyone_may_open_is_read(tmp_path: Path) -> None:
    path = pdf_file(tmp_path / "plan.pdf", encrypt=StandardEncryption("", "ejer", canCopy=0, strength=128))
    assert any("cykelstier" in block.text for block in read_file(path, LIMITS).blocks)


CYCLIC = (
    b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/Outlines 5 0 R>>\nendobj\n"
    b"2 0 obj\n<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2/Parent 2 0 R>>\nendobj\n"
    b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 3 0 R>>\nendobj\n"
    b"5 0 obj\n<</First 6 0 R/Last 6 0 R>>\nendobj\n"
    b"6 0 obj\n<</Title(x)/Next 6 0 R/First 5 0 R/Parent 5 0 R>>\nendobj\n"
    b"trailer\n<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF"
)
ODD: dict[str, bytes] = {
    "en.pdf": b"%",
    "kun-hoved.pdf": b"%PDF-1.7\n",
    "ring.pdf": CYCLIC,
    "nul.txt": b"\x00" * 5000,
    "nul-midt.txt": "Kommunen\x00 åbner stier.".encode(),
    "surrogat.txt": b"Stier \xed\xa0\x80\xed\xb0\x80 i kommunen.",
    "bom-alene.txt": b"\xef\xbb\xbf",
    "halv-utf16.txt": "Stier i kommunen".encode("utf-16")[:-1],
    "styretegn.txt": b"Stier\x07\x08\x1b[31m i kommunen",
    "linje.txt": b"x" * 3_000_000,
    "dyb.html": b"<html>" + b"<div>" * 20_000 + b"Stier" + b"</div>" * 20_000,
    "dyb-liste.html": b"<html>" + b"<ul><li>" * 5_000 + b"Stier",
    "brede-celler.html": b"<html><table><tr><td colspan=999999999>Stier</td><td>x</td></tr></table>",
    "dyb.md": b"> " * 3_000 + b"Stier",
    "dyb-liste.md": b"".join(b" " * (2 * n) + b"- x\n" for n in range(300)),
    "dyb.rtf": b"{\\rtf1 " + b"{" * 50_000 + b"Stier" + b"}" * 50_000 + b"}",
    "felt.csv": b'"' + b"a;" * 200_000,
    "uden-krop.eml": b"From: a@b.dk\nTo: c@d.dk\nSubject: x\n",
    "daarligt-tegnsaet.eml": b"From: a\nTo: b\nSubject: x\nContent-Type: text/plain; charset=findes-ikke\n\nStier\n",
    "ring.eml": b"From: a\nTo: b\nSubject: c\nContent-Type: multipart/mixed; boundary=X\n\n" + b"--X\n" * 5_000,
    "tomt.docx": samples.zip_with({"[Content_Types].xml": b"", "word/document.xml": b""}),
    "tom.xlsx": samples.zip_with({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<workbook/>"}),
    "tom.pptx": samples.zip_with({"[Content_Types].xml": b"<x/>", "ppt/presentation.xml": b"<p/>"}),
    "tom.odt": samples.zip_with({"mimetype": b"application/vnd.oasis.opendocument.text"}),
    "stier.docx": samples.zip_with({"../../ud.txt": b"x", "word/document.xml": b"<x/>"}),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_odd_files(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(ODD[name])
    assert outcome(lambda p: read_file(p, LIMITS), path)


def test_a_broken_page_costs_that_page_alone(tmp_path: Path) -> None:
    path = pdf_file(tmp_path / "plan.pdf")
    data = path.read_bytes()
    kid = re.search(rb"/Kids \[ (\d+) 0 R (\d+) 0 R", data)
    assert kid
    path.write_bytes(data.replace(b"\n" + kid[2] + b" 0 obj", b"\n" + b"9" * len(kid[2]) + b" 0 obj"))
    read = read_file(path, LIMITS)
    assert {block.page for block in read.blocks} == {1, 3}
    assert [(flag.code, flag.page) for flag in read.flags] == [("unreadable-page", 2)]


def test_a_file_inside_a_pdf_is_named(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=str(pdf_file(tmp_path / "a.pdf")))
    writer.add_attachment("bilag.txt", b"Stier")
    writer.write(str(tmp_path / "b.pdf"))
    flags = read_file(tmp_path / "b.pdf", LIMITS).flags
    assert [(flag.code, flag.message) for flag in flags] == [
        ("attachment", "Den vedhæftede fil »bilag.txt« er ikke læst.")
    ]
