"""The queries that every answer asks: written once, for putting one together takes as long as running it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, bindparam, func, select

from corpus import schema
from corpus.rows import NAMES
from corpus.types import Document, Passage, Section

_KINDS = ((schema.passages, Passage), (schema.sections, Section), (schema.documents, Document))
_MINE = schema.texts.c.document_id == bindparam("document")
_FIRST = select(func.max(schema.texts.c.char_start)).where(_MINE, schema.texts.c.char_start <= bindparam("start"))

JOINED: Select[Any] = (
    select(*(table.c[name] for table, kind in _KINDS for name in NAMES[kind]))
    .join_from(schema.passages, schema.sections, schema.sections.c.section_id == schema.passages.c.section_id)
    .join(schema.documents, schema.documents.c.document_id == schema.passages.c.document_id)
    .where(schema.passages.c.passage_id.in_(bindparam("ids", expanding=True)))
)
"""The passages with these `ids`, each with its section and document, as `corpus.rows.read_joined` reads them."""

TEXT_FROM: Select[Any] = (
    select(schema.texts)
    .where(_MINE, schema.texts.c.char_start >= _FIRST.scalar_subquery())
    .order_by(schema.texts.c.char_start)
)
"""The pieces of the text of a `document` from the one that holds the character `start`."""

TEXT: Select[Any] = TEXT_FROM.where(schema.texts.c.char_start < bindparam("last"))
"""Those of them that begin before the character `last`."""
