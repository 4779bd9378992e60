"""Groups to roles: heading, item, quote, speaker, callout figure, source, caption, footnote, decoration."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.blocks import BlockKind
from ingest.layout_groups import Group, Measures
from ingest.pairs import CALLOUT, QUOTED, SPEAKER
from ingest.tables import Row

HEADING_SIZE = 1.12
HEADING_WORDS = 24
SAME_LEVEL = 0.92
"""Sizes within this ratio of the largest of a level are one level ("14" beside "15")."""

_SOURCE = re.compile(r"(?:kilde|kilder|source|datakilde)\s*[:]", re.IGNORECASE)
_CAPTION = re.compile(
    r"(?:figur|fig\.|tabel|boks|diagram|kort|billede|table|figure)\s+[A-Z]?\d+(?:[.\-]\d+)*\b[.: –-]?", re.IGNORECASE
)
_FOOTNOTE = re.compile(r"(?:\d{1,3}|\*{1,3}|[¹²³⁴-⁹]+)\)?\s+\S")
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+[A-ZÆØÅ]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Role:
    kind: BlockKind
    groups: tuple[Group, ...]
    level: int = 0
    numbering: int = 0
    """Depth of a heading's own number, "2.1" has 2; 0 when it has none."""
    depth: int = 0
    """Of a heading in the file's outline, from 1; 0 when it does not stand there."""
    header: Row = ()
    row: Row = ()
    """Of a table row: the header's cells, () when it has none, and its own."""

    @property
    def plain(self) -> str:
        """The text with its line ends as spaces, for looking at only."""
        lines = [line for cell in self.row for line in cell] or [line for group in self.groups for line in group.lines]
        return " ".join(line.text for line in lines)


def roles(found: Sequence[Group], measures: Measures) -> list[Role]:
    """One role for each group, a callout taking the group of its sentence with it. Heading levels come later."""
    result: list[Role] = []
    index = 0
    while index < len(found):
        group = found[index]
        index += 1
        if (table := group.first.table) is not None:
            result += [Role("row", (group,), header=table.header, row=row) for row in table.rows]
            continue
        below = found[index] if index < len(found) else None
        role = _role(group, below, result[-1] if result else None, measures)
        if role.kind == "figure" and below is not None:
            role = Role("figure", (group, below))
            index += 1
        result.append(role)
    return result


def _role(group: Group, below: Group | None, above: Role | None, measures: Measures) -> Role:
    text = group.plain
    if group.first.mark is not None:
        return Role("heading", (group,), numbering=_numbering(text), depth=group.first.mark.depth)
    if not _LETTER.search(text) and not re.search(r"\d", text):
        return Role("aside", (group,))
    if _callout(group, below, measures):
        return Role("figure", (group,))
    if _kicker(group, below):
        return Role("aside", (group,))
    if _SOURCE.match(text):
        return Role("source", (group,))
    if above is not None and above.kind in ("quote", "speaker") and _speaks(group, above, measures):
        return Role("speaker", (group,))
    if _quote(group, below, measures):
        return Role("quote", (group,))
    if group.bullet:
        return Role("item", (group,))
    if below is not None and below.first.table is not None and _titles(group, measures):
        return Role("caption", (group,))
    if role := _heading(group, below, above, measures):
        return role
    if _CAPTION.match(text) and len(text) < 300 and group.size <= 1.05 * measures.body:
        return Role("caption", (group,))
    if group.size < 0.9 * measures.body and (_FOOTNOTE.match(text) or _at_foot(group, measures)):
        return Role("footnote", (group,))
    return Role("paragraph", (group,))


def _kicker(group: Group, below: Group | None) -> bool:
    """A word or two in small print right over a large heading, such as "VIP 2" or "Overblik"."""
    if below is None or below.first.table is not None or len(group.lines) > 1 or len(group.plain.split()) > 2:
        return False
    if not _LETTER.search(below.plain) or CALLOUT.fullmatch(below.plain.strip()):
        return False
    gap = below.first.top - group.last.bottom
    near = 0 <= gap < 3 * group.size and abs(below.first.left - group.first.left) < 4
    return near and below.size >= 1.8 * group.size and below.first.page == group.last.page and not group.bullet


def _titles(group: Group, measures: Measures) -> bool:
    """A short line over a table, no larger than the text: its title."""
    return len(group.lines) <= 2 and group.size < 0.97 * measures.body and not group.plain.endswith((".", ":"))


def _at_foot(group: Group, measures: Measures) -> bool:
    """Small print in the lowest tenth of the page."""
    return group.first.top > 0.88 * measures.height and len(group.plain.split()) > 4


