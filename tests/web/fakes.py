"""An invented library, a PDF whose glyph boxes are known exactly, and an assistant that quotes by shared words."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from corpus.answers import Answer, Citation, Message, Source
from corpus.errors import EmptyQuestion, GeneratorUnavailable, QuestionTooLong
from corpus.glyphs import pack_boxes
from corpus.store import Store, joined
from corpus.types import (
    Document,
    DocumentContent,
    Filters,
    GlyphRun,
    Mention,
    MentionKind,
    Page,
    Passage,
    PassageKind,
    Section,
)
from service.events import NO_FILTERS, Answered, Drafted, Event, SourcesFound, TextPiece, answer_of

WIDTH, HEIGHT, SIZE, LEFT, LEADING = 595.0, 842.0, 12, 60.0, 18.0
PDF_ID, SHEET_ID, HOSTILE_ID = "havnerapport", "skurvogne", "fjendtlig"

PAGES = (
    (
        ("Cykler på havnen", "Seks havnebyer delte 140 ladcykler i foråret.", "Værftet talte 9.500 ture på tolv uger."),
        ("Erfaringer", "Ladcyklerne blev mest brugt til korte ærinder.", "Regnvejr halverede antallet af ture."),
    ),
    (
        ("Næste skridt", "Ordningen udvides til færgelejet næste år.", "Byrådet har afsat 300.000 kroner."),
        ("Deltagere", "Nordby og Sønderhavn var med fra starten."),
    ),
)
"""Page → sections → heading and one-line sentences."""


def make_pdf(path: Path) -> None:
    """The PDF of PAGES, each sentence on a line of its own in Helvetica."""
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT))
    for page in PAGES:
        for line, (text, size) in enumerate((t, SIZE) for section in page for t in section):
            canvas.setFont("Helvetica", size)
            canvas.drawString(LEFT, _baseline(line), text)
        canvas.showPage()
    canvas.save()


def _baseline(line: int) -> float:
    return HEIGHT - 80.0 - line * LEADING


def _run(text: str, start: int, page: int, line: int) -> GlyphRun:
    """Where Helvetica puts each character of the line; fractions of the page."""
    edges = [LEFT + stringWidth(text[:i], "Helvetica", SIZE) for i in range(len(text) + 1)]
    top, bottom = (HEIGHT - _baseline(line) - SIZE) / HEIGHT, (HEIGHT - _baseline(line) + 3) / HEIGHT
    boxes = [(edges[i] / WIDTH, top, edges[i + 1] / WIDTH, bottom) for i in range(len(text))]
    return GlyphRun(start, start + len(text), page, pack_boxes(boxes))


def report(data: Path) -> DocumentContent:
    """The harbour report: two pages with exact boxes; its file lies in `data` as an ingest would have put it."""
    source = data / "havn.pdf"
    data.mkdir(parents=True, exist_ok=True)
    make_pdf(source)
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    (data / "files").mkdir(exist_ok=True)
    source.replace(data / "files" / f"{digest}.pdf")
    text, sections, passages, runs = "", [], [], []
    for number, page in enumerate(PAGES, 1):
        line = 0
        for heading, *sentences in page:
            begin = len(text)
            runs.append(_run(heading, begin, number, line))
            text += heading + "\n"
            body, spans = "", []
            for offset, sentence in enumerate(sentences, 1):
                runs.append(_run(sentence, len(text) + len(body), number, line + offset))
                spans.append((len(body), len(body) + len(sentence)))
                body += sentence + " "
            body = body.rstrip()
            order = len(sections)
            section_id, passage_id = f"{PDF_ID}#s{order}", f"{PDF_ID}#p{order:04d}"
            start = len(text)
            text += body + "\n"
            path = ("Havnerapport", heading)
            sections.append(
                Section(section_id, PDF_ID, order, heading, path, 2, begin, len(text), number, number, "ladcykler")
            )
            passages.append(
                Passage(
                    passage_id, PDF_ID, section_id, order, body, start, start + len(body), number, number,
                    f"Havnerapport › {heading}", sentences=tuple(spans), project="ladcykler",
                )
            )  # fmt: skip
            line += 1 + len(sentences)
    document = Document(
        PDF_ID, "Ladcykler på havnen", "havn.pdf", "application/pdf", digest, len(PAGES), publisher="Havnekontoret",
        published="2025-03", kind="rapport", project="ladcykler", network="by", added="2026-01-02T10:00:00+00:00",
    )  # fmt: skip
    pages = tuple(Page(PDF_ID, n, str(n + 4), WIDTH, HEIGHT) for n in range(1, len(PAGES) + 1))
    return DocumentContent(
        document, text, pages, tuple(sections), tuple(passages), _mentions(passages), tuple(runs)
    )  # fmt: skip


def _mentions(passages: Sequence[Passage]) -> tuple[Mention, ...]:
    """Nordby led, Sønderhavn took part, one number with its source, one quote."""
    first, rain, last = passages[0], passages[1], passages[-1]
    project = ("project", "ladcykler")
    figure = (("denominator", "havnebyerne"), ("source", "Havnetælling"), ("unit", "ladcykler"))
    speaker = (("organisation", "Nordby Kommune"), ("speaker", "Ida Blom"), ("title", "havnefoged"))
    rows: list[tuple[Passage, MentionKind, str, str, tuple[tuple[str, str], ...]]] = [
        (first, "figure", "140", "140 ladcykler", figure),
        (first, "date", "2025", "i foråret", ()),
        (rain, "quote", "Ida Blom", "Regnvejr halverede antallet af ture.", speaker),
    ]
    for name, kind in (("Nordby", "coordinator"), ("Sønderhavn", "participant")):
        rows += [(last, "municipality", name, name, ()), (last, kind, name, name, (project,))]  # type: ignore[list-item]
    return tuple(
        Mention(
            f"{PDF_ID}#m{i}", PDF_ID, p.passage_id, p.section_id, kind, value, surface,
            p.char_start + p.text.index(surface), p.char_start + p.text.index(surface) + len(surface),
            p.page_first, attributes,
        )
        for i, (p, kind, value, surface, attributes) in enumerate(rows)
    )  # fmt: skip


def roofs() -> DocumentContent:
    """The other project's chapter, with a heading like the report's."""
    made = pageless("tagrapport", "Tage i byen", (("Sedum holdt på regnen.", "text"),), filename="tage.txt")
    section = replace(made.sections[0], heading="Erfaringer fra projektet", project="tage")
    return replace(made, document=replace(made.document, kind="rapport"), sections=(section,))


def pageless(
    document_id: str, title: str, blocks: Sequence[tuple[str, PassageKind]], *, filename: str = "ark.docx"
) -> DocumentContent:
    """A document without pages: one section, a passage a block, every line a sentence."""
    heading = f"Om {title}"
    text, passages = heading + "\n", []
    for order, (body, kind) in enumerate(blocks):
        spans = tuple(m.span() for m in re.finditer(r"[^\n]+", body))
        passages.append(
            Passage(
                f"{document_id}#p{order:04d}", document_id, f"{document_id}#s0", order, body, len(text),
                len(text) + len(body), 0, 0, heading, kind, spans,
            )
        )  # fmt: skip
        text += body + "\n"
    section = Section(f"{document_id}#s0", document_id, 0, heading, (heading,), 1, 0, len(text), 0, 0)
    document = Document(
        document_id, title, filename, "application/octet-stream", hashlib.sha256(text.encode()).hexdigest(), 0,
        publisher="Byggekontoret", published="2024", kind="værktøj", added="2026-01-02T10:00:00+00:00",
    )  # fmt: skip
    return DocumentContent(document, text, (), (section,), tuple(passages))


def sheet() -> DocumentContent:
    """A tool sheet with running text, a list and a table."""
    return pageless(
        SHEET_ID,
        "Skurvogne på byggepladsen",
        (
            ("Skurvogne kan lejes med varmepumpe.", "text"),
            ("Husk tre ting:\nIsolér gulvet\nSluk om natten\nMål forbruget", "list"),
            ("Vogn: Lille; Watt: 900\nVogn: Stor; Watt: 2.100", "table"),
        ),
    )


def hostile() -> DocumentContent:
    """A document whose every field tries to run a script."""
    bait = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>'
    return pageless(
        HOSTILE_ID, f"Angreb {bait}", ((f"Angrebet skriver {bait} her.", "text"),), filename='a"><svg onload=1>.html'
    )


@dataclass
class FakeAssistant:
    """Quotes the sentence with most words in common; a question may ask for trouble by a word of its own.

    "langsomt": waits between sentences until `gate` is set. "fejl": breaks after the first sentence.
    """

    store: Store
    max_chars: int = 2000
    gate: threading.Event = field(default_factory=threading.Event)
    closed: list[str] = field(default_factory=list)
    histories: list[tuple[Message, ...]] = field(default_factory=list)

    def ask(self, question: str, *, history: Sequence[Message] = (), filters: Filters = NO_FILTERS) -> Answer:
        return answer_of(self.stream(question, history=history, filters=filters))

    def stream(
        self, question: str, *, history: Sequence[Message] = (), filters: Filters = NO_FILTERS
    ) -> Generator[Event, None, None]:
        self.histories.append(tuple(history))
        return self._events(question, self.search(question, k=5, filters=filters))

    def search(self, query: str, *, k: int = 10, filters: Filters = NO_FILTERS) -> list[Source]:
        if not query.strip():
            raise EmptyQuestion("Skriv et spørgsmål.")
        if len(query) > self.max_chars:
            raise QuestionTooLong(f"Spørgsmålet må højst være på {self.max_chars} tegn.")
        allowed = self.store.select(filters) if filters else None
        rows = joined(self.store, self.store.iter_passages())
        scored = [(_shared(query, p.text), p, s, d) for p, s, d in rows if allowed is None or p.passage_id in allowed]
        best = sorted((r for r in scored if r[0]), key=lambda r: (-r[0], r[1].passage_id))[:k]
        return [
            Source(rank, float(n), p, s, d, (("words", float(n)),), shares=(("words", float(n)),), query=query)
            for rank, (n, p, s, d) in enumerate(best, 1)
        ]

    def _events(self, question: str, sources: list[Source]) -> Generator[Event, None, None]:
        try:
            yield SourcesFound(tuple(sources))
            cited = [c for c in (self._cite(n, s, question) for n, s in enumerate(sources[:2], 1)) if c]
            pieces = [f"{c.quote} [{c.marker}]\n\n" for c in cited] or ["Jeg kan ikke finde svaret i dokumenterne."]
            answer = self._answer(question, "".join(pieces).strip(), cited, sources)
            yield Drafted(answer)
            for number, piece in enumerate(pieces):
                if number and "langsomt" in question:
                    self.gate.wait(10)
                if number and "fejl" in question:
                    raise GeneratorUnavailable("Sprogmodellen svarer ikke lige nu. Prøv igen om lidt.")
                yield TextPiece(piece)
            yield Answered(answer)
        finally:
            self.closed.append(question)

    def _cite(self, marker: int, source: Source, question: str) -> Citation | None:
        p = source.passage
        start, end = max(p.sentences, key=lambda s: _shared(question, p.text[s[0] : s[1]]))
        label = str(p.page_first + 4) if p.page_first else ""
        boxes = self.store.boxes(p.document_id, p.char_start + start, p.char_start + end)
        return Citation(
            marker, p.passage_id, p.document_id, source.document.title, source.section.path, p.page_first, label,
            p.text[start:end], p.char_start + start, p.char_start + end, boxes,
        )  # fmt: skip

    def _answer(self, question: str, text: str, cited: list[Citation], sources: list[Source]) -> Answer:
        return Answer(
            question, question, text, "answered" if cited else "not_found", "extractive", "fake", tuple(cited),
            tuple(sources), ("Hvad koster ladcykler?",) if cited else (), timings_ms=(("total", 7.0),),
            trace=(("Søgning", f"{len(sources)} uddrag deler ord med spørgsmålet."),),
        )  # fmt: skip


def _shared(query: str, text: str) -> int:
    words = set(re.findall(r"\w{4,}", query.casefold()))
    return len(words & set(re.findall(r"\w{4,}", text.casefold())))
