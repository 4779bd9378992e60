"""Files that a library meets sooner or later: locked, packed to burst, enormous, pictures only, ill encoded."""

from __future__ import annotations

import io
import itertools
import unicodedata
from pathlib import Path

import docx
import pypdf
import pytest
from PIL import Image

from corpus.catalogue import Catalogue
from corpus.errors import DocumentError, EmptyDocument, PasswordProtected, SuspiciousFile
from corpus.sqlstore import SqlStore
from ingest.guard import Limits
from ingest.pipeline import ingest_paths
from ingest.read import read_file
from ingest.sandbox import Sandbox
from tests.ingest import ingest_samples as samples
from tests.ingest.test_bad_inputs import DANISH, LIMITS, outcome, pdf_file
from tests.ingest.test_guard import pdf_with_stream, written

ALGORITHMS = ("RC4-40", "RC4-128", "AES-128", "AES-256-R5", "AES-256")
LETTERS = "Ærø, Øster Åby og Båring: blåbærgrød på én gård."


def locked(path: Path, algorithm: str, *, user: str) -> Path:
    writer = pypdf.PdfWriter(clone_from=str(pdf_file(path)))
    writer.encrypt(user_password=user, owner_password="ejer", algorithm=algorithm)
    writer.write(str(path))
    return path


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_every_encryption_is_told_from_damage(tmp_path: Path, algorithm: str) -> None:
    with pytest.raises(PasswordProtected, match=r"laast\.pdf er beskyttet med adgangskode"):
        read_file(locked(tmp_path / "laast.pdf", algorithm, user="bruger"), LIMITS)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_what_only_its_owner_may_change_is_read_by_all(tmp_path: Path, algorithm: str) -> None:
    read = read_file(locked(tmp_path / "plan.pdf", algorithm, user=""), LIMITS)
    assert sum("cykelstier" in block.text for block in read.blocks) >= 3
    assert len(read.pages) == 3


def lzw_of_nothing(count: int) -> bytes:
    """Some `count` bytes, hardly one but zero, as LZW: each code stands for one byte more than the last one."""
    codes: list[tuple[int, int]] = [(256, 9)]
    done, length, known = 0, 1, 258
    while done < count:
        if known >= 4093:
            codes.append((256, 12))
            length, known = 1, 258
        width = 9 if known < 511 else 10 if known < 1023 else 11 if known < 2047 else 12
        codes.append((0 if length == 1 else 256 + length, width))
        done, known, length = done + length, known + (length > 1), length + 1
    bits = "".join(f"{code:0{width}b}" for code, width in [*codes, (257, 12)])
    return int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")


SLOW_TO_BURST = {
    "lzw.pdf": lambda: pdf_with_stream(b"/LZWDecode", lzw_of_nothing(100 << 20)),
    "lengder.pdf": lambda: pdf_with_stream(b"/RunLengthDecode", b"\x81\x00" * (1 << 20) + b"\x80"),
    "to-gange.pdf": lambda: pdf_with_stream(
        b"[/RunLengthDecode/RunLengthDecode]", b"\x01\x81\x00" * (1 << 20) + b"\x80"
    ),
}


@pytest.mark.parametrize("name", SLOW_TO_BURST)
def test_other_packings_do_not_fill_the_memory(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, name, SLOW_TO_BURST[name]())
    with Sandbox(Limits(wall_s=60, memory_bytes=700_000_000)) as sandbox:
        assert outcome(sandbox.read, path) in ("flag", "SuspiciousFile", "UnreadableFile", "EmptyDocument")
        assert sandbox.read(samples.md_file(tmp_path / "b.md")).title == "Stiplan"


def test_a_bomb_inside_a_word_file_stays_packed(tmp_path: Path) -> None:
    inner = samples.zip_with({"a.txt": bytes(80_000_000)})
    whole = samples.docx_file(tmp_path / "plan.docx")
    path = samples.repacked(whole, tmp_path / "indlejret.docx", {"word/embeddings/b.zip": inner})
    assert any(block.text for block in read_file(path, LIMITS).blocks)


