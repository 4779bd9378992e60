"""What an abbreviation stands for: the sentence that spells it out, as "Meteorologisk Institut (MI)" does."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.answers import Source
from service.candidates import spans_of
from service.lookup_types import Lookup, Row

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

    Else the first with a word in brackets that begins with it: "loven om støj (XYZ-loven)". None where there is none.
    """
    spans = [span for source in sources for span in spans_of(source)]
    begun = re.compile(rf"\w \({re.escape(short)}-\w+\)")
    spelt = (span for span in spans if _spelt(span.text, short))
    found = next(spelt, None) or next((span for span in spans if begun.search(span.text)), None)
    return Lookup("", (Row("", (found,), quoted=True),), "forkortelse") if found else None


def long_form(short: str, sources: Sequence[Source]) -> str:
    """What the first such sentence spells the abbreviation out as; "" where there is none."""
    texts = (span.text for source in sources for span in spans_of(source))
    return next((long for text in texts if (long := _spelt(text, short))), "")


def _spelt(text: str, short: str) -> str:
    at = text.find(f"({short})")
    behind = re.search(rf"\b{re.escape(short)} \(([^)]+)\)", text)
    return (_begins(text[:at], short) if at > 0 else "") or (_begins(behind[1], short) if behind else "")


def _begins(before: str, short: str) -> str:
    """The last words before it in which the letters of the abbreviation stand in order, from the start of one on."""
    letters = [c for c in short.lower() if c.isalpha()]
    words = re.findall(r"[^\W\d_]+", before)[-2 * len(letters) :]
    starts = [n for n, word in enumerate(words) if word[0].lower() == letters[0]]
    return next((" ".join(words[n:]) for n in starts[::-1] if _in_order(letters, "".join(words[n:]).lower())), "")


def _in_order(letters: Sequence[str], text: str) -> bool:
    held = iter(text)
    return all(letter in held for letter in letters)
