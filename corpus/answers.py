"""The values of a search and of an answer: hits, sources, citations, turns and answers. All frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from corpus.types import Box, Document, Passage, Section

AnswerStatus = Literal["answered", "not_found", "clarify", "failed"]
AnswerMode = Literal["extractive", "generated"]
Verdict = Literal["supported", "partial", "unsupported"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A ranked passage id. A higher score is better; ties are ordered by id; ids without evidence never appear."""

    passage_id: str
    score: float
    reasons: tuple[tuple[str, float], ...] = ()
    """(leg, score) pairs that explain it, such as ("words", 7.1), ("vector", 0.62)."""
    shares: tuple[tuple[str, float], ...] = ()
    """(leg, what it adds to the fused score) pairs, those above 0."""
    query: str = ""
    """What was searched for, typing mistakes put right."""


@dataclass(frozen=True, slots=True)
class Source:
    """A hit joined with its passage, section and document. rank counts from 1; reasons, shares, query as in Hit.

    also: further places of the same text, best first, where a search gathers them (`service.twins`).
    """

    rank: int
    score: float
    passage: Passage
    section: Section
    document: Document
    reasons: tuple[tuple[str, float], ...] = ()
    also: tuple[Source, ...] = ()
    shares: tuple[tuple[str, float], ...] = ()
    query: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """What `[marker]` points at. `quote` is a copy of stored text: clean text [char_start, char_end).

    page: physical page from 1, 0 when the source has no pages; page_label as printed.
    """

    marker: int
    passage_id: str
    document_id: str
    document_title: str
    section: tuple[str, ...]
    page: int
    page_label: str
    quote: str
    char_start: int
    char_end: int
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class SentenceVerdict:
    """How far the sources that a sentence cites carry it; the sentence is the answer's text [start, end).

    support: probability 0–1 that they do, 1 for words that stand there. reasons: in Danish, what they lack.
    """

    start: int
    end: int
    verdict: Verdict
    support: float
    markers: tuple[int, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Usage:
    """What an answer cost at a language model: calls, and the tokens of prompts and completions as its server counts.

    untold: calls that ended without the server's count; their tokens are in neither figure. All zero without a model.
    """

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    untold: int = 0

    @property
    def tokens(self) -> int:
        return self.prompt_tokens + self.completion_tokens


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the user gets. `text` is Danish Markdown with `[n]` markers, each found in `citations`."""

    question: str
    search_query: str
    text: str
    status: AnswerStatus
    mode: AnswerMode
    model_id: str
    citations: tuple[Citation, ...] = ()
    sources: tuple[Source, ...] = ()
    suggestions: tuple[str, ...] = ()
    understood: str = ""
    """"" or the standalone question that a follow-up was read as."""
    confidence: float = 0.0
    """Calibrated probability 0–1 that the material answers the question."""
    timings_ms: tuple[tuple[str, float], ...] = field(default=())
    verdicts: tuple[SentenceVerdict, ...] = ()
    """One for each sentence, in order; of an extractive answer those that are quotes."""
    notice: str = ""
    """"" or what the user should know about how the answer came about, in Danish."""
    trace: tuple[tuple[str, str], ...] = field(default=())
    """(step, what was decided) pairs for "Hvorfor dette svar?"."""
    usage: Usage = Usage()
