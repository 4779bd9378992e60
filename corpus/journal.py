"""Conversations, their immutable answers and the feedback on them."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Engine, delete, func, insert, select, true, update
from sqlalchemy.exc import SQLAlchemyError

from corpus import schema
from corpus.answers import Message
from corpus.database import forget
from corpus.errors import NotFound, StoreError


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation's head. created, updated: ISO 8601 in UTC."""

    conversation_id: str
    title: str
    created: str
    updated: str


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """An answer as it was given. `body` is its JSON on the wire, never changed afterwards."""

    answer_id: str
    conversation_id: str
    question: str
    status: str
    created: str
    generation: str
    body: dict[str, object]


@dataclass(frozen=True, slots=True)
class Feedback:
    """One vote. reasons: the Danish labels that the user ticked."""

    answer_id: str
    useful: bool
    reasons: tuple[str, ...]
    note: str
    created: str


class Journal:
    """What has been asked and answered. owner: who may see it; "" while there is no login; None sees everybody's."""

    def __init__(self, engine: Engine, *, owner: str | None = "") -> None:
        self._engine = engine
        self._owner = owner

    @property
    def engine(self) -> Engine:
        """The database that it is kept in."""
        return self._engine

    def of(self, owner: str | None) -> Journal:
        """The same journal as another sees it."""
        return Journal(self._engine, owner=owner)

    def _visible(self) -> ColumnElement[bool]:
        return true() if self._owner is None else schema.conversations.c.owner == self._owner

    def save_answer(self, body: dict[str, object], *, conversation_id: str = "", generation: str = "") -> SavedAnswer:
        """The stored answer; starts a conversation, named by the question, when `conversation_id` is "".

        body: the answer's JSON with at least "question" and "status". Raises NotFound for an unknown conversation.
        """
        now, answer_id = _now(), secrets.token_urlsafe(12)
        question = str(body["question"])
        talks, saved = schema.conversations, schema.answers
        if conversation_id:
            self.conversation(conversation_id)
        try:
            with self._engine.begin() as connection:
                if not conversation_id:
                    conversation_id = secrets.token_urlsafe(12)
                    head = {"conversation_id": conversation_id, "owner": self._owner or "", "title": question[:80]}
                    connection.execute(insert(talks), [{**head, "created": now, "updated": now}])
                mine = saved.c.conversation_id == conversation_id
                before = select(func.count()).select_from(saved).where(mine).scalar_subquery()
                answer = SavedAnswer(answer_id, conversation_id, question, str(body["status"]), now, generation, body)
                row = {name: getattr(answer, name) for name in answer.__slots__}
                row.update(ordinal=before, body=json.dumps(body, ensure_ascii=False))
                connection.execute(insert(saved).values(row))  # counts as it writes: two answers may come at once
                touched = update(talks).where(talks.c.conversation_id == conversation_id)
                connection.execute(touched.values(updated=now))
        except SQLAlchemyError as error:
            raise StoreError("Svaret kunne ikke gemmes. Prøv igen.", detail=str(error)) from error
        return answer

    def answer(self, answer_id: str) -> SavedAnswer:
        """Raises NotFound."""
        saved, talks = schema.answers, schema.conversations
        query = select(saved).join(talks).where(saved.c.answer_id == answer_id, self._visible())
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise NotFound("Svaret findes ikke, er slettet eller tilhører en anden bruger.")
        return _saved(row._mapping)

    def answers(self, conversation_id: str) -> list[SavedAnswer]:
        """In the order they were given. Raises NotFound."""
        self.conversation(conversation_id)
        saved = schema.answers
        query = (
            select(saved).where(saved.c.conversation_id == conversation_id).order_by(saved.c.ordinal, saved.c.created)
        )
        with self._engine.connect() as connection:
            return [_saved(row._mapping) for row in connection.execute(query)]

    def newest(self, *, status: str = "", most: int = 200) -> list[SavedAnswer]:
        """At most `most` answers over all conversations, newest first; only those with the status when one is given."""
        saved, talks = schema.answers, schema.conversations
        query = select(saved).join(talks).where(self._visible())
        if status:
            query = query.where(saved.c.status == status)
        with self._engine.connect() as connection:
            found = connection.execute(query.order_by(saved.c.created.desc()).limit(most))
            return [_saved(row._mapping) for row in found]

    def statuses(self, *, most: int = 1000) -> dict[str, int]:
        """Status → how many of the newest `most` answers over all conversations have it."""
        saved, talks = schema.answers, schema.conversations
        newest = select(saved.c.status).join(talks).where(self._visible()).order_by(saved.c.created.desc())
        held = newest.limit(most).subquery()
        with self._engine.connect() as connection:
            found = connection.execute(select(held.c.status, func.count().label("answers")).group_by(held.c.status))
            return {row.status: row.answers for row in found}

    def history(self, conversation_id: str, *, turns: int) -> list[Message]:
        """The newest `turns` messages, oldest first. Raises NotFound."""
        messages: list[Message] = []
        for answer in self.answers(conversation_id):
            messages.append(Message("user", answer.question))
            messages.append(Message("assistant", str(answer.body.get("answer", ""))))
        return messages[-turns:] if turns else []

    def conversation(self, conversation_id: str) -> Conversation:
        """Raises NotFound."""
        talks = schema.conversations
        query = select(talks).where(talks.c.conversation_id == conversation_id, self._visible())
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise NotFound("Samtalen findes ikke, er slettet eller tilhører en anden bruger.")
        return Conversation(row.conversation_id, row.title, row.created, row.updated)

    def conversations(self, *, containing: str = "") -> list[Conversation]:
        """Newest first; only those whose title or questions contain the text."""
        talks, saved = schema.conversations, schema.answers
        query = select(talks).where(self._visible())
        if containing:
            asked = select(saved.c.conversation_id).where(saved.c.question.icontains(containing, autoescape=True))
            named = talks.c.title.icontains(containing, autoescape=True)
            query = query.where(named | talks.c.conversation_id.in_(asked))
        with self._engine.connect() as connection:
            found = connection.execute(query.order_by(talks.c.updated.desc(), talks.c.conversation_id))
            return [Conversation(r.conversation_id, r.title, r.created, r.updated) for r in found]

    def rename(self, conversation_id: str, title: str) -> None:
        """Raises NotFound."""
        self.conversation(conversation_id)
        talks = schema.conversations
        with self._engine.begin() as connection:
            chosen = update(talks).where(talks.c.conversation_id == conversation_id)
            connection.execute(chosen.values(title=title[:200]))

    def delete(self, conversation_id: str) -> None:
        """Removes the conversation with its answers and feedback. Raises NotFound."""
        self.conversation(conversation_id)
        talks = schema.conversations
        with self._engine.begin() as connection:
            connection.execute(delete(talks).where(talks.c.conversation_id == conversation_id))
        forget(self._engine)

    def purge(self, *, before: str = "") -> int:
        """Removes the conversations that nobody has added to since `before` (ISO 8601 in UTC), all of them without it;
        how many there were."""
        old = schema.conversations.c.updated < before if before else true()
        with self._engine.begin() as connection:
            removed = connection.execute(delete(schema.conversations).where(old, self._visible())).rowcount
        forget(self._engine)
        return removed

    def save_feedback(self, answer_id: str, *, useful: bool, reasons: tuple[str, ...] = (), note: str = "") -> None:
        """Stores a vote, replacing an earlier one on the same answer. Raises NotFound."""
        self.answer(answer_id)
        votes = schema.feedback
        row = {
            "feedback_id": secrets.token_urlsafe(12),
            "answer_id": answer_id,
            "useful": useful,
            "note": note[:2000],
        }
        row.update(reasons=json.dumps(reasons, ensure_ascii=False), created=_now())
        with self._engine.begin() as connection:
            connection.execute(delete(votes).where(votes.c.answer_id == answer_id))
            connection.execute(insert(votes), [row])

    def feedback(self) -> list[Feedback]:
        """Every vote, newest first."""
        votes = schema.feedback
        query = select(votes).select_from(votes).join(schema.answers).join(schema.conversations).where(self._visible())
        with self._engine.connect() as connection:
            found = connection.execute(query.order_by(votes.c.created.desc()))
            return [Feedback(r.answer_id, r.useful, tuple(json.loads(r.reasons)), r.note, r.created) for r in found]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _saved(row: object) -> SavedAnswer:
    values = {name: row[name] for name in SavedAnswer.__slots__}  # type: ignore[index]
    return SavedAnswer(**{**values, "body": json.loads(values["body"])})
