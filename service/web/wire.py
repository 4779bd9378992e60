"""Answers and sources as JSON: the form of the API, of the journal, and of `klimasvar ask --json`."""

from __future__ import annotations

from dataclasses import asdict

from corpus.answers import Answer, Citation, SentenceVerdict, Source
from corpus.types import Document, Page, Section, Span
from index.matches import matches
from service.verdicts import LABELS
from service.web.links import citation_path, document_path, passage_path

Json = dict[str, object]


def answer_body(answer: Answer) -> Json:
    """The whole answer; field names and meanings are stable."""
    return {
        "answer": answer.text,
        "status": answer.status,
        "mode": answer.mode,
        "model": answer.model_id,
        "question": answer.question,
        "search_query": answer.search_query,
        "understood": answer.understood,
        "notice": answer.notice,
        "confidence": round(answer.confidence, 4),
        "ai_generated": answer.mode == "generated",
        "citations": [citation_body(c) for c in answer.citations],
        "verdicts": [verdict_body(v) for v in answer.verdicts],
        "sources": [source_body(s) for s in answer.sources],
        "suggestions": list(answer.suggestions),
        "timings_ms": {name: round(ms, 2) for name, ms in answer.timings_ms},
        "trace": [{"step": step, "decision": decision} for step, decision in answer.trace],
    }


def verdict_body(verdict: SentenceVerdict) -> Json:
    """How far the cited sources carry one sentence, which is the answer's text from start to end."""
    return {
        "start": verdict.start,
        "end": verdict.end,
        "verdict": verdict.verdict,
        "label": LABELS[verdict.verdict],
        "support": verdict.support,
        "markers": list(verdict.markers),
        "reasons": list(verdict.reasons),
    }


def citation_body(citation: Citation) -> Json:
    """One citation; url leads to the page with the quote boxed. page: null where the source has no pages."""
    return {
        "marker": citation.marker,
        "document_id": citation.document_id,
        "document_title": citation.document_title,
        "section": list(citation.section),
        "page": citation.page or None,
        "page_label": citation.page_label,
        "passage_id": citation.passage_id,
        "quote": citation.quote,
        "char_start": citation.char_start,
        "char_end": citation.char_end,
        "boxes": [asdict(box) for box in citation.boxes],
        "url": citation_path(citation),
    }


def source_body(source: Source) -> Json:
    """One ranked source with its text."""
    return {
        "rank": source.rank,
        "score": round(source.score, 6),
        "passage_id": source.passage.passage_id,
        "text": source.passage.text,
        "document_id": source.document.document_id,
        "document_title": source.document.title,
        "section": list(source.section.path),
        "project": source.passage.project,
        "kind": source.passage.kind,
        "page": source.passage.page_first or None,
        "page_last": source.passage.page_last or None,
        "url": passage_path(source.passage),
        "reasons": {name: round(score, 4) for name, score in source.reasons},
        "also": [
            {
                "passage_id": twin.passage.passage_id,
                "document_id": twin.document.document_id,
                "document_title": twin.document.title,
                "url": passage_path(twin.passage),
            }
            for twin in source.also
        ],
    }


def hit_body(source: Source, highlights: list[Span], *, explain: bool = False) -> Json:
    """One search hit: a source and the spans of its text that the query's words stand in. explain: with `why_body`."""
    why = {"why": why_body(source)} if explain else {}
    return {**source_body(source), "highlights": [list(span) for span in highlights], **why}


def why_body(source: Source) -> Json:
    """Why it was found. query: as it was read; matched: its words, and the passage's that they met, by field; shares:
    what each part of the search adds to the score."""
    return {
        "query": source.query,
        "matched": [asdict(match) for match in matches(source.passage, source.query)],
        "shares": {name: round(share, 4) for name, share in source.shares},
    }


def document_body(document: Document) -> Json:
    """What is known of a document."""
    return {**asdict(document), "url_original": document.url, "url": document_path(document.document_id)}


def section_body(section: Section) -> Json:
    """A heading of the outline."""
    return {**asdict(section), "path": list(section.path)}


def page_body(page: Page) -> Json:
    """A page's number, label and size in points."""
    return asdict(page)
