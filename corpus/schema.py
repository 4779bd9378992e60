"""The tables. Changing one means a new migration in `corpus/migrations/versions/`."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()


def _of_document() -> Column[str]:
    return Column("document_id", String, ForeignKey("documents.document_id", ondelete="CASCADE"), nullable=False)


documents = Table(
    "documents",
    metadata,
    Column("document_id", String, primary_key=True),
    Column("title", Text, nullable=False),
    Column("filename", Text, nullable=False),
    Column("media_type", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("page_count", Integer, nullable=False),
    Column("publisher", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("licence", Text, nullable=False),
    Column("published", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("project", String, nullable=False),
    Column("network", String, nullable=False),
    Column("digest_of", Text, nullable=False),
    Column("added", String, nullable=False),
)

texts = Table(
    "texts",
    metadata,
    _of_document(),
    Column("char_start", Integer, nullable=False, server_default="0"),
    Column("text", Text, nullable=False),
)
"""A document's clean text in pieces; what an older version wrote is one piece."""

pages = Table(
    "pages",
    metadata,
    _of_document(),
    Column("number", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("width", Float, nullable=False),
    Column("height", Float, nullable=False),
    Column("ocr_confidence", Float),
)

sections = Table(
    "sections",
    metadata,
    Column("section_id", String, primary_key=True),
    _of_document(),
    Column("ordinal", Integer, nullable=False),
    Column("heading", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("level", Integer, nullable=False),
    Column("char_start", Integer, nullable=False),
    Column("char_end", Integer, nullable=False),
    Column("page_first", Integer, nullable=False),
    Column("page_last", Integer, nullable=False),
    Column("project", String, nullable=False),
    Column("inferred", Boolean, nullable=False),
)

passages = Table(
    "passages",
    metadata,
    Column("passage_id", String, primary_key=True),
    _of_document(),
    Column("section_id", String, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("char_start", Integer, nullable=False),
    Column("char_end", Integer, nullable=False),
    Column("page_first", Integer, nullable=False),
    Column("page_last", Integer, nullable=False),
    Column("context", Text, nullable=False),
    Column("kind", String, nullable=False),
    Column("sentences", Text, nullable=False),
    Column("project", String, nullable=False),
    Column("digest", String, nullable=False),
)

mentions = Table(
    "mentions",
    metadata,
    Column("mention_id", String, primary_key=True),
    _of_document(),
    Column("passage_id", String, nullable=False),
    Column("section_id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("value", Text, nullable=False),
    Column("surface", Text, nullable=False),
    Column("char_start", Integer, nullable=False),
    Column("char_end", Integer, nullable=False),
    Column("page", Integer, nullable=False),
    Column("attributes", Text, nullable=False),
)

runs = Table(
    "glyph_runs",
    metadata,
    _of_document(),
    Column("char_start", Integer, nullable=False),
    Column("char_end", Integer, nullable=False),
    Column("page", Integer, nullable=False),
    Column("boxes", LargeBinary, nullable=False),
)

flags = Table(
    "flags",
    metadata,
    _of_document(),
    Column("code", String, nullable=False),
    Column("message", Text, nullable=False),
    Column("page", Integer, nullable=False),
)

conversations = Table(
    "conversations",
    metadata,
    Column("conversation_id", String, primary_key=True),
    Column("owner", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("created", String, nullable=False),
    Column("updated", String, nullable=False),
)

answers = Table(
    "answers",
    metadata,
    Column("answer_id", String, primary_key=True),
    Column(
        "conversation_id",
        String,
        ForeignKey("conversations.conversation_id", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("ordinal", Integer, nullable=False),
    Column("question", Text, nullable=False),
    Column("status", String, nullable=False),
    Column("created", String, nullable=False),
    Column("generation", String, nullable=False),
    Column("body", Text, nullable=False),
)

feedback = Table(
    "feedback",
    metadata,
    Column("feedback_id", String, primary_key=True),
    Column("answer_id", String, ForeignKey("answers.answer_id", ondelete="CASCADE"), nullable=False),
    Column("useful", Boolean, nullable=False),
    Column("reasons", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("created", String, nullable=False),
)

edits = Table(
    "edits",
    metadata,
    Column("document_id", String, primary_key=True),
    Column("field", String, primary_key=True),
    Column("value", Text, nullable=False),
)
"""Not of `documents`: what a person has written outlives a new reading of the file."""

accounts = Table(
    "accounts",
    metadata,
    Column("name", String, primary_key=True),
    Column("role", String, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("created", String, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", String, primary_key=True),
    Column("name", String, ForeignKey("accounts.name", ondelete="CASCADE"), nullable=False),
    Column("expires", String, nullable=False),
)

for table in (pages, sections, passages, mentions, runs, flags):
    Index(f"ix_{table.name}_document_id", table.c.document_id)
Index("ix_texts_document_id_char_start", texts.c.document_id, texts.c.char_start)
Index("ix_mentions_kind_value", mentions.c.kind, mentions.c.value)
Index("ix_answers_conversation_id", answers.c.conversation_id)
Index("ix_sessions_name", sessions.c.name)
Index("ix_feedback_answer_id", feedback.c.answer_id)
