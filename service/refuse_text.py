"""What is said when the material does not answer: what was found instead, and whom to ask."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.answers import Source
from service.lookup import listed
from service.question import Blocked, Question

PLAIN: dict[Blocked, str] = {
    "injection": "Det kan jeg ikke hjælpe med. Jeg svarer kun på spørgsmål om materialet "
    "og altid med henvisning til kilden.",
    "personal": "Jeg svarer ikke på spørgsmål om privatpersoners oplysninger "
    "eller om, hvordan enkeltpersoner kontaktes. "
    "Brug kommunens egen kontaktside.",
    "task": "Det ligger uden for, hvad jeg kan. Jeg finder svar i materialet og citerer det ordret; "
    "jeg digter, koder og oversætter ikke.",
}


def refusal_text(
    question: Question, sources: Sequence[Source], *, coordinators: Sequence[str] = (), project: str = ""
) -> str:
    """A plain "no" in Danish (English for an English question) that names the nearest sections, if any."""
    if question.language == "en":
        lines = ["The material does not answer this question."]
        nearest = "The nearest sections are:"
    else:
        lines = ["Det fremgår ikke af materialet."]
        nearest = "Det nærmeste, jeg fandt, er:"
    if sources:
        lines += ["", nearest, ""]
        lines += [f"- {_place(s)}" for s in _distinct(sources)]
    if coordinators and project:
        lines += ["", f"Spørg eventuelt {listed(coordinators)}, der er tovholder for {project}."]
    return "\n".join(lines)


def _distinct(sources: Sequence[Source], most: int = 3) -> list[Source]:
    seen: dict[tuple[str, ...], Source] = {}
    for source in sources:
        seen.setdefault((source.document.document_id, *source.section.path), source)
    return list(seen.values())[:most]


def _place(source: Source) -> str:
    path = [source.document.title, *(h for h in source.section.path if h != source.document.title)]
    page = f", side {source.passage.page_first}" if source.passage.page_first else ""
    return f"{' › '.join(path)}{page}"
