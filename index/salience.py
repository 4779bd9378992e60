"""How much a word says by itself: rare words of the language weigh 1, the most common ones almost nothing.

A collection of fifty passages cannot know that "hvilke" is common and "drivmidler" is not; the language can.
"""

from __future__ import annotations

import math

from index.lexicon import frequencies

# log2 of the count in the 47 million words of the lexicon's sources.
RARE = 6.0
COMMON = 18.0
LEAST = 0.05
SHARE_OF_ONE = -19.5
"""log2 of the share of passages that hold a word which stands once in those 47 million: 64 words a passage."""
TRUST = 1000
"""So many passages of the collection at hand say as much as the language does."""


def salience(word: str) -> float:
    """0.05–1 for a lower-case word form, falling with the logarithm of its frequency; 1 for an unknown word."""
    return _clipped(frequencies().get(word, 0) / 2)


def salience_here(word: str, held: int, passages: int) -> float:
    """`salience` as this collection knows it: `held` of its `passages` hold the word.

    The share of passages that hold it is estimated as if TRUST passages of general language were read with them, so
    fifty passages change little, and in ten thousand about one subject its name says as little as "hvilke".
    """
    general = min(0.9, 2 ** (frequencies().get(word, 0) / 2 + SHARE_OF_ONE))
    share = (held + TRUST * general) / (passages + TRUST)
    return _clipped(math.log2(share) - SHARE_OF_ONE)


def _clipped(count: float) -> float:
    """count: log2 of how often a word stands in the lexicon's sources."""
    return min(1.0, max(LEAST, (COMMON - count) / (COMMON - RARE)))
