"""Lines of all pages to blocks: the document as a person reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from statistics import median
from typing import overload

from ingest.blocks import Block, BlockKind, Join
from ingest.clean import HYPHENS, Text, own_forms
from ingest.layout_columns import reading_order
from ingest.layout_groups import Measures, body_size, groups, measure
from ingest.layout_lines import Line
from ingest.layout_margins import set_aside
from ingest.layout_outline import HeadingStyle, by_page, heading_levels, marked
from ingest.layout_roles import Role, levels, roles
from ingest.layout_text import block_text
from ingest.layout_title import under_title
from ingest.packed import BLOCKS, JOINS
from ingest.page_frame import Bookmark
from ingest.spool import Spooled

PageSize = tuple[float, float]

_END = re.compile(r"[.!?:;…][”»\"')\]]*$")
_LEADERS = re.compile(r"(?:[.…]\s?){4,}\s*\d{0,4}$")
_CONTENTS_HEADS = frozenset({"indhold", "indholdsfortegnelse", "contents", "table of contents"})
_BETWEEN = frozenset({"caption", "source", "footnote", "aside", "figure"})
SMALL = 0.9
"""Text smaller than this share of the body and of at most three words is a label in a picture."""


HELD = 5
"""So many roles at the end of a stretch of pages wait for the next one: a paragraph may go on there."""


class Layout:
    """A document laid out as its pages come, some hundred at a time, so that a long one is never in memory whole.

    labels: the printed label of each page so far. joins: what became of each line-end hyphen.
    """

    def __init__(self, *, outline: Sequence[Bookmark] = ()) -> None:
        """outline: the file's own."""
        self._marks = by_page(outline)
        self.labels: list[str] = []
        self.joins: Spooled[Join] = Spooled(JOINS)
        self._blocks: Spooled[Block] = Spooled(BLOCKS)
        self._asides: Spooled[Block] = Spooled(BLOCKS)
        self._own: set[str] = set()
        self._reflow = _Reflow()
        self._edges: list[tuple[str, float]] = []
        self._styles: list[HeadingStyle] = []
        """Of each heading among the blocks, in order; equal ones are one object, for there are few."""
        self._known_styles: dict[HeadingStyle, HeadingStyle] = {}
        self._front: list[str] = []
        """The headings that stand before any text."""

    def add(self, pages: Sequence[Sequence[Line]], sizes: Sequence[PageSize]) -> None:
        """The next pages. pages: the runs of each. sizes: width and height in points of each."""
        margins = set_aside(pages, [height for _, height in sizes], body=body_size(pages))
        ordered = [self._ordered([line for line in page.lines if not line.turn]) for page in margins]
        turned = [reading_order([line for line in page.lines if line.turn]) for page in margins]
        measures = measure(ordered, height=median([height for _, height in sizes] or [842.0]))
        self._own |= own_forms([line for lines in ordered for line in lines])
        found = [g for lines, side in zip(ordered, turned, strict=True) for g in groups([*lines, *side], measures)]
        self._reflow.add(roles(found, measures), measures)
        self._place(self._reflow.settled(HELD))
        self._asides.extend(_aside(line) for page in margins for line in page.aside)
        self.labels += [page.label for page in margins]

    def blocks(self) -> Sequence[Block]:
        """All blocks in reading order, what was set aside behind them. The last call: nothing comes after it."""
        self._place(self._reflow.settled(0))
        return _LaidOut(self._blocks, self._styles, self._asides, under=under_title(self._front, self._styles))

    def _ordered(self, lines: list[Line]) -> list[Line]:
        ordered = reading_order(lines)
        marks = self._marks.get(ordered[0].page, []) if ordered else []
        return marked(ordered, marks) if marks else ordered

    def _place(self, found: Sequence[Role]) -> None:
        depths = _item_levels(found, self._edges)
        for index, role in enumerate(found):
            joins: list[Join] = []
            text = block_text(role, own=self._own, joins=joins)
            self.joins.extend(joins)
            plain = str(text)
            if not plain.strip():
                continue
            if role.kind == "heading":
                style = _style(role)
                self._styles.append(self._known_styles.setdefault(style, style))
                if len(self._front) == len(self._blocks):
                    self._front.append(plain)
            first = role.groups[0].first
            self._blocks.append(Block(role.kind, plain, first.page, depths.get(index, 0), first.size, text.runs()))


class _LaidOut(Sequence[Block]):
    """The blocks, the headings among them with their levels, and then the asides."""

    def __init__(
        self, blocks: Sequence[Block], styles: Sequence[HeadingStyle], asides: Sequence[Block], *, under: Set[int]
    ) -> None:
        """styles: of the headings in order. under: numbers of those that are none."""
        self._blocks, self._asides = blocks, asides
        real = [style for number, style in enumerate(styles) if number not in under]
        following = iter(heading_levels(real, levels([style.face for style in real])))
        self._levels = [0 if number in under else next(following) for number in range(len(styles))]

    def __len__(self) -> int:
        return len(self._blocks) + len(self._asides)

    def __iter__(self) -> Iterator[Block]:
        tops = self._levels.count(1)
        following = iter(self._levels)
        for block in self._blocks:
            if block.kind == "heading":
                level = next(following)
                kind: BlockKind = "heading" if level else "paragraph"
                block = replace(block, kind=kind, level=level, part=level == 1 and tops > 1)
            yield block
        yield from self._asides

    @overload
    def __getitem__(self, index: int) -> Block: ...

    @overload
    def __getitem__(self, index: slice) -> list[Block]: ...

    def __getitem__(self, index: int | slice) -> Block | list[Block]:
        return list(self)[index]


