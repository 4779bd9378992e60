"""Question sets from and to files: JSON Lines, CSV as Danish Excel writes it, and workbooks."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.answers import Message
from corpus.errors import InvalidQuestionSet
from eval.question_table import COLUMNS, GUIDE, read_table, to_cells
from eval.questions import Question, QuestionSet, from_json, problems_of, to_json
from eval.workbook import read_rows, write_sheets


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong in one row; `row` counts from 1 as the spreadsheet shows it."""

    row: int
    message: str


@dataclass(frozen=True, slots=True)
class ReadSet:
    """The questions that could be read, and the rows that could not."""

    question_set: QuestionSet
    problems: tuple[RowProblem, ...]


def load_set(path: Path) -> QuestionSet:
    """The whole set. Raises InvalidQuestionSet that lists every faulty row, or says why the file cannot be read."""
    read = read_set(path)
    if read.problems:
        shown = " ".join(f"Række {p.row}: {p.message}" for p in read.problems[:20])
        more = f" … og {len(read.problems) - 20} til." if len(read.problems) > 20 else ""
        raise InvalidQuestionSet(f"{path.name} har {len(read.problems)} fejl. {shown}{more}")
    if not read.question_set.questions:
        raise InvalidQuestionSet(f"{path.name} indeholder ingen spørgsmål. Skriv mindst ét, og prøv igen.")
    return read.question_set


def read_set(path: Path) -> ReadSet:
    """The rows that are right and the problems of the others. Raises InvalidQuestionSet when the file is unusable."""
    if not path.is_file():
        raise InvalidQuestionSet(f"Spørgsmålssættet {path} findes ikke. Kontrollér stien.")
    suffix = path.suffix.lower()
    if suffix == ".jsonl":
        rows = _json_rows(_decode(path))
    elif suffix == ".csv":
        rows = read_table(_csv_cells(_decode(path)), name=path.name)
    elif suffix == ".xlsx":
        rows = read_table(read_rows(path), name=path.name)
    else:
        raise InvalidQuestionSet(f"{path.name} er ikke et spørgsmålssæt. Brug .xlsx, .csv eller .jsonl.")
    return _checked(path.stem, rows)


def write_jsonl(path: Path, question_set: QuestionSet) -> None:
    """Writes the set as JSON Lines, one question a line, in order."""
    lines = (json.dumps(to_json(q), ensure_ascii=False) + "\n" for q in question_set.questions)
    path.write_text("".join(lines), encoding="utf-8")


def write_table(path: Path, question_set: QuestionSet) -> None:
    """Writes the set as a workbook (.xlsx), or as CSV that Danish Excel opens (semicolons, byte order mark)."""
    rows = [list(COLUMNS)] + [to_cells(q) for q in question_set.questions]
    if path.suffix.lower() == ".xlsx":
        write_sheets(path, {"Spørgsmål": rows, "Vejledning": GUIDE})
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)


def write_template(path: Path) -> None:
    """Writes a table with three example rows and, in a workbook, a sheet that explains the columns."""
    turns = (Message("user", "Hvor mange kommuner har en klimaplan?"), Message("assistant", "27 af 29."))
    examples = (
        Question("1", "Hvor mange kommuner er der i regionen?", "number", facts=(("29", "niogtyve"),), expected="29"),
        Question("2", "Og hvornår er resten færdige?", "followup", history=turns, expected="I løbet af 2024"),
        Question("3", "Hvad kostede kampagnen?", "unanswerable", answerable=False, note="Beløbet står ingen steder"),
    )
    write_table(path, QuestionSet("skabelon", examples))


def _decode(path: Path) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _csv_cells(text: str) -> list[list[str]]:
    head = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=head.count)
    return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]


def _json_rows(text: str) -> Iterable[tuple[int, Question | str]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield number, from_json(row) if isinstance(row, dict) else "Linjen er ikke et JSON-objekt."
        except json.JSONDecodeError:
            yield number, "Linjen er ikke gyldig JSON."
        except ValueError as error:
            yield number, str(error)


def _checked(name: str, rows: Iterable[tuple[int, Question | str]]) -> ReadSet:
    questions: list[Question] = []
    problems: list[RowProblem] = []
    first_row: dict[object, int] = {}
    for number, read in rows:
        if isinstance(read, str):
            problems.append(RowProblem(number, read))
            continue
        question = read if read.question_id else replace(read, question_id=f"r{number}")
        wrong = problems_of(question)
        for what, key in (("id", question.question_id), ("spørgsmål", (question.text.lower(), question.history))):
            if first_row.setdefault(key, number) != number:
                wrong.append(f"Samme {what} står også i række {first_row[key]}.")
        problems.extend(RowProblem(number, message) for message in wrong)
        if not wrong:
            questions.append(question)
    return ReadSet(QuestionSet(name, tuple(questions)), tuple(problems))
