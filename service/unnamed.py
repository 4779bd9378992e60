"""Whether those whose names a question asks for are named in what would answer it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.candidates import Candidate, intro_of, items_of, spans_of
from service.names import NameBook
from service.question import Question
from service.score import Scored

_WHICH_PLACES = re.compile(
    r"\b(?:hvilke[nt]?|hvad hed(?:der)?) "
    r"(?:(?:af|de|andre|øvrige|danske|små|store|\d+|to|tre|fire|fem|seks|syv|\w+(?:ske|lige|nære)) ){0,3}"
    r"kommune(?:r|rne)?\b|\bwhich (?:[\w-]+ )?municipalit\w+",
    re.IGNORECASE,
)
_SO_MANY = re.compile(
    r"\b(?:hvilke|which) (?:de )?(?:\d+|to|tre|fire|fem|seks|two|three|four|five|six)\b", re.IGNORECASE
)
_ALL_OF_THEM = re.compile(r"\b(?:alle|samtlige|hver)\b[^.]{0,30}\bkommune", re.IGNORECASE)
_WHOSE_NAME = re.compile(
    r"\bhvem\b(?! (?:kan|skal|må|bør|henvend|ret|gæld))(?!.{0,40}\btil\s*[?.]?$)|"
    r"\bhvad hed(?:der)?\b|\bnavn(?:et|ene)?\b|"
    r"\b(?:hvilke[nt]?|which) (?:[\w-]+ ){0,2}?\w*(?:virksomhed|firma|leverandør|producent|konsulent|organisation|"
    r"person|medlem|selskab|universitet|forening|parti|bank|politiker|borgmester|minister|direktør|leder|medarbejder|"
    r"compan|supplier|organi[sz]ation|universit|part(?:y|ies)\b)\w*|\bwho\b(?! (?:can|should|must|may)\b)",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![.!?:] )(?<!^)\b[A-ZÆØÅ][\w/’'&-]*[a-zæøåA-ZÆØÅ]\w*", re.MULTILINE)
NOT_FIRST = 0.5


def places_unmet(question: Question, picked: Sequence[Scored], names: NameBook) -> float:
    """0–1: 1 when the question asks which municipalities, and none of the picked spans names one that it does not.

    Half of that when the best of them does not. Spans that speak of all of them need name none, unless the question
    tells how many it asks for.
    """
    told_all = any(_ALL_OF_THEM.search(s.candidate.text) for s in picked) and not _SO_MANY.search(question.own)
    if told_all or not _WHICH_PLACES.search(question.own):
        return 0.0
    known = {e.value for e in question.entities}
    new = [{e.value for e in names.find(_led(s.candidate)) if e.kind == "municipality"} - known for s in picked]
    return 0.0 if new and new[0] else NOT_FIRST if any(new) else 1.0


def so_many_unmet(question: Question, picked: Sequence[Scored], names: NameBook) -> float:
    """1 when the question asks which so many municipalities, and none is named; 0 for others."""
    return float(bool(_SO_MANY.search(question.own)) and places_unmet(question, picked, names) >= 1.0)


def name_unmet(question: Question, picked: Sequence[Scored]) -> float:
    """0–1: 1 when the question asks who or what somebody is called, and no picked span holds a name that it does not.

    One that speaks of all municipalities names them. The first word of a text is no name.
    """
    if not _WHOSE_NAME.search(question.own):
        return 0.0
    own = question.own.lower()
    texts = [text for s in picked for text in _told(s.candidate)]
    named = any(name.lower() not in own for text in texts for name in _NAME.findall(text))
    return float(not named and not any(_ALL_OF_THEM.search(text) for text in texts))


def _told(candidate: Candidate) -> list[str]:
    """The span, the list that it leads to, and who said it, of whom the whole line is a name."""
    spans = items_of(candidate) if candidate.role == "intro" else []
    speakers = [f"– {s.text}" for s in spans_of(candidate.source) if s.role == "speaker"]
    return [candidate.text, *(s.text for s in spans), *speakers]


def _led(candidate: Candidate) -> str:
    """The span behind what leads to it."""
    intro = intro_of(candidate)
    return f"{intro.text} {candidate.text}" if intro else candidate.text
