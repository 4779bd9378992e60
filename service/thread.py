"""What a conversation is about: the questions that the next one may lean on, and what was told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.answers import Message
from service.ordinals import items_of, ordinal_in
from service.parted import parted
from service.question import GoesOn, QuestionKind
from service.refuse_text import is_refusal

MOST_TURNS = 3
"""So many questions back is a follow-up traced, and always to the first that it leans on."""
WHICH = "Spørgsmålet kan gælde flere projekter. Hvilket mener du?"
"""Asked back when several readings are equally likely; they stand among the suggestions."""
BESIDE = " – "
"""Stands between a question and what it is asked of as well, where that takes no word's place."""

MARKS = re.compile(r" ?\[\d[\d ,]*\]|[*_#>`]")
"""Markdown and citation markers."""


@dataclass(frozen=True, slots=True)
class Condensed:
    """A question read with its history.

    own: the question that is answered, names filled in. before: the questions that it leans on, "" for none.
    kind: the type carried over from the question before, None for its own. understood: the standalone reading in
    Danish for the user, "" when nothing was added.
    """

    own: str
    before: str = ""
    kind: QuestionKind | None = None
    told: str = ""
    """The last answer that was given, "" when the question does not lean on it."""
    understood: str = ""
    sure: bool = False
    """True where the question names what takes the place of what was asked about before."""
    perhaps: bool = False
    """True when it leans on history by a guess: it says little, but nothing in it points back for certain."""
    goes_on: GoesOn = ""
    said: str = ""
    """Everything that has been answered so far."""
    stands: str = ""
    """The question that the next ones lean on in its place, "" for itself behind those that it leans on."""

    @property
    def topic(self) -> str:
        """What else it leans on, "" when it stands alone: questions before it and the answer to the last."""
        return f"{self.before} {self.told}".strip()

    @property
    def text(self) -> str:
        """What is searched for: an answer's words would lead back to what has been told."""
        return f"{self.own} {self.before}".strip()


@dataclass(frozen=True, slots=True)
class Thread:
    """What a conversation is about so far.

    asked: the question that stands alone, then those that lean on it and say something, as they were read. last: the
    last of these. answer: the last answer. told: the last one to them that told something. said: all that was told.
    items: the latest list that was told, item by item.
    """

    asked: tuple[str, ...]
    last: Condensed
    answer: str = ""
    told: str = ""
    said: tuple[str, ...] = ()
    items: tuple[str, ...] = ()

    @property
    def leant_on(self) -> str:
        """What the next question leans on: the first of its questions, and the latest ones."""
        return " ".join((*self.before, self.asked[-1].rstrip("?")))

    @property
    def before(self) -> tuple[str, ...]:
        """What the last of its questions leans on itself."""
        latest = self.asked[:1] + self.asked[1:-1][2 - MOST_TURNS :] if len(self.asked) > 1 else ()
        return tuple(q.rstrip("?") for q in latest)


def turns(history: Sequence[Message]) -> list[tuple[str, str]]:
    """(question, what was answered, "" for nothing), in order; of a message of several questions one for each."""
    taken: list[tuple[str, str]] = []
    for message in history:
        if message.role == "user":
            taken += [(question, "") for question in parted(message.content) or (message.content,)]
        elif taken:
            taken[-1] = taken[-1][0], message.content
    return taken


def after(question: str, read: Condensed, answer: str, thread: Thread | None) -> Thread:
    """The thread with one more question and its answer, or the one that the question begins."""
    answer = "" if is_refusal(answer) else answer
    told = "" if answer.startswith(WHICH) else plain(answer)
    said = (*(thread.said if thread else ()), *((told,) if told else ()))
    items = _items(question, answer, thread)
    if thread is None or not read.understood:
        return Thread((question,), read, answer, told, said, items)
    if read.stands:
        kept = (q for q in thread.asked[:-1] if q.rstrip("?") in read.before)
        return Thread((*kept, read.stands), read, answer, told, said, items)
    if read.goes_on in ("more", "example", "deeper"):
        last = read if read.goes_on == "deeper" else thread.last
        return Thread(thread.asked, last, answer, told or thread.told, said, items)
    return Thread((*thread.asked, question), read, answer, told or thread.told, said, items)


def _items(question: str, answer: str, thread: Thread | None) -> tuple[str, ...]:
    """What the next ordinal counts in: what this answer lists, unless the question was itself for one of a list."""
    held = thread.items if thread else ()
    if held and ordinal_in(question) is not None:
        return held
    return tuple(map(plain, items_of(answer))) or held


def plain(text: str) -> str:
    """The text on one line without Markdown and citation markers."""
    return " ".join(MARKS.sub("", " ".join(text.split())).split())
