"""How many of a kind there are in a place, where a sentence counts all of them: "alle 12 skoler i Nordby"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.answers import Source
from index.numerals import number_of_word
from service.candidates import spans_of
from service.lookup_types import Lookup, Row

_ASKED = re.compile(
    r"^\W*hvor mange (?P<what>[a-zæøå-]+) (?:er|findes|ligger) der (?P<where>(?:i|på) [\wæøåÆØÅ-]+)\W*$", re.IGNORECASE
)


def total_of(question: str, sources: Sequence[Source]) -> Lookup | None:
    """The first sentence of the sources that counts all of them; None where none does, or two say different numbers.

    "De 12 skoler" may be those spoken of; "alle 12", "af de 12" and "12 – alle" are all that there are.
    """
    asked = _ASKED.match(question)
    if asked is None:
        return None
    what, where = re.escape(asked["what"]), re.escape(asked["where"])
    told = re.compile(
        rf"\b(?:alle|samtlige|af)(?: de)? (?P<n>\d+|[^\W\d_]+) {what} {where}\b(?!,? (?:der|som|hvor)\b)|"
        rf"(?<![\w.,])(?P<m>\d+|[^\W\d_]+) {what}\W{{1,3}}alle {where}\b",
        re.IGNORECASE,
    )
    found = [
        (_number(m["n"] or m["m"]), span) for s in sources for span in spans_of(s) if (m := told.search(span.text))
    ]
    numbers = {number for number, _ in found}
    if len(numbers) != 1 or None in numbers:
        return None
    return Lookup("", (Row("", (found[0][1],), quoted=True),), "antal i alt")


def _number(written: str) -> int | None:
    return int(written) if written.isdigit() else number_of_word(written.lower())
