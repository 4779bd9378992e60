"""A three-document corpus and an assistant over it whose answers one can work out by hand; faults can be planted."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace

from corpus.answers import Answer, Citation, Message, Source
from corpus.glyphs import pack_boxes
from corpus.store import Store, joined
from corpus.types import Document, DocumentContent, Filters, GlyphRun, Page, Passage, Section
from eval.run import Subject
from eval.runs import Conditions
from service.events import NO_FILTERS, Answered, Event, SourcesFound, TextPiece

Run = Callable[..., tuple[int, str, str]]
"""A command with its arguments: exit code, stdout, stderr."""

TEXTS: dict[str, tuple[str, ...]] = {
    "havnen": (
        "Havnen fik 14 nye broer i 2031. Broerne er af egetræ.",
        "Havnefoged Mette Lund passer slusen. Slusen åbner hver morgen klokken otte.",
        "Fiskerne lander 300 kasser makrel om ugen. Makrellen ryges på kajen.",
    ),
    "skoven": (
        "Skoven har 62 gamle ege. Egene er fredet siden 1925.",
        "Skovrider Jens Holm fælder kun syge træer. Veddet sælges til naboerne.",
        "Ugler ruger i de hule stammer. Der er talt 9 uglereder.",
    ),
    "torvet": (
        "Torvet holder marked hver lørdag. Boderne koster 85 kroner.",
        "Brønden på torvet er fra 1744. Vandet kan drikkes.",
        "Rådhusuret slår hvert kvarter. Det blev stillet af urmager Bodil Krag.",
    ),
}


def contents() -> list[DocumentContent]:
    """The three documents: a page, a section and a passage for each text; page n is printed as n + 10."""
    return [document(document_id, texts) for document_id, texts in TEXTS.items()]


def document(document_id: str, texts: Sequence[str]) -> DocumentContent:
    """A document of those pages."""
    passages, sections, pages, runs, start = [], [], [], [], 0
    for number, text in enumerate(texts, start=1):
        end, key = start + len(text), f"{document_id}:{number}"
        spans = tuple(m.span() for m in re.finditer(r"[^.]+\.", text))
        heading = f"Del {number}"
        sections.append(Section(key, document_id, number, heading, (heading,), 1, start, end, number, number))
        context = f"{document_id} › {heading}"
        passages.append(
            Passage(key, document_id, key, number, text, start, end, number, number, context, sentences=spans)
        )
        boxes = [((i % 60) / 60, i // 60 / 9, (i % 60 + 1) / 60, i // 60 / 9 + 0.05) for i in range(len(text))]
        runs.append(GlyphRun(start, end, number, pack_boxes(boxes)))
        pages.append(Page(document_id, number, str(number + 10), 595.0, 842.0))
        start = end + 1
    described = Document(
        document_id, document_id.title(), f"{document_id}.pdf", "application/pdf", "0" * 64, len(pages)
    )
    return DocumentContent(
        described, "\n".join(texts), tuple(pages), tuple(sections), tuple(passages), runs=tuple(runs)
    )


@dataclass(frozen=True)
class PlantedAssistant:
    """Ranks by shared four-letter pieces, answers with the best sentence of the first passage, refuses under
    `threshold` shared pieces. Faults: page_shift moves every cited page; reverse ranks the worst passage first."""

    store: Store
    threshold: int = 4
    page_shift: int = 0
    reverse: bool = False

    def ask(self, question: str, *, history: Sequence[Message] = (), filters: Filters = NO_FILTERS) -> Answer:
        turns = [turn.content for turn in history if turn.role == "user"]
        query = " ".join([*turns, question])
        sources = self.search(query)
        best = max((pieces(query) & pieces(s.passage.text) for s in sources[:1]), key=len, default=set())
        empty = Answer(question, query, "Det kan jeg ikke finde.", "not_found", "extractive", "planted")
        if len(best) < self.threshold or not sources:
            return replace(empty, sources=tuple(sources))
        citation = self._cite(query, sources[0])
        text = f"{citation.quote} [1]"
        return replace(empty, text=text, status="answered", citations=(citation,), sources=tuple(sources))

    def stream(
        self, question: str, *, history: Sequence[Message] = (), filters: Filters = NO_FILTERS
    ) -> Generator[Event, None, None]:
        answer = self.ask(question, history=history, filters=filters)
        yield from (SourcesFound(answer.sources), TextPiece(answer.text), Answered(answer))

    def search(self, query: str, *, k: int = 10, filters: Filters = NO_FILTERS) -> list[Source]:
        wanted = pieces(query)
        scored = [(len(wanted & pieces(p.text)), p) for p in self.store.iter_passages()]
        found = sorted((pair for pair in scored if pair[0]), key=lambda pair: (-pair[0], pair[1].passage_id))
        found = (found[3:] if self.reverse else found)[:k]
        rows = joined(self.store, [passage for _, passage in found])
        return [Source(n, float(found[n - 1][0]), *row) for n, row in enumerate(rows, start=1)]

    def _cite(self, query: str, source: Source) -> Citation:
        passage = source.passage
        span = max(passage.sentences, key=lambda s: len(pieces(query) & pieces(passage.text[s[0] : s[1]])))
        quote = passage.text[slice(*span)]
        lead = len(quote) - len(quote.lstrip())
        page = passage.page_first + self.page_shift
        start = passage.char_start + span[0] + lead
        return Citation(
            1, passage.passage_id, passage.document_id, source.document.title, source.section.path, page,
            str(page + 10), quote.lstrip(), start, passage.char_start + span[1],
        )  # fmt: skip


def pieces(text: str) -> set[str]:
    """Four-letter pieces of the longer words."""
    words = re.findall(r"\w{4,}", text.lower())
    return {word[i : i + 4] for word in words for i in range(len(word) - 3)}


def subject(store: Store, **faults: object) -> Subject:
    """The assistant over the store, with the faults as its conditions."""
    assistant = PlantedAssistant(store, **faults)  # type: ignore[arg-type]
    settings = tuple((name, str(value)) for name, value in sorted(faults.items()))
    return Subject(assistant, store, Conditions(store.digest(), "g1", "planted", "test", settings))
