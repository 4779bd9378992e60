"""Compound splitting by word frequencies: klimahandlingsplaner → klima, handling, planer.

Koehn & Knight, "Empirical Methods for Compound Splitting" (EACL 2003), made recursive: the best path through the
word, where each part costs the more the rarer it is, and a linking s or e is left between two parts.
"""

from __future__ import annotations

from functools import lru_cache

from corpus.types import Span
from index.lexicon import frequencies

# Set by coordinate search on a third of the split compounds of DaSem, measured on all (tests/index).
COMMON = 10.0  # log2 count from which a part is as common as can be
PART_COST = 14.0
WHOLE_COST = 16.0  # further cost of taking a known word as it stands
UNKNOWN_COST = 30.0
LINK_COST = {"s": -1.0, "e": 6.0}
MIN_LEVEL = 4
MIN_PART = 3
SHORT_PARTS = frozenset(["bi", "by", "el", "is", "sø", "ur", "år"])
VOWELS = frozenset("aeiouyæøåé")
# Closed-class words, prefixes and endings: common as letters, never a part of a compound.
_NO_PARTS = """
af an at be bi bort de dem den der deres det dig din dog du efter eller en end ende ene ens er eri erne et for fra
frem før gen ham han har hed heder hel hen her hos hun hvad hvem hvor i igen ige ikke ind ing inger jeg kan lig lige
man med mellem men mens mig mis mit mod må ned nen nes ning ninger nu når og om op os over på rne sam samt sel ses sig
sin sit skab skal ske som så til ud under var ved vi vil være blev dit dom ede else
"""
NO_PARTS = frozenset(_NO_PARTS.split())


@lru_cache(maxsize=200_000)
def split_compound(word: str) -> tuple[Span, ...]:
    """Spans of the parts of a lower-case word, linking letters left out; one span when it is no compound."""
    if len(word) < 2 * MIN_PART - 1:
        return ((0, len(word)),)
    best: list[tuple[float, tuple[Span, ...]] | None] = [(0.0, ())] + [None] * len(word)
    for start in range(len(word) - 1):
        here = best[start]
        if here is None:
            continue
        for end in range(start + 2, len(word) + 1):
            cost = _cost(word[start:end], whole=end - start == len(word))
            if cost is not None:
                path = (here[0] - cost, (*here[1], (start, end)))
                _keep(best, end, path)
                _link(best, word, path)
    found = best[-1]
    return found[1] if found else ((0, len(word)),)


def _cost(part: str, *, whole: bool) -> float | None:
    level = frequencies().get(part)
    if whole:
        return UNKNOWN_COST if level is None else PART_COST + WHOLE_COST - min(level / 2, COMMON)
    if level is None or level < MIN_LEVEL or part in NO_PARTS or not VOWELS & set(part):
        return None
    if len(part) < MIN_PART and part not in SHORT_PARTS:
        return None
    return PART_COST - min(level / 2, COMMON)


def _link(best: list[tuple[float, tuple[Span, ...]] | None], word: str, path: tuple[float, tuple[Span, ...]]) -> None:
    start, end = path[1][-1]
    if end - start >= MIN_PART and len(word) - end > 2 and word[end] in LINK_COST:
        _keep(best, end + 1, (path[0] - LINK_COST[word[end]], path[1]))


def _keep(best: list[tuple[float, tuple[Span, ...]] | None], place: int, path: tuple[float, tuple[Span, ...]]) -> None:
    held = best[place]
    if held is None or path[0] > held[0]:
        best[place] = path
