"""Whether those whom a question asks for are named in what would answer it, and speak of what it asks them about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.candidates import Candidate, intro_of
from service.names import Entity, NameBook
from service.question import Question
from service.score import Scored
from service.words import words

_WHICH_PLACES = re.compile(
    r"\bhvilke[nt]? (?:(?:af|de|andre|øvrige|danske|små|store|\d+|to|tre|fire|fem|seks|syv|\w+(?:ske|lige|nære)) ){0,3}"
    r"kommune(?:r|rne)?\b|\bwhich (?:[\w-]+ )?municipalit\w+",
    re.IGNORECASE,
)
_ALL_OF_THEM = re.compile(r"\b(?:alle|samtlige|hver)\b[^.]{0,30}\bkommune", re.IGNORECASE)
_SAYS = (
    r"(?:sig(?:e|er)|sagde|sagt|mene[rt]?|mente|udtal\w+|fortæl(?:le|ler)|fortalte|syne?s|syntes|tror|troede|"
    r"say|says|said|think|thinks|thought)"
)
_ABOUT = re.compile(r"\b(?:om|about)\b(.+)$", re.IGNORECASE)
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


def speaker_unmet(question: Question, scored: Sequence[Scored], shares: Sequence[tuple[str, float]]) -> float:
    """0–1: how much of what somebody is asked to say something about nothing that they say meets; 0 for others.

    shares: each asked word as written and its share of all, in the order of `Scored.covers`.
    """
    people = [e.value for e in question.asked().entities if e.kind == "person" and _speaks(e, question.own)]
    told = _ABOUT.search(question.own)
    if not people or not told:
        return 0.0
    behind = {word.surface for word in words(told[1])}
    about = [i for i, (word, _) in enumerate(shares) if word in behind]
    theirs = [s for s in scored if any(_said_by(person, s.candidate) for person in people)]
    total = sum(shares[i][1] for i in about)
    met = sum(min(shares[i][1], max((s.covers[i] for s in theirs), default=0.0)) for i in about)
    return (total - met) / total if total else 0.0


def _said_by(person: str, candidate: Candidate) -> bool:
    """True for a span that names the person, and for every span of a quotation that does."""
    passage = candidate.passage
    return person in (passage.text if passage.kind == "quote" else candidate.text)


def _speaks(person: Entity, text: str) -> bool:
    """True where the name stands beside a verb for saying: it is who speaks."""
    before, behind = text[: person.start], text[person.end :]
    return bool(
        re.search(rf"\b{_SAYS}\s+$|\bha(?:r|ve|s)\s+$", before, re.IGNORECASE)
        or re.match(rf"\s+(?:\w+\s+)?{_SAYS}\b", behind, re.IGNORECASE)
    )