class _Reflow:
    """Paragraphs and items that a column or a page cut in two made whole; labels in pictures set aside."""

    def __init__(self) -> None:
        self._roles: list[Role] = []
        self._contents = False

    def settled(self, held: int) -> list[Role]:
        """The roles so far but for the last `held`; they are not kept here any more."""
        count = max(0, len(self._roles) - held)
        done, self._roles = self._roles[:count], self._roles[count:]
        return done

    def add(self, found: Sequence[Role], measures: Measures) -> None:
        """The next roles, in order."""
        result = self._roles
        for role in found:
            if role.kind == "heading":
                self._contents = role.plain.casefold().strip(" .:") in _CONTENTS_HEADS
                role = replace(role, kind="aside") if self._contents else role
            if role.kind in ("paragraph", "row", "item") and (_label(role, measures) or _listed(role, self._contents)):
                result.append(replace(role, kind="aside"))
                continue
            at = _open(result)
            if role.kind == "paragraph" and at is not None and _goes_on(result[: at + 1], role):
                result[at] = replace(result[at], groups=result[at].groups + role.groups)
            else:
                result.append(role)


def _listed(role: Role, contents: bool) -> bool:
    """Whether this is a line of a table of contents: leaders to a page number, or any number under its heading."""
    return bool(_LEADERS.search(role.plain)) or (contents and role.plain.rstrip()[-1:].isdigit())


def _label(role: Role, measures: Measures) -> bool:
    group = role.groups[0]
    if role.kind != "paragraph":
        return False
    words = group.plain.split()
    return group.size < SMALL * measures.body and len(words) <= 3 and not _END.search(group.plain)


def _open(result: list[Role]) -> int | None:
    """The paragraph or item that may go on, past what stands between two columns."""
    for at in range(len(result) - 1, max(-1, len(result) - 6), -1):
        if result[at].kind in ("paragraph", "item", "quote"):
            return at
        if result[at].kind not in _BETWEEN:
            return None
    return None


def _edge(found: Sequence[Role]) -> float:
    """How far right the lines of the column reach that the last role stands in."""
    last = found[-1].groups[-1].last
    lines = [line for role in found[-HELD:] for group in role.groups for line in group.lines]
    return max(line.right for line in lines if line.page == last.page and abs(line.left - last.left) < 2 * last.size)


def _goes_on(found: Sequence[Role], role: Role) -> bool:
    """Whether the last of those that are found goes on with this one."""
    above, edge = found[-1], _edge(found)
    last, first = above.groups[-1].last, role.groups[0].first
    if abs(last.size - first.size) > 0.08 * last.size or _END.search(last.text) or last.italic != first.italic:
        return False
    if last.text[-1] in HYPHENS and first.text[:1].islower():
        return True
    elsewhere = first.page != last.page or first.top < last.top
    if not elsewhere:
        return False
    if first.text[:1].islower():
        return True
    lines = above.groups[-1].lines
    left = max(edge, *(line.right for line in lines)) - last.right if len(lines) > 1 else edge
    full = left < 2 * last.size if above.kind == "paragraph" else left < first.first_word and _ended(found[:-1])
    return full and above.kind != "quote" and first.page - last.page <= 1 and last.text[-1] != ","


def _ended(found: Sequence[Role]) -> bool:
    """Whether the items of this list end as sentences do."""
    return bool(found) and found[-1].kind == "item" and bool(_END.search(found[-1].groups[-1].last.text))


def _style(role: Role) -> HeadingStyle:
    group = role.groups[0]
    return HeadingStyle((round(group.size * 2) / 2, group.first.bold), role.numbering, role.depth)


def _item_levels(found: Sequence[Role], edges: list[tuple[str, float]]) -> dict[int, int]:
    """Depth of each list item by its place in the row of left edges of its list. edges: those of the list so far."""
    result: dict[int, int] = {}
    for index, role in enumerate(found):
        if role.kind != "item":
            if role.kind not in _BETWEEN:
                edges.clear()
            continue
        group = role.groups[0]
        key = (group.bullet[-1:], group.first.left)
        while edges and key[1] < edges[-1][1] - 6:
            edges.pop()
        if not edges or key[1] > edges[-1][1] + 6:
            edges.append(key)
        result[index] = min(6, len(edges))
    return result


def _aside(line: Line) -> Block:
    text = Text()
    text.add(line.text, line.page, line.boxes)
    return Block("aside", line.text, line.page, 0, line.size, text.runs())
