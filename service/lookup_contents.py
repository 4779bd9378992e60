"""What the whole material is about: its parts or its documents, each with the sentence that it begins with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby, islice, takewhile

from corpus.answers import Source
from corpus.catalogue import Catalogue
from service.asked_contents import is_projects
from service.aspect import asked_aspect, headed_aspect
from service.candidates import BODY, Candidate, spans_of
from service.chosen import ALL, ONE_DOCUMENT, Chosen
from service.lookup_question import OF_EACH
from service.lookup_types import Lookup, Row
from service.words import words

MOST = 12
"""So many parts or documents are told of."""
SUBJECT = 4
"""What a sentence is about is named among its first so many words."""
AFTER = 3
"""So many sentences on all the projects together are told."""
SHORTEST = 40
"""A first line of fewer characters is rather a title or a name than a sentence."""
_FIRST_LABEL = re.compile(r"^[^:;?]{1,40}:\s*")
"""What stands before the first cell of a row."""


def contents(chosen: Chosen) -> Lookup | None:
    """The parts of the one document that there is, or the documents; None where there is none."""
    documents = chosen.documents()
    if not documents:
        return None
    if len(documents) > 1:
        rows = beginnings((d.title, chosen.of_document(d.document_id)) for d in documents)
        what, every = f"{len(documents)} dokumenter", len(documents)
    else:
        parts = list(_parts(chosen.of_document(documents[0].document_id)))
        rows, every = beginnings(parts), len(parts)
        what = f"ét dokument, »{documents[0].title}«, med {len(parts)} dele"
    if chosen.name == ONE_DOCUMENT:
        what = f"{every} {'del' if every == 1 else 'dele'}"
    some = ", blandt andet" if len(rows) < every else ""
    return Lookup(f"{_named(chosen)} består af {what}{some}:", rows, "indhold")


def projects_told(chosen: Chosen, catalogue: Catalogue, together: Collection[str]) -> Lookup | None:
    """What is told of the projects together, then each project with the sentence that it begins with.

    together: stems of what all of them are called. None where no project is told of.
    """
    held = {p.title: chosen.of_project(p.id) for p in sorted(catalogue.projects, key=lambda p: p.order)}
    told_in = Counter(d for sources in held.values() for d in {s.document.document_id for s in sources})
    rows = beginnings((title, sorted(held[title], key=lambda s: -told_in[s.document.document_id])) for title in held)
    of_all = _told_of_all(chosen, told_in, together)
    first = (Row("", of_all, quoted=True),) if of_all else ()
    intro = "" if of_all else f"I {chosen.name} er der disse projekter:"
    return Lookup(intro, (*first, *rows), "projekterne") if rows else None


def each_project(question: str, chosen: Chosen, catalogue: Catalogue) -> Lookup | None:
    """What is told first of each project under the heading that the question asks for; None for another question."""
    aspect = asked_aspect(question)
    if not aspect or not OF_EACH.search(question):
        return None
    held = ((p.title, chosen.of_project(p.id)) for p in sorted(catalogue.projects, key=lambda p: p.order))
    under = ((title, [s for s in sources if headed_aspect(s.section.path) == aspect]) for title, sources in held)
    rows = beginnings((title, sources) for title, sources in under if sources)
    return Lookup(f"For hvert projekt i {chosen.name}:", rows, "hvert projekt") if len(rows) > 1 else None


def _told_of_all(chosen: Chosen, told_in: Collection[str], together: Collection[str]) -> tuple[Candidate, ...]:
    """The first sentence whose subject is what the projects are called all together, and what is said after it.

    told_in: ids of the documents that tell of projects: the others may be many.
    """
    for document in (d for d in chosen.documents() if d.document_id in told_in):
        for source in chosen.of_document(document.document_id):
            spans = spans_of(source) if not source.passage.project else []
            for span in spans:
                if span.role == "sentence" and _is_on_all(span.text, together):
                    after = spans[span.number : span.number + AFTER]
                    return tuple(takewhile(lambda s: s.role == "sentence", after))
    return ()


def _is_on_all(text: str, together: Collection[str]) -> bool:
    """True when nothing but names stands before what they are called: "KKR Hovedstadens VIP klimaprojekter er …"."""
    begins = list(takewhile(lambda w: w.content, words(text)[:SUBJECT]))
    return any(is_projects(w.surface) and w.stem in together for w in begins)


def _named(chosen: Chosen) -> str:
    return "Materialet" if chosen.name == ALL else chosen.name[:1].upper() + chosen.name[1:]


def _parts(sources: Sequence[Source]) -> Iterator[tuple[str, Sequence[Source]]]:
    """(the topmost heading, what stands under it), in order."""
    for heading, held in groupby(sources, key=lambda s: s.section.path[:1]):
        yield (heading[0] if heading else ""), list(held)


def beginnings(parts: Iterable[tuple[str, Sequence[Source]]]) -> tuple[Row, ...]:
    """A row for each (title, passages) of which anything is let through, at most MOST."""
    begun = ((title, _begins(sources)) for title, sources in parts)
    rows = (Row(f"- **{title}:** {' '.join(c.text.split())}", (c,)) for title, c in begun if title and c)
    return tuple(islice(rows, MOST))


def _begins(sources: Sequence[Source]) -> Candidate | None:
    """The first whole sentence, under a heading that tells what it is about where there is one, else the first line.

    Of rows alone, as of a sheet, the first that says what it is.
    """
    about = [s for s in sources if headed_aspect(s.section.path) == "about"]
    spans = (c for s in (*about, *sources) for c in spans_of(s))
    whole = (c for c in spans if c.role == "sentence" and len(c.text) >= SHORTEST and c.text.rstrip().endswith("."))
    lines = [c for s in sources for c in spans_of(s) if c.role in BODY]
    says = (c for c in lines if headed_aspect((_FIRST_LABEL.sub("", c.text),)) == "about")
    return next(whole, None) or next(says, None) or next(iter(lines), None)
