"""One question through the assistant and into the journal: what the API and the chat page share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.answers import Message
from corpus.types import Filters
from service.events import Answered, Event
from service.web.site import Site
from service.web.wire import Json, answer_body

NEW = "new"


@dataclass(frozen=True, slots=True)
class Request:
    """A question with what came before it. conversation_id: "" keeps nothing, "new" starts a conversation."""

    question: str
    filters: Filters = Filters()
    history: Sequence[Message] = ()
    conversation_id: str = ""


def events(site: Site, request: Request) -> Iterator[Event]:
    """The assistant's events; the conversation's own history is used when none is given.

    Raises NotFound for an unknown conversation, and what the assistant raises, before the first event.
    """
    history = request.history
    if not history and request.conversation_id not in ("", NEW):
        history = site.journal.history(request.conversation_id, turns=site.settings.max_history_turns)
    return site.assistant.stream(request.question, history=history, filters=request.filters)


def answer(site: Site, request: Request) -> Json:
    """The finished answer's body, kept when the request says so."""
    for event in events(site, request):
        if isinstance(event, Answered):
            return keep(site, request, event)
    raise RuntimeError("the assistant's stream ended without an answer")


def keep(site: Site, request: Request, event: Answered) -> Json:
    """The answer's body, with answer_id and conversation_id when it was stored."""
    body = answer_body(event.answer)
    if not request.conversation_id:
        return body
    conversation = "" if request.conversation_id == NEW else request.conversation_id
    saved = site.journal.save_answer(body, conversation_id=conversation, generation=site.generation())
    return {**body, "answer_id": saved.answer_id, "conversation_id": saved.conversation_id, "created": saved.created}