def _callout(group: Group, below: Group | None, measures: Measures) -> bool:
    """A large number over the sentence it begins."""
    if (
        below is None
        or below.first.table is not None
        or group.size < 1.3 * measures.body
        or group.bullet
        or len(group.plain) > 30
    ):
        return False
    if not CALLOUT.fullmatch(group.plain.strip()) or below.size > 0.85 * group.size or below.bullet:
        return False
    near = 0 <= below.first.top - group.last.bottom < 3 * group.size or below.first.top >= group.first.top
    return near and below.first.page == group.last.page


def _quote(group: Group, below: Group | None, measures: Measures) -> bool:
    """Large italics, italics over a name, or words in quotation marks."""
    if group.first.italic and below is not None and not below.first.italic and _named(below, group):
        return len(group.plain.split()) > 8
    large = group.size > 1.15 * measures.body
    if group.first.italic and large and len(group.plain.split()) > 8:
        return True
    text = group.plain.strip()
    return len(text.split()) > 8 and (large or group.first.italic) and bool(QUOTED.search(text))


def _named(below: Group, group: Group) -> bool:
    """Whether a name with a title stands right under the group."""
    if below.first.table is not None:
        return False
    near = 0 <= below.first.top - group.last.bottom < 4 * below.size and below.first.left < group.last.right
    return near and "," in below.plain and bool(SPEAKER.match(below.first.text.strip()))


def _speaks(group: Group, above: Role, measures: Measures) -> bool:
    """Name, title and organisation under a quote; further speakers, each on a line of their own."""
    text = group.plain.strip()
    if group.size > 1.3 * measures.body or len(text.split()) > 60 or group.bullet:
        return False
    return bool(SPEAKER.match(group.first.text.strip())) and not (above.kind == "speaker" and text.endswith("."))


def _heading(group: Group, below: Group | None, above: Role | None, measures: Measures) -> Role | None:
    text = group.plain.strip()
    words = len(text.split())
    if not _LETTER.search(text) or words > HEADING_WORDS:
        return None
    ratio = group.size / measures.body
    numbered = _NUMBERED.match(text)
    bold = group.first.bold and not measures.bold and all(line.bold for line in group.lines)
    if ratio < HEADING_SIZE and not (bold and _stands_out(group, below, text, words) and not _among(group, above)):
        return None
    if (
        ratio > HEADING_SIZE
        and len(group.lines) > 1
        and all(len(line.text) <= 3 for line in group.lines)
        and not numbered
    ):
        return Role("aside", (group,))
    if text.endswith((".", ";", ",")) and not numbered and ratio < 1.5:
        return None
    if above is not None and _asked_for(above, group, ratio):
        return Role("item", (group,))
    return Role("heading", (group,), numbering=_numbering(text))


def _numbering(text: str) -> int:
    numbered = _NUMBERED.match(text)
    return numbered.group(1).count(".") + 1 if numbered else 0


def _among(group: Group, above: Role | None) -> bool:
    """Whether a short text as bold as this, and no heading, stands right above: then the text is set in bold."""
    if above is None or above.kind != "paragraph":
        return False
    last = above.groups[-1]
    near = last.first.page == group.first.page and -1 < group.first.top - last.last.bottom < 2 * group.size
    alike = all(line.bold for line in last.lines) and abs(last.size - group.size) < 0.5
    short = len(last.plain.split()) <= 14 and last.plain[-1].isalnum()
    return near and alike and short and abs(last.first.left - group.first.left) < 4


def _stands_out(group: Group, below: Group | None, text: str, words: int) -> bool:
    return (
        len(group.lines) <= 2
        and words <= 14
        and not text.endswith((".", ";", ",", "!"))
        and below is not None
        and (
            not below.first.bold or below.size < group.size or len(group.lines) == len(below.lines) == 1 or _led(below)
        )
    )


def _led(below: Group) -> bool:
    return bool(below.bullet) or below.first.table is not None


def _asked_for(above: Role, group: Group, ratio: float) -> bool:
    """A large line right under "… med fokus på:" is what the sentence announces, not a heading."""
    intro = above.groups[-1]
    return (
        above.kind == "paragraph"
        and intro.plain.rstrip().endswith(":")
        and intro.last.page == group.first.page
        and 0 <= group.first.top - intro.last.bottom < 4 * group.size
        and HEADING_SIZE < ratio < 1.8
    )


def levels(sizes: Sequence[tuple[float, bool]]) -> dict[tuple[float, bool], int]:
    """Level 1–6 of each (size, bold) that headings have: larger is higher, bold above plain at one size."""
    ranked: dict[tuple[float, bool], int] = {}
    level, top = 0, (0.0, True)
    for style in sorted(set(sizes), key=lambda item: (-item[0], not item[1])):
        if level == 0 or style[0] < SAME_LEVEL * top[0] or style[1] != top[1]:
            level, top = level + 1, style
        ranked[style] = min(level, 6)
    return ranked
