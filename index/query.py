"""A question as the legs want it: terms a field with their weights, its words, and the text without typing mistakes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from index.danish import analyse, forms, surface, word_grams
from index.lexical import Field
from index.salience import LEAST, salience

Correct = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Query:
    """terms: field → term → weight. words: those that say something, each once.

    text: the question with corrections put in; corrections: (as written, as read) pairs.
    """

    text: str
    terms: dict[Field, dict[str, float]]
    words: tuple[str, ...]
    corrections: tuple[tuple[str, str], ...] = ()


def read_query(question: str, correct: Correct) -> Query:
    """The question read. A corrected word is searched for both as written (4-grams) and as read."""
    text, corrections = _corrected(question, correct)
    terms: dict[Field, dict[str, float]] = {"words": {}, "parts": {}, "grams": {}, "context": {}}
    words: dict[str, None] = {}
    for token in analyse(text):
        written = surface(text, token)
        weight = salience(written)
        _add(terms["words"], [token.term], weight)
        _add(terms["parts"], forms(token), weight)
        _add(terms["context"], forms(token), weight)
        _add(terms["grams"], word_grams(written), weight)
        if written.isalpha() and weight > LEAST:
            words[written] = None
    for written, _ in corrections:
        _add(terms["grams"], word_grams(written), salience(written))
    return Query(text, terms, tuple(words), corrections)


def _corrected(question: str, correct: Correct) -> tuple[str, tuple[tuple[str, str], ...]]:
    pieces: list[str] = []
    corrections: list[tuple[str, str]] = []
    end = 0
    for token in analyse(question):
        written = surface(question, token)
        meant = correct(written)
        if meant is not None:
            pieces += [question[end : token.start], meant]
            corrections.append((written, meant))
            end = token.end
    return "".join([*pieces, question[end:]]), tuple(corrections)


def _add(terms: dict[str, float], new: list[str] | tuple[str, ...], weight: float) -> None:
    for term in new:
        terms[term] = terms.get(term, 0.0) + weight
