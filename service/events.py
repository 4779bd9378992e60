"""What an assistant is to its callers, and the events of a stream."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    """The last event: the whole answer."""

    answer: Answer


Event = SourcesFound | TextPiece | Working | Answered


class Assistant(Protocol):
    """What pages, commands and measurements use."""

    def ask(self, question: str, *, history: Sequence[Message] = (), filters: Filters = NO_FILTERS) -> Answer:
        """The last event of `stream`. Raises EmptyQuestion, QuestionTooLong, IndexMissing."""
        ...

    def stream(
        self, question: str, *, history: Sequence[Message] = (), filters: Filters = NO_FILTERS
    ) -> Iterator[Event]:
        """SourcesFound, then TextPieces (and Working), then Answered."""
        ...

    def search(self, query: str, *, k: int = 10, filters: Filters = NO_FILTERS) -> list[Source]:
        """At most k sources, best first. Raises EmptyQuestion, IndexMissing."""
        ...
