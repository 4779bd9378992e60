"""Ordinals of a follow-up ("den anden") and the lists of an answer that they count in."""

from __future__ import annotations

import re

_NTH = re.compile(
    r"\b(?:den|det|de|the)\s+(første|anden|andet|tredje|fjerde|femte|sjette|syvende|sidste|first|second|third|fourth|"
    r"fifth|last)\b"
    r"(?=\s*(?:[?.,!]|$|(?:\w*projekt|\w*kommune|indsats|anbefaling|tema|emne|punkt|netværk|værktøj|af\b|of\b|project|"
    r"municipalit)))",
    re.IGNORECASE,
)
_PLACES = {
    "første": 0, "first": 0, "anden": 1, "andet": 1, "second": 1, "tredje": 2, "third": 2, "fjerde": 3, "fourth": 3,
    "femte": 4, "fifth": 4, "sjette": 5, "syvende": 6, "sidste": -1, "last": -1,
}  # fmt: skip
_ITEM = re.compile(r"^[ \t]*(?:-|\d+\.)[ \t]+(.+)$", re.MULTILINE)


def ordinal_in(question: str) -> int | None:
    """Which of a list is meant, from 0, −1 for the last; None for a question without an ordinal that stands alone."""
    found = _NTH.search(question)
    return _PLACES[found[1].lower()] if found else None


def items_of(answer: str) -> tuple[str, ...]:
    """The items of the Markdown lists of an answer, as written."""
    return tuple(_ITEM.findall(answer))


def with_item(question: str, item: str) -> str:
    """The question with the item in place of its ordinal."""
    return _NTH.sub(lambda _: item, question, count=1)
