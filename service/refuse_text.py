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
    """A plain "no" in Danish (English for an English question) that names the nearest section, if any.

    label: what is printed on a page of a document, "" when nothing is. The other places found are sources of the
    answer, which a page shows as such.
    """
    english = question.language == "en"
    lines = ["The material does not answer this question." if english else "Det fremgår ikke af materialet."]
    if sources:
        nearest = "The nearest section is" if english else "Nærmest kommer"
        lines[0] += f" {nearest} {_place(sources[0], label)}."
    if coordinators and project:
        lines += ["", _whom_to_ask(question, coordinators, project)]
    return "\n".join(lines)


def _whom_to_ask(question: Question, coordinators: Sequence[str], project: str) -> str:
    if question.language == "en":
        return f"You may ask {' and '.join(coordinators)}, coordinating »{project}«."
    role = "tovholder" if len(coordinators) == 1 else "tovholdere"
    return f"Spørg eventuelt {listed(coordinators)}, der er {role} for »{project}«."


def _place(source: Source, label: Callable[[str, int], str]) -> str:
    path = [source.document.title, *(h for h in source.section.path if h != source.document.title)]
    page = source.passage.page_first
    shown = page_text(page, label(source.document.document_id, page))
    return ", ".join(filter(None, (f"»{' › '.join(path)}«", shown)))
