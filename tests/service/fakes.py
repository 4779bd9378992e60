"""Small real implementations of the seams that answers are made through, with results one can work out by hand."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from corpus.answers import Hit
from corpus.errors import NotFound
from corpus.glyphs import line_boxes, pack_boxes
from corpus.store import joined
from corpus.types import (
    Box,
    Document,
    DocumentContent,
    Filters,
    Flag,
    GlyphRun,
    Mention,
    MentionKind,
    Page,
    Passage,
    PassageKind,
    Section,
)

FloatMatrix = npt.NDArray[np.float32]
Part = tuple[tuple[str, ...], str, PassageKind, Sequence[str]]
"""A part of a document to be made: heading path, project, kind, sentences."""
Noted = tuple[MentionKind, str, str, tuple[tuple[str, str], ...]]
"""A mention to be made: kind, value, surface, attributes."""
WORD = re.compile(r"\w+")


class MemoryStore:
    """Documents in a dict; every read as the store's protocol says."""

    def __init__(self, *contents: DocumentContent) -> None:
        self._contents = {c.document.document_id: c for c in contents}

    def put(self, content: DocumentContent) -> None:
        self._contents[content.document.document_id] = content

    def remove(self, document_id: str) -> None:
        self._content(document_id)
        del self._contents[document_id]

    def _content(self, document_id: str) -> DocumentContent:
        if document_id not in self._contents:
            raise NotFound(f"Dokumentet »{document_id}« findes ikke.")
        return self._contents[document_id]

    def documents(self, document_ids: Collection[str] | None = None) -> list[Document]:
        held = (d for d in self._contents if document_ids is None or d in document_ids)
        return sorted((self._contents[d].document for d in held), key=lambda d: (d.title, d.document_id))

    def document(self, document_id: str) -> Document:
        return self._content(document_id).document

    def pages(self, document_id: str) -> list[Page]:
        return list(self._content(document_id).pages)

    def sections(self, document_id: str) -> list[Section]:
        return list(self._content(document_id).sections)

    def text(self, document_id: str, start: int = 0, end: int | None = None) -> str:
        return self._content(document_id).text[start:end]

    def passages(self, passage_ids: Sequence[str]) -> list[Passage]:
        known = self.passages_there(passage_ids)
        return [known[i] for i in passage_ids]

    def passages_there(self, passage_ids: Sequence[str]) -> dict[str, Passage]:
        known = {p.passage_id: p for p in self.iter_passages()}
        return {i: known[i] for i in passage_ids if i in known}

    def joined_there(self, passage_ids: Sequence[str]) -> dict[str, tuple[Passage, Section, Document]]:
        return {row[0].passage_id: row for row in joined(self, self.passages_there(passage_ids).values())}

    def passages_of(self, document_id: str) -> list[Passage]:
        return list(self._content(document_id).passages)

    def sections_with_text(self, document_id: str) -> list[Section]:
        held = {p.section_id for p in self.passages_of(document_id)}
        return [s for s in self.sections(document_id) if s.section_id in held]

    def projects_in(self) -> dict[str, set[str]]:
        found = {d: {s.project for s in c.sections} - {""} for d, c in self._contents.items()}
        return {d: projects for d, projects in found.items() if projects}

    def sections_of_projects(self) -> list[Section]:
        return [s for d in sorted(self._contents) for s in self._contents[d].sections if s.project]

    def sections_headed(self, part: str) -> list[Section]:
        return [s for d in sorted(self._contents) for s in self._contents[d].sections if part in s.heading]

    def sections_of(self, passage_ids: Sequence[str]) -> dict[str, Section]:
        wanted = {p.section_id for p in self.passages(passage_ids)}
        return {s.section_id: s for c in self._contents.values() for s in c.sections if s.section_id in wanted}

    def passages_in(self, section_ids: Sequence[str]) -> list[Passage]:
        return [p for p in self.iter_passages() if p.section_id in section_ids]

    def iter_passages(self, project: str = "") -> Iterator[Passage]:
        for document_id in sorted(self._contents):
            yield from (p for p in self._contents[document_id].passages if project in ("", p.project))

    def passage_digests(self) -> dict[str, str]:
        return {
            p.passage_id: hashlib.sha256(f"{p.text}\0{p.context}".encode()).hexdigest() for p in self.iter_passages()
        }

    def select(self, filters: Filters) -> set[str]:
        named = {m.passage_id for m in self.mentions() if m.value in filters.municipalities}
        return {
            p.passage_id
            for p in self.iter_passages()
            if (not filters.projects or p.project in filters.projects)
            and (not filters.documents or p.document_id in filters.documents)
            and (not filters.municipalities or p.passage_id in named)
        }

    def mentions(
        self, *, kind: MentionKind | None = None, value: str | None = None, document_id: str | None = None
    ) -> list[Mention]:
        found = (m for d in sorted(self._contents) for m in self._contents[d].mentions)
        return [
            m
            for m in found
            if (kind is None or m.kind == kind)
            and (value is None or m.value == value)
            and (document_id is None or m.document_id == document_id)
        ]

    def boxes(self, document_id: str, start: int, end: int) -> tuple[Box, ...]:
        return line_boxes(self._content(document_id).runs, start, end)

    def flag_counts(self) -> dict[str, int]:
        return {d: len(c.flags) for d, c in self._contents.items() if c.flags}

    def flags(self, document_id: str) -> list[Flag]:
        return list(self._content(document_id).flags)

    def digest(self) -> str:
        return hashlib.sha256(repr(sorted(self.passage_digests().items())).encode()).hexdigest()


