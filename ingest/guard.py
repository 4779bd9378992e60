"""What a file must satisfy before any parser sees it: size, kind, and no more inside than it may unpack to."""

from __future__ import annotations

import itertools
import os
import re
import stat
import zipfile
import zlib
from base64 import a85decode
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import (
    DocumentError,
    EmptyDocument,
    FileMissing,
    FileTooLarge,
    PasswordProtected,
    SuspiciousFile,
    UnreadableFile,
)
from ingest.media import PDF


@dataclass(frozen=True, slots=True)
class Limits:
    """max_bytes: of the file. unpacked_bytes: of all members together, and of one PDF stream. ratio: unpacked to
    packed of one member. cpu_s, wall_s, memory_bytes: of the child process for one file."""

    max_bytes: int = 200_000_000
    unpacked_bytes: int = 500_000_000
    stream_bytes: int = 100_000_000
    ratio: int = 200
    members: int = 10_000
    wall_s: float = 300.0
    cpu_s: int = 240
    memory_bytes: int = 2048 * 1024 * 1024


_RATIO_FREE = 1_000_000
"""A member below this unpacked size is never a bomb, whatever its ratio: an empty sheet packs well."""

_DOCTYPE = tuple(
    word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("ascii", "utf-16-le", "utf-16-be")
)
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_FILTERS = re.compile(rb"/(FlateDecode|Fl|LZWDecode|LZW|RunLengthDecode|RL)\b")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_LETTERS_85, _LETTERS_16 = re.compile(rb"/(ASCII85Decode|A85)\b"), re.compile(rb"/(ASCIIHexDecode|AHx)\b")
_SIDE = re.compile(rb"/(?:Width|Height)\s+(\d{1,9})")
_IMAGE_SIDE = 60_000


def check_file(path: Path, limits: Limits) -> None:
    """Nothing, when `path` is an ordinary file with something in it and not too large.

    Raises FileMissing, UnreadableFile (a folder, device or link), FileTooLarge, EmptyDocument.
    """
    try:
        status = os.lstat(path)
    except (OSError, ValueError) as error:
        raise FileMissing(f"Filen {path.name!s} findes ikke.", detail=str(error)) from error
    if stat.S_ISLNK(status.st_mode):
        raise UnreadableFile(f"{path.name} er en genvej (symbolsk link) og følges ikke. Angiv selve filen.")
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableFile(f"{path.name} er ikke en almindelig fil.")
    if status.st_size == 0:
        raise EmptyDocument(f"Filen {path.name} er tom.")
    if status.st_size > limits.max_bytes:
        raise FileTooLarge(
            f"Filen {path.name} fylder {status.st_size / 1e6:.0f} MB; grænsen er {limits.max_bytes / 1e6:.0f} MB."
        )


def check_content(path: Path, media_type: str, limits: Limits) -> None:
    """Nothing, when what the file unpacks to is within the limits.

    Raises SuspiciousFile for a bomb or an XML document type, PasswordProtected, UnreadableFile.
    """
    if media_type == PDF:
        _check_streams(path, limits)
    elif zipfile.is_zipfile(path) and media_type.startswith("application/vnd."):
        _check_archive(path, limits)


def _bomb(path: Path, detail: str) -> DocumentError:
    return SuspiciousFile(f"Filen {path.name} pakker ud til langt mere, end den fylder, og læses ikke.", detail=detail)


def _check_archive(path: Path, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check_members(path, members, limits)
            for member in members:
                if member.filename.lower().endswith((".xml", ".rels", ".vml")):
                    _check_xml(path, archive, member)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, zlib.error, NotImplementedError) as error:
        raise UnreadableFile(f"Filen {path.name} er beskadiget og kan ikke læses.", detail=str(error)) from error


def _check_members(path: Path, members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > limits.members:
        raise _bomb(path, f"{len(members)} members")
    if any(member.flag_bits & 0x1 for member in members):
        raise PasswordProtected(f"Filen {path.name} er beskyttet med adgangskode. Fjern den, og prøv igen.")
    if (total := sum(member.file_size for member in members)) > limits.unpacked_bytes:
        raise _bomb(path, f"{total} bytes unpacked")
    for member in members:
        if member.file_size > max(_RATIO_FREE, limits.ratio * max(1, member.compress_size)):
            raise _bomb(path, f"{member.filename}: {member.compress_size} to {member.file_size} bytes")
    places = sorted((member.header_offset, member.compress_size) for member in members)
    for (offset, size), (following, _) in itertools.pairwise(places):
        if offset + size > following:
            raise _bomb(path, "members overlap")


def _check_xml(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """No Office program writes a document type; entity expansion and reading of other files begin with one."""
    with archive.open(member) as file:
        head = file.read(65_536)
    if any(word in head for word in _DOCTYPE):
        raise SuspiciousFile(
            f"Filen {path.name} indeholder en XML-dokumenttype, som kan misbruges, og læses ikke.",
            detail=f"document type in {member.filename}",
        )


def _check_streams(path: Path, limits: Limits) -> None:
    """Unpacks each stream that could grow past the limit, counting only; images are held to their stated sides."""
    data = path.read_bytes()
    total = 0
    for match in _STREAM.finditer(data):
        opening = data.rfind(b"obj", max(0, match.start() - 4096), match.start())
        head = _ESCAPED.sub(_unescaped, data[max(0, opening) : match.start()])
        packed = len(_FILTERS.findall(head))
        if packed > 2:
            raise _bomb(path, f"{packed} nested compression filters")
        if any(int(side) > _IMAGE_SIDE for side in _SIDE.findall(head)):
            raise _bomb(path, "image with an enormous side")
        if packed == 0 or b"/Image" in head:
            continue
        end = data.find(b"endstream", match.end())
        end = len(data) if end < 0 else end
        if packed == 1 and (end - match.end()) * 1032 <= limits.stream_bytes // 10:
            continue
        total += _unpacked(path, _plain(data[match.end() : end], head), packed, limits)
        if total > limits.unpacked_bytes:
            raise _bomb(path, "streams unpack past the limit")


def _unescaped(name: re.Match[bytes]) -> bytes:
    return bytes([int(name[1], 16)])


def _plain(stream: bytes, head: bytes) -> bytes:
    """The stream without the letters that bytes are written as; itself when it is not written so."""
    try:
        if _LETTERS_85.search(head):
            return a85decode(stream.partition(b"~>")[0].strip().removeprefix(b"<~"), ignorechars=b" \t\n\r\v\f\0")
        if _LETTERS_16.search(head):
            return bytes.fromhex(stream.partition(b">")[0].decode("ascii"))
    except ValueError:
        return stream
    return stream


def _unpacked(path: Path, stream: bytes, layers: int, limits: Limits) -> int:
    """Bytes after inflating; stops at the limit. A second layer is counted on what the first one gives."""
    size, inner = 0, b""
    machine = zlib.decompressobj()
    pending = stream
    try:
        while pending and not machine.eof:
            piece = machine.decompress(pending, 1 << 20)
            size += len(piece)
            if layers > 1 and len(inner) < 8 << 20:
                inner += piece
            if size > limits.stream_bytes:
                raise _bomb(path, f"one stream unpacks to more than {limits.stream_bytes} bytes")
            pending = machine.unconsumed_tail
    except zlib.error:
        return size
    return size + (_unpacked(path, inner, layers - 1, limits) if layers > 1 else 0)
