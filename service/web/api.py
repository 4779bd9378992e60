"""The API for programs: questions, search, documents, answers, conversations. JSON in, JSON or event stream out."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse

from corpus.answers import Message
from corpus.journal import SavedAnswer
from corpus.types import Filters
from index.danish import highlight
from service.events import Answered, Event, SourcesFound, Suggested, TextPiece, Working
from service.twins import LOOKED_AT, gathered
from service.web import asking, scope, sse, wire
from service.web.models import AskIn, FeedbackIn, FiltersIn, SearchIn, TitleIn
from service.web.places import resolve_excerpt
from service.web.site import Site, SiteDep

router = APIRouter(prefix="/api", tags=["api"])


@router.post("/ask", response_model=None)
def ask(body: AskIn, site: SiteDep) -> Response:
    """The answer with its citations, or with "stream": true the same as events: sources, text …, answer.

    With a language model a last event, suggestions, may put others in place of the answer's own.
    """
    request = asking.Request(
        question=body.question,
        filters=_filters(body.filters, site),
        history=tuple(Message(turn.role, turn.content) for turn in body.history),
        conversation_id=body.conversation_id,
    )
    if not body.stream:
        return JSONResponse(asking.answer(site, request))
    return sse.stream(_encode(asking.events(site, request), site, request))


def _encode(events: Generator[Event, None, None], site: Site, request: asking.Request) -> Iterator[bytes]:
    with closing(events):
        for event in events:
            if isinstance(event, SourcesFound):
                yield sse.event("sources", {"sources": [wire.source_body(s) for s in event.sources]})
            elif isinstance(event, TextPiece):
                verdict = wire.verdict_body(event.verdict) if event.verdict else None
                yield sse.event("text", {"text": event.text, "verdict": verdict})
            elif isinstance(event, Working):
                yield sse.ALIVE
            elif isinstance(event, Answered):
                yield sse.event("answer", asking.keep(site, request, event.answer))
            elif isinstance(event, Suggested):
                yield sse.event("suggestions", {"suggestions": event.suggestions})


def _filters(body: FiltersIn | SearchIn, site: Site) -> Filters:
    filters = Filters(
        projects=scope.as_tuple(body.project),
        networks=scope.as_tuple(body.theme),
        municipalities=scope.as_tuple(body.municipality),
        documents=scope.as_tuple(body.document_id),
        kinds=scope.as_tuple(body.kind),
        years=scope.as_tuple(body.year),
    )
    return scope.checked(filters, site)


@router.get("/search")
def search(query: Annotated[SearchIn, Query()], site: SiteDep) -> dict[str, list[wire.Json]]:
    """At most k passages, best first, with the spans to highlight; the same text elsewhere stands under "also".

    With explain each tells "why" it was found: by which words in which fields, and what each part of the search adds.
    """
    found = site.assistant.search(query.q, k=LOOKED_AT * query.k, filters=_filters(query, site))
    sources = gathered(found, query.k)
    return {"hits": [wire.hit_body(s, highlight(s.passage.text, query.q), explain=query.explain) for s in sources]}


@router.get("/documents")
def documents(site: SiteDep) -> dict[str, list[wire.Json]]:
    """Every document, by title."""
    return {"documents": [wire.document_body(d) for d in site.store.documents()]}


@router.get("/documents/{document_id}")
def document(document_id: str, site: SiteDep) -> wire.Json:
    """One document with its pages, sections and the remarks made when it was read."""
    found = site.store.document(document_id)
    return {
        **wire.document_body(found),
        "pages": [wire.page_body(p) for p in site.store.pages(document_id)],
        "sections": [wire.section_body(s) for s in site.store.sections(document_id)],
        "flags": [asdict(flag) for flag in site.store.flags(document_id)],
    }


@router.get("/documents/{document_id}/boxes")
def boxes(document_id: str, excerpt: str, site: SiteDep) -> wire.Json:
    """Where an excerpt ("start-end" in the clean text, or a passage id) stands: its text, and a box a line."""
    span = resolve_excerpt(site.store, document_id, excerpt)
    found = site.store.boxes(document_id, *span)
    return {"text": site.store.text(document_id, *span), "boxes": [asdict(box) for box in found]}


@router.get("/answers/{answer_id}")
def saved_answer(answer_id: str, site: SiteDep) -> wire.Json:
    """An answer as it was given, word for word."""
    return saved_body(site.journal.answer(answer_id))


@router.post("/answers/{answer_id}/feedback", status_code=201)
def feedback(answer_id: str, body: FeedbackIn, site: SiteDep) -> dict[str, str]:
    """Stores a vote on an answer, in place of an earlier one."""
    site.journal.save_feedback(answer_id, useful=body.useful, reasons=tuple(body.reasons), note=body.note)
    return {"message": "Tak for din vurdering."}


@router.get("/conversations")
def conversations(site: SiteDep, q: str = "") -> dict[str, list[wire.Json]]:
    """Newest first; with q only those whose title or questions contain it."""
    return {"conversations": [asdict(c) for c in site.journal.conversations(containing=q)]}


@router.get("/conversations/{conversation_id}")
def conversation(conversation_id: str, site: SiteDep) -> wire.Json:
    """One conversation with its answers in order."""
    head = site.journal.conversation(conversation_id)
    return {**asdict(head), "answers": [saved_body(a) for a in site.journal.answers(conversation_id)]}


@router.patch("/conversations/{conversation_id}")
def rename(conversation_id: str, body: TitleIn, site: SiteDep) -> wire.Json:
    """Gives the conversation another title."""
    site.journal.rename(conversation_id, body.title)
    return asdict(site.journal.conversation(conversation_id))


@router.delete("/conversations/{conversation_id}", status_code=204)
def delete(conversation_id: str, site: SiteDep) -> None:
    """Removes the conversation with its answers and votes."""
    site.journal.delete(conversation_id)


def saved_body(answer: SavedAnswer) -> wire.Json:
    """A stored answer as it was given, with its ids."""
    return {
        **answer.body,
        "answer_id": answer.answer_id,
        "conversation_id": answer.conversation_id,
        "created": answer.created,
    }
