"""Which words of the material are written like a word, or share its parts: by letter trigrams and compound parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from service.words import alike, grams

Ids = npt.NDArray[np.intp]
Scores = npt.NDArray[np.float64]

_LETTER = 21
"""Bits that hold any letter."""
_NONE: Ids = np.zeros(0, np.intp)
LEAST_SHARED = 2
SAME_PART = 0.9


class AlikeWords:
    """Stems by their trigrams and by their parts."""

    def __init__(self, stems: Sequence[str], parts: Sequence[Sequence[str]]) -> None:
        self._stems = stems
        self._numbers = {stem: number for number, stem in enumerate(stems)}
        self._grams, self._owners, self._sizes = _trigrams(stems)
        held: dict[str, list[int]] = {}
        for number, (stem, own) in enumerate(zip(stems, parts, strict=True)):
            for part in dict.fromkeys((stem, *own)):
                held.setdefault(part, []).append(number)
        self._held = held

    def with_part(self, part: str) -> Sequence[int]:
        """The numbers of the stems that are that part or have it."""
        return self._held.get(part, ())

    def find(self, stem: str, parts: Mapping[str, float]) -> tuple[Ids, npt.NDArray[np.float32]]:
        """The numbers of the stems that are like `stem` and how alike each is, 0–1.

        parts: its parts and what each weighs. A stem that shares parts is as alike as their share of the weight.
        """
        likes = self._written(stem)
        total = sum(parts.values()) or 1.0
        shared = np.zeros(len(self._stems))
        for part, weight in parts.items():
            shared[self._held.get(part, [])] += weight / total
        likes = np.maximum(likes, SAME_PART * shared)
        if stem in self._numbers:
            likes[self._numbers[stem]] = 1.0
        found = np.flatnonzero(likes > 0)
        return found, likes[found].astype(np.float32)

    def _written(self, stem: str) -> Scores:
        """float64 (stems,): `words.alike` of each that shares at least two trigrams, 0 for the others."""
        own = grams(stem)
        codes = [_code(gram) for gram in own]
        firsts, lasts = np.searchsorted(self._grams, codes), np.searchsorted(self._grams, codes, side="right")
        owners = [self._owners[a:b] for a, b in zip(firsts, lasts, strict=True)]
        counted = np.bincount(np.concatenate([_NONE, *owners]), minlength=len(self._stems))
        at = np.flatnonzero(counted >= LEAST_SHARED)
        shared, sizes = counted[at], self._sizes[at]
        dice = 2 * shared / (len(own) + sizes)
        # One that begins or ends with the other shares all but one trigram of the shorter.
        near = (dice >= 0.5) | (shared >= np.minimum(len(own), sizes) - 1)
        likes = np.zeros(len(self._stems))
        for number in at[near].tolist():
            likes[number] = alike(stem, self._stems[number])
        return likes


def _code(gram: str) -> int:
    first, second, third = map(ord, gram)
    return first << 2 * _LETTER | second << _LETTER | third


def _trigrams(stems: Sequence[str]) -> tuple[npt.NDArray[np.int64], Ids, Ids]:
    """(trigrams as numbers, ascending; the stem that each stands in; how many distinct ones each stem has)."""
    marked = "".join(f"^{stem}$" for stem in stems)
    letters = np.frombuffer(marked.encode("utf-32-le"), np.uint32).astype(np.int64)
    lengths = np.array([len(stem) + 2 for stem in stems], np.intp)
    owners = np.repeat(np.arange(len(stems)), lengths)
    if len(letters) < 3:
        return np.zeros(0, np.int64), _NONE, np.zeros(len(stems), np.intp)
    codes = letters[:-2] << 2 * _LETTER | letters[1:-1] << _LETTER | letters[2:]
    inside = owners[:-2] == owners[2:]
    codes, owners = codes[inside], owners[:-2][inside]
    order = np.lexsort((owners, codes))
    codes, owners = codes[order], owners[order]
    new = np.concatenate([[True], (codes[1:] != codes[:-1]) | (owners[1:] != owners[:-1])])
    return codes[new], owners[new], np.bincount(owners[new], minlength=len(stems))
