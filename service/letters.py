"""A question typed without æ, ø and å, read as it was meant: "hvornaar", "oekonomi", "kobenhavn"."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import product

from index.compounds import split_compound
from index.lexicon import frequencies

Known = Callable[[str], bool]
_WORD = re.compile(r"[^\W\d_]+")
_PAIRS = {"ae": "æ", "oe": "ø", "aa": "å"}
_BARE = {"a": "aæå", "o": "oø", "e": "eæ"}
_PAIR = re.compile("ae|oe|aa")
MOST_BARE = 5
"""A word with more places where a letter may be missing is left as it is."""
LONG = 7
"""In a word as long as this that nobody knows, a pair of letters stands for one."""
COMMON = 16
"""A short word is only read as one that is as common as this in Danish."""
FAR = 8
"""A word that Danish knows is read as another when that one is more common by so much: 16 times as frequent."""


def with_danish_letters(text: str, known: Known) -> str:
    """The text with æ, ø and å put back in words that are none without; as it is when it holds any of them.

    known: whether the material holds a word (lower case).
    """
    if re.search("[æøåÆØÅ]", text):
        return text
    return _WORD.sub(lambda match: _restored(match.group(), known), text)


def _restored(word: str, known: Known) -> str:
    lower = word.lower()
    if known(lower):
        return word
    seen = frequencies().get(lower, 0)
    for candidate in _candidates(lower):
        level = frequencies().get(candidate, 0)
        if (known(candidate) and not seen) or (level > seen + FAR and (len(lower) > 4 or level >= COMMON)):
            return _cased(candidate, word)
    return word if seen or len(lower) < LONG else _cased(_joined(lower), word)


def _joined(word: str) -> str:
    """Pairs of letters read as one, but for those that two parts of a compound meet in (villa|ejer)."""
    seams = {end for _, end in split_compound(word)}
    return _PAIR.sub(lambda m: m.group() if m.start() + 1 in seams else _PAIRS[m.group()], word)


@lru_cache(maxsize=10_000)
def _candidates(word: str) -> tuple[str, ...]:
    """The word with pairs (ae, oe, aa) read as one letter, all before some; then with single letters exchanged."""
    found = [_PAIR.sub(lambda m: _PAIRS[m.group()], word)]
    places = [m.span() for m in _PAIR.finditer(word)]
    found += [word[:a] + _PAIRS[word[a:b]] + word[b:] for a, b in places]
    bare = [n for n, letter in enumerate(word) if letter in _BARE]
    if len(bare) <= MOST_BARE:
        spelt = ["".join(letters) for letters in product(*(_BARE.get(letter, letter) for letter in word))]
        found += sorted(spelt, key=lambda other: (_changed(word, other), -frequencies().get(other, 0)))
    return tuple(dict.fromkeys(c for c in found if c != word))


def _changed(word: str, other: str) -> int:
    return sum(a != b for a, b in zip(word, other, strict=True))


def _cased(candidate: str, word: str) -> str:
    if word.isupper() and len(word) > 1:
        return candidate.upper()
    return candidate.capitalize() if word[:1].isupper() else candidate
