"""Danish words with English glosses and with what people say instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

BETWEEN = " | "


@dataclass(frozen=True, slots=True)
class Entry:
    """A Danish word, its English glosses, the likeliest first, and Danish words or phrases that mean nearly it."""

    word: str
    english: tuple[str, ...]
    danish: tuple[str, ...]


def read_thesaurus(path: Path) -> list[Entry]:
    """The entries in file order. Raises ValueError for a line that has not three columns."""
    entries = []
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            word, english, danish = line.split("\t")
            entries.append(Entry(word, tuple(english.split(BETWEEN)), tuple(danish.split(BETWEEN))))
    return entries


def meaning_pairs(entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    """Each word with each of its other words, and those with one another, both ways."""
    for entry in entries:
        yield from permutations((entry.word, *entry.danish), 2)
