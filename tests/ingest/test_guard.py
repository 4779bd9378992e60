"""What is refused before any parser sees it, and what a file is taken for."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from base64 import a85encode
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import (
    DocumentError,
    EmptyDocument,
    FileMissing,
    FileTooLarge,
    PasswordProtected,
    SuspiciousFile,
    UnreadableFile,
    UnsupportedFile,
)
from ingest import media
from ingest.guard import Limits, check_content, check_file
from ingest.read import read_file
from tests.ingest import ingest_samples as samples

DOCX_PARTS = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}


def written(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def pdf_with_stream(filters: bytes, body: bytes, extra: bytes = b"") -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\n"
        b"endobj\n"
        b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R>>\nendobj\n4 0 obj\n<<"
        + extra + b"/Filter" + filters + b"/Length " + str(len(body)).encode() + b">>\nstream\n" + body
        + b"\nendstream\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF"
    )  # fmt: skip


def flate_zeros(size: int) -> bytes:
    machine = zlib.compressobj(9)
    return b"".join(machine.compress(bytes(1 << 20)) for _ in range(size >> 20)) + machine.flush()


def overlapping() -> bytes:
    """A zip whose central directory lists one member's bytes many times."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in DOCX_PARTS.items():
            archive.writestr(name, body)
        archive.writestr("word/media/a.bin", os.urandom(200_000))
        first = archive.getinfo("word/media/a.bin")
        for number in range(50):
            twin = zipfile.ZipInfo(f"word/media/{number}.bin")
            for field in ("header_offset", "CRC", "compress_size", "file_size", "compress_type"):
                setattr(twin, field, getattr(first, field))
            archive.filelist.append(twin)
            archive.NameToInfo[twin.filename] = twin
    return buffer.getvalue()


def archive(**members: bytes) -> bytes:
    """A Word file in outline with these members beside it; "document" is its text."""
    named = {f"word/{name}.xml": body for name, body in members.items()}
    return samples.zip_with({**DOCX_PARTS, **named})


