"""How many lists of participants a question wants somebody to be on: "mindst tre projekter", "alle projekter"."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from index.numerals import number_of_word
from service.lookup_question import DENIES, LEADS, TAKES_PART, says_who
from service.words import words

_NUMBER = r"(?P<n>\d{1,2}|én|ét|en|et|to|tre|fire|fem|seks|syv|otte|ni|ti)"
_OF_THEM = r"(?:\s+(?:af\s+)?(?:(?:de|vip)\s+)*\w*(?:projekt|indsats)\w*)"
_BOUNDS: tuple[tuple[str, str, Callable[[int, int], bool]], ...] = (
    ("mindst {}", rf"\b(?:mindst|minimum|i hvert fald)\s+{_NUMBER}{_OF_THEM}", lambda held, n: held >= n),
    ("mindst {}", rf"\b{_NUMBER}{_OF_THEM}?\s+eller\s+flere\b{_OF_THEM}?", lambda held, n: held >= n),
    ("flere end {}", rf"\b(?:mere|flere)\s+end\s+{_NUMBER}{_OF_THEM}", lambda held, n: held > n),
    ("højst {}", rf"\b(?:højst|maksimalt|maks|højest)\s+{_NUMBER}{_OF_THEM}", lambda held, n: held <= n),
    ("færre end {}", rf"\b(?:færre|mindre)\s+end\s+{_NUMBER}{_OF_THEM}", lambda held, n: held < n),
    (
        "præcis {}",
        rf"\b(?:præcis|netop|nøjagtigt?|kun)\s+(?:med\s+)?(?:i\s+)?{_NUMBER}{_OF_THEM}",
        lambda held, n: held == n,
    ),
)
_BOUNDED = tuple((said, re.compile(pattern, re.IGNORECASE), holds) for said, pattern, holds in _BOUNDS)
_EVERY = re.compile(rf"\b(?:alle|samtlige)(?:\s+{_NUMBER})?{_OF_THEM}", re.IGNORECASE)
_NONE = re.compile(
    rf"\b(?:ikke|aldrig)\b[^?.]{{0,20}}?\b(?:nogen|nogle|noget){_OF_THEM}|\bingen{_OF_THEM}", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Tally:
    """said: how many, in Danish, "" for all of them. holds: whether so many lists of so many in all fit."""

    said: str
    holds: Callable[[int, int], bool]


def asked_tally(text: str, together: Collection[str]) -> Tally | None:
    """On how many lists those are who are asked for; None for a question that asks more, or another.

    together: stems of what all projects are called.
    """
    if not TAKES_PART.search(text) or LEADS.search(text):
        return None
    if none := _NONE.search(text):
        return Tally("ingen", lambda held, _: held == 0) if _nothing_else(text, none, together) else None
    if DENIES.search(text):
        return None
    for said, pattern, holds in _BOUNDED:
        if found := pattern.search(text):
            n = _number(found["n"])
            return Tally(said.format(n), _bound(holds, n)) if _nothing_else(text, found, together) else None
    every = _EVERY.search(text)
    return Tally("", lambda held, of: held == of) if every and _nothing_else(text, every, together) else None


def _bound(holds: Callable[[int, int], bool], n: int) -> Callable[[int, int], bool]:
    return lambda held, _: holds(held, n)


def _number(word: str) -> int:
    if word.isdigit():
        return int(word)
    return number_of_word(word.lower()) or 1


def _nothing_else(text: str, found: re.Match[str], together: Collection[str]) -> bool:
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    return all(says_who(w.surface) or w.stem in together for w in words(rest) if w.content)
