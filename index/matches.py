"""Which words of a question a passage was found by, and in which field they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from corpus.types import Passage
from index.danish import Described, Token, analyse, forms, is_function_word
from index.source import described_passage

MatchField = Literal["words", "parts", "context"]


@dataclass(frozen=True, slots=True)
class Match:
    """`asked` of the question met `found` of the passage, each as it is written there.

    field: "words" the same word in the text, "parts" a part of a compound in common with one, "context" a word of the
    headings above it, or a part of one.
    """

    field: MatchField
    asked: str
    found: str


def matches(passage: Passage, question: str) -> tuple[Match, ...]:
    """Each word of the question once a field, function words left out; by field, then in the question's order."""
    context, placed = described_passage(passage)
    text = [word for _, word in placed]
    whole, pieces, above = {word.term: word.written for word in reversed(text)}, _by_form(text), _by_form(context)
    words = {question[t.start : t.end].lower(): t for t in analyse(question) if not is_function_word(t.term)}
    apart = {asked: token for asked, token in words.items() if token.term not in whole}
    return (
        *_met("words", {asked: [token.term] for asked, token in words.items()}, whole),
        *_met("parts", _telling(apart), pieces),
        *_met("context", _telling(words), above),
    )


def _telling(words: Mapping[str, Token]) -> dict[str, list[str]]:
    return {asked: [form for form in forms(token) if not is_function_word(form)] for asked, token in words.items()}


def _by_form(words: list[Described]) -> dict[str, str]:
    """Term → the first word that has it, whole or as a part."""
    return {form: word.written for word in reversed(words) for form in word.forms.split()}


def _met(field: MatchField, asked: Mapping[str, list[str]], held: Mapping[str, str]) -> Iterator[Match]:
    for word, terms in asked.items():
        found = next((held[term] for term in terms if term in held), None)
        if found is not None:
            yield Match(field, word, found)
