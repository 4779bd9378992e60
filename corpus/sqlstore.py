"""The store on SQLAlchemy Core: SQLite by default, PostgreSQL by its address."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Engine, Select, delete, func, insert, select
from sqlalchemy.exc import SQLAlchemyError

from corpus import rows, schema
from corpus.database import forget
from corpus.errors import NotFound, StoreError
from corpus.glyphs import line_boxes
from corpus.queries import JOINED, TEXT, TEXT_FROM
from corpus.types import Box, Document, DocumentContent, Filters, Flag, Mention, MentionKind, Page, Passage, Section

T = TypeVar("T")
BATCH = 500
"""Ids asked for, or rows read, at a time."""
ROWS = 100
"""Rows written at a time; some hold the boxes of a whole page."""


class SqlStore:
    """A `corpus.store.Store`. Safe to share between threads; each call takes a connection of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise StoreError(
                "Databasen kunne ikke gemme ændringen. Intet er gået tabt; prøv igen.", detail=str(error)
            ) from error

    def _rows(self, query: Select[Any], values: Mapping[str, object] | None = None) -> list[Any]:
        try:
            with self._engine.connect() as connection:
                return list(connection.execute(query, values))
        except SQLAlchemyError as error:
            raise StoreError("Databasen kan ikke læses. Prøv igen.", detail=str(error)) from error

    def put(self, content: DocumentContent) -> None:
        by_table = rows.content_rows(content)
        with self._write() as connection:
            self._delete(connection, content.document.document_id)
            for name, values in by_table.items():
                table = schema.metadata.tables[name]
                while batch := list(islice(values, ROWS)):
                    connection.execute(insert(table), batch)

    def remove(self, document_id: str) -> None:
        self.document(document_id)
        with self._write() as connection:
            self._delete(connection, document_id)
        forget(self._engine)

    def _delete(self, connection: Connection, document_id: str) -> None:
        connection.execute(delete(schema.documents).where(schema.documents.c.document_id == document_id))

    def documents(self, document_ids: Collection[str] | None = None) -> list[Document]:
        table = schema.documents
        query = select(table).order_by(table.c.title, table.c.document_id)
        if document_ids is not None:
            query = query.where(table.c.document_id.in_(document_ids))
        return [rows.read_document(r) for r in self._rows(query)]

    def document(self, document_id: str) -> Document:
        table = schema.documents
        found = self._rows(select(table).where(table.c.document_id == document_id))
        if not found:
            raise NotFound(f"Dokumentet »{document_id[:80]}« findes ikke. Se listen under Dokumenter.")
        return rows.read_document(found[0])

    def pages(self, document_id: str) -> list[Page]:
        table = schema.pages
        query = select(table).where(table.c.document_id == document_id).order_by(table.c.number)
        return [rows.read_page(r) for r in self._rows(query)]

    def sections(self, document_id: str) -> list[Section]:
        table = schema.sections
        query = select(table).where(table.c.document_id == document_id).order_by(table.c.ordinal)
        return [rows.read_section(r) for r in self._rows(query)]

    def text(self, document_id: str, start: int = 0, end: int | None = None) -> str:
        query, last = (TEXT_FROM, 0) if end is None else (TEXT, max(start + 1, end))
        found = self._rows(query, {"document": document_id, "start": start, "last": last})
        if not found:
            raise NotFound(f"Dokumentet »{document_id[:80]}« findes ikke. Se listen under Dokumenter.")
        skipped = found[0].char_start
        return "".join(row.text for row in found)[start - skipped : None if end is None else max(0, end - skipped)]

    def passages(self, passage_ids: Sequence[str]) -> list[Passage]:
        found = self.passages_there(passage_ids)
        if missing := next((i for i in passage_ids if i not in found), ""):
            raise NotFound(f"Uddraget »{missing[:80]}« findes ikke længere. Søg igen.")
        return [found[i] for i in passage_ids]

    def passages_there(self, passage_ids: Sequence[str]) -> dict[str, Passage]:
        table, found = schema.passages, {}
        wanted = list(dict.fromkeys(passage_ids))
        for start in range(0, len(wanted), BATCH):
            batch = wanted[start : start + BATCH]
            for row in self._rows(select(table).where(table.c.passage_id.in_(batch))):
                found[row.passage_id] = rows.read_passage(row)
        return {i: found[i] for i in wanted if i in found}

    def joined_there(self, passage_ids: Sequence[str]) -> dict[str, tuple[Passage, Section, Document]]:
        wanted = list(dict.fromkeys(passage_ids))
        batches = [wanted[start : start + BATCH] for start in range(0, len(wanted), BATCH)]
        read = [rows.read_joined(row) for batch in batches for row in self._rows(JOINED, {"ids": batch})]
        found = {row[0].passage_id: row for row in read}
        return {i: found[i] for i in wanted if i in found}

    def sections_with_text(self, document_id: str) -> list[Section]:
        table, passage = schema.sections, schema.passages.c
        held = select(passage.section_id).where(passage.document_id == document_id)
        query = select(table).where(table.c.section_id.in_(held)).order_by(table.c.ordinal)
        return [rows.read_section(r) for r in self._rows(query)]

    def projects_in(self) -> dict[str, set[str]]:
        column, found = schema.sections.c, dict[str, set[str]]()
        query = select(column.document_id, column.project).where(column.project != "").distinct()
        for row in self._rows(query):
            found.setdefault(row.document_id, set()).add(row.project)
        return found

    def sections_of_projects(self) -> list[Section]:
        table = schema.sections
        query = select(table).where(table.c.project != "").order_by(table.c.document_id, table.c.ordinal)
        return [rows.read_section(r) for r in self._rows(query)]

    def sections_headed(self, part: str) -> list[Section]:
        table = schema.sections
        query = select(table).where(table.c.heading.contains(part, autoescape=True))
        return [rows.read_section(r) for r in self._rows(query.order_by(table.c.document_id, table.c.ordinal))]

    def sections_of(self, passage_ids: Sequence[str]) -> dict[str, Section]:
        table, passage, found = schema.sections, schema.passages.c, {}
        wanted = list(dict.fromkeys(passage_ids))
        for start in range(0, len(wanted), BATCH):
            ids = select(passage.section_id).where(passage.passage_id.in_(wanted[start : start + BATCH]))
            for row in self._rows(select(table).where(table.c.section_id.in_(ids))):
                found[row.section_id] = rows.read_section(row)
        return found

    def passages_of(self, document_id: str) -> list[Passage]:
        table = schema.passages
        query = select(table).where(table.c.document_id == document_id).order_by(table.c.ordinal)
        return [rows.read_passage(r) for r in self._rows(query)]

    def passages_in(self, section_ids: Sequence[str]) -> list[Passage]:
        table, found = schema.passages, list[Passage]()
        wanted = list(dict.fromkeys(section_ids))
        for start in range(0, len(wanted), BATCH):
            query = select(table).where(table.c.section_id.in_(wanted[start : start + BATCH]))
            found += [rows.read_passage(r) for r in self._rows(query)]
        return sorted(found, key=lambda p: (p.document_id, p.ordinal))

    def iter_passages(self, project: str = "") -> Iterator[Passage]:
        table = schema.passages
        query = select(table).order_by(table.c.document_id, table.c.ordinal)
        query = query.where(table.c.project == project) if project else query
        with self._engine.connect() as connection:
            for row in connection.execution_options(yield_per=BATCH).execute(query):
                yield rows.read_passage(row)

    def passage_digests(self) -> dict[str, str]:
        table = schema.passages
        return {r.passage_id: r.digest for r in self._rows(select(table.c.passage_id, table.c.digest))}

    def select(self, filters: Filters) -> set[str]:
        query = select(schema.passages.c.passage_id).join(
            schema.documents, schema.documents.c.document_id == schema.passages.c.document_id
        )
        for condition in _conditions(filters):
            query = query.where(condition)
        return {row.passage_id for row in self._rows(query)}

    def mentions(
        self, *, kind: MentionKind | None = None, value: str | None = None, document_id: str | None = None
    ) -> list[Mention]:
        table = schema.mentions
        query = select(table).order_by(table.c.document_id, table.c.char_start, table.c.mention_id)
        for column, wanted in (
            (table.c.kind, kind),
            (table.c.value, value),
            (table.c.document_id, document_id),
        ):
            if wanted is not None:
                query = query.where(column == wanted)
        return [rows.read_mention(r) for r in self._rows(query)]

    def boxes(self, document_id: str, start: int, end: int) -> tuple[Box, ...]:
        table = schema.runs
        query = select(table).where(
            table.c.document_id == document_id, table.c.char_start < end, table.c.char_end > start
        )
        return line_boxes([rows.read_run(r) for r in self._rows(query)], start, end)

    def flag_counts(self) -> dict[str, int]:
        column = schema.flags.c.document_id
        return {
            r.document_id: r.flags for r in self._rows(select(column, func.count().label("flags")).group_by(column))
        }

    def flags(self, document_id: str) -> list[Flag]:
        table = schema.flags
        query = select(table).where(table.c.document_id == document_id).order_by(table.c.page, table.c.code)
        return [rows.read_flag(r) for r in self._rows(query)]

    def digest(self) -> str:
        total = hashlib.sha256()
        for passage_id, digest in sorted(self.passage_digests().items()):
            total.update(f"{passage_id}\0{digest}\n".encode())
        return total.hexdigest()


def _conditions(filters: Filters) -> Iterator[ColumnElement[bool]]:
    document, passage = schema.documents.c, schema.passages.c
    if filters.projects:
        yield passage.project.in_(filters.projects) | document.project.in_(filters.projects)
    if filters.networks:
        yield document.network.in_(filters.networks)
    if filters.municipalities:
        named = schema.mentions.c.value.in_(filters.municipalities)
        yield passage.passage_id.in_(select(schema.mentions.c.passage_id).where(named))
    if filters.documents:
        yield document.document_id.in_(filters.documents)
    if filters.kinds:
        yield document.kind.in_(filters.kinds)
    if filters.years:
        yield func.substr(document.published, 1, 4).in_(filters.years)
