"""What the whole material is about: its parts or its documents, each with the sentence that it begins with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice

from corpus.answers import Source
from service.aspect import headed_aspect
from service.candidates import Candidate, spans_of
from service.chosen import ALL, ONE_DOCUMENT, Chosen
from service.lookup import Lookup, Row

MOST = 12
"""So many parts or documents are told of."""
SHORTEST = 40
"""A first line of fewer characters is rather a title or a name than a sentence."""


def contents(chosen: Chosen) -> Lookup | None:
    """The parts of the one document that there is, or the documents; None where there is none."""
    documents = chosen.documents()
    if not documents:
        return None
    if len(documents) > 1:
        rows = _rows((d.title, chosen.of_document(d.document_id)) for d in documents)
        what, every = f"{len(documents)} dokumenter", len(documents)
    else:
        parts = list(_parts(chosen.of_document(documents[0].document_id)))
        rows, every = _rows(parts), len(parts)
        what = f"ét dokument, »{documents[0].title}«, med {len(parts)} dele"
    if chosen.name == ONE_DOCUMENT:
        what = f"{every} {'del' if every == 1 else 'dele'}"
    some = ", blandt andet" if len(rows) < every else ""
    return Lookup(f"{_named(chosen)} består af {what}{some}:", rows, "indhold")


def _named(chosen: Chosen) -> str:
    return "Materialet" if chosen.name == ALL else chosen.name[:1].upper() + chosen.name[1:]


def _parts(sources: Sequence[Source]) -> Iterator[tuple[str, Sequence[Source]]]:
    """(the topmost heading, what stands under it), in order."""
    for heading, held in groupby(sources, key=lambda s: s.section.path[:1]):
        yield (heading[0] if heading else ""), list(held)


def _rows(parts: Iterable[tuple[str, Sequence[Source]]]) -> tuple[Row, ...]:
    begun = ((title, _begins(sources)) for title, sources in parts)
    rows = (Row(f"- **{title}:** {' '.join(c.text.split())}", (c,)) for title, c in begun if title and c)
    return tuple(islice(rows, MOST))


def _begins(sources: Sequence[Source]) -> Candidate | None:
    """The first whole sentence, under a heading that tells what it is about where there is one, else the first line."""
    about = [s for s in sources if headed_aspect(s.section.path) == "about"]
    spans = (c for s in (*about, *sources) for c in spans_of(s))
    whole = (c for c in spans if c.role == "sentence" and len(c.text) >= SHORTEST and c.text.rstrip().endswith("."))
    first = (c for s in sources for c in spans_of(s) if c.role in ("sentence", "intro", "item", "row"))
    return next(whole, None) or next(first, None)
