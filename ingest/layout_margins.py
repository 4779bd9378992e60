"""What stands in the margins: running heads, page numbers and photo credits, set aside before the text is read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from ingest.layout_lines import Line

EDGE = 0.11
"""Share of the page's height at the top and the bottom where heads and numbers stand."""
LARGE = 1.12
"""Larger than so many body sizes it is a heading, however often it recurs."""
_NUMBER = re.compile(
    r"(?:(?:side|page|s\.)\s*)?[-–|·]?\s*(\d{1,4})\s*[-–|·]?(?:\s*(?:/|af|of)\s*\d{1,4})?", re.IGNORECASE
)
_SPREAD = re.compile(r"(\d{1,4})\s*[-–/|]?\s+(\d{1,4})|(\d{1,4})[-–](\d{1,4})")
_ROMAN = re.compile(r"[ivxlc]{1,7}")
_CREDIT = re.compile(r"(?:foto|fotos|fotograf|illustration|billede|grafik|photo|©)\s*(?::|/)?\s*\S", re.IGNORECASE)
_TIGHT = re.compile(r"(?:foto|fotos|fotograf|photo)\s*[:/]|©", re.IGNORECASE)
_BOTTOM = attrgetter("bottom")
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]{3}|^#[-./ ]+#[-./ ]+#$")
"""What recurs without a word or a date in it is a bullet or a figure, not a running head."""


@dataclass(frozen=True, slots=True)
class Margins:
    """lines: what is left of a page. aside: what was set aside. label: the printed page number, "" when none."""

    lines: list[Line]
    aside: list[Line]
    label: str


@dataclass(frozen=True, slots=True)
class _Known:
    """Keys of running heads, and of what stands at the very edge of every page, whatever its size.

    rows: where page numbers stand, None for anywhere.
    """

    repeated: frozenset[tuple[str, int, int]]
    always: frozenset[tuple[str, int, int]]
    rows: frozenset[int] | None


def set_aside(pages: Sequence[Sequence[Line]], heights: Sequence[float], *, body: float) -> list[Margins]:
    """Each page without its margins. heights: points as displayed, of each page."""
    edges = [[line for line in lines if _near_edge(line, height)] for lines, height in zip(pages, heights, strict=True)]
    count = _counted(edges, heights)
    least = max(3, len(pages) // 10) if len(pages) < 100 else 6
    if len(pages) == 2:
        least = 2
    known = _Known(
        repeated=frozenset(key for key, times in count.items() if times >= least and _WORD.search(key[0])),
        always=frozenset(key for key, times in count.items() if times == len(pages) > 1 and key[0][:1].isalnum()),
        rows=_number_rows([_outermost(lines, near) for lines, near in zip(pages, edges, strict=True)]),
    )
    return [_margins(lines, height, known, body) for lines, height in zip(pages, heights, strict=True)]


def _key(line: Line, height: float) -> tuple[str, int, int]:
    return _DIGITS.sub("#", line.text.casefold()), round(line.top / max(height, 1) * 40), round(line.size)


def _counted(edges: Sequence[Sequence[Line]], heights: Sequence[float]) -> Counter[tuple[str, int, int]]:
    """On how many pages each line near the edge stands at its height, figures aside."""
    count: Counter[tuple[str, int, int]] = Counter()
    for lines, height in zip(edges, heights, strict=True):
        count.update({_key(line, height) for line in lines})
    return count


def _number_rows(edges: Sequence[Sequence[Line]]) -> frozenset[int] | None:
    """Where page numbers stand: heights at which two pages have one. None, for anywhere, on up to two pages."""
    if len(edges) < 3:
        return None
    count: Counter[int] = Counter()
    for lines in edges:
        count.update({_row(line) for line in lines if _label(line.text)})
    return frozenset(row for row, pages_with in count.items() if pages_with >= 2)


def _outermost(lines: Sequence[Line], near: list[Line]) -> list[Line]:
    """The lines near the edge, and the lowest one however wide the margin below it."""
    lowest = max(lines, key=_BOTTOM, default=None)
    return near if lowest is None or lowest in near else [*near, lowest]


def _row(line: Line) -> int:
    return round(line.middle / 3)


def _near_edge(line: Line, height: float) -> bool:
    return line.bottom < EDGE * height or line.top > (1 - EDGE) * height


def _margins(lines: Sequence[Line], height: float, known: _Known, body: float) -> Margins:
    kept: list[Line] = []
    aside: list[Line] = []
    labels: list[str] = []
    lowest = max(lines, key=_BOTTOM, default=None)
    for line in lines:
        edge = _near_edge(line, height)
        outermost = edge or (known.rows is not None and line is lowest)
        numbered = outermost and line.size <= 1.25 * body and (known.rows is None or _row(line) in known.rows)
        label = _label(line.text) if numbered else ""
        if label:
            labels.append(label)
        key = _key(line, height) if edge else ("", 0, 0)
        outer = line.bottom < 0.07 * height or line.top > 0.93 * height
        again = (outer and key in known.always) or (line.size <= LARGE * body and key in known.repeated)
        (aside if label or again or _credit(line, body) else kept).append(line)
    return Margins(kept, aside, max(labels, key=lambda text: ("–" in text, -len(text)), default=""))


def _label(text: str) -> str:
    text = text.strip()
    if (spread := _SPREAD.fullmatch(text)) and (pair := _pair(spread)):
        return pair
    if number := _NUMBER.fullmatch(text):
        return number.group(1)
    return text if _ROMAN.fullmatch(text) else ""


def _pair(spread: re.Match[str]) -> str:
    first, second = (int(g) for g in spread.groups() if g)
    return f"{first}–{second}" if second == first + 1 else ""


def _credit(line: Line, body: float) -> bool:
    """Photo credits: "Foto: …" anywhere, other credits only in small print."""
    if len(line.text) > 120:
        return False
    return bool(_TIGHT.match(line.text)) or (line.size < 0.85 * body and bool(_CREDIT.match(line.text)))
