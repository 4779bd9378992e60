"""Values to table rows and back. Tuples are stored as JSON text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

from sqlalchemy import Row

from corpus.types import Document, DocumentContent, Flag, GlyphRun, Mention, Page, Passage, Section

Values = dict[str, Any]

PIECE = 1 << 15
"""Characters of the clean text in one row, so that neither a long text nor a part of it is one value."""

NAMES = {
    kind: tuple(field.name for field in fields(kind))
    for kind in (Document, Page, Section, Passage, Mention, GlyphRun, Flag)
}
"""The fields of each, in order: the columns of its table that it is read from."""


def passage_digest(text: str, context: str) -> str:
    """sha256 in hex over what is embedded and searched of a passage."""
    return hashlib.sha256(f"{context}\0{text}".encode()).hexdigest()


def content_rows(content: DocumentContent) -> dict[str, Iterator[Values]]:
    """Table name → rows of the whole document, each made when it is asked for."""
    document_id = content.document.document_id
    return {
        "documents": iter([_row(content.document)]),
        "texts": (
            {"document_id": document_id, "char_start": start, "text": content.text[start : start + PIECE]}
            for start in range(0, max(1, len(content.text)), PIECE)
        ),
        "pages": (_row(page) for page in content.pages),
        "sections": ({**_row(s), "path": _dump(s.path)} for s in content.sections),
        "passages": (_passage_row(p) for p in content.passages),
        "mentions": ({**_row(m), "attributes": _dump(m.attributes)} for m in content.mentions),
        "glyph_runs": ({"document_id": document_id, **_row(r)} for r in content.runs),
        "flags": ({"document_id": document_id, **_row(flag)} for flag in content.flags),
    }


def _passage_row(passage: Passage) -> Values:
    digest = passage_digest(passage.text, passage.context)
    return {**_row(passage), "sentences": _dump(passage.sentences), "digest": digest}


def _row(value: Document | Page | Section | Passage | Mention | GlyphRun | Flag) -> Values:
    """Field name → value; dataclasses.asdict copies every tuple in depth, which took most of a put's time."""
    return {name: getattr(value, name) for name in NAMES[type(value)]}


def _dump(value: Iterable[object]) -> str:
    return json.dumps(list(value), ensure_ascii=False)


def _pairs(raw: str) -> tuple[Any, ...]:
    return tuple(tuple(pair) for pair in json.loads(raw))


def read_document(row: Row[Any]) -> Document:
    return Document(**row._mapping)


def read_page(row: Row[Any]) -> Page:
    return Page(**row._mapping)


def read_section(row: Row[Any]) -> Section:
    return Section(**{**row._mapping, "path": tuple(json.loads(row.path))})


def read_passage(row: Row[Any]) -> Passage:
    values = {k: v for k, v in row._mapping.items() if k != "digest"}
    return Passage(**{**values, "sentences": _pairs(row.sentences)})


def read_joined(row: Row[Any]) -> tuple[Passage, Section, Document]:
    """Of a row with the columns of a passage, its section and its document, in order."""
    first, second = len(NAMES[Passage]), len(NAMES[Passage]) + len(NAMES[Section])
    passage = dict(zip(NAMES[Passage], row[:first], strict=True))
    section = dict(zip(NAMES[Section], row[first:second], strict=True))
    passage["sentences"], section["path"] = _pairs(passage["sentences"]), tuple(json.loads(section["path"]))
    return Passage(**passage), Section(**section), Document(*row[second:])


def read_mention(row: Row[Any]) -> Mention:
    return Mention(**{**row._mapping, "attributes": _pairs(row.attributes)})


def read_run(row: Row[Any]) -> GlyphRun:
    return GlyphRun(row.char_start, row.char_end, row.page, row.boxes)


def read_flag(row: Row[Any]) -> Flag:
    return Flag(row.code, row.message, row.page)
