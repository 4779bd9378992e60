"""How much a word says by itself: rare words of the language weigh 1, the most common ones almost nothing.

A collection of fifty passages cannot know that "hvilke" is common and "drivmidler" is not; the language can.
"""

from __future__ import annotations

from index.lexicon import frequencies

# log2 of the count in the 47 million words of the lexicon's sources.
RARE = 6.0
COMMON = 18.0
LEAST = 0.05


def salience(word: str) -> float:
    """0.05–1 for a lower-case word form, falling with the logarithm of its frequency; 1 for an unknown word."""
    count = frequencies().get(word, 0) / 2
    return min(1.0, max(LEAST, (COMMON - count) / (COMMON - RARE)))
