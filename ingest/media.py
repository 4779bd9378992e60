"""What a file is, told by its content; the name only tells apart formats that are all plain text."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from corpus.errors import PasswordProtected, UnreadableFile, UnsupportedFile
from ingest.encodings import decode

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
RTF = "application/rtf"
HTML = "text/html"
MARKDOWN = "text/markdown"
TEXT = "text/plain"
CSV = "text/csv"
EMAIL = "message/rfc822"
PNG, JPEG, TIFF = "image/png", "image/jpeg", "image/tiff"

SUFFIXES = {
    PDF: ".pdf", DOCX: ".docx", PPTX: ".pptx", XLSX: ".xlsx", ODT: ".odt", RTF: ".rtf", HTML: ".html",
    MARKDOWN: ".md", TEXT: ".txt", CSV: ".csv", EMAIL: ".eml", PNG: ".png", JPEG: ".jpg", TIFF: ".tif",
}  # fmt: skip
"""media type → the suffix under which the original is kept."""

KNOWN = "PDF, Word, PowerPoint, Excel, ODT, RTF, HTML, Markdown, tekst, CSV eller e-mail (.eml)"

_PARTS = {"word/document.xml": DOCX, "ppt/presentation.xml": PPTX, "xl/workbook.xml": XLSX}
_MAGIC = (
    (b"{\\rtf", RTF),
    (b"\x89PNG\r\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(r"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_TAGS = re.compile(r"</(?:p|div|h[1-6]|table|ul|ol|li|span|a|title)>", re.I)
_MAIL = re.compile(r"^(?:from|to|subject|date|received|mime-version|message-id|return-path|fra|emne):[ \t]", re.I)
_NAMED = {
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".csv": CSV,
    ".tsv": CSV,
    ".eml": EMAIL,
    ".htm": HTML,
    ".html": HTML,
    ".xhtml": HTML,
}


def media_type(path: Path) -> str:
    """The IANA media type of the file's content.

    Raises UnsupportedFile for a format that we do not read, PasswordProtected for an encrypted Office file,
    UnreadableFile for a broken archive.
    """
    try:
        with path.open("rb") as file:
            head = file.read(65_536)
    except OSError as error:
        raise UnreadableFile(f"Filen {path.name} kan ikke åbnes.", detail=str(error)) from error
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"PK"):
        return _archive(path)
    if head.startswith(_OLE):
        raise _legacy(path)
    for magic, kind in _MAGIC:
        if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(magic):
            return kind
    return _text(path, head)


def _archive(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            kind = next((kind for part, kind in _PARTS.items() if part in names), "")
            if kind and any(name.endswith("vbaProject.bin") for name in names):
                raise UnsupportedFile(f"Filen {path.name} indeholder makroer. Gem den uden makroer, og prøv igen.")
            if not kind and "mimetype" in names:
                with archive.open("mimetype") as member:
                    kind = ODT if member.read(200).decode("ascii", "replace").strip() == ODT else ""
    except (
        zipfile.BadZipFile,
        OSError,
        NotImplementedError,
        EOFError,
        ValueError,
        zipfile.LargeZipFile,
    ) as error:
        raise UnreadableFile(f"Filen {path.name} er beskadiget og kan ikke læses.", detail=str(error)) from error
    except RuntimeError as error:
        raise PasswordProtected(
            f"Filen {path.name} er beskyttet med adgangskode. Fjern den, og prøv igen.", detail=str(error)
        ) from error
    if not kind:
        raise UnsupportedFile(f"Filen {path.name} er en pakket fil, som ikke kan læses. Pak den ud først.")
    return kind


def _legacy(path: Path) -> Exception:
    data = path.read_bytes() if path.stat().st_size < 50_000_000 else b""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return PasswordProtected(f"Filen {path.name} er beskyttet med adgangskode. Fjern den, og prøv igen.")
    return UnsupportedFile(f"Filen {path.name} er i et gammelt Office-format. Gem den som .docx, .pptx eller .xlsx.")


def _text(path: Path, head: bytes) -> str:
    text = decode(head[: len(head) - len(head) % 4]).text if head else ""
    strange = sum(1 for c in text if (c < " " and c not in "\n\t\f\v\x1b\x85") or c == "\ufffd")
    if strange > 0.02 * len(text) + 3 or _binary(head):
        raise UnsupportedFile(f"Filen {path.name} er ikke et dokument, der kan læses. Brug {KNOWN}.")
    named = _NAMED.get(path.suffix.lower(), TEXT)
    if _HTML.match(text) or (named in (HTML, TEXT) and len(_TAGS.findall(text)) >= 3 and text.lstrip().startswith("<")):
        return HTML
    if named != MARKDOWN and _is_mail(text):
        return EMAIL
    if named == EMAIL:
        return TEXT
    return named


def _binary(head: bytes) -> bool:
    """Zero bytes without the regularity of UTF-16 or UTF-32 tell a binary file from a text with a stray null."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" not in head:
        return False
    zeros = head.count(0) / len(head)
    return zeros > 0.01 and not (0.2 < zeros < 0.8 and max(head[0::2].count(0), head[1::2].count(0)) > 0.4 * len(head))


def _is_mail(text: str) -> bool:
    """True when the first lines are mail headers: at least three of them before the first blank line."""
    lines = text.lstrip("\n").split("\n\n", 1)[0].split("\n")
    fields = sum(1 for line in lines if _MAIL.match(line))
    return fields >= 3 and all(re.match(r"[!-9;-~]+:|[ \t]|From ", line) for line in lines if line)
