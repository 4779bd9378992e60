"""What the file's own outline says of headings: which lines are its entries, and how deep they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.layout_lines import Line, Mark
from ingest.page_frame import Bookmark

MOST_LINES = 3
"""A heading is broken into at most so many lines."""
_LOOSE = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"[\dA-ZÆØÅ]{0,2}(?:\d+)*")

Face = tuple[float, bool]


@dataclass(frozen=True, slots=True)
class HeadingStyle:
    """face: size in half points, and whether it is bold. numbering: depth of the heading's own number, 0 for none.

    depth: in the file's outline, from 1; 0 when it does not stand there.
    """

    face: Face
    numbering: int = 0
    depth: int = 0


def by_page(bookmarks: Iterable[Bookmark]) -> dict[int, list[Mark]]:
    """Page → its entries, each one mark."""
    found: dict[int, list[Mark]] = {}
    for bookmark in bookmarks:
        if title := _squash(bookmark.title):
            found.setdefault(bookmark.page, []).append(Mark(title, bookmark.depth))
    return found


def marked(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Line]:
    """The lines of a page; those that say what an entry of the outline says, and nothing else, carry its mark."""
    result = list(lines)
    for mark in marks:
        spans = [span for at in range(len(result)) if (span := _span(result, at, mark.title))]
        if spans:
            first, last = max(spans, key=lambda span: (result[span[0]].size, -span[0]))
            result[first:last] = [replace(line, mark=mark) for line in result[first:last]]
    return result


def _span(lines: Sequence[Line], at: int, title: str) -> tuple[int, int] | None:
    """[first, last) of the lines from `at` on that together are the title, a number before it set aside."""
    text = ""
    for last in range(at, min(at + MOST_LINES, len(lines))):
        if lines[last].table is not None or lines[last].mark is not None:
            return None
        text += _squash(lines[last].text)
        if text.endswith(title) and _NUMBER.fullmatch(text[: -len(title)].upper()):
            return at, last + 1
        if len(text) > len(title) + 8:
            return None
    return None


def _squash(text: str) -> str:
    return _LOOSE.sub("", text.casefold())


def heading_levels(styles: Sequence[HeadingStyle], ranks: Mapping[Face, int]) -> list[int]:
    """Level 1–6 of each heading in order. ranks: of the faces by size and weight, 1 the highest.

    An entry of the outline is as deep as the outline says, below the highest rank that any entry has. Another heading
    has its face's rank; where there is an outline, that of the entries in its face, or, when it is no larger than
    they are, one below the entry before it.
    """
    entries = [style for style in styles if style.depth]
    top = min((ranks[style.face] for style in entries), default=1) - 1
    usual = _usual(entries)
    largest = max((style.face[0] for style in entries), default=0.0)
    lower = sorted({ranks[s.face] for s in styles if s.face not in usual and s.face[0] <= largest})
    least = _shallowest(styles)
    levels: list[int] = []
    above = 0
    for style in styles:
        if style.depth:
            above = top + style.depth
            levels.append(min(6, above))
            continue
        level = ranks[style.face]
        if style.face in usual:
            level = top + usual[style.face]
        elif style.face[0] <= largest and above:
            level = above + 1 + lower.index(ranks[style.face])
        levels.append(min(6, level + max(0, style.numbering - least.get(style.face, style.numbering))))
    return levels


def _usual(entries: Iterable[HeadingStyle]) -> dict[Face, int]:
    """The depth that most entries in a face have."""
    depths: dict[Face, Counter[int]] = {}
    for entry in entries:
        depths.setdefault(entry.face, Counter())[entry.depth] += 1
    return {face: count.most_common(1)[0][0] for face, count in depths.items()}


def _shallowest(styles: Iterable[HeadingStyle]) -> dict[Face, int]:
    """The least depth of numbering among the headings of each face."""
    least: dict[Face, int] = {}
    for style in styles:
        if style.numbering:
            least[style.face] = min(style.numbering, least.get(style.face, 9))
    return least
