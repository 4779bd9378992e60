"""Chapters of the digest from its Markdown source; the micro-syntax is described at the top of that file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """ragged: set flush left, as suits names and addresses that cannot be divided."""

    text: str
    ragged: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """A figure in large type with the sentence that says what it counts."""

    figure: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody's view in indirect speech, and who holds it."""

    text: str
    speaker: str


@dataclass(frozen=True, slots=True)
class Table:
    """rows: equally long, the first is the head. wide: across both columns, on a page of its own."""

    title: str
    rows: tuple[tuple[str, ...], ...]
    wide: bool = False


Block = Heading | Paragraph | Bullets | Callout | Voice | Table


@dataclass(frozen=True, slots=True)
class Chapter:
    """mark: the small line above the title. running: the running head. note: the footnote of its first page."""

    id: str
    title: str
    mark: str
    running: str
    note: str
    blocks: tuple[Block, ...]


def read_chapters(path: Path, *, generated: dict[str, tuple[Block, ...]]) -> tuple[Chapter, ...]:
    """The chapters in `path`, in order. A line `@name` is replaced by `generated[name]`.

    Raises ValueError when a line cannot be understood.
    """
    text = re.sub(r"<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    parts = re.split(r"(?m)^# ", text)[1:]
    return tuple(_chapter(part, generated) for part in parts)


def _chapter(text: str, generated: dict[str, tuple[Block, ...]]) -> Chapter:
    title, _, rest = text.partition("\n")
    head, _, body = rest.strip().partition("\n\n")
    facts = dict(re.findall(r"(?m)^@(\w+): (.+)$", head))
    groups = [group for group in re.split(r"\n\s*\n", body.strip()) if group.strip()]
    blocks = tuple(block for group in groups for block in _blocks(group, generated))
    return Chapter(facts["id"], title.strip(), facts["mærke"], facts["løbende"], facts["note"], blocks)


def _blocks(group: str, generated: dict[str, tuple[Block, ...]]) -> Iterator[Block]:
    lines = [line.strip() for line in group.strip().splitlines()]
    first = lines[0]
    if first.startswith("!! "):
        yield from (_callout(line) for line in lines)
    elif first.startswith("#"):
        yield from (Heading(line.lstrip("# "), level=line.count("#", 0, 3)) for line in lines)
    elif first.startswith(("@tabel: ", "@bred-tabel: ")):
        rows = tuple(tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines[1:])
        yield Table(first.partition(": ")[2], rows, wide=first.startswith("@bred"))
    elif first.startswith("@"):
        yield from generated[first[1:]]
    elif first.startswith("> "):
        quoted = [line.removeprefix("> ") for line in lines]
        yield Voice(" ".join(quoted[:-1]), quoted[-1].removeprefix("– "))
    else:
        yield from _running_text(lines)


def _running_text(lines: list[str]) -> Iterator[Block]:
    text = [line for line in lines if not line.startswith("- ")]
    if text:
        joined = " ".join(text)
        yield Paragraph(joined.removeprefix("~ "), ragged=joined.startswith("~ "))
    if items := tuple(line[2:] for line in lines if line.startswith("- ")):
        yield Bullets(items)


def _callout(line: str) -> Callout:
    figure, bar, sentence = line.removeprefix("!! ").partition(" | ")
    if not bar:
        raise ValueError(f"callout without a sentence: {line}")
    return Callout(figure, sentence)
