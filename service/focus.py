"""The noun that a question counts, names or lists."""

from __future__ import annotations

import re

from service.words import words

_NOUN_AFTER = re.compile(
    r"(?:hvor mange|hvor stor[et]? en (?:del|andel|procentdel) af|hvor meget|antal(?:let)?(?: af)?|how many|how much|"
    r"hvilken?|hvilket|hvem er|hvem var|who is|hvad hed(?:der)?|hvad (?:er|var|bliver)|which|what)"
    r"\s+(?:af\s+)?(?:de[nt]?\s+)?([\w-]+)",
    re.IGNORECASE,
)
_UNIT = re.compile(r"kilo\w*|kg|tons?|liter|kwh|mwh|gwh|km|meter|kroner|procent|%|mio\.?|millioner", re.IGNORECASE)
_SAID_ABOUT = re.compile(
    r"\b(?:siger|står|stod|skriver|skrives|fortæller|nævner|nævnes|mener|oplyses|says?|said)\b[^?.]*?"
    r"\b(?:om|about)\s+(?:de[nt]?\s+)?([\w-]+)",
    re.IGNORECASE,
)
"""What somebody is asked to have said something about."""


def focus_of(text: str) -> str:
    """Its stem, "" for none."""
    match = _SAID_ABOUT.search(text) or _NOUN_AFTER.search(text)
    if not match:
        return ""
    tail = [w for w in words(text[match.start(1) :]) if w.content]
    if len(tail) > 1 and _UNIT.fullmatch(tail[0].surface):
        return tail[1].stem
    return tail[0].stem if tail else ""
