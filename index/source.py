"""What an index is built from: passages, and what each of them is embedded and found by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from corpus.types import Passage
from index.danish import Token, analyse, forms, grams
from index.lexical import Row


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


def lexical_row(key: int, passage: Passage, tokens: list[Token]) -> Row:
    """What the lexical index holds of a passage. tokens: those of its text."""
    context = analyse(passage.context)
    return key, {
        "words": [token.term for token in tokens],
        "parts": [form for token in tokens for form in forms(token)],
        "grams": grams(passage.context, context) + grams(passage.text, tokens),
        "context": [form for token in context for form in forms(token)],
    }
