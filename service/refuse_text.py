"""What is said when the material does not answer: what was found instead, and whom to ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from corpus.answers import Source
from service.cite import page_text
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
    question: Question,
    sources: Sequence[Source],
    *,
    label: Callable[[str, int], str],
    coordinators: Sequence[str] = (),
    project: str = "",
) -> str:
    """A plain "no" in Danish (English for an English question) that names the nearest sections, if any.

    label: what is printed on a page of a document, "" when nothing is.
    """
    if question.language == "en":
        lines = ["The material does not answer this question."]
        nearest = "The nearest sections are:"
    else:
        lines = ["Det fremgår ikke af materialet."]
        nearest = "Det nærmeste, jeg fandt, er:"
    if sources:
        lines += ["", nearest, ""]
        lines += [f"- {_place(s, label)}" for s in _distinct(sources)]
    if coordinators and project:
        lines += ["", _whom_to_ask(question, coordinators, project)]
    return "\n".join(lines)


def _whom_to_ask(question: Question, coordinators: Sequence[str], project: str) -> str:
    if question.language == "en":
        return f"You may ask {' and '.join(coordinators)}, coordinating »{project}«."
    role = "tovholder" if len(coordinators) == 1 else "tovholdere"
    return f"Spørg eventuelt {listed(coordinators)}, der er {role} for »{project}«."


def _distinct(sources: Sequence[Source], most: int = 3) -> list[Source]:
    seen: dict[tuple[str, ...], Source] = {}
    for source in sources:
        seen.setdefault((source.document.document_id, *source.section.path), source)
    return list(seen.values())[:most]


def _place(source: Source, label: Callable[[str, int], str]) -> str:
    path = [source.document.title, *(h for h in source.section.path if h != source.document.title)]
    page = source.passage.page_first
    return ", ".join(filter(None, (" › ".join(path), page_text(page, label(source.document.document_id, page)))))
