"""How a question was understood, in the user's own language: the first steps of "Hvorfor dette svar?"."""

from __future__ import annotations

from service.names import EntityKind, NameBook
from service.question import Question, QuestionKind
from service.refuse import Outright
from service.thread import Condensed

KINDS: dict[QuestionKind, str] = {
    "number": "antal eller andel",
    "when": "hvornår",
    "who": "hvem",
    "where": "hvor",
    "list": "hvilke",
    "why": "hvorfor",
    "how": "hvordan",
    "what": "hvad",
    "yesno": "ja eller nej",
    "compare": "sammenligning",
    "summary": "resumé",
    "next": "næste skridt",
    "keyword": "stikord",
}
ENTITIES: dict[EntityKind, str] = {
    "project": "projekt",
    "network": "netværk",
    "municipality": "kommune",
    "region": "region",
    "person": "person",
    "organisation": "organisation",
}


LEGS = {
    "words": "ord", "parts": "orddele", "grams": "bogstavfølger", "context": "overskrift", "vector": "betydning",
    "sentence": "bedste sætning", "late": "ord for ord",
}  # fmt: skip
LAPS = {
    "condense": "forstå opfølgning", "understand": "forstå", "retrieve": "søgning", "score": "vejning",
    "read": "læsning", "judge": "valg", "answer": "uddrag", "wording": "sprogmodel", "total": "i alt",
}  # fmt: skip


READ = ("Spørgsmålstype", "Genkendte navne", "Søgt efter", "Hører sammen med")
"""The steps that say how a question was understood."""
PART = "Spørgsmål"
"""The step before those of one question of a message that asks several."""
FOUND_STEP, COMPARED = LOOKED_UP = ("Slået op", "Sammenlignet")
"""The steps of an answer from stored mentions rather than from sentences that were searched for."""
CANDIDATE = "Sætning vejet"
"""The step of a sentence that was considered: how well it fits, two blanks, its words."""
OTHER = ("Emne", "ligger nærmere spørgsmål om andre emner end det, der blev fundet")
"""The step of a question on another subject than the material's."""
REFUSED: dict[Outright, tuple[str, str]] = {
    "elsewhere": OTHER,
    "unknown": ("Emne", "handler om noget, som ikke findes i materialet"),
    "foreign": ("Emne", "kun få af de engelske ord kendes af ordlisten eller findes i materialet"),
    "untold": (
        "Forudsætning",
        "at noget er stoppet, krævet, vundet eller kritiseret, eller hvem, fremgår ikke",
    ),
    "unsaid": ("Den, der spørges til", "er nævnt, men ikke om det, der spørges om"),
}
"""The step of a question that is refused outright."""
READING = "Læst sammen med spørgsmålet"
"""The step of how likely each of the first of them answers by itself."""


def decimal(value: float, digits: int = 2) -> str:
    """A number as Danes write it: 0.934 → "0,93"."""
    return f"{value:.{digits}f}".replace(".", ",")


def percent(share: float) -> str:
    """ "97 %"."""
    return f"{100 * share:.0f} %"


def leg_name(leg: str) -> str:
    """A part of the search in Danish, or its own name."""
    return LEGS.get(leg, leg)


def lap_name(lap: str) -> str:
    """A part of the time in Danish, or its own name."""
    return LAPS.get(lap, lap)


def understanding(condensed: Condensed, asked: Question, names: NameBook) -> tuple[tuple[str, str], ...]:
    """(step, decision) rows in Danish: type, names, search text, and what a follow-up leans on."""
    known = {f"{e.surface} ({ENTITIES[e.kind]}: {names.title(e.value)})": None for e in asked.entities}
    named = ", ".join(known) or "ingen"
    rows = zip(READ, (KINDS[asked.kind], named, asked.text, condensed.topic), strict=True)
    return tuple(row for row in rows if row[1])