BOMBS: dict[str, Callable[[], bytes]] = {
    "ratio.docx": lambda: archive(document=b"<w:t>" + b" " * 60_000_000),
    "members.docx": lambda: archive(**{f"x{n}": b"" for n in range(10_001)}),
    "overlap.docx": overlapping,
    "laughs.docx": lambda: archive(document=b'<!DOCTYPE l [<!ENTITY a "lol">]><x>&a;</x>'),
    "external.docx": lambda: archive(document=b'<!DOCTYPE l SYSTEM "file:///etc/passwd"><x/>'),
    "utf16.docx": lambda: archive(document="<!DOCTYPE x><x/>".encode("utf-16")),
    "flate.pdf": lambda: pdf_with_stream(b"/FlateDecode", flate_zeros(120 << 20)),
    "short.pdf": lambda: pdf_with_stream(b"/Fl", flate_zeros(120 << 20)),
    "escaped.pdf": lambda: pdf_with_stream(b"/Flate#44ecode", flate_zeros(120 << 20)),
    "letters.pdf": lambda: pdf_with_stream(b"[/ASCII85Decode/FlateDecode]", a85encode(flate_zeros(120 << 20)) + b"~>"),
    "digits.pdf": lambda: pdf_with_stream(b"[/AHx /Fl]", flate_zeros(120 << 20).hex().encode() + b">"),
    "nested.pdf": lambda: pdf_with_stream(b"[/FlateDecode/FlateDecode]", zlib.compress(flate_zeros(120 << 20))),
    "five.pdf": lambda: pdf_with_stream(b"[/FlateDecode/FlateDecode/FlateDecode/LZWDecode/FlateDecode]", b"x"),
    "image.pdf": lambda: pdf_with_stream(b"/FlateDecode", b"x", b"/Subtype/Image/Width 900000/Height 900000"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_before_they_are_parsed(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, name, BOMBS[name]())
    with pytest.raises(SuspiciousFile, match="læses ikke"):
        check_content(path, media.media_type(path), Limits())


def test_many_small_members_are_counted_together(tmp_path: Path) -> None:
    path = written(tmp_path, "sum.docx", archive(**{f"x{n}": os.urandom(100_000) for n in range(9)}))
    check_content(path, media.DOCX, Limits())
    with pytest.raises(SuspiciousFile):
        check_content(path, media.DOCX, Limits(unpacked_bytes=500_000))


def test_an_ordinary_file_of_every_format_passes(tmp_path: Path) -> None:
    for suffix, make in samples.MAKERS.items():
        path = make(tmp_path / f"plan{suffix}")
        check_file(path, Limits())
        kind = media.media_type(path)
        check_content(path, kind, Limits())
        assert media.SUFFIXES[kind] == suffix


def test_size_is_asked_before_the_file_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "stor.pdf"
    with path.open("wb") as file:
        file.truncate(2 << 30)
    with pytest.raises(FileTooLarge, match="2147 MB; grænsen er 200 MB"):
        check_file(path, Limits())


def test_what_is_no_file(tmp_path: Path) -> None:
    empty, pipe = written(tmp_path, "tom.pdf", b""), tmp_path / "pipe.pdf"
    os.mkfifo(pipe)
    with pytest.raises(EmptyDocument):
        check_file(empty, Limits())
    with pytest.raises(UnreadableFile):
        check_file(pipe, Limits())
    with pytest.raises(UnreadableFile):
        check_file(tmp_path, Limits())
    for name in ("mangler.pdf", "nul\0tegn.pdf", "x" * 5000):
        with pytest.raises(FileMissing):
            check_file(tmp_path / name, Limits())


def test_an_encrypted_office_file_says_so(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    with pytest.raises(PasswordProtected, match="beskyttet med adgangskode"):
        media.media_type(written(tmp_path, "plan.docx", ole))


def test_an_encrypted_member_says_so(tmp_path: Path) -> None:
    data = bytearray(samples.docx_file(tmp_path / "a.docx").read_bytes())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    path = written(tmp_path, "laast.docx", bytes(data))
    with pytest.raises(PasswordProtected):
        check_content(path, media.media_type(path), Limits())


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("gammel.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000), UnsupportedFile),
        ("program.pdf", b"\x7fELF" + bytes(range(256)) * 20, UnsupportedFile),
        ("arkiv.docx", samples.zip_with({"a.txt": b"hej"}), UnsupportedFile),
        ("makro.docx", samples.zip_with({**DOCX_PARTS, "word/vbaProject.bin": b"x"}), UnsupportedFile),
        ("cmap.pickle.gz", b"\x1f\x8b\x08\x00" + bytes(range(200)) * 5, UnsupportedFile),
        ("afkortet.docx", b"PK\x03\x04" + bytes(300), UnreadableFile),
    ],
)
def test_files_that_are_no_documents(tmp_path: Path, name: str, data: bytes, error: type[DocumentError]) -> None:
    with pytest.raises(error):
        media.media_type(written(tmp_path, name, data))


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("side.pdf", b"<!DOCTYPE html><html><body><p>Hej</p></body></html>", media.HTML),
        ("side.txt", b"\xef\xbb\xbf<html><head></head></html>", media.HTML),
        ("brev.docx", b"{\\rtf1\\ansi Hej}", media.RTF),
        ("rapport.txt", b"%PDF-1.7\n", media.PDF),
        ("polyglot.zip", b"junk\n%PDF-1.4\n" + samples.zip_with({"a": b"b"}), media.PDF),
        ("brev.txt", b"From: a@b.dk\r\nTo: c@d.dk\r\nSubject: Hej\r\n\r\nHej", media.EMAIL),
        ("noter.eml", b"Bare noter, ingen hoved.", media.TEXT),
        ("noter.pdf", "Kun tekst om ærter og øl.".encode("cp1252"), media.TEXT),
        ("tekst.md", "# Plan".encode("utf-16"), media.MARKDOWN),
        ("foto.pdf", b"\x89PNG\r\n\x1a\n", media.PNG),
    ],
)
def test_a_file_is_what_it_contains_not_what_it_is_called(
    tmp_path: Path, name: str, data: bytes, expected: str
) -> None:
    assert media.media_type(written(tmp_path, name, data)) == expected


def test_a_word_file_called_pdf_is_read_as_word(tmp_path: Path) -> None:
    path = samples.docx_file(tmp_path / "plan.docx").rename(tmp_path / "plan.pdf")
    assert read_file(path, Limits()).media_type == media.DOCX


def test_a_lying_size_does_not_unpack_further(tmp_path: Path) -> None:
    """The central directory says 10 bytes, the stream holds 50 MB: only what is stated is ever unpacked."""
    data = bytearray(samples.zip_with({**DOCX_PARTS, "word/document.xml": b"<w:t>" + b" " * 50_000_000}))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    path = written(tmp_path, "loegn.docx", bytes(data))
    with pytest.raises(DocumentError):
        read_file(path, Limits())
