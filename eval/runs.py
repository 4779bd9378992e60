"""Runs on disk: `<data>/eval/<number>/` with config.json, questions.jsonl, rows.jsonl, verdicts.jsonl, summary.json.

A row is appended and flushed to disk before the next question is asked, so a killed run goes on where it was.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from corpus.errors import NotFound
from eval.question_files import read_set, write_jsonl
from eval.questions import QuestionSet
from eval.rows import Row, from_line, to_line
from eval.summary import Summary, summarise
from eval.verdicts import HumanVerdict, applied, verdict_from_line, verdict_to_line

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a run was made with. settings: (name, value) pairs, secrets left out."""

    corpus_digest: str
    index_generation: str
    model: str
    code_version: str
    settings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """What the one who starts a run chooses. extractive: answers word for word though a language model is set.

    judge: the language model judges as well whether citations carry what they stand behind.
    """

    extractive: bool = False
    judge: bool = False


AS_SET = Choice()
"""As the settings have it."""


@dataclass(frozen=True, slots=True)
class RunConfig:
    """created: ISO 8601 in UTC."""

    number: int
    created: str
    set_name: str
    set_version: str
    questions: int
    conditions: Conditions
    note: str = ""
    choice: Choice = AS_SET


@dataclass(frozen=True, slots=True)
class Run:
    """A run's folder. Nothing is held open."""

    folder: Path
    config: RunConfig

    def question_set(self) -> QuestionSet:
        """The questions as they were when the run was made."""
        read = read_set(self.folder / "questions.jsonl").question_set
        return QuestionSet(self.config.set_name, read.questions, self.config.set_version)

    def rows(self) -> dict[str, Row]:
        """question id → row, as the machine judged it; a torn line is left out."""
        return {row.question_id: row for row in _read(self.folder / "rows.jsonl", from_line)}

    def judged_rows(self) -> dict[str, Row]:
        """question id → row with people's verdicts in place of the machine's."""
        return applied(self.rows(), self.verdicts())

    def verdicts(self) -> dict[str, HumanVerdict]:
        """question id → the last verdict that a person gave; a torn line is left out."""
        return {v.question_id: v for v in _read(self.folder / "verdicts.jsonl", verdict_from_line)}

    def summary(self) -> Summary:
        """The figures of the rows so far."""
        return summarise(self.question_set().questions, self.judged_rows())

    @property
    def finished(self) -> bool:
        return (self.folder / "summary.json").exists()

    def add_row(self, row: Row) -> None:
        """Appends the row and returns when it is on disk."""
        append_line(self.folder / "rows.jsonl", to_line(row))

    def add_verdict(self, verdict: HumanVerdict) -> None:
        """Keeps a person's verdict; the machine's stays in the row. Raises NotFound for an unknown question."""
        if verdict.question_id not in self.rows():
            raise NotFound(f"Kørsel {self.config.number} har ikke spørgsmålet {verdict.question_id}.")
        append_line(self.folder / "verdicts.jsonl", verdict_to_line(verdict))

    def finish(self) -> Summary:
        """Writes summary.json whole and returns it; the run counts as finished from then on."""
        summary = self.summary()
        write_whole(self.folder / "summary.json", json.dumps(asdict(summary), ensure_ascii=False, indent=1))
        return summary


def new_run(
    data: Path, question_set: QuestionSet, conditions: Conditions, *, note: str = "", choice: Choice = AS_SET
) -> Run:
    """A run with the next free number; two at the same time get different ones."""
    root = data / "eval"
    root.mkdir(parents=True, exist_ok=True)
    number = max((int(p.name) for p in root.iterdir() if p.name.isdigit()), default=0)
    while True:
        number += 1
        try:
            (root / str(number)).mkdir()
            break
        except FileExistsError:
            continue
    created = datetime.now(UTC).isoformat(timespec="seconds")
    count = len(question_set.questions)
    config = RunConfig(number, created, question_set.name, question_set.version, count, conditions, note, choice)
    write_jsonl(root / str(number) / "questions.jsonl", question_set)
    write_whole(root / str(number) / "config.json", json.dumps(asdict(config), ensure_ascii=False, indent=1))
    return Run(root / str(number), config)


def run_folder(data: Path, number: int) -> Path:
    """Where the run of that number lies; it need not exist."""
    return data / "eval" / str(number)


def open_run(data: Path, number: int) -> Run:
    """Raises NotFound."""
    folder = run_folder(data, number)
    if not (folder / "config.json").is_file():
        known = ", ".join(str(run.config.number) for run in all_runs(data)) or "ingen"
        raise NotFound(f"Kørsel {number} findes ikke. Kendte kørsler: {known}.")
    return Run(folder, config_from(json.loads((folder / "config.json").read_text(encoding="utf-8"))))


def config_from(values: Mapping[str, Any]) -> RunConfig:
    """The configuration of its JSON. Raises KeyError or TypeError when it is not whole."""
    conditions = dict(values["conditions"])
    settings = tuple((str(k), str(v)) for k, v in conditions.pop("settings"))
    made = Conditions(**conditions, settings=settings)
    return RunConfig(**{**values, "conditions": made, "choice": Choice(**values.get("choice", {}))})


def all_runs(data: Path) -> list[Run]:
    """Every run, oldest first."""
    root = data / "eval"
    names = [p.parent.name for p in root.glob("*/config.json")] if root.exists() else []
    return [open_run(data, int(name)) for name in sorted((n for n in names if n.isdigit()), key=int)]


@contextmanager
def turn(data: Path) -> Iterator[None]:
    """Holds the one place at the assistant; waits while another run has it, in this process or another."""
    (data / "eval").mkdir(parents=True, exist_ok=True)
    with (data / "eval" / "turn.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def turn_is_taken(data: Path) -> bool:
    """True while a run is being asked, in this process or another."""
    (data / "eval").mkdir(parents=True, exist_ok=True)
    with (data / "eval" / "turn.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _read(path: Path, read: Callable[[str], T]) -> Iterator[T]:
    """The lines of the file, but for those that a crash has torn; none when there is no file.

    Only "\n" ends a line: a text may hold U+2028 and other ends of lines, which JSON does not escape.
    """
    for line in path.read_text(encoding="utf-8").split("\n") if path.exists() else ():
        try:
            yield read(line)
        except (ValueError, KeyError, TypeError):
            continue


def append_line(path: Path, line: str) -> None:
    """Appends one line, after closing a torn one, and returns when it is on disk."""
    with path.open("ab+") as file:
        if file.tell():
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                file.write(b"\n")
        file.write(line.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def write_whole(path: Path, text: str) -> None:
    """Writes the file whole or not at all."""
    beside = path.with_name(path.name + ".new")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
