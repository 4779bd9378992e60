"""What is said when the material does not answer: what was found instead, and whom to ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from corpus.answers import Source
from service.chosen import ALL, NAMES
from service.cite import page_text
from service.listing import listed
from service.question import Blocked, GoesOn, Question

PLAIN: dict[Blocked, str] = {
    "injection": "Det kan jeg ikke hjælpe med. Jeg svarer kun på spørgsmål om materialet "
    "og altid med henvisning til kilden.",
    "personal": "Jeg svarer ikke på spørgsmål om privatpersoners oplysninger "
    "eller om, hvordan enkeltpersoner kontaktes. "
    "Brug kommunens egen kontaktside.",
    "task": "Det ligger uden for, hvad jeg kan. Jeg finder svar i materialet og citerer det ordret; "
    "jeg digter, koder og oversætter ikke.",
    "greeting": "Hej! Stil et spørgsmål om materialet, så finder jeg svaret og viser, hvor det står.",
    "thanks": "Selv tak. Spørg endelig om mere.",
}


_REFUSED = "fremgår ikke af"
_REFUSALS = tuple(f"{_REFUSED} {name}." for name in NAMES)
_REFUSED_EN = ("The material does not answer this question.", "What was chosen does not answer this question.")
_NO_MORE: dict[GoesOn, str] = {
    "": "Det",
    "same": "Det",
    "more": "Mere end det, der er svaret,",
    "others": "Andet end det, der er svaret,",
    "example": "Et eksempel ud over det, der er svaret,",
    "deeper": "En forklaring ud over det, der er svaret,",
}
_NO_MORE_EN = (
    "The material says no more about this than what has been answered.",
    "What was chosen says no more about this than what has been answered.",
)


def is_refusal(answer: str) -> bool:
    """True for an answer of ours that says that there is none, and so has told nothing."""
    opening = answer.strip().split("\n")[0]
    in_english = opening.startswith((*_REFUSED_EN, *_NO_MORE_EN))
    return any(refusal in opening for refusal in _REFUSALS) or in_english or opening in PLAIN.values()


def refusal_text(
    question: Question,
    sources: Sequence[Source],
    *,
    label: Callable[[str, int], str],
    coordinators: Sequence[str] = (),
    project: str = "",
    silent: Sequence[str] = (),
    besides: str = "",
    within: str = ALL,
) -> str:
    """A plain "no" in Danish (English for an English question) that names the nearest section, if any.

    Where more is asked for than has been told, that would be what was told: it only says that there is no more.

    label: what is printed on a page of a document, "" when nothing is. The other places found are sources of the
    answer, which a page shows as such. silent: who is named, but not as saying what is asked. besides: told as well.
    within: what was looked in, one of `service.chosen.NAMES`.
    """
    english, more = question.language == "en", question.goes_on if question.said and question.goes_on != "same" else ""
    refused = (_NO_MORE_EN if more else _REFUSED_EN)[within != ALL]
    lines = [refused if english else f"{_NO_MORE[more]} {_REFUSED} {within}."]
    if besides and not english:
        lines[0] += f" {besides}"
    if sources and not more:
        nearest = "The nearest section is" if english else "Nærmest kommer"
        lines[0] += f" {nearest} {_place(sources[0], label)}."
    if silent:
        lines[0] += f" {_not_on_this(silent, english=english)}."
    if coordinators and project:
        lines += ["", _whom_to_ask(question, coordinators, project)]
    return "\n".join(lines)


def _not_on_this(silent: Sequence[str], *, english: bool) -> str:
    if english:
        return f"{' and '.join(silent)} {'is' if len(silent) == 1 else 'are'} named, but not on this"
    return f"{listed(silent)} er nævnt, men ikke om det"


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
