"""Sections to passages, cut at sentence ends, never across a section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.types import PassageKind, Span
from ingest.blocks import Block, BlockKind
from ingest.sentences import sentences

REMARK = 25
"""Words under a table or list that are fewer than this belong to it."""

_KINDS: dict[BlockKind, PassageKind] = {
    "item": "list",
    "row": "table",
    "quote": "quote",
    "speaker": "quote",
    "figure": "figure",
}
_WHOLE = frozenset({"item", "row", "speaker", "figure", "source", "heading"})


@dataclass(frozen=True, slots=True)
class Size:
    """Words of a passage; one that stands alone in its section may be shorter."""

    least: int = 60
    most: int = 180


SIZE = Size()


@dataclass(frozen=True, slots=True)
class Placed:
    """A block and where its text begins in the clean text."""

    block: Block
    start: int


@dataclass(frozen=True, slots=True)
class Cut:
    """A passage before it has an id: spans in the clean text."""

    start: int
    end: int
    kind: PassageKind
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Atom:
    """A sentence, item or row. opens: it begins a block. bound: it may not be parted from what stands before."""

    start: int
    end: int
    words: int
    kind: BlockKind
    opens: bool
    bound: bool


def cut(placed: Sequence[Placed], size: Size = SIZE) -> list[Cut]:
    """The passages of one section, in order."""
    cuts: list[Cut] = []
    for stretch in _stretches(placed):
        atoms = _atoms(stretch)
        for first, last in _packed(atoms, size):
            cuts.append(_cut(atoms[first:last]))
    return cuts


def _stretches(placed: Sequence[Placed]) -> list[list[Placed]]:
    """Quotes with their speakers, and tables with their captions, stand by themselves."""
    stretches: list[list[Placed]] = []
    for index, item in enumerate(placed):
        kind = item.block.kind
        before = _last(stretches[-1]) if stretches else None
        after = placed[index + 1].block.kind if index + 1 < len(placed) else None
        if before is None or _parts(before, kind, after) or _list_over(stretches[-1], placed[index:]):
            stretches.append([])
        stretches[-1].append(item)
    return _rejoined(stretches)


def _list_over(stretch: Sequence[Placed], rest: Sequence[Placed]) -> bool:
    """Whether a list ends here and so much text follows that it can stand alone; so a list is its intro and items."""
    if stretch[-1].block.kind != "item" or rest[0].block.kind != "paragraph":
        return False
    words = 0
    for item in rest:
        if item.block.kind not in ("paragraph", "item"):
            break
        words += item.block.text.count(" ") + 1
    return words >= REMARK


def _rejoined(stretches: list[list[Placed]]) -> list[list[Placed]]:
    """A line or two under a table is a remark on it and stays with it."""
    kept: list[list[Placed]] = []
    for stretch in stretches:
        words = sum(item.block.text.count(" ") + 1 for item in stretch)
        remark = words < REMARK and all(item.block.kind in ("paragraph", "footnote") for item in stretch)
        if kept and remark and _last(kept[-1]) == "row":
            kept[-1] += stretch
        else:
            kept.append(stretch)
    return kept


def _last(stretch: Sequence[Placed]) -> BlockKind:
    """The kind that decides what may follow: a source under a table still belongs to the table."""
    kinds = [item.block.kind for item in stretch]
    return "row" if "row" in kinds else kinds[-1]


def _parts(before: BlockKind, kind: BlockKind, after: BlockKind | None) -> bool:
    """Whether a new stretch begins at a block of `kind`."""
    if kind == "caption" and after == "row":
        return before != "heading"
    if kind == "quote" and before == "speaker":
        return True
    return _family(kind) != _family(before) and not _stays(before, kind)


def _family(kind: BlockKind) -> str:
    return "quote" if kind in ("quote", "speaker") else "table" if kind == "row" else "text"


def _stays(before: BlockKind, kind: BlockKind) -> bool:
    """A caption or a heading over a table, and a source or caption under it, belong to the table."""
    return (kind == "row" and before in ("caption", "heading")) or (before == "row" and kind in ("source", "caption"))


def _atoms(stretch: Sequence[Placed]) -> list[_Atom]:
    atoms: list[_Atom] = []
    announced = False
    for item in stretch:
        block = item.block
        spans = ((0, len(block.text)),) if block.kind in _WHOLE else sentences(block.text)
        if block.kind == "item" and len(block.text) > 400:
            spans = sentences(block.text)
        for number, (start, end) in enumerate(spans):
            bound = bool(atoms) and number == 0 and (_bound(atoms, block.kind) or announced)
            words = block.text.count(" ", start, end) + 1
            atoms.append(_Atom(item.start + start, item.start + end, words, block.kind, number == 0, bound))
        announced = block.text.endswith(":")
    return atoms


def _bound(atoms: list[_Atom], kind: BlockKind) -> bool:
    """An item to its intro, a source to its figure, a speaker to the quote, anything to a heading that introduces."""
    before = atoms[-1].kind
    if before == "heading" or kind in ("source", "speaker"):
        return True
    return kind == "item" and before in ("paragraph", "heading")


def _packed(atoms: Sequence[_Atom], size: Size) -> list[tuple[int, int]]:
    """[first, last) of each passage: the cheapest way to cut, by dynamic programming over the cuts allowed."""
    count = len(atoms)
    if sum(atom.words for atom in atoms) <= size.most:
        return [(0, count)] if count else []
    best = [0.0] + [float("inf")] * count
    back = [0] * (count + 1)
    for last in range(1, count + 1):
        if last < count and atoms[last].bound:
            continue
        words = 0
        for first in range(last - 1, -1, -1):
            words += atoms[first].words
            if words > size.most and first < last - 1 and best[last] < float("inf"):
                break
            cost = best[first] + _cost(words, atoms[first], size)
            if cost < best[last]:
                best[last], back[last] = cost, first
    cuts: list[tuple[int, int]] = []
    last = count
    while last > 0:
        cuts.append((back[last], last))
        last = back[last]
    return cuts[::-1]


def _cost(words: int, first: _Atom, size: Size) -> float:
    """Each passage costs one; too short or too long costs more, and so does a cut inside a paragraph or list."""
    short = max(0, size.least - words) / size.least
    long = max(0, words - size.most) / size.most
    inside = 0.0 if first.opens and first.kind != "item" else 0.35 if first.opens else 0.5
    return 1.0 + 1.5 * short + 6.0 * long + inside


def _cut(atoms: Sequence[_Atom]) -> Cut:
    start = atoms[0].start
    spans = tuple((atom.start - start, atom.end - start) for atom in atoms)
    kinds = {_KINDS.get(atom.kind, "text") for atom in atoms if atom.kind not in ("source", "caption", "heading")}
    kind: PassageKind = "text"
    for candidate in ("table", "quote", "list"):
        if candidate in kinds:
            kind = candidate
            break
    if kinds == {"figure"}:
        kind = "figure"
    return Cut(start, atoms[-1].end, kind, spans)
