"""The numbers that Word prints before its headings: counted as Word counts them, since the file does not hold them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from ingest.readers.wordstyles import qn, value_of

_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
          (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_MOST = 3000


@dataclass(frozen=True, slots=True)
class _Level:
    """pattern: Word's own, "%1.%2" for the numbers of the first two levels."""

    form: str
    pattern: str
    start: int


class Numbers:
    """Counts the numbered headings of one document in order."""

    def __init__(self, root: Any | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        if root is None:
            return
        for abstract in root.iter(qn("w:abstractNum")):
            levels = {_whole(level.get(qn("w:ilvl"))): _level(level) for level in abstract.iter(qn("w:lvl"))}
            self._levels[abstract.get(qn("w:abstractNumId"), "")] = levels
        for number in root.iter(qn("w:num")):
            self._abstract[number.get(qn("w:numId"), "")] = value_of(number.find(qn("w:abstractNumId")))

    def next(self, number_id: str, depth: int) -> str:
        """What Word prints before the next paragraph of that list and depth (from 0); "" for bullets and no list."""
        abstract = self._abstract.get(number_id, "")
        level = self._levels.get(abstract, {}).get(depth)
        if level is None:
            return ""
        counts = self._counts[abstract]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        if level.form in ("bullet", "none"):
            return ""
        return re.sub(r"%([1-9])", lambda m: self._shown(abstract, int(m[1]) - 1), level.pattern).strip()

    def _shown(self, abstract: str, depth: int) -> str:
        level = self._levels[abstract].get(depth)
        if level is None:
            return ""
        return _written(self._counts[abstract].setdefault(depth, level.start), level.form)


def _level(element: Any) -> _Level:
    form, pattern = value_of(element.find(qn("w:numFmt"))), value_of(element.find(qn("w:lvlText")))
    return _Level(form or "decimal", pattern[:40], _whole(value_of(element.find(qn("w:start"))), 1))


def _whole(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.isdigit() and len(text) < 6 else default


def _written(number: int, form: str) -> str:
    if form.endswith("Letter") and number > 0:
        letters = chr(ord("A") + (number - 1) % 26) * min(9, (number - 1) // 26 + 1)
        return letters if form.startswith("upper") else letters.lower()
    if form.endswith("Roman") and 0 < number < _MOST:
        written = ""
        for value, sign in _ROMAN:
            written += sign * (number // value)
            number %= value
        return written if form.startswith("upper") else written.lower()
    return str(number)
