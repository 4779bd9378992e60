"""Blocks to a tree of sections: headings by level, parts of the catalogue, and parts whose title is a picture.

A part whose title is not printed gets it from the catalogue by an anchor phrase. Without an entry it is worked out:
the heading that opens several parts opens this one too, and its name is the overview's at that place.
A long document is gone through more than once rather than held: first for where parts begin, then for its sections.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, pairwise

from rapidfuzz import fuzz

from corpus.catalogue import CatalogueDocument, Part
from ingest.blocks import Block

SAME_TITLE = 85.0
"""rapidfuzz ratio (0–100) from which a printed heading is the catalogue's title."""
MOST_BLOCKS = 2000
"""So many blocks, about a hundred pages, of a section are taken at a time."""
_LOOSE = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Draft:
    """A section before it has ids. blocks: what stands under the heading, the heading itself left out.

    goes_on: this is more of the section before.
    """

    heading: Block | None
    title: str
    path: tuple[str, ...]
    level: int
    blocks: tuple[Block, ...]
    project: str = ""
    inferred: bool = False
    goes_on: bool = False


def squash(text: str) -> str:
    """Letters and digits only, lower case: for comparing headings."""
    return _LOOSE.sub("", text.casefold())


def sections(blocks: Iterable[Block], *, title: str, entry: CatalogueDocument | None) -> Iterator[Draft]:
    """The sections in reading order, a very long one in several drafts.

    blocks: can be gone through again. title: the document's, for what stands before the first heading.
    """
    body = _Body(blocks)
    if entry is not None and entry.parts:
        opened = _catalogued(body, _starts(body, entry.parts))
    else:
        opened = ((block, None) for block in _inferred(body))
    return _tree(opened, title, entry.project if entry else "")


