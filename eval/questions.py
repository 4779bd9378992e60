"""A question with what a right answer needs, and a set of them with its version."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from corpus.answers import Message
from corpus.marked import Part, part_of

KINDS: Mapping[str, str] = {
    "fact": "Fakta",
    "number": "Tal",
    "list": "Liste",
    "who": "Hvem",
    "why": "Hvorfor",
    "how": "Hvordan",
    "definition": "Hvad er",
    "yes-no": "Ja eller nej",
    "summary": "Resumé",
    "compare": "Sammenligning",
    "lookup": "Opslag",
    "cross-project": "På tværs",
    "next-step": "Næste skridt",
    "keyword": "Nøgleord",
    "followup": "Opfølgning",
    "unanswerable": "Må ikke besvares",
}
STYLES: Mapping[str, str] = {
    "plain": "Ligetil",
    "paraphrase": "Omskrevet",
    "everyday": "Hverdagsord",
    "typo": "Slåfejl",
    "compound": "Delte og samlede ord",
    "keyword": "Nøgleord",
    "english": "Engelsk",
    "followup": "Opfølgning",
    "near-miss": "Tæt på",
    "off-topic": "Uden for emnet",
    "injection": "Forsøg på at styre",
    "personal-data": "Personoplysninger",
    "false-premise": "Falsk forudsætning",
}


@dataclass(frozen=True, slots=True)
class ExpectedSource:
    """Where the answer stands: a document by id, title or file name, and a physical page (0 = any page)."""

    document: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """One question as a user types it.

    evidence: groups of verbatim anchors; every group is needed, one of its anchors is enough.
    facts: groups of alternatives in small letters; a right answer holds one of each group.
    expected: a model answer for people, and for scoring where there are no facts.
    history: the turns before, alternating from the user; `text` alone may be elliptic.
    """

    question_id: str
    text: str
    kind: str = "fact"
    style: str = "plain"
    project: str = ""
    history: tuple[Message, ...] = ()
    evidence: tuple[tuple[str, ...], ...] = ()
    facts: tuple[tuple[str, ...], ...] = ()
    sources: tuple[ExpectedSource, ...] = ()
    expected: str = ""
    answerable: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions under a name. Equal versions mean equal questions, whatever file they came from."""

    name: str
    questions: tuple[Question, ...]
    version: str = field(default="")

    def __post_init__(self) -> None:
        if not self.version:
            lines = "\n".join(json.dumps(to_json(q), sort_keys=True, ensure_ascii=False) for q in self.questions)
            object.__setattr__(self, "version", hashlib.sha256(lines.encode()).hexdigest())


def half_of(questions: QuestionSet, part: Part) -> QuestionSet:
    """The half that weights were learnt on, or the half that nothing has learnt from, as a set of its own."""
    kept = tuple(q for q in questions.questions if part_of(q.question_id) == part)
    return QuestionSet(f"{questions.name} ({part})", kept)


def to_json(question: Question) -> dict[str, Any]:
    """The question as one object of the JSON Lines format; empty fields are left out."""
    row: dict[str, Any] = {
        "id": question.question_id,
        "question": question.text,
        "kind": question.kind,
        "style": question.style,
        "project": question.project or None,
        "evidence": [group[0] for group in question.evidence],
        "facts": [list(group) for group in question.facts],
        "answerable": question.answerable,
    }
    if len(question.evidence) == 1:
        row["evidence"] = list(question.evidence[0])
    elif question.evidence:
        row["evidence_all"] = [list(group) for group in question.evidence]
    if question.history:
        row["history"] = [{"role": turn.role, "content": turn.content} for turn in question.history]
    if question.sources:
        row["sources"] = [{"document": s.document, "page": s.page} for s in question.sources]
    row.update({k: v for k, v in (("expected", question.expected), ("note", question.note)) if v})
    return row


def from_json(row: Mapping[str, Any]) -> Question:
    """The question of one object. Raises ValueError with a Danish message that says what is wrong."""
    groups = row.get("evidence_all") or ([row["evidence"]] if row.get("evidence") else [])
    return Question(
        question_id=_text(row, "id"),
        text=_text(row, "question"),
        kind=_text(row, "kind") or "fact",
        style=_text(row, "style") or "plain",
        project=_text(row, "project"),
        history=_history(row.get("history") or []),
        evidence=_groups(groups, "evidence"),
        facts=_groups(row.get("facts") or [], "facts"),
        sources=tuple(_source(s) for s in row.get("sources") or []),
        expected=_text(row, "expected"),
        answerable=_flag(row.get("answerable", True)),
        note=_text(row, "note"),
    )


def problems_of(question: Question) -> list[str]:
    """What is wrong with the question, as Danish sentences; empty when nothing is."""
    wants = bool(question.facts or question.evidence or question.sources or question.expected)
    checks = (
        (not question.text.strip(), "Spørgsmålet er tomt."),
        (len(question.text) > 2000, "Spørgsmålet er længere end 2.000 tegn."),
        (question.kind not in KINDS, f"Typen »{question.kind}« findes ikke. Vælg en af: {', '.join(KINDS.values())}."),
        (question.style not in STYLES, f"Stilen »{question.style}« findes ikke. Vælg en af: {', '.join(STYLES)}."),
        (
            question.answerable and not wants,
            "Et spørgsmål, der kan besvares, skal have et forventet svar, nøgleoplysninger eller en kilde.",
        ),
        (
            not question.answerable and bool(question.facts or question.evidence),
            "Et spørgsmål, der ikke må besvares, kan ikke have nøgleoplysninger eller citat.",
        ),
        (len(question.history) % 2 == 1, "Samtalen skal slutte med et svar fra assistenten."),
    )
    return [message for wrong, message in checks if wrong]


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if value is not None and not isinstance(value, str | int):
        raise ValueError(f"Feltet {name} skal være en tekst.")
    return "" if value is None else str(value).strip()


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("Feltet answerable skal være true eller false.")
    return value


def _groups(value: object, name: str) -> tuple[tuple[str, ...], ...]:
    if not isinstance(value, list) or not all(isinstance(g, list) and g for g in value):
        raise ValueError(f"Feltet {name} skal være en liste af lister, der ikke er tomme.")
    if not all(isinstance(text, str) and text.strip() for group in value for text in group):
        raise ValueError(f"Feltet {name} må kun indeholde tekster, der ikke er tomme.")
    return tuple(tuple(group) for group in value)


def _source(value: object) -> ExpectedSource:
    if not isinstance(value, Mapping) or not isinstance(value.get("page", 0), int):
        raise ValueError("Feltet sources skal være objekter med document og page.")
    return ExpectedSource(str(value.get("document", "")), int(value.get("page", 0)))


def _history(turns: Sequence[Any]) -> tuple[Message, ...]:
    roles: tuple[Literal["user", "assistant"], ...] = ("user", "assistant")
    for number, turn in enumerate(turns):
        if not isinstance(turn, Mapping) or turn.get("role") != roles[number % 2] or not turn.get("content"):
            raise ValueError("Samtalen skal skifte mellem bruger og assistent og begynde med brugeren.")
    return tuple(Message(roles[n % 2], str(turn["content"])) for n, turn in enumerate(turns))
