"""Whether the municipalities that a question asks for are named in what would answer it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.candidates import Candidate, intro_of
from service.names import NameBook
from service.question import Question
from service.score import Scored

_WHICH_PLACES = re.compile(
    r"\bhvilke[nt]? (?:(?:af|de|andre|øvrige|danske|små|store|\d+|to|tre|fire|fem|seks|syv|\w+(?:ske|lige|nære)) ){0,3}"
    r"kommune(?:r|rne)?\b|\bwhich (?:[\w-]+ )?municipalit\w+",
    re.IGNORECASE,
)
_ALL_OF_THEM = re.compile(r"\b(?:alle|samtlige|hver)\b[^.]{0,30}\bkommune", re.IGNORECASE)
NOT_FIRST = 0.5


def places_unmet(question: Question, picked: Sequence[Scored], names: NameBook) -> float:
    """0–1: 1 when the question asks which municipalities, and none of the picked spans names one that it does not.

    Half of that when the best of them does not. Spans that speak of all of them need name none.
    """
    if not _WHICH_PLACES.search(question.own) or any(_ALL_OF_THEM.search(s.candidate.text) for s in picked):
        return 0.0
    known = {e.value for e in question.entities}
    new = [{e.value for e in names.find(_led(s.candidate)) if e.kind == "municipality"} - known for s in picked]
    return 0.0 if new and new[0] else NOT_FIRST if any(new) else 1.0


def _led(candidate: Candidate) -> str:
    """The span behind what leads to it."""
    intro = intro_of(candidate)
    return f"{intro.text} {candidate.text}" if intro else candidate.text
