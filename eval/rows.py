"""What is kept of one question of a run: a line of rows.jsonl."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from eval.case import Case, verdict
from eval.measures import scores


@dataclass(frozen=True, slots=True)
class RowCitation:
    """A citation as it was shown, and whether it is sound."""

    marker: int
    passage_id: str
    document_id: str
    document_title: str
    section: tuple[str, ...]
    page: int
    page_label: str
    quote: str
    sound: bool


@dataclass(frozen=True, slots=True)
class RowSource:
    """A ranked passage; its text is in the store, `start` shows how it begins."""

    passage_id: str
    score: float
    document_title: str
    page: int
    start: str


@dataclass(frozen=True, slots=True)
class Row:
    """scores: measure → value where it applies. latency_ms: wall time of the whole question, however it ended.

    prompt_tokens, completion_tokens: what the language model's server counted.
    error: why there is no answer. missing: evidence that stands nowhere in the corpus.
    """

    question_id: str
    status: str
    mode: str
    answer: str
    search_query: str
    understood: str
    confidence: float
    citations: tuple[RowCitation, ...]
    sources: tuple[RowSource, ...]
    trace: tuple[tuple[str, str], ...]
    latency_ms: float
    verdict: str
    scores: Mapping[str, float] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    error: str = ""
    prompt_tokens: int = 0
    completion_tokens: int = 0


def row_of(case: Case, *, latency_ms: float, error: str = "") -> Row:
    """The row of a judged case."""
    answer = case.answer
    return Row(
        question_id=case.question.question_id,
        status=answer.status if answer else "failed",
        mode=answer.mode if answer else "",
        answer=answer.text if answer else "",
        search_query=answer.search_query if answer else "",
        understood=answer.understood if answer else "",
        confidence=answer.confidence if answer else 0.0,
        citations=_citations(case),
        sources=_sources(case),
        trace=answer.trace if answer else (),
        latency_ms=latency_ms,
        verdict=verdict(case),
        scores=scores(case),
        missing=case.gold.missing,
        error=error,
        prompt_tokens=answer.usage.prompt_tokens if answer else 0,
        completion_tokens=answer.usage.completion_tokens if answer else 0,
    )


def to_line(row: Row) -> str:
    """The row as one line of JSON, without the line end."""
    return json.dumps(asdict(row), ensure_ascii=False)


def from_line(line: str) -> Row:
    """The row of a line. Raises ValueError, KeyError or TypeError when the line is not whole."""
    data: dict[str, Any] = json.loads(line)
    data["citations"] = tuple(RowCitation(**{**c, "section": tuple(c["section"])}) for c in data["citations"])
    data["sources"] = tuple(RowSource(**source) for source in data["sources"])
    data["trace"] = tuple((str(step), str(what)) for step, what in data["trace"])
    data["missing"] = tuple(data["missing"])
    return Row(**data)


def _citations(case: Case) -> tuple[RowCitation, ...]:
    if case.answer is None:
        return ()
    pairs = zip(case.answer.citations, case.citations, strict=True)
    return tuple(
        RowCitation(
            marker=c.marker,
            passage_id=c.passage_id,
            document_id=c.document_id,
            document_title=c.document_title,
            section=c.section,
            page=c.page,
            page_label=c.page_label,
            quote=c.quote,
            sound=check.sound,
        )
        for c, check in pairs
    )


def _sources(case: Case) -> tuple[RowSource, ...]:
    if case.answer is None:
        return ()
    return tuple(
        RowSource(s.passage.passage_id, s.score, s.document.title, s.passage.page_first, s.passage.text[:160])
        for s in case.answer.sources
    )
