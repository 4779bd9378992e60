"""Follow-ups that only go on: for more of the same, for an example, for the reason; they name no subject themselves."""

from __future__ import annotations

import re

from service.question import GoesOn, kind_of
from service.words import words

_OTHERS = re.compile(
    r"\b(?:andre|(?<!det )(?<!den )andet|ellers|flere|yderligere|øvrige|others?|else|another)\b(?!\s+(?:end|than)\b)",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:mere|resten|uddyb\w*|udfold\w*|nærmere|detalje\w*|more|further|elaborate)\b(?!\s+(?:end|than)\b)",
    re.IGNORECASE,
)
_OTHER = re.compile(r"\b(?:andet|anden)\b", re.IGNORECASE)
_EXAMPLE = re.compile(r"\b(?:eksemp(?:el|ler)\w*|examples?|for instance)\b", re.IGNORECASE)
_FILLING = re.compile(
    r"(?:fortæl(?:le)?|giv(?:e|er)?|nævn(?:e|er)?|sig(?:e|er)?|oplys(?:e|er)?|forklar(?:e|er)?|fortsæt(?:te)?|videre|så|"
    r"grund(?:en|e|ene)?|årsag(?:en|er|erne)?|begrundelse[nr]?|vigtig\w*|hel[et]?|kom(?:me[rt]?)?|nog(?:et|en|le)|"
    r"mene[rt]?|mente|tror|troede|synes|syntes|sker?|skete|any|anything|come|reasons?|explain|please|konkret\w*)$",
    re.IGNORECASE,
)
"""Words that such a question is made of, beside those without a topic; they say nothing of what it is about."""


def goes_on(question: str) -> GoesOn:
    """What a follow-up wants beyond what has been told, "" when it asks for something of its own."""
    if not says_nothing(question):
        return "others" if _OTHERS.search(question) else ""
    if _EXAMPLE.search(question):
        return "example"
    if any(pattern.search(question) for pattern in (_OTHERS, _OTHER, _MORE)):
        return "more"
    return "deeper" if kind_of(question) in ("why", "how") else ""


def says_nothing(question: str) -> bool:
    """True when no word of the question is about anything: "er der andre?", "kan du give et eksempel?", "hvorfor?"."""
    return all(_fills(word.surface) for word in words(question) if word.content)


def _fills(word: str) -> bool:
    return any(pattern.fullmatch(word) for pattern in (_OTHERS, _OTHER, _MORE, _EXAMPLE, _FILLING))
