"""What people have written about documents, kept apart so that it outlives every new reading of the file."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Engine, delete, insert, select

from corpus import schema

FIELDS = ("title", "publisher", "published", "kind", "project", "network", "licence", "url")
"""Those of `corpus.types.Document` that a person may write."""


class Edits:
    """document id → field → text."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self) -> dict[str, dict[str, str]]:
        """Every document's edits."""
        found: dict[str, dict[str, str]] = {}
        with self._engine.connect() as connection:
            for row in connection.execute(select(schema.edits)):
                found.setdefault(row.document_id, {})[row.field] = row.value
        return found

    def save(self, document_id: str, values: Mapping[str, str]) -> None:
        """Puts the values in place of all earlier ones; none leaves the document without. Raises KeyError."""
        if unknown := set(values) - set(FIELDS):
            raise KeyError(unknown)
        table = schema.edits
        rows = [{"document_id": document_id, "field": field, "value": value} for field, value in values.items()]
        with self._engine.begin() as connection:
            connection.execute(delete(table).where(table.c.document_id == document_id))
            if rows:
                connection.execute(insert(table), rows)
