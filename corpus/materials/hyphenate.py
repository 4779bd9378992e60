"""Where a Danish word may be divided: compound borders from our own list, syllables from pyphen's patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pyphen

LEAST = 3
"""Letters that stand at least on either side of a hyphen."""


class Hyphenator:
    """Callable as reportlab wants it: a word in, (head, tail) pairs out, longest head first."""

    def __init__(self, borders: Path, text: str) -> None:
        """borders: one word a line with "-" at each border of its parts.

        text: what will be set; a capital word that never stands in small letters there is a name and stays whole.
        """
        self._common = frozenset(re.findall(r"\b[a-zæøå]+\b", text))
        self._patterns = pyphen.Pyphen(lang="da_DK", left=LEAST, right=LEAST)
        self._words = dict(_entry(line) for line in borders.read_text(encoding="utf-8").split())
        self._stems = sorted((w for w in self._words if len(w) > 5), key=len, reverse=True)

    def __call__(self, word: str) -> Iterator[tuple[str, str]]:
        return ((word[:at], word[at:]) for at in reversed(self._positions(word)))

    @lru_cache(maxsize=4096)  # noqa: B019 - one hyphenator lives as long as the build
    def _positions(self, word: str) -> tuple[int, ...]:
        lower = word.lower()
        stem = next((s for s in self._stems if lower.startswith(s)), None)
        if stem is None and lower != word and lower not in self._common:
            return ()
        borders = self._words[stem] if stem else ()
        places = set(borders)
        for start, end in zip((0, *borders), (*borders, len(word)), strict=True):
            places.update(start + at for at in self._patterns.positions(lower[start:end]))
        return tuple(sorted(at for at in places if LEAST <= at <= len(word) - LEAST))


def _entry(line: str) -> tuple[str, tuple[int, ...]]:
    parts = line.split("-")
    borders, at = [], 0
    for part in parts[:-1]:
        at += len(part)
        borders.append(at)
    return "".join(parts), tuple(borders)
