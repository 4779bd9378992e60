"""Clean text for readers: NFC, single spaces, no invisible characters."""

from __future__ import annotations

import re
import unicodedata

from ingest.dates import NO_DATE

INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff\u180e\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
"""Soft hyphen, zero-width characters, direction overrides and tag characters: they show nothing."""

_SECRET = re.compile("[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]|[\u200b\u200c\u200d\u2060]{4,}")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACE = re.compile(r"\s+")
_BULLET = re.compile(r"^(?:[•·●○◦▪▫■□–—*‣⁃➢►✓✔§-]|[\uf000-\uf0ff]|o(?=\s{2,}))\s+")
_NUMBERED = re.compile(rf"^(?:\(?\d{{1,3}}[.)]\s+{NO_DATE}|\(?[a-zæøå][.)]\s+)(?=\S)", re.IGNORECASE)


def tidy(text: str) -> str:
    """The text in NFC on one line with single spaces, without control and invisible characters."""
    text = _CONTROL.sub("", INVISIBLE.sub("", text))
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


def hides_characters(text: str) -> bool:
    """True when the text carries characters that show nothing but can carry a message.

    Tag characters, direction overrides, and runs of four or more zero-width characters; a single soft hyphen or
    joiner is ordinary typesetting.
    """
    return _SECRET.search(text) is not None


def without_bullet(line: str) -> str | None:
    """The list item behind its bullet or number, or None when the line is no list item."""
    for pattern in (_BULLET, _NUMBERED):
        if match := pattern.match(line):
            return line[match.end() :]
    return None


def shortened(text: str, limit: int = 60) -> str:
    """At most `limit` characters, cut at a word with an ellipsis, for messages."""
    text = tidy(text)
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0] + " …"
