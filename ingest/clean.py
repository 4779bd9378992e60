"""Lines to one running text: hyphens repaired, line ends to spaces, each character with its box."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from itertools import groupby

from corpus.types import GlyphRun
from ingest.blocks import Join
from ingest.hyphen import decide
from ingest.layout_lines import Line
from ingest.page_frame import Packed

ROW = 8
"""Bytes of one box in a glyph run."""
HYPHENS = "-\u2010\u00ad"
_MARKS = ".,;:!?()[]”“»«\"'’‘–—…"


@dataclass(slots=True)
class Text:
    """A text that grows, with the page and the boxes of each piece, as glyph runs keep them."""

    parts: list[str] = field(default_factory=list)
    boxes: list[tuple[int, bytes]] = field(default_factory=list)

    def __str__(self) -> str:
        return "".join(self.parts)

    def add(self, text: str, page: int, boxes: Packed) -> None:
        self._add(text, page, boxes.tobytes())

    def _add(self, text: str, page: int, boxes: bytes) -> None:
        if text:
            self.parts.append(text)
            self.boxes.append((page, boxes))

    def add_reader(self, text: str) -> None:
        """Characters that are not printed: zero-width boxes at the end of what stands before."""
        if self.boxes and text:
            page, boxes = self.boxes[-1]
            self._add(text, page, point(boxes) * len(text))

    def drop_last(self) -> None:
        """Take the last character away."""
        page, boxes = self.boxes.pop()
        text = self.parts.pop()
        self._add(text[:-1], page, boxes[:-ROW])

    def extend(self, other: Text) -> None:
        self.parts += other.parts
        self.boxes += other.boxes

    def runs(self) -> tuple[GlyphRun, ...]:
        """Glyph runs, one for each stretch on one page."""
        runs: list[GlyphRun] = []
        for page, stretch in groupby(self.boxes, key=lambda item: item[0]):
            boxes = b"".join([rows for _, rows in stretch])
            start = runs[-1].char_end if runs else 0
            runs.append(GlyphRun(start, start + len(boxes) // ROW, page, boxes))
        return tuple(runs)


def point(boxes: bytes) -> bytes:
    """A box without width at the end of the last one: of a character that is not printed."""
    last = boxes[-ROW:]
    return last[4:6] + last[2:]


def running_text(lines: Sequence[Line], *, own: Set[str], joins: list[Join], into: Text | None = None) -> Text:
    """The lines as one text; each decision about a hyphen is added to `joins`. into: the text to go on from."""
    text = into or Text()
    broken = False
    for line in lines:
        if text.parts and not broken:
            _join(text, line, own, joins)
        text.add(line.text, line.page, line.boxes)
        broken = line.broken
    return text


def _join(text: Text, line: Line, own: Set[str], joins: list[Join]) -> None:
    before = text.parts[-1]
    if before[-1] not in HYPHENS or len(before) < 2 or before[-2] == " ":
        if not (before[-1] == "/" and before[-2:-1].isalpha()):
            text.add_reader(" ")
        return
    decision = decide(before, line.text, own=own)
    if decision.removed:
        text.drop_last()
    if decision.spaced:
        text.add_reader(" ")
    tail, head = before.rsplit(None, 1)[-1], line.text.split(None, 1)[0]
    result = (tail[:-1] if decision.removed else tail) + (" " if decision.spaced else "") + head
    joins.append(Join(text.boxes[-1][0], tail, head, result, decision.removed, decision.reason))


def own_forms(lines: Sequence[Line]) -> frozenset[str]:
    """Word forms of the document, lower case, those that a line end may have cut left out."""
    forms: set[str] = set()
    for line in lines:
        words = line.text.lower().split()
        forms.update(words[1:-1] if words and line.text[-1] in HYPHENS else words[1:])
    return frozenset([form.strip(_MARKS) for form in forms])