def test_enormous_and_tiny_files_leave_nothing_behind_and_the_rest_is_stored(store: SqlStore, tmp_path: Path) -> None:
    folder, data = tmp_path / "ind", tmp_path / "data"
    folder.mkdir()
    for name, size in (("a.pdf", 500_000_000), ("b.docx", 2 << 30), ("c.txt", 500_000_000), ("d.pdf", 0), ("e.pdf", 1)):
        with (folder / name).open("wb") as file:
            file.truncate(size)
    samples.md_file(folder / "z.md")
    reports = {r.filename: r for r in ingest_paths([folder], store=store, catalogue=Catalogue(), data=data)}
    assert [name for name, report in reports.items() if not report.failed] == ["z.md"]
    assert all("grænsen er 200 MB" in reports[name].error for name in ("a.pdf", "b.docx", "c.txt"))
    assert all(DANISH.match(reports[name].error) for name in ("d.pdf", "e.pdf"))
    kept = [path.name for path in data.rglob("*") if path.is_file() and path.stat().st_size > 100_000]
    assert kept == []


def test_a_word_file_of_pictures_only_is_not_stored_as_empty(tmp_path: Path) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(picture, "PNG")
    document = docx.Document()
    for _ in range(2):
        picture.seek(0)
        document.add_picture(picture)
    document.save(str(tmp_path / "billeder.docx"))
    with pytest.raises(EmptyDocument, match=r"billeder\.docx indeholder ingen tekst"):
        read_file(tmp_path / "billeder.docx", LIMITS)


def test_two_hundred_encodings_give_danish_letters(tmp_path: Path) -> None:
    codes = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1")
    forms = (
        "{}\n",
        "# Øvelse\n\n{}\n",
        "<html><body><p>{}</p></body></html>",
        "Navn;Æble\nA;{}\n",
        "{}\r\nSlut på det.",
    )
    suffixes = (".txt", ".md", ".html", ".csv", ".txt")
    texts = (LETTERS, unicodedata.normalize("NFD", LETTERS), f"{LETTERS} {LETTERS}", LETTERS[:20], f"»{LETTERS}«")
    wrong = []
    for number, (code, at, text) in enumerate(itertools.product(codes, range(5), texts)):
        body = forms[at].format(text)
        if code in ("cp1252", "latin-1"):
            body = unicodedata.normalize("NFC", body)
        path = written(tmp_path, f"brev{number}{suffixes[at]}", body.encode(code))
        found = " ".join(block.text for block in read_file(path, LIMITS).blocks)
        if unicodedata.normalize("NFC", text) not in found:
            wrong.append((code, suffixes[at], found[:60]))
    assert number == 199
    assert wrong == []


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_pdfs_cut_at_forty_places(tmp_path: Path, testdata: Path) -> None:
    bases = [path for path in sorted((testdata / "documents").rglob("*.pdf")) if path.stat().st_size < 700_000]
    outcomes = []
    with Sandbox(LIMITS) as sandbox:
        for base, place in itertools.product(bases, range(40)):
            data = base.read_bytes()
            path = written(tmp_path, f"klippet{place}.pdf", data[: max(1, len(data) * place // 40)])
            outcomes.append(outcome(sandbox.read, path))
    assert len(outcomes) >= 400
    assert "UnreadableFile" in outcomes


def test_a_refusal_names_the_file_and_says_why_in_danish(tmp_path: Path) -> None:
    for name, data in (("a.pdf", b"%PDF-1.4 x"), ("b.docx", b"PK\x03\x04x"), ("c.exe", b"MZ" + bytes(300))):
        with pytest.raises(DocumentError) as caught:
            read_file(written(tmp_path, name, data), LIMITS)
        assert name in str(caught.value)
        assert not isinstance(caught.value, SuspiciousFile)
