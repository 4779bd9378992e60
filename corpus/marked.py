"""Marked questions: how their anchors are compared with text, and the one split into what is learnt on and what tests.

Everything that learns (fusion, scorer, refusal) learns on "tune" alone, so that "test" stays unseen by all of them.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Literal

Part = Literal["tune", "test"]

_NOT_ALNUM = re.compile(r"[\W_]+")


def part_of(question_id: str) -> Part:
    """The half a question belongs to, by a hash of its id: stable under additions and reordering."""
    return "tune" if hashlib.sha256(question_id.encode()).digest()[0] % 2 else "test"


def squash(text: str) -> str:
    """Letters and digits only, in small letters: equal for texts that differ in hyphens, spaces and signs."""
    return _NOT_ALNUM.sub("", unicodedata.normalize("NFC", text).lower())
