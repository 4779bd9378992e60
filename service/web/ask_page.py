"""Spørg: the conversation, with and without JavaScript, and an answer's permanent address."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from corpus.types import Filters
from service.events import Answered, Event, SourcesFound, Suggested, TextPiece, Working
from service.web import asking, links, scope, sse
from service.web.api import saved_body
from service.web.models import AskForm, Text
from service.web.render import pending_chips, render_blocks
from service.web.site import Site, SiteDep
from service.web.suggestions import suggestions
from service.web.templating import fragment, page
from service.web.turns import Turn, make_turn
from service.web.wire import Json, verdict_body

router = APIRouter(include_in_schema=False)

DRAWN_AHEAD = 3
WRITING = "Skriver svar …"


@router.get("/")
def start(request: Request, site: SiteDep, spoergsmaal: Text = "") -> Response:
    """The empty conversation; the address may set a scope and fill in a question."""
    return _page(request, site, [], scope.of_request(request, site), question=spoergsmaal)


@router.get("/samtaler/{conversation_id}")
def conversation(conversation_id: str, request: Request, site: SiteDep) -> Response:
    """A conversation with its answers as they were given."""
    head = site.journal.conversation(conversation_id)
    turns = [make_turn(saved_body(a), site.store) for a in site.journal.answers(conversation_id)]
    return _page(request, site, turns, Filters(), title=head.title, conversation_id=conversation_id)


@router.get("/svar/{answer_id}")
def permalink(answer_id: str, request: Request, site: SiteDep) -> Response:
    """One answer at its permanent address, never changed."""
    journal = site.everyone if site.user and site.user.runs else site.journal
    turn = make_turn(saved_body(journal.answer(answer_id)), site.store)
    return page(request, "answer.html", tab="ask", turn=turn)


@router.post("/spoerg")
def ask(request: Request, site: SiteDep, form: Annotated[AskForm, Form()]) -> Response:
    """The answer as events for a script, or as a finished page for a form that was sent without one."""
    filters = scope.from_address(form.model_dump(), site)
    asked = asking.Request(form.spoergsmaal, filters=filters, conversation_id=form.samtale or asking.NEW)
    if "text/event-stream" in request.headers.get("accept", ""):
        return sse.stream(_in_line(asking.events(site, asked), site, asked))
    body = asking.answer(site, asked)
    place = links.conversation_path(str(body["conversation_id"]))
    return RedirectResponse(f"{place}#svar-{body['answer_id']}", status_code=303)


def _in_line(events: Generator[Event, None, None], site: Site, asked: asking.Request) -> Iterator[bytes]:
    """Only a language model makes readers wait for each other."""
    if not site.settings.generator_url:
        with closing(events):
            yield from _encode(events, site, asked, before=0)
        return
    with site.line.stand() as before, closing(events):
        yield from _encode(events, site, asked, before=before)


def _encode(events: Iterator[Event], site: Site, asked: asking.Request, *, before: int) -> Iterator[bytes]:
    """Without a model the status goes with the first sentence: each piece costs a way through threads and sockets."""
    text, sent, verdicts, held = "", dict[int, str](), list[Json](), sse.event("status", WRITING)
    turn: Turn | None = None
    for event in events:
        if isinstance(event, SourcesFound) and site.settings.generator_url:
            yield sse.event("status", f"Der er {before} spørgsmål foran dig.") if before else held
            held = held if before else b""
        elif isinstance(event, TextPiece):
            text += event.text
            verdicts += [verdict_body(event.verdict)] if event.verdict else []
            yield held + _changed(render_blocks(text, pending_chips(text), verdicts), sent)
            held = b""
        elif isinstance(event, Working):
            yield sse.ALIVE
        elif isinstance(event, Answered):
            turn = make_turn(asking.keep(site, asked, event.answer), site.store)
            yield held + _changed(turn.blocks, sent) + sse.event("done", _done(turn, site))
            _draw_ahead(turn, site)
        elif isinstance(event, Suggested) and turn:
            turn = replace(turn, body={**turn.body, "suggestions": event.suggestions})
            yield sse.event("suggestions", fragment("_suggestions.html", site, turn=turn))


def _draw_ahead(turn: Turn, site: Site) -> None:
    """The pages that the answer's first citations lead to."""
    places = dict.fromkeys((c["document_id"], c["page"]) for c in turn.cited if c["url"] and c["page"])
    for document_id, number in list(places)[:DRAWN_AHEAD]:
        site.images.ahead(site.store.document(document_id), number)


def _changed(blocks: Sequence[str], sent: dict[int, str]) -> bytes:
    """The events of the blocks that are not as they were sent."""
    new = {index: html for index, html in enumerate(blocks) if sent.get(index) != html}
    sent.update(new)
    return b"".join(sse.event("block", {"index": index, "html": html}) for index, html in new.items())


def _done(turn: Turn, site: Site) -> dict[str, object]:
    return {
        "answer_id": turn.answer_id,
        "conversation_id": turn.conversation_id,
        "blocks": len(turn.blocks),
        "head": fragment("_answer_head.html", site, turn=turn),
        "tail": fragment("_answer_tail.html", site, turn=turn),
        "message": _message(turn),
    }


def _message(turn: Turn) -> str:
    if turn.body["status"] == "answered":
        number = len(turn.cited)
        return f"Svaret er klar. {number} {'kilde' if number == 1 else 'kilder'}."
    if turn.body["status"] == "clarify":
        return "Spørgsmålet skal præciseres. Vælg, hvad du mener."
    return "Der er ikke fundet et svar i kilderne."


def _page(
    request: Request,
    site: Site,
    turns: list[Turn],
    filters: Filters,
    *,
    title: str = "",
    question: str = "",
    conversation_id: str = "",
) -> Response:
    shown = scope.facets(site, filters)
    return page(
        request,
        "ask.html",
        tab="ask",
        turns=turns,
        title=title,
        question=question,
        conversation_id=conversation_id,
        suggestions=[] if turns else suggestions(site),
        facets=shown,
        scope_summary=scope.summary(shown),
        documents=len(site.store.documents()),
        max_chars=site.settings.max_question_chars,
    )
