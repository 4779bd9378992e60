"""Offices: whether a question asks who holds one, and whether what is told, or found, speaks of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.candidates import Candidate
from service.score_types import type_fit
from service.score_words import stems_of

NAMED = 0.8
"""From this fit on, a sentence names somebody."""
_HELD = (
    r"(\w*?(?:direktør|formand|forkvinde|borgmester|minister|leder|chef|ejer|stifter|forfatter|forsker|"
    r"projektmedarbejder|sekretær|kasserer|kontaktperson|sagsbehandler|director|chair|mayor|leader))(?:en|n|e|ne|ren)?\b"
)
_OFFICE = re.compile(rf"\b(?:hvem|who) (?:er|var|blev|bliver|is|was)\b(?: [\w-]+){{0,3}}? {_HELD}", re.IGNORECASE)
"""An office whose holder is asked for: an answer names the office and somebody."""
_CERTAIN = ("borgmester", "minister", "direktør", "sekretær", "kasserer")
"""Offices that are called nothing else; who leads or chairs something may be told in many words."""


def is_office(word: str) -> bool:
    """True for a word that ends as words for offices do, with or without an article."""
    return re.fullmatch(_HELD, word, re.IGNORECASE) is not None


def lacks_office(question: str, told: Sequence[Candidate]) -> bool:
    """True when it is asked who holds an office, and nothing told names the office, of what it says, and somebody.

    "Kommunaldirektør, Ishøj Kommune" names no director of anything else than Ishøj.
    """
    asked = _OFFICE.search(question)
    if not asked:
        return False
    office = asked[1].lower()
    of_what = stems_of(f"{question[: asked.start(1)]} {question[asked.end() :]}") - stems_of("kommune")
    named = [each.text for each in told if type_fit("who", each) >= NAMED and office in each.text.lower()]
    return not any(of_what <= stems_of(text) for text in named)


def office_unheard(question: str, texts: Sequence[str]) -> bool:
    """True when it is asked who holds an office of one certain sort, and none of the texts has a word of that sort."""
    asked = _OFFICE.search(question)
    sort = next((sort for sort in _CERTAIN if asked and asked[1].lower().endswith(sort)), "")
    return bool(sort) and not any(sort in text for text in texts)
