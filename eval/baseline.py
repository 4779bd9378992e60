"""A run as one file to keep in a repository and compare later runs with: what was asked, answered and scored.

First line: the run's configuration; then a question a line with its row, without what no comparison reads: of the
answer only a fingerprint, of the sources only their ids.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.errors import InputError
from eval.compare import DIGITS, fingerprint
from eval.questions import Question, QuestionSet, from_json, to_json
from eval.rows import Row, RowSource
from eval.runs import Run, RunConfig, config_from, open_run, write_whole


@dataclass(frozen=True, slots=True)
class Baseline:
    """A run that is only read."""

    config: RunConfig
    questions: tuple[Question, ...]
    rows: tuple[Row, ...]

    def question_set(self) -> QuestionSet:
        """The questions as they were asked."""
        return QuestionSet(self.config.set_name, self.questions, self.config.set_version)

    def judged_rows(self) -> dict[str, Row]:
        """question id → row."""
        return {row.question_id: row for row in self.rows}


def open_baseline(name: str, data: Path) -> Run | Baseline:
    """The run with that number, or the baseline in that file. Raises NotFound, InputError."""
    return open_run(data, int(name)) if name.isdigit() else read_baseline(Path(name))


def write_baseline(path: Path, run: Run) -> None:
    """Writes the run with people's verdicts in place of the machine's."""
    rows = run.judged_rows()
    lines = [json.dumps(asdict(run.config), ensure_ascii=False)]
    for question in run.question_set().questions:
        if question.question_id in rows:
            pair = {"question": to_json(question), "row": _slim(rows[question.question_id])}
            lines.append(json.dumps(pair, ensure_ascii=False))
    write_whole(path, "\n".join(lines) + "\n")


def read_baseline(path: Path) -> Baseline:
    """Raises InputError when the file is not there or was not written by `write_baseline`."""
    try:
        head, *lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
        held = [json.loads(line) for line in lines]
        questions = tuple(from_json(pair["question"]) for pair in held)
        rows = tuple(_row(pair["row"]) for pair in held)
        return Baseline(config_from(json.loads(head)), questions, rows)
    except OSError as error:
        raise InputError(f"{path} kan ikke læses. Angiv nummeret på en kørsel eller en fil med en.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} er ikke en kørsel, der er gemt med --save-baseline.", detail=str(error)) from error


def _slim(row: Row) -> dict[str, object]:
    return {
        "id": row.question_id, "status": row.status, "verdict": row.verdict, "answer": fingerprint(row.answer),
        "error": row.error, "missing": row.missing,
        "sources": [source.passage_id for source in row.sources], "ms": round(row.latency_ms),
        "scores": {name: round(value, DIGITS) for name, value in row.scores.items()},
    }  # fmt: skip


def _row(kept: Mapping[str, Any]) -> Row:
    sources = tuple(RowSource(passage_id, 0.0, "", 0, "") for passage_id in kept["sources"])
    return Row(
        kept["id"], kept["status"], "", kept["answer"], "", "", 0.0, (), sources, (), kept["ms"], kept["verdict"],
        kept["scores"], tuple(kept["missing"]), kept["error"],
    )  # fmt: skip
