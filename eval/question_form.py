"""A question as the fields of a form: the spreadsheet's columns, one field each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from corpus.errors import InvalidQuestionSet
from eval.question_table import COLUMNS, read_row, to_cells
from eval.questions import KINDS, Question, QuestionSet, problems_of

FIELDS: Mapping[str, str] = {
    "spoergsmaal": "spørgsmål",
    "forventet": "forventet svar",
    "noegle": "nøgleoplysninger",
    "kilde": "kilde",
    "citat": "citat",
    "type": "type",
    "maaikke": "må ikke besvares",
    "samtale": "samtale",
    "note": "note",
}
"""Name of a form field → column."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was sent: its fields, the question they make, and what is wrong in Danish."""

    fields: Mapping[str, str]
    question: Question | None
    problems: tuple[str, ...] = ()


def fields_of(question: Question) -> dict[str, str]:
    """The fields that show the question."""
    cells = dict(zip(COLUMNS, to_cells(question), strict=True))
    return {field: cells[column] for field, column in FIELDS.items()}


def filled(fields: Mapping[str, str], was: Question | None = None) -> Filled:
    """The form read. was: the question that is being edited; it keeps its id and what no field shows."""
    shown = {field: fields.get(field, "").replace("\r\n", "\n") for field in FIELDS}
    read = read_row({FIELDS[field]: text for field, text in shown.items()})
    if isinstance(read, str):
        return Filled(shown, None, (read,))
    if was is not None:
        read = replace(read, question_id=was.question_id, style=was.style, project=was.project)
    problems = tuple(problems_of(read))
    return Filled(shown, None if problems else read, problems)


def with_question(questions: QuestionSet, question: Question) -> QuestionSet:
    """The set with the question in place of the one with its id, else at its end (with a free id when it has none).

    Raises InvalidQuestionSet for a question that stands there already under another id.
    """
    asked = (question.text.lower(), question.history)
    for other in questions.questions:
        if (other.text.lower(), other.history) == asked and other.question_id != question.question_id:
            raise InvalidQuestionSet(f"Samme spørgsmål står allerede i {questions.name} (nr. {other.question_id}).")
    ids = [q.question_id for q in questions.questions]
    if not question.question_id:
        question = replace(question, question_id=_free(ids))
    if question.question_id in ids:
        kept = tuple(question if q.question_id == question.question_id else q for q in questions.questions)
    else:
        kept = (*questions.questions, question)
    return QuestionSet(questions.name, kept)


def without_question(questions: QuestionSet, question_id: str) -> QuestionSet:
    """The set without the question with that id."""
    return QuestionSet(questions.name, tuple(q for q in questions.questions if q.question_id != question_id))


def empty_fields() -> dict[str, str]:
    """The fields of a question that nobody has written yet."""
    return dict.fromkeys(FIELDS, "") | {"type": KINDS["fact"]}


def _free(ids: list[str]) -> str:
    number = len(ids) + 1
    while f"n{number}" in ids:
        number += 1
    return f"n{number}"
