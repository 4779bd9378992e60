"""What an abbreviation stands for: the sentence that spells it out, as "Meteorologisk Institut (MI)" does."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.answers import Source
from service.candidates import spans_of
from service.lookup import Lookup, Row

_SHORT = r"[»\"“']?([A-Za-zÆØÅæøå][\w-]{1,7})[«\"”']?"
_ASKED = re.compile(
    rf"\bhvad\s+(?:står|betyder|dækker)\s+(?:bogstaverne |forkortelsen )?{_SHORT}(?:\s+(?:for|over))?\s*\W*$|"
    rf"\bhvad (?:bogstaverne |forkortelsen |abbreviation )?{_SHORT} (?:betyder|står for|stand for)\W*$",
    re.IGNORECASE,
)
"""The last is what is left of an English question that is put into Danish, too."""


def abbreviation_in(question: str) -> str:
    """The word that is asked to be spelt out, in capitals; "" for another question."""
    found = _ASKED.search(question)
    return (found[1] or found[2]).upper() if found else ""


def spelt_out(short: str, sources: Sequence[Source]) -> Lookup | None:
    """The first sentence of the sources with the abbreviation in brackets after what it is short for, or the reverse.

    None where there is none.
    """
    spans = (span for source in sources for span in spans_of(source))
    found = next((span for span in spans if _spells(span.text, short)), None)
    return Lookup("", (Row("", (found,), quoted=True),), "forkortelse") if found else None


def _spells(text: str, short: str) -> bool:
    at = text.find(f"({short})")
    behind = re.search(rf"\b{re.escape(short)} \(([^)]+)\)", text)
    return (at > 0 and _begins(text[:at], short)) or (behind is not None and _begins(behind[1], short))


def _begins(before: str, short: str) -> bool:
    """True when the letters of the abbreviation stand in order in the words before it, from the start of one on."""
    letters = [c for c in short.lower() if c.isalpha()]
    words = re.findall(r"[^\W\d_]+", before.lower())[-2 * len(letters) :]
    starts = [n for n, word in enumerate(words) if word[0] == letters[0]]
    return any(_in_order(letters, "".join(words[n:])) for n in starts)


def _in_order(letters: Sequence[str], text: str) -> bool:
    held = iter(text)
    return all(letter in held for letter in letters)
