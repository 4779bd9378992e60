"""Ids and titles of documents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_LETTERS = str.maketrans(
    {"æ": "ae", "ø": "oe", "å": "aa", "ö": "oe", "ä": "ae", "ü": "ue", "ß": "ss", "ð": "d", "þ": "th"}
)
_MAX = 80


def slug(filename: str) -> str:
    """The file's name without ending as lower-case ASCII words with hyphens: "Årsplan 2024.docx" → "aarsplan-2024"."""
    stem = re.sub(r"\.[A-Za-z0-9]{1,8}$", "", filename)
    text = unicodedata.normalize("NFC", stem).casefold().translate(_LETTERS)
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")[:_MAX].strip("-") or "dokument"


def shown_name(filename: str) -> str:
    """The name in NFC, as it can be stored and printed: bytes that are no text become "?"."""
    return unicodedata.normalize("NFC", filename).encode("utf-8", "replace").decode("utf-8")


def candidates(base: str) -> Iterator[str]:
    """base, base-2, base-3 … : the ids that files with the same name may get."""
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1
