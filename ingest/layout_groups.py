"""Lines in reading order to groups: lines that belong to one paragraph, item, heading or figure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from ingest.dates import NO_DATE
from ingest.layout_lines import Line

SAMPLED = 100
_MARK = re.compile(r"(?:[•▪●◦‣·∙○■□➢►✓✔]|[–—-]|o(?=\s))\s+(?=\S)")
_NUMBER = re.compile(rf"(?:\(?\d{{1,2}}[.)]\s+{NO_DATE}|\(?[a-zæøå]\)\s+|\(?[ivx]{{1,4}}\)\s+)(?=\S)")
_VALUE = re.compile(r"\d+")
_LAW = re.compile(r"(?:§|\b(?:stk|nr|pkt|kap|litra|art|bilag|jf|ca|d|den)\.?)$", re.IGNORECASE)
_DASHES = "–—-"
_END = re.compile(r"[.!?:;…][”»\"')\]]*$")


@dataclass(frozen=True, slots=True)
class Group:
    """bullet: what set it off as a list item ("•", "1."), "" when it is none. A sign is taken off, a number stays."""

    lines: tuple[Line, ...]
    bullet: str
    plain: str
    """The text with its line ends as spaces, for looking at only."""

    @classmethod
    def of(cls, lines: Sequence[Line], bullet: str) -> Group:
        """The group of these lines."""
        return cls(tuple(lines), bullet, " ".join([line.text for line in lines]))

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def last(self) -> Line:
        return self.lines[-1]

    @property
    def size(self) -> float:
        return self.lines[0].size


@dataclass(frozen=True, slots=True)
class Measures:
    """body: the font size most characters have. leading: the usual gap between lines of a paragraph, in font sizes.

    bold: most characters are. height: of a page, in points.
    """

    body: float
    leading: float
    bold: bool = False
    height: float = 842.0


def body_size(pages: Sequence[Sequence[Line]]) -> float:
    """The font size that most characters have, in half points; 10 when there are none."""
    sizes: Counter[float] = Counter()
    for lines in _sample(pages):
        for line in lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return (sizes.most_common(1)[0][0] if sizes else 0.0) or 10.0


def measure(pages: Sequence[Sequence[Line]], *, height: float) -> Measures:
    """Over the lines of the pages in reading order."""
    weight = 0
    gaps: list[float] = []
    for lines in _sample(pages):
        weight += sum(len(line.text) if line.bold else -len(line.text) for line in lines)
        for above, below in pairwise(lines):
            gap = below.top - above.bottom
            if abs(above.size - below.size) < 0.3 and -0.5 * above.size < gap < 1.3 * above.size:
                gaps.append(gap / above.size)
    gaps.sort()
    leading = median(gaps[: max(1, len(gaps) * 3 // 4)]) if gaps else 0.1
    return Measures(body_size(pages), leading, weight > 0, height)


def _sample(pages: Sequence[Sequence[Line]]) -> Sequence[Sequence[Line]]:
    """At most some hundred pages, spread over the document."""
    return pages[:: max(1, len(pages) // SAMPLED)]


def groups(lines: Sequence[Line], measures: Measures) -> list[Group]:
    """The groups of one page, in the order of its lines."""
    found: list[Group] = []
    current: list[Line] = []
    bullet, left, right = "", 0.0, 0.0
    for line in lines:
        if line.table is not None or (current and current[-1].table is not None):
            found += [Group.of(current, bullet)] if current else []
            current, bullet, left, right = [line], "", line.left, line.right
            continue
        if line.mark is not None or (current and current[-1].mark is not None):
            if current and current[-1].mark is line.mark:
                current.append(line)
                continue
            found += [Group.of(current, bullet)] if current else []
            current, bullet, left, right = [line], "", line.left, line.right
            if line.mark is not None:
                continue
            current = []
        mark = _bullet(line, current, bullet)
        beside = line.left > right or line.right < left
        if current and not mark and not beside and _continues(current, line, right, measures, item=bool(bullet)):
            current.append(line)
            left, right = min(left, line.left), max(right, line.right)
            continue
        if current:
            found.append(Group.of(current, bullet))
        bullet = mark
        current = [_cut(line, mark) if mark and not _NUMBER.match(line.text) else line]
        left, right = line.left, line.right
    if current:
        found.append(Group.of(current, bullet))
    return found


def _bullet(line: Line, current: list[Line], open_bullet: str) -> str:
    """The bullet that begins a new item here, or ""."""
    found = _MARK.match(line.text)
    if found:
        mark = found.group().strip()
        if mark not in _DASHES or not current or open_bullet:
            return mark
        above = current[-1]
        apart = line.top - above.bottom > 0.4 * line.size or line.top < above.top or line.left > above.left + 4
        return mark if apart or _END.search(above.text) else ""
    if found := _NUMBER.match(line.text):
        return found.group().strip() if _numbers(found.group().strip(), line, current, open_bullet) else ""
    return ""


def _numbers(mark: str, line: Line, current: list[Line], open_bullet: str) -> bool:
    """Whether a number at a line's beginning counts list items: apart or set in, or next to the item before it."""
    if line.bold or mark == open_bullet:
        return False
    if not current or line.page != current[-1].page or line.top < current[-1].top:
        return True
    above = current[-1]
    if _LAW.search(above.text):
        return False
    apart = line.top - above.bottom > 0.4 * line.size or line.left > above.left + 4
    value, before = _VALUE.search(mark), _VALUE.search(open_bullet)
    following = bool(value and before and int(value.group()) == int(before.group()) + 1)
    return apart or (following and bool(_END.search(above.text)))


def _cut(line: Line, mark: str) -> Line:
    at = len(mark)
    while line.text[at] == " ":
        at += 1
    return replace(line, text=line.text[at:], boxes=line.boxes[at:])


def _continues(current: list[Line], line: Line, right: float, measures: Measures, *, item: bool) -> bool:
    """Whether the line, which stands under the group, goes on with it. right: edge of the group."""
    above = current[-1]
    if line.page != above.page or line.turn != above.turn:
        return False
    if abs(line.size - above.size) > 0.08 * above.size:
        return False
    if (not item and _weight_turns(above, line)) or (line.italic != above.italic and _END.search(above.text)):
        return False
    gap = line.top - above.bottom
    hyphen = above.text[-1] in "-\u2010\u00ad" and line.text[:1].islower()
    if not -0.6 * line.size < gap <= (measures.leading + (1.9 if hyphen else 0.3)) * line.size:
        return False
    return item or not _indented(current, line, right)


def _weight_turns(above: Line, line: Line) -> bool:
    """Whether bold lines end or begin here; words in bold within a paragraph do not count."""
    if above.bold and not line.bold:
        return not line.strong
    return line.bold and not above.bold and bool(_END.search(above.text))


def _indented(current: list[Line], line: Line, right: float) -> bool:
    """Whether the line opens a new paragraph by its indent: set in from the line above, which ended a sentence."""
    above = current[-1]
    if above.text[-1] == "." and line.text[0].islower():  # the point is an abbreviation's, or an ordinal's
        return False
    step = line.left - (above.left if len(current) > 1 else min(above.left, line.left))
    return 0.7 * line.size < step < 4 * line.size and bool(_END.search(above.text)) and above.right < right + line.size
