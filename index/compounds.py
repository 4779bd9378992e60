"""Compound splitting by word frequencies: klimahandlingsplaner → klima, handling, planer.

Koehn & Knight, "Empirical Methods for Compound Splitting" (EACL 2003), made recursive: the cheapest path through
the word. A part costs the more the rarer it is, a long part the more the longer it is, and between two parts a
linking s or e may be left out. A part may be an inflected or stem form of a known word, at a price.
"""

from __future__ import annotations

from functools import lru_cache

from corpus.types import Span
from index.lexicon import frequencies

# Found by coordinate search and hill climbing on half of the split compounds of DaSem (.92 right there, .91 on the
# other half; tests/index/test_compounds.py measures on all), together with common words that should stay whole.
# "Level" is twice the base-2 logarithm of a word's count in the lexicon.
COMMON = 7.5
"""Half the level from which a part is as common as can be."""
PART = 18.0
WHOLE = 38.0
WHOLE_SLOPE = 2.0
WHOLE_COMMON = 16.0
"""A known word taken as it stands: dearer than a part, and twice as steep, up to a higher frequency."""
UNKNOWN_WHOLE = 45.75
UNKNOWN_PART = 21.0
FORM = 3.0
"""What it costs that only another form of the part is known."""
LENGTH = 2.0
FREE_LENGTH = 9
LINK = {"s": -1.0, "e": 6.5}
GENITIVE = 12.0
"""What it costs to keep an s on a part that is commoner without it."""
LEAST_LEVEL = 2
LEAST_FORM_LEVEL = 13
SHORTEST_PART = 3
SHORTEST_FORM = 4

SHORT_PARTS = frozenset(["bi", "by", "el", "is", "sø", "ur", "år"])
ONLY_FIRST = frozenset({"bi", "el"})
"""As endings these are suffixes."""
VOWELS = frozenset("aeiouyæøåé")
_NO_PARTS = """
af an anden andet at be bi blev bort de dem den der deres det dig din dit dog dom du ede efter eller else en end
ende ene ens er eri erne et for fra frem før gen ham han har hed heder hel hen her hos hun hvad hvem hvor i ige
igen ikke ind ing inger jeg kan lig lige man med mellem men mens mig mis mit mod må ned nen nes ning ninger nu når
og om op os over på rne sam samt sel ses sig sin sit skab skal ske som så til ud under var ved vi vil være
"""
NO_PARTS = frozenset(_NO_PARTS.split())
"""Closed-class words, prefixes and endings: common as letters, never a part of a compound."""
DERIVED = ("ningerne", "lserne")
INFLECTIONS = {
    "s": ("ernes", "ens", "ets", "ers", "es", "s"),
    "e": ("erne", "ene", "e"),
    "n": ("en", "n"),
    "t": ("et", "t"),
    "r": ("er", "r"),
}
"""Last letter → endings."""

_Path = tuple[float, tuple[Span, ...]]


@lru_cache(maxsize=200_000)
def split_compound(word: str) -> tuple[Span, ...]:
    """Spans of the parts of a lower-case word, linking letters left out; one span when it is no compound."""
    whole: tuple[Span, ...] = ((0, len(word)),)
    if len(word) < 2 * SHORTEST_PART - 1:
        return whole
    best: list[_Path | None] = [(0.0, ()), *[None] * len(word)]
    for start in range(len(word) - 1):
        here = best[start]
        if here is None:
            continue
        for end in range(start + 2, len(word) + 1):
            cost = _whole_cost(word) if end - start == len(word) else _cost(word[start:end], end == len(word))
            if cost is not None:
                path = (here[0] + cost, (*here[1], (start, end)))
                _keep(best, end, path)
                if end - start >= SHORTEST_PART and len(word) - end > 2 and word[end] in LINK:
                    _keep(best, end + 1, (path[0] + LINK[word[end]], path[1]))
    found = best[-1]
    return found[1] if found else whole


def _keep(best: list[_Path | None], place: int, path: _Path) -> None:
    held = best[place]
    if held is None or path[0] < held[0]:
        best[place] = path


def _whole_cost(word: str) -> float:
    exact, form = _levels(word)
    known = max(exact, form - 2 * FORM)
    price = UNKNOWN_WHOLE if known < 0 else WHOLE - WHOLE_SLOPE * min(known / 2, WHOLE_COMMON)
    return price + _length_cost(word)


def _cost(part: str, final: bool) -> float | None:
    price = _price(part)
    if price is None or (final and part in ONLY_FIRST):
        return None
    return price if final else price + _genitive_cost(part)


@lru_cache(maxsize=200_000)
def _price(part: str) -> float | None:
    if part in NO_PARTS or not _sounds_whole(part) or (len(part) < SHORTEST_PART and part not in SHORT_PARTS):
        return None
    exact, form = _levels(part)
    prices = []
    if exact >= LEAST_LEVEL:
        prices.append(PART - min(exact / 2, COMMON))
    if len(part) >= SHORTEST_FORM and form >= LEAST_FORM_LEVEL:
        prices.append(PART + FORM - min(form / 2, COMMON))
    if not prices and len(part) >= SHORTEST_FORM and not part.endswith(DERIVED):
        prices.append(UNKNOWN_PART)
    return min(prices) + _length_cost(part) if prices else None


def _sounds_whole(part: str) -> bool:
    """A vowel near both ends, and no doubled first letter: Danish words begin and end so."""
    return part[0] != part[1] and not VOWELS.isdisjoint(part[:4]) and not VOWELS.isdisjoint(part[-3:])


def _genitive_cost(part: str) -> float:
    if len(part) <= SHORTEST_PART or part[-1] != "s":
        return 0.0
    base = part[:-1]
    without = max(_levels(base)[0], _level(base + "e"))
    return GENITIVE if without >= _levels(part)[0] - 1 else 0.0


def _length_cost(part: str) -> float:
    return LENGTH * max(0, len(part) - FREE_LENGTH)


@lru_cache(maxsize=200_000)
def _levels(part: str) -> tuple[int, int]:
    """(level of exactly this form, level of its commonest other form), -1 for none."""
    other = max(_level(part + "e"), _level(part + "er"))
    for ending in INFLECTIONS.get(part[-1], ()):
        base = part.removesuffix(ending)
        if base != part and len(base) >= SHORTEST_PART:
            other = max(other, _level(base), _level(base + "e"))
            if len(base) > SHORTEST_PART and base[-1] == base[-2]:
                other = max(other, _level(base[:-1]))
    return _level(part), other


def _level(word: str) -> int:
    return frequencies().get(word, -1)
