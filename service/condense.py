"""Reads a follow-up together with what was said before: one standalone question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.types import Message
from service.names import NameBook
from service.words import words

_MARKS = re.compile(r"\s*\[\d[\d ,]*\]|[*_#>`]|^- ", re.MULTILINE)
_POINTS_BACK = re.compile(
    r"\b(den|det|de|dem|dens|deres|han|hun|ham|hende|hans|hendes|denne|dette|disse|der|her|samme|også|så|begge|resten|andre|andet|"
    r"den (første|anden|sidste)|stedet|it|they|that|this|those|he|she|them)\b",
    re.IGNORECASE,
)
_CONTINUES = re.compile(
    r"^\s*(og|hvad med|men|så|and|what about|eller|hvorfor ikke|også|fortæl mere|uddyb)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Condensed:
    """own: what the user typed. topic: what it leans on, "" for a question that stands alone."""

    own: str
    topic: str = ""

    @property
    def text(self) -> str:
        """What is searched for."""
        return f"{self.own} {self.topic}".strip()

    @property
    def understood(self) -> str:
        """The standalone reading that is shown to the user, "" when the question already stood alone."""
        return f"{self.own.strip().rstrip('?')}? (om: {self.topic})" if self.topic else ""


def condense(question: str, history: Sequence[Message], *, names: NameBook) -> Condensed:
    """The question with the topic of the last turns where it leans on them."""
    asked = [m.content for m in history if m.role == "user"]
    if not asked or not leans_on_history(question, names):
        return Condensed(question)
    answers = [m.content for m in history if m.role == "assistant"]
    previous = _MARKS.sub("", asked[-1]).strip().rstrip("?")
    answered = " ".join(_MARKS.sub("", answers[-1]).split())[:300] if answers else ""
    return Condensed(question, f"{previous} {answered}".strip())


def leans_on_history(question: str, names: NameBook) -> bool:
    """True for a question that cannot be understood alone: it points back, goes on, or says too little."""
    content = [w for w in words(question) if w.content]
    if _CONTINUES.search(question):
        return True
    if len(content) <= 2:
        return True
    return bool(_POINTS_BACK.search(question)) and len(content) <= 6 and not names.find(question)
