"""Lines of all pages to blocks: the document as a person reads it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from statistics import median

from ingest.blocks import Block, Join
from ingest.clean import HYPHENS, Text, own_forms
from ingest.layout_columns import reading_order
from ingest.layout_groups import Measures, body_size, groups, measure
from ingest.layout_lines import Line
from ingest.layout_margins import set_aside
from ingest.layout_roles import Role, levels, roles
from ingest.layout_text import block_text

PageSize = tuple[float, float]

_END = re.compile(r"[.!?:;…][”»\"')\]]*$")
_LEADERS = re.compile(r"(?:[.…]\s?){4,}\s*\d{0,4}$")
_CONTENTS_HEADS = frozenset({"indhold", "indholdsfortegnelse", "contents", "table of contents"})
_BETWEEN = frozenset({"caption", "source", "footnote", "aside", "figure"})
SMALL = 0.9
"""Text smaller than this share of the body and of at most three words is a label in a picture."""


@dataclass(frozen=True, slots=True)
class Laid:
    """blocks in reading order, what became of each line-end hyphen, and the printed label of each page."""

    blocks: list[Block]
    joins: list[Join]
    labels: list[str]


def lay_out(pages: Sequence[Sequence[Line]], sizes: Sequence[PageSize]) -> Laid:
    """Blocks of a document. pages: the runs of each page. sizes: width and height in points of each page."""
    margins = set_aside(pages, [height for _, height in sizes], body=body_size(pages))
    ordered = [reading_order([line for line in page.lines if not line.turn]) for page in margins]
    turned = [reading_order([line for line in page.lines if line.turn]) for page in margins]
    measures = measure(ordered, height=median([height for _, height in sizes] or [842.0]))
    own = own_forms([line for lines in ordered for line in lines])
    found = [group for lines, side in zip(ordered, turned, strict=True) for group in groups([*lines, *side], measures)]
    asides = [line for page in margins for line in page.aside]
    joins: list[Join] = []
    blocks = _blocks(_reflowed(roles(found, measures), measures), own, joins)
    blocks += [_aside(line) for line in asides]
    return Laid(blocks, joins, [page.label for page in margins])


def _reflowed(found: Sequence[Role], measures: Measures) -> list[Role]:
    """Paragraphs and items that a column or a page cut in two made whole; labels in pictures set aside."""
    result: list[Role] = []
    contents = False
    for role in found:
        if role.kind == "heading":
            contents = role.plain.casefold().strip(" .:") in _CONTENTS_HEADS
            role = replace(role, kind="aside") if contents else role
        if role.kind in ("paragraph", "row", "item") and (_label(role, measures) or _listed(role, contents)):
            result.append(replace(role, kind="aside"))
            continue
        at = _open(result)
        if role.kind == "paragraph" and at is not None and _goes_on(result[at], role):
            result[at] = replace(result[at], groups=result[at].groups + role.groups)
        else:
            result.append(role)
    return result


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


def _goes_on(above: Role, role: Role) -> bool:
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
    full = len(lines) > 1 and last.right > max(line.right for line in lines) - 2 * last.size
    return full and above.kind == "paragraph" and first.page - last.page <= 1 and not last.text.endswith(",")


def _blocks(found: Sequence[Role], own: Set[str], joins: list[Join]) -> list[Block]:
    ranks = levels([_style(role) for role in found if role.kind == "heading"])
    shallow = _shallowest(found)
    tops = Counter(ranks[_style(role)] for role in found if role.kind == "heading")
    depths = _item_levels(found)
    result: list[Block] = []
    for index, role in enumerate(found):
        text = block_text(role, own=own, joins=joins)
        if not str(text).strip():
            continue
        level = depths.get(index, 0)
        if role.kind == "heading":
            level = min(6, ranks[_style(role)] + max(0, role.numbering - shallow.get(_style(role), role.numbering)))
        first = role.groups[0].first
        part = role.kind == "heading" and level == 1 and tops[1] > 1
        result.append(Block(role.kind, str(text), first.page, level, first.size, text.runs(), part=part))
    return result


def _style(role: Role) -> tuple[float, bool]:
    group = role.groups[0]
    return round(group.size * 2) / 2, group.first.bold


def _shallowest(found: Sequence[Role]) -> dict[tuple[float, bool], int]:
    """The least depth of numbering among the headings of each style."""
    least: dict[tuple[float, bool], int] = {}
    for role in found:
        if role.kind == "heading" and role.numbering:
            least[_style(role)] = min(role.numbering, least.get(_style(role), 9))
    return least


def _item_levels(found: Sequence[Role]) -> dict[int, int]:
    """Depth of each list item by its place in the row of left edges of its list."""
    result: dict[int, int] = {}
    edges: list[tuple[str, float]] = []
    for index, role in enumerate(found):
        if role.kind != "item":
            if role.kind not in _BETWEEN:
                edges = []
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
