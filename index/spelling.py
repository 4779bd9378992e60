"""Typing mistakes: a word that neither Danish nor the collection knows, read as the nearest word of the collection.

Distance: optimal string alignment (insertion, deletion, substitution, swap of neighbours), one for words of five to
eight letters, two for longer ones; the first letter may only be swapped with the second.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.danish import stem
from index.lexicon import frequencies

SHORTEST = 5
LONG = 9


class Speller:
    """Corrects against one vocabulary of lower-case word forms, which is kept as given."""

    def __init__(self, vocabulary: Collection[str]) -> None:
        self._words = vocabulary
        self._alike: dict[tuple[str, int], list[str]] = {}
        for word in vocabulary:
            if len(word) >= SHORTEST - 1 and word.isalpha():
                self._alike.setdefault((word[0], len(word)), []).append(word)

    def correct(self, word: str) -> str | None:
        """The word of the vocabulary that was meant; None when `word` is fine as it is or nothing is near."""
        if len(word) < SHORTEST or not word.isalpha() or word in self._words or word in frequencies():
            return None
        near = self._nearest(word)
        # The same stem: another form of a word that stands there, no slip.
        return None if stem(word) in map(stem, near) else min(near, key=_rank(word), default=None)

    def _nearest(self, word: str) -> list[str]:
        most = 2 if len(word) >= LONG else 1
        return [
            candidate
            for letter in {word[0], word[1]}
            for length in range(len(word) - most, len(word) + most + 1)
            for candidate, _, _ in process.extract_iter(
                word, self._alike.get((letter, length), []), scorer=OSA.distance, score_cutoff=most
            )
            if letter == word[0] or candidate[:2] == word[1] + word[0]
        ]


def _rank(word: str) -> Callable[[str], tuple[int, int, str]]:
    """Nearest first, then the most common in Danish, then by letter."""
    return lambda candidate: (OSA.distance(word, candidate), -frequencies().get(candidate, 0), candidate)
