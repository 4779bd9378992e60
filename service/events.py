"""What an assistant is to its callers, and the events of a stream."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Protocol

from corpus.answers import Answer, Message, SentenceVerdict, Source
from corpus.types import Filters

NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class SourcesFound:
    """The first event of a stream: what the answer may draw on."""

    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Drafted:
    """The whole word-for-word answer, before any of it is told: what stays of a stream that is broken off."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A whole verified sentence (or list item) of the answer, Markdown with its markers; pieces concatenate.

    verdict: how far its sources carry what a language model wrote, None for a quote.
    """

    text: str
    verdict: SentenceVerdict | None = None


@dataclass(frozen=True, slots=True)
class Working:
    """Nothing new yet: comes now and then while a language model writes, so that a reader who has left is noticed."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The whole answer; nothing of it comes later."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Suggested:
    """The last event where a language model proposes what to ask next, in place of the answer's own suggestions."""

    suggestions: tuple[str, ...]


Event = SourcesFound | Drafted | TextPiece | Working | Answered | Suggested


def answer_of(events: Generator[Event, None, None]) -> Answer:
    """The answer of a stream, which is closed as soon as it is there."""
    with closing(events):
        return next(event.answer for event in events if isinstance(event, Answered))


class Assistant(Protocol):
    """What pages, commands and measurements use."""

    def ask(self, question: str, *, history: Sequence[Message] = (), filters: Filters = NO_FILTERS) -> Answer:
        """The answer of `stream`. Raises EmptyQuestion, QuestionTooLong, IndexMissing."""
        ...

    def stream(
        self, question: str, *, history: Sequence[Message] = (), filters: Filters = NO_FILTERS
    ) -> Generator[Event, None, None]:
        """SourcesFound, Drafted, TextPieces (and Working), Answered, perhaps Suggested. Closing it stops the model."""
        ...

    def search(self, query: str, *, k: int = 10, filters: Filters = NO_FILTERS) -> list[Source]:
        """At most k sources, best first. Raises EmptyQuestion, IndexMissing."""
        ...
