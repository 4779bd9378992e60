"""Bytes into Danish text: BOM, UTF-8, UTF-16 without BOM, cp1252, latin-1, old DOS and Mac code pages, and mixes."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from corpus.types import Flag

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SINGLE_BYTE = ("cp1252", "cp850", "mac_roman")
_MOJIBAKE = re.compile("Ã[¦¸¥†˜…]|Ã\x98|Ã\x85|Ã\x86")
_SAMPLE = 200_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """text: with \\n line ends and no BOM. encoding: Python's name, "mixed" when lines differ."""

    text: str
    encoding: str
    flags: tuple[Flag, ...] = ()


def decode(data: bytes, *, declared: str = "") -> Decoded:
    """The text of `data`. declared: the charset that the file itself names, tried after BOM and UTF-8."""
    decoded = _decode(data, declared)
    flags = list(decoded.flags)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text:
        text = text.replace("\x00", "")
        flags.append(Flag("null-bytes", "Filen indeholder nul-tegn; de er fjernet."))
    if len(_MOJIBAKE.findall(text)) >= 2 and (repaired := _unscramble(text)) is not None:
        text = repaired
        flags.append(Flag("encoding-repaired", "Æ, ø og å var gemt forkert i filen og er rettet ved indlæsningen."))
    if "\ufffd" in text:
        flags.append(Flag("encoding-lost", "Nogle tegn i filen kunne ikke læses; de vises som �."))
    return Decoded(text, decoded.encoding, tuple(flags))


def _decode(data: bytes, declared: str) -> Decoded:
    for bom, name in _BOMS:
        if data.startswith(bom):
            return Decoded(data.decode(name, errors="replace").removeprefix("\ufeff"), name)
    if wide := _utf16_without_bom(data):
        return Decoded(data.decode(wide, errors="replace"), wide)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    if _has_utf8_letters(data):
        flag = Flag("encoding-mixed", "Filen blander flere tegnsæt; hver linje er læst for sig.")
        return Decoded("".join(_line(line) for line in data.splitlines(keepends=True)), "mixed", (flag,))
    name = _single_byte(data, declared)
    return Decoded(_bytewise(data, name), name)


def _utf16_without_bom(data: bytes) -> str:
    """ "utf-16-le" or "utf-16-be" when most characters have a zero byte on the same side, else ""."""
    sample = data[:_SAMPLE]
    if len(sample) < 4 or len(data) % 2:
        return ""
    even, odd, half = sample[0::2].count(0), sample[1::2].count(0), len(sample) // 2
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * half and odd < 0.05 * half else ""


def _has_utf8_letters(data: bytes) -> bool:
    """True when real UTF-8 sequences stand among the faulty bytes, so that the file is a mix."""
    good = len(re.findall(rb"[\xc3-\xc5][\x80-\xbf]|\xe2\x80[\x80-\xbf]", data))
    bad = sum(1 for _ in re.finditer(rb"(?<![\xc2-\xf4])[\x80-\xbf]|[\xc0-\xff](?![\x80-\xbf])", data))
    return good > 0 and good >= 0.1 * bad


def _line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        pieces = re.split(rb"((?:[\xc2-\xdf][\x80-\xbf]|\xe2\x80[\x80-\xbf])+)", line)
        return "".join(_piece(piece) for piece in pieces)


def _piece(piece: bytes) -> str:
    try:
        return piece.decode("utf-8")
    except UnicodeDecodeError:
        return _bytewise(piece, "cp1252")


def _single_byte(data: bytes, declared: str) -> str:
    """The declared charset when it fits, else the code page that gives the most Danish letters inside words."""
    try:
        name = codecs.lookup(declared).name if declared else ""
        if name and not name.startswith("utf") and data.decode(name):
            return "cp1252" if name == "iso8859-1" else name
    except (LookupError, UnicodeDecodeError, ValueError):
        pass
    sample = data[:_SAMPLE]
    scores = [_danishness(_bytewise(sample, name)) for name in _SINGLE_BYTE]
    return _SINGLE_BYTE[scores.index(max(scores))]


def _danishness(text: str) -> int:
    danish = len(re.findall("(?<=[a-zA-ZæøåÆØÅ])[æøåÆØÅéü]|[æøåÆØÅ](?=[a-z])", text))
    strange = len(re.findall("[^\x00-\x7fæøåÆØÅéÉüÜöÖäÄèàóáê§–—’‘“”„…•«»´°²³½µ€·×®© ]", text))
    return danish - strange


def _bytewise(data: bytes, name: str) -> str:
    return data.decode(name, errors="replace")


def _unscramble(text: str) -> str | None:
    """Text that was UTF-8 but once read as cp1252, made right; None when it is not."""
    lines = []
    for line in text.split("\n"):
        try:
            lines.append(line.encode("cp1252").decode("utf-8") if _MOJIBAKE.search(line) else line)
        except (UnicodeEncodeError, UnicodeDecodeError):
            lines.append(line)
    repaired = "\n".join(lines)
    return repaired if repaired != text else None
