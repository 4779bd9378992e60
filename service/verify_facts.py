"""The facts of a sentence that must stand in its source as they are: numbers, dates, addresses, names, negations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.numerals import number_of_word, plain_number
from service.names import NameBook
from service.words import words

_NUMBER = re.compile(r"(?<![^\W_])\d+(?:[.,]\d+)*")
"""Digits behind a letter are part of a name: CO2, DK2020."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SHARE = re.compile(r"^\s*(?:%|pct\b|procent)", re.IGNORECASE)
_DATE_WORD = re.compile(
    r"\b(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december|mandag|tirsdag|onsdag|"
    r"torsdag|fredag|lørdag|søndag|forår\w*|sommer\w*|efterår\w*|vinter\w*|kvartal\w*|halvår\w*)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\w+|\b[\w-]+\.(?:dk|com|org|net|eu)\b", re.IGNORECASE)
_NEGATION = re.compile(
    r"\b(?:ikke|ingen|intet|aldrig|hverken|uden|næppe|not|no|never|none|neither|without)\b", re.IGNORECASE
)
_PARTS = {"halvdel": 2, "tredjedel": 3, "fjerdedel": 4, "femtedel": 5, "sjettedel": 6, "tiendedel": 10}
_FRACTION = re.compile(rf"\b(?:(to|tre|fire|fem|syv|ni)\s+)?({'|'.join(_PARTS)})(?:en|e|ene)?\b", re.IGNORECASE)
AROUND = 3
"""So many content words on either side of a number say what it counts."""


@dataclass(frozen=True, slots=True)
class Fraction:
    """A part of a whole in words. percent: of the whole. beside: stems of the nearest content words."""

    typed: str
    percent: float
    beside: frozenset[str]


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is compared. share: a percentage. beside: stems of the nearest content words."""

    value: str
    share: bool
    beside: frozenset[str]


def numbers_of(text: str) -> list[Number]:
    """Every number written in figures or words, in order; "en" and "et" are articles."""
    figures = sorted(_figures(text))
    return [Number(value, bool(_SHARE.match(text[end:])), _beside(text, start, end)) for start, end, value in figures]


def fractions_of(text: str) -> list[Fraction]:
    """Every part of a whole that is written in words ("halvdelen", "to tredjedele"), in order."""
    found = []
    for match in _FRACTION.finditer(text):
        many = number_of_word(match[1].lower()) if match[1] else 1
        percent = 100 * (many or 1) / _PARTS[match[2].lower()]
        found.append(Fraction(match[0], percent, _beside(text, match.start(), match.end())))
    return found


def _beside(text: str, start: int, end: int) -> frozenset[str]:
    """Stems of the AROUND content words on either side of text[start:end] that are no numbers."""
    content = [(w.start, w.stem) for w in words(text) if w.content and not w.surface[:1].isdigit()]
    before = [stem for at, stem in content if at < start][-AROUND:]
    after = [stem for at, stem in content if at >= end][:AROUND]
    return frozenset((*before, *after))


def _figures(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _NUMBER.finditer(text):
        yield match.start(), match.end(), plain_number(match[0].rstrip(".,"))
    for match in _WORD.finditer(text):
        number = number_of_word(match[0].lower())
        if number is not None:
            yield match.start(), match.end(), str(number)


def dates_of(text: str) -> set[str]:
    """Months, weekdays and seasons in the text, lower case."""
    return {m[0].lower() for m in _DATE_WORD.finditer(text)}


def addresses_of(text: str) -> set[str]:
    """Web and mail addresses in the text, lower case, without closing punctuation."""
    return {m[0].lower().rstrip('.,;:!?)»”"') for m in _ADDRESS.finditer(text)}


def negated(text: str) -> bool:
    """True when the text denies something."""
    return bool(_NEGATION.search(text))


def names_in(text: str, names: NameBook) -> dict[str, frozenset[str]]:
    """Surface → stems of every known name, and of every capitalised word behind the first, of the text."""
    known = {e.surface: e for e in names.find(text) if e.kind != "project" and e.surface[:1].isupper()}
    taken = [(e.start, e.end) for e in known.values()]
    found = {surface: frozenset(w.stem for w in words(surface)) for surface in known}
    for word in words(text)[1:]:
        covered = any(start <= word.start < end for start, end in taken)
        if word.surface[:1].isupper() and word.content and not covered:
            found[word.surface] = frozenset((word.stem,))
    return found
