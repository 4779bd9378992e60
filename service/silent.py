"""Whether those whom a question asks to have said something speak of what it asks them about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.candidates import Candidate
from service.names import Entity
from service.question import Question
from service.score import Scored
from service.words import words

_SAYS = (
    r"(?:sig(?:e|er)|sagde|sagt|mene[rt]?|mente|udtal\w+|fortæl(?:le|ler)|fortalte|syne?s|syntes|tror|troede|"
    r"say|says|said|think|thinks|thought)"
)
_ABOUT = re.compile(r"\b(?:om|about)\b(.+)$", re.IGNORECASE)


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
