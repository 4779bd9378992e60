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
    rf"\bhvad (?:bogstaverne |forkortelsen |abbreviation )?{_SHORT} (?:betyder|står for|stand for)\W*$|"
    r"\bhvad\s+(?:står|betyder|dækker)\s+(?:bogstaverne |forkortelsen )?[»\"“']?(?-i:([A-ZÆØÅ][A-ZÆØÅ\d]{1,7}))[«\"”']?"
    r"(?:\s+(?:for|over))?\s+i\s[^?]{2,60}\W*$",
    re.IGNORECASE,
)
"""The second is what is left of an English question that is put into Danish, too; the last, "… i X", is in capitals."""
_TELLS = r"(?:er|var|står|betyder|dækker|kaldes)"
_ALONE = re.compile(r"^\W*[Hh]vad er (?:(?:en|et|bogstaverne|forkortelsen) )?[»\"“']?([A-ZÆØÅ]{2,8})\W*$")


def abbreviation_in(question: str) -> str:
    """The word that is asked to be spelt out, in capitals; "" for another question."""
    found = _ASKED.search(question)
    return (found[1] or found[2] or found[3]).upper() if found else ""


def named_alone(question: str) -> str:
    """The word in capitals that it is asked what is, and nothing else: "Hvad er EKI?"; "" for another question."""
    found = _ALONE.match(question)
    return found[1] if found else ""


def spelt_out(short: str, sources: Sequence[Source]) -> Lookup | None:
    """The first sentence of the sources with the abbreviation in brackets after what it is short for, or the reverse.

    Else the first with a word that begins with it, in brackets or told of: "loven om støj (XYZ-loven)", "XYZ-loven om
    støj". None where there is none.
    """
    spans = [span for source in sources for span in spans_of(source)]
    begun = re.compile(rf"\w \({re.escape(short)}-\w+\)|(?<![\w-]){re.escape(short)}-\w+ (?:om|er) \w")
    spelt = (span for span in spans if _spelt(span.text, short))
    found = next(spelt, None) or next((span for span in spans if begun.search(span.text)), None)
    return Lookup("", (Row("", (found,), quoted=True),), "forkortelse") if found else None


def unheard_of(short: str, question: str, sources: Sequence[Source]) -> Lookup | None:
    """No row where the letters, in capitals as they are asked about, stand nowhere in brackets and are not told of.

    None where something may tell: "XYZ er", "XYZ: ", "XYZ (".
    """
    if not short.isalpha() or short not in question:
        return None
    tells = re.compile(rf"\({short}\)|(?<![\w-]){short}[«\"”']? ?(?:[:=(–]|{_TELLS}\b)")
    told = any(tells.search(source.passage.text) for source in sources)
    return None if told else Lookup("", (), "ukendt forkortelse")


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