class HashEmbedder:
    """A text is the sum of its words' and letter trigrams' hashed directions, unit length: same words, same way."""

    model_id = "hash"
    dimension = 256
    fingerprint = "hash-1"

    def embed_queries(self, texts: Sequence[str]) -> FloatMatrix:
        return self.embed_passages(texts)

    def embed_passages(self, texts: Sequence[str]) -> FloatMatrix:
        rows = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            for word in WORD.findall(text.lower()):
                for piece in {word, *(f"^{word}$"[i : i + 4] for i in range(len(word) - 1))}:
                    digest = hashlib.blake2b(piece.encode(), digest_size=8).digest()
                    sign = 1.0 if digest[0] % 2 else -1.0
                    rows[row, int.from_bytes(digest[1:5]) % self.dimension] += sign
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        unit: FloatMatrix = rows / np.maximum(lengths, 1e-12)
        return unit


class OverlapRetriever:
    """Ranks by shared letter four-grams of text and context; ties by id; nothing shared is no hit."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def search(self, query: str, *, k: int, allowed: set[str] | None = None) -> list[Hit]:
        wanted = _grams(query)
        hits = []
        for passage in self._store.iter_passages():
            if allowed is not None and passage.passage_id not in allowed:
                continue
            grams = _grams(f"{passage.context} {passage.text}")
            score = len(wanted & grams) / (1 + len(grams)) ** 0.3
            if score > 0:
                hits.append(Hit(passage.passage_id, score, (("words", score),)))
        return sorted(hits, key=lambda h: (-h.score, h.passage_id))[:k]


def _grams(text: str) -> set[str]:
    words = [w for w in WORD.findall(text.lower()) if len(w) > 3]
    return {w[i : i + 4] for w in words for i in range(len(w) - 3)}


def make_content(
    document_id: str,
    title: str,
    parts: Sequence[Part],
    *,
    mentions: Sequence[Noted] = (),
    published: str = "2031",
) -> DocumentContent:
    """A document of one section and one passage a part, one page a part, a glyph box a character on lines of eighty.

    mentions: placed at the last passage that the surface stands in, of the attribute's project (or anywhere).
    """
    text, passages, sections, pages, runs = "", [], [], [], []
    for number, (path, project, kind, sentences) in enumerate(parts, 1):
        start, joiner = len(text), "\n" if kind in ("list", "table") else " "
        body = joiner.join(sentences)
        spans, at = [], 0
        for sentence in sentences:
            spans.append((at, at + len(sentence)))
            at += len(sentence) + 1
        text += body + "\n\n"
        key = f"{document_id}:{number}"
        sections.append(
            Section(
                key, document_id, number, path[-1], path, len(path), start, start + len(body), number, number, project
            )
        )
        context = " › ".join((title, *path))
        passages.append(
            Passage(
                key, document_id, key, number, body, start, start + len(body), number, number, context, kind,
                tuple(spans), project,
            )
        )  # fmt: skip
        pages.append(Page(document_id, number, str(number + 4), 595.0, 842.0))
        runs.append(GlyphRun(start, start + len(body), number, pack_boxes(_boxes(body))))
    document = Document(
        document_id, title, f"{document_id}.pdf", "application/pdf", "0" * 64, len(pages), published=published
    )
    placed = tuple(_place(m, i, passages) for i, m in enumerate(mentions))
    return DocumentContent(
        document, text, tuple(pages), tuple(sections), tuple(passages), mentions=placed, runs=tuple(runs)
    )


def _boxes(body: str) -> list[tuple[float, float, float, float]]:
    rows = []
    for i in range(len(body)):
        left, top = (i % 80) / 80, (i // 80) / 40
        rows.append((left, top, left + 1 / 80, top + 0.02))
    return rows


def _place(mention: Noted, number: int, passages: list[Passage]) -> Mention:
    kind, value, surface, attributes = mention
    project = dict(attributes).get("project", "")
    fitting = [p for p in passages if surface in p.text and (not project or p.project == project)]
    home = fitting[-1]
    start = home.char_start + home.text.index(surface)
    return Mention(
        f"{home.document_id}:m{number}", home.document_id, home.passage_id, home.section_id, kind, value, surface,
        start, start + len(surface), home.page_first, tuple(sorted(attributes)),
    )  # fmt: skip
