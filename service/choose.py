"""From scored candidates to those of an answer: what is left to tell, what must lead, and the shortest set of these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.base_rows import with_base_rows
from service.candidates import Candidate
from service.extract import select
from service.names import NameBook
from service.question import Question
from service.relation import led
from service.score import Scored
from service.score_words import Vocabulary
from service.unsaid import news, tells_why_again, unsaid


@dataclass(frozen=True, slots=True)
class Choice:
    """scored: what is left of the candidates, best first. judged: those by which to refuse. chosen: for the answer."""

    scored: tuple[Scored, ...]
    judged: tuple[Scored, ...]
    chosen: tuple[Candidate, ...]


def choose(question: Question, scored: Sequence[Scored], *, names: NameBook, vocabulary: Vocabulary) -> Choice:
    """The choice among the scored candidates, best first."""
    left = unsaid(question, scored, names)
    again = [s for s in left if tells_why_again(question, s.candidate.text)]
    telling = again or led(question, left, vocabulary)
    judged = telling if question.goes_on == "same" else left
    chosen = news(question, select(question, telling))
    return Choice(tuple(left), tuple(judged), with_base_rows(question, chosen, (s.candidate for s in left)))
