"""Blocks to a tree of sections: headings by level, parts of the catalogue, and parts whose title is a picture.

A part whose title is not printed gets it from the catalogue by an anchor phrase. Without an entry it is worked out:
the heading that opens several parts opens this one too, and its name is the overview's at that place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz import fuzz

from corpus.catalogue import CatalogueDocument, Part
from ingest.blocks import Block

SAME_TITLE = 85.0
"""rapidfuzz ratio (0–100) from which a printed heading is the catalogue's title."""
_LOOSE = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Draft:
    """A section before it has ids. blocks: what stands under the heading, the heading itself left out."""

    heading: Block | None
    title: str
    path: tuple[str, ...]
    level: int
    blocks: tuple[Block, ...]
    project: str = ""
    inferred: bool = False


def squash(text: str) -> str:
    """Letters and digits only, lower case: for comparing headings."""
    return _LOOSE.sub("", text.casefold())


def sections(blocks: Sequence[Block], *, title: str, entry: CatalogueDocument | None) -> list[Draft]:
    """The sections in reading order. title: the document's, for what stands before the first heading."""
    body = [block for block in blocks if block.kind != "aside"]
    projects: dict[int, Part] = {}
    if entry is not None and entry.parts:
        body, projects = _catalogued(body, entry.parts)
    else:
        body = _inferred(body)
    return _tree(body, title, projects, entry.project if entry else "")


def _tree(body: Sequence[Block], title: str, parts: dict[int, Part], project: str) -> list[Draft]:
    drafts: list[Draft] = []
    stack: list[tuple[int, str]] = []
    head: Block | None = None
    under: list[Block] = []
    current = project

    def close() -> None:
        path = tuple(text for _, text in stack) or (title,)
        level = len(stack) or 1
        if head is not None or under:
            inferred = head is None or head.inferred
            drafts.append(Draft(head, path[-1], path, level, tuple(under), current, inferred))

    for index, block in enumerate(body):
        if block.kind != "heading":
            under.append(block)
            continue
        close()
        head, under = block, []
        if index in parts:
            current = parts[index].project or project
        level = max(1, block.level)
        while stack and stack[-1][0] >= level:
            stack.pop()
        stack.append((level, _name(block.text)))
    close()
    return drafts


def _name(text: str) -> str:
    return text.rstrip().rstrip(":").rstrip()


def _catalogued(body: list[Block], parts: Sequence[Part]) -> tuple[list[Block], dict[int, Part]]:
    """The blocks with every part of the catalogue opened by a heading of level 1, and the part of each such heading."""
    result: list[Block] = []
    opened: dict[int, Part] = {}
    starts = _starts(body, parts)
    for index, block in enumerate(body):
        start = starts.get(index)
        if start is None:
            lower = block.kind == "heading" and bool(opened)
            result.append(replace(block, level=max(2, block.level)) if lower else block)
            continue
        part, printed = start
        opened[len(result)] = part
        if printed:
            result.append(replace(block, level=1, part=True))
        else:
            result.append(Block("heading", part.title, block.page, 1, inferred=True, part=True))
            result.append(replace(block, level=max(2, block.level)) if block.kind == "heading" else block)
    return result, opened


def _starts(body: Sequence[Block], parts: Sequence[Part]) -> dict[int, tuple[Part, bool]]:
    """Where each part begins: its printed title, else the first of the headings over its anchor."""
    starts: dict[int, tuple[Part, bool]] = {}
    texts = [squash(block.text) for block in body]
    after = 0
    for part in parts:
        anchor, title = squash(part.anchor), squash(part.title)
        at = next((i for i in range(after, len(body)) if anchor and anchor in texts[i]), None)
        if at is None:
            at = next((i for i in range(after, len(body)) if body[i].kind == "heading" and texts[i] == title), None)
        if at is None:
            continue
        first = at
        while first > after and body[first - 1].kind == "heading":
            first -= 1
        heads = [i for i in range(first, at + 1) if body[i].kind == "heading"]
        printed = next((i for i in heads if fuzz.ratio(texts[i], title) >= SAME_TITLE), None)
        starts[first if printed is None else printed] = (part, printed is not None)
        after = at + 1
    return starts


def _inferred(body: list[Block]) -> list[Block]:
    """The blocks with a heading put in where a part begins whose own title is not printed."""
    openers = Counter(squash(b.text) for a, b in pairwise(body) if a.part and b.kind == "heading" and not b.part)
    if not openers or openers.most_common(1)[0][1] < 2:
        return body
    opener = openers.most_common(1)[0][0]
    missing = [
        index
        for index, block in enumerate(body)
        if block.kind == "heading" and squash(block.text) == opener and not (index and body[index - 1].part)
    ]
    names = _names(body, missing)
    result = list(body)
    for index, name in sorted(zip(missing, names, strict=True), reverse=True):
        level = min(block.level for block in body if block.part)
        result.insert(index, Block("heading", name, body[index].page, level, inferred=True, part=True))
    return result


def _names(body: Sequence[Block], missing: Sequence[int]) -> list[str]:
    """The name of each part without a title: the overview's entry at its place, else its number."""
    opened = sorted([index for index, block in enumerate(body) if block.part] + list(missing))
    overview = _overview(body, len(opened))
    return [overview[opened.index(at)] if overview else f"Del {opened.index(at) + 1}" for at in missing]


def _overview(body: Sequence[Block], count: int) -> list[str]:
    """A list of `count` entries before the first part that names printed parts at their places; [] when none does."""
    first = next((index for index, block in enumerate(body) if block.part), 0)
    titles = [squash(block.text) for block in body if block.part]
    run: list[str] = []
    for block in [*body[:first], Block("paragraph", "")]:
        if block.kind in ("item", "row"):
            run.append(block.text.partition(":")[0].strip())
            continue
        if len(run) == count and sum(squash(name) in titles for name in run) >= 2:
            return run
        run = []
    return []