class _Body:
    """The blocks but for those set aside, as often as they are gone through."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self._blocks = blocks

    def __iter__(self) -> Iterator[Block]:
        return (block for block in self._blocks if block.kind != "aside")


def _tree(body: Iterable[tuple[Block, Part | None]], title: str, project: str) -> Iterator[Draft]:
    """body: each block with the part that it opens."""
    stack: list[tuple[int, str]] = []
    head: Block | None = None
    under: list[Block] = []
    current, goes_on = project, False

    def draft() -> Draft:
        path = tuple(text for _, text in stack) or (title,)
        inferred, shown = head is None or head.inferred, None if goes_on else head
        return Draft(shown, path[-1], path, len(stack) or 1, tuple(under), current, inferred, goes_on)

    for block, part in body:
        if block.kind != "heading":
            if len(under) == MOST_BLOCKS:
                yield draft()
                under, goes_on = [], True
            under.append(block)
            continue
        if head is not None or under:
            yield draft()
        head, under, goes_on = block, [], False
        if part is not None:
            current = part.project or project
        level = max(1, block.level)
        while stack and stack[-1][0] >= level:
            stack.pop()
        stack.append((level, _name(block.text)))
    if head is not None or under:
        yield draft()


def _name(text: str) -> str:
    return text.rstrip().rstrip(":").rstrip()


def _catalogued(body: Iterable[Block], starts: Mapping[int, tuple[Part, bool]]) -> Iterator[tuple[Block, Part | None]]:
    """The blocks with every part of the catalogue opened by a heading of level 1."""
    opened = False
    for index, block in enumerate(body):
        part, printed = starts.get(index, (None, False))
        opened = opened or part is not None
        if part is not None and printed:
            yield replace(block, level=1, part=True), part
            continue
        if part is not None:
            yield Block("heading", part.title, block.page, 1, inferred=True, part=True), part
        lower = block.kind == "heading" and opened
        yield (replace(block, level=max(2, block.level)) if lower else block), None


@dataclass(frozen=True, slots=True)
class _Place:
    """A block that may open a part. heads: (index, squashed text) of it and of those right before that are headings."""

    index: int
    heads: tuple[tuple[int, str], ...]


def _starts(body: Iterable[Block], parts: Sequence[Part]) -> dict[int, tuple[Part, bool]]:
    """Where each part begins, and whether with its printed title: that, else the first of the headings over its anchor.

    A part begins after the one before it, at its anchor, or, when that is nowhere, at a heading that is its title.
    """
    anchored, titled = _places(body, parts)
    starts: dict[int, tuple[Part, bool]] = {}
    after = 0
    for number, part in enumerate(parts):
        later = [place for place in (*anchored[number], *titled[number]) if place.index >= after]
        if not later:
            continue
        at, title = later[0], squash(part.title)
        heads = [(index, text) for index, text in at.heads if index >= after]
        printed = next((index for index, text in heads if fuzz.ratio(text, title) >= SAME_TITLE), None)
        first = heads[0][0] if heads else at.index
        starts[first if printed is None else printed] = (part, printed is not None)
        after = at.index + 1
    return starts


def _places(body: Iterable[Block], parts: Sequence[Part]) -> tuple[list[list[_Place]], list[list[_Place]]]:
    """Of each part, the blocks with its anchor and the headings that are its title."""
    anchors, titles = [squash(part.anchor) for part in parts], [squash(part.title) for part in parts]
    anchored: list[list[_Place]] = [[] for _ in parts]
    titled: list[list[_Place]] = [[] for _ in parts]
    heads: list[tuple[int, str]] = []
    for index, block in enumerate(body):
        text = squash(block.text)
        heading = block.kind == "heading"
        if heading:
            heads.append((index, text))
        for number, (anchor, title) in enumerate(zip(anchors, titles, strict=True)):
            if anchor and anchor in text:
                anchored[number].append(_Place(index, tuple(heads)))
            elif heading and text == title:
                titled[number].append(_Place(index, tuple(heads)))
        if not heading:
            heads = []
    return anchored, titled


def _inferred(body: Iterable[Block]) -> Iterable[Block]:
    """The blocks with a heading put in where a part begins whose own title is not printed."""
    openers = Counter(squash(b.text) for a, b in pairwise(body) if a.part and b.kind == "heading" and not b.part)
    if not openers or openers.most_common(1)[0][1] < 2:
        return body
    opener = openers.most_common(1)[0][0]
    before = chain([None], body)
    missing = [
        index
        for index, (above, block) in enumerate(zip(before, body, strict=False))
        if block.kind == "heading" and squash(block.text) == opener and not (above and above.part)
    ]
    level = min(block.level for block in body if block.part)
    return _with_headings(body, dict(zip(missing, _names(body, missing), strict=True)), level)


def _with_headings(body: Iterable[Block], names: Mapping[int, str], level: int) -> Iterator[Block]:
    """The blocks, each of the names a heading before the block at its index."""
    for index, block in enumerate(body):
        if index in names:
            yield Block("heading", names[index], block.page, level, inferred=True, part=True)
        yield block


def _names(body: Iterable[Block], missing: Sequence[int]) -> list[str]:
    """The name of each part without a title: the overview's entry at its place, else its number."""
    opened = sorted([index for index, block in enumerate(body) if block.part] + list(missing))
    overview = _overview(body, len(opened))
    return [overview[opened.index(at)] if overview else f"Del {opened.index(at) + 1}" for at in missing]


def _overview(body: Iterable[Block], count: int) -> list[str]:
    """A list of `count` entries before the first part that names printed parts at their places; [] when none does."""
    first = next((index for index, block in enumerate(body) if block.part), 0)
    titles = [squash(block.text) for block in body if block.part]
    run: list[str] = []
    for block in chain(islice(body, first), [Block("paragraph", "")]):
        if block.kind in ("item", "row"):
            run.append(block.text.partition(":")[0].strip())
            continue
        if len(run) == count and sum(squash(name) in titles for name in run) >= 2:
            return run
        run = []
    return []
