"""What an index is built from: passages, and what each of them is embedded and found by."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Protocol

from corpus.types import Passage
from index.danish import Described, describe
from index.lexical import Row

Description = tuple[list[Described], list[tuple[int, Described]]]


class PassageSource(Protocol):
    """What an index is built from: the part of `corpus.store.Store` that knows passages."""

    def digest(self) -> str:
        """Equal digests mean equal collections."""
        ...

    def passage_digests(self) -> dict[str, str]:
        """passage_id → digest of its text and context."""
        ...

    def iter_passages(self) -> Iterator[Passage]:
        """Every passage, streamed."""
        ...

    def passages(self, passage_ids: Sequence[str]) -> list[Passage]:
        """The passages in the order asked for."""
        ...


def passage_text(passage: Passage) -> str:
    """What is embedded of a passage: where it stands, then what it says."""
    return f"{passage.context}\n{passage.text}" if passage.context else passage.text


def sentence_texts(passage: Passage) -> list[str]:
    """The passage's sentences, the whole text when it has none."""
    return [passage.text[start:end] for start, end in passage.sentences] or [passage.text]


def described_passage(passage: Passage) -> Description:
    """(words of the context, words of the text with their places)."""
    return [word for _, word in describe(passage.context)], describe(passage.text)


def sentence_words(passage: Passage, description: Description) -> list[list[str]]:
    """The alphabetic words of each sentence, and the parts of compounds; of the whole text when it has no sentences."""
    words = description[1]
    if not passage.sentences:
        return [[w for _, word in words for w in word.words]]
    starts = [start for start, _ in words]
    spans = ((bisect_left(starts, start), bisect_left(starts, end)) for start, end in passage.sentences)
    return [[w for _, word in words[first:last] for w in word.words] for first, last in spans]


def lexical_row(key: int, description: Description) -> Row:
    """What the lexical index holds of a passage."""
    context, placed = description
    text = [word for _, word in placed]
    return key, {
        "words": [word.term for word in text],
        "parts": [word.forms for word in text],
        "grams": [word.grams for word in (*context, *text)],
        "context": [word.forms for word in context],
    }
