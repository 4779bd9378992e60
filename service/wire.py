"""Answers and hits as they go over the wire: the JSON of the API and of the commands. Field names stay stable."""

from __future__ import annotations

from urllib.parse import quote

from corpus.types import Answer, Box, Citation, Source

Json = dict[str, object]


def answer_json(answer: Answer) -> Json:
    """The reply of `POST /api/ask`, without the ids that the journal adds."""
    return {
        "question": answer.question,
        "answer": answer.text,
        "status": answer.status,
        "mode": answer.mode,
        "model": answer.model_id,
        "ai_generated": answer.mode == "generated",
        "search_query": answer.search_query,
        "understood": answer.understood,
        "confidence": round(answer.confidence, 4),
        "citations": [citation_json(citation) for citation in answer.citations],
        "sources": [source_json(source) for source in answer.sources],
        "suggestions": list(answer.suggestions),
        "timings_ms": {name: round(ms, 2) for name, ms in answer.timings_ms},
        "trace": [{"step": step, "decision": decision} for step, decision in answer.trace],
    }


def citation_json(citation: Citation) -> Json:
    """One entry of "citations". page is null when the source has no pages."""
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
        "boxes": [_box_json(box) for box in citation.boxes],
        "url": place_url(citation.document_id, citation.page, f"{citation.char_start}-{citation.char_end}"),
    }


def source_json(source: Source) -> Json:
    """One entry of "sources", and of "hits" together with its highlights."""
    passage, document = source.passage, source.document
    return {
        "rank": source.rank,
        "score": round(source.score, 4),
        "passage_id": passage.passage_id,
        "text": passage.text,
        "kind": passage.kind,
        "document_id": document.document_id,
        "document_title": document.title,
        "section": list(source.section.path),
        "project": passage.project,
        "page": passage.page_first or None,
        "page_last": passage.page_last or None,
        "url": place_url(document.document_id, passage.page_first, passage.passage_id),
        "reasons": {leg: round(score, 4) for leg, score in source.reasons},
    }


def place_url(document_id: str, page: int, excerpt: str) -> str:
    """The address of a place in a document: its page when it has one, else the document itself.

    excerpt: a passage id, or "start-end" in the document's clean text.
    """
    base = f"/dokumenter/{quote(document_id, safe='')}"
    return f"{base}/side/{page}?uddrag={quote(excerpt)}" if page else f"{base}?uddrag={quote(excerpt)}#uddrag"


def _box_json(box: Box) -> Json:
    sides = {"left": box.left, "top": box.top, "right": box.right, "bottom": box.bottom}
    return {"page": box.page, **{name: round(value, 5) for name, value in sides.items()}}
