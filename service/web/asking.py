"""One question through the assistant and into the journal: what the API and the chat page share."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from corpus.answers import Answer, Message
from corpus.types import Filters
from service.events import Answered, Drafted, Event, answer_of
from service.web.site import Site
from service.web.wire import Json, answer_body

NEW = "new"
BROKEN_OFF = "Du forlod eller stoppede svaret, før det var færdigt. Her er det ordret fra kilderne."


@dataclass(frozen=True, slots=True)
class Request:
    """A question with what came before it. conversation_id: "" keeps nothing, "new" starts a conversation."""

    question: str
    filters: Filters = Filters()
    history: Sequence[Message] = ()
    conversation_id: str = ""


def events(site: Site, request: Request) -> Generator[Event, None, None]:
    """The assistant's events; the conversation's own history is used when none is given.

    Closed before the answer is there, it keeps the word-for-word one: who comes back to the conversation finds it.
    Raises NotFound for an unknown conversation, and what the assistant raises, before the first event.
    """
    history = request.history
    if not history and request.conversation_id not in ("", NEW):
        history = site.journal.history(request.conversation_id, turns=site.settings.max_history_turns)
    return _kept(site, request, site.assistant.stream(request.question, history=history, filters=request.filters))


def _kept(site: Site, request: Request, stream: Generator[Event, None, None]) -> Generator[Event, None, None]:
    draft: Answer | None = None
    try:
        with closing(stream):
            for event in stream:
                draft = event.answer if isinstance(event, Drafted) else None if isinstance(event, Answered) else draft
                yield event
    except GeneratorExit:
        if draft is not None:
            keep(site, request, replace(draft, notice=BROKEN_OFF))
        raise


def answer(site: Site, request: Request) -> Json:
    """The finished answer's body, kept when the request says so."""
    return keep(site, request, answer_of(events(site, request)))


def keep(site: Site, request: Request, answer: Answer) -> Json:
    """The answer's body, with answer_id and conversation_id when it was stored."""
    body = answer_body(answer)
    if not request.conversation_id:
        return body
    conversation = "" if request.conversation_id == NEW else request.conversation_id
    saved = site.journal.save_answer(body, conversation_id=conversation, generation=site.generation())
    return {**body, "answer_id": saved.answer_id, "conversation_id": saved.conversation_id, "created": saved.created}
