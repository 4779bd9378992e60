"""How long each step of an answer takes, over a collection of any size: what `klimasvar eval bench --answers` prints.

A collection of a given size is the shipped library and law texts beside it, so that what is asked for is there.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from corpus.errors import FileMissing
from eval.law_slice import write_slice
from eval.numbers import milliseconds
from eval.questions import Question
from eval.report import aligned
from eval.stats import quantile
from service.assistant import open_assistant
from service.commands import shipped_files
from service.console import progress
from service.library import add_documents
from service.settings import Secret, Settings
from service.trace import lap_name

_MOST = 200
"""So many questions are asked, spread evenly over the set."""


@dataclass(frozen=True, slots=True)
class StepTimes:
    """Milliseconds of one step over the `count` answers that took it."""

    step: str
    count: int
    p50_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class AnswerBench:
    """steps: in the order they are taken, the last the whole answer. cpu: a whole answer's processor time, all threads
    together. first_ms: the first question after opening, which opens what is opened late."""

    passages: int
    open_s: float
    first_ms: float
    steps: tuple[StepTimes, ...]
    cpu: StepTimes


def bench_answers(questions: Sequence[Question], settings: Settings) -> AnswerBench:
    """Asks every question once in this process. Raises IndexMissing."""
    asked = questions[:: max(1, -(-len(questions) // _MOST))]
    started = time.perf_counter()
    assistant = open_assistant(settings)
    passages = assistant.generation().manifest.passages
    opened = time.perf_counter()
    assistant.ask(asked[-1].text)
    first = time.perf_counter()
    laps: dict[str, list[float]] = {}
    cpu = []
    for number, question in enumerate(asked, start=1):
        used, at = time.process_time(), time.perf_counter()
        answer = assistant.ask(question.text, history=question.history)
        whole = time.perf_counter() - at
        cpu.append((time.process_time() - used) * 1000)
        for step, ms in (*answer.timings_ms[:-1], ("total", whole * 1000)):
            laps.setdefault(step, []).append(ms)
        progress("Spørger", number, len(asked))
    last = laps.pop("total")
    steps = [_times(step, taken) for step, taken in (*laps.items(), ("total", last))]
    return AnswerBench(passages, opened - started, (first - opened) * 1000, tuple(steps), _times("cpu", cpu))


@contextmanager
def collection_of(size: int, law: Path, settings: Settings) -> Iterator[Settings]:
    """Settings for a data folder with the shipped documents and law texts, some `size` passages in all, while open.

    Raises FileMissing.
    """
    if not law.is_file():
        raise FileMissing(f"Filen {law} findes ikke. Angiv lovteksterne (law.jsonl.xz) med --law.")
    with TemporaryDirectory(prefix="klimasvar-bench-") as folder:
        made = replace(settings, data=Path(folder) / "data", database_url=Secret(""))
        shipped = add_documents(made, shipped_files(made), progress=progress)
        left = size - sum(report.passages for report in shipped.reports)
        write_slice(law, Path(folder) / "law", most=max(0, left))
        add_documents(made, [Path(folder) / "law"], progress=progress)
        yield made


def print_answers(
    questions: Sequence[Question], settings: Settings, *, law: Path, sizes: Sequence[int], as_json: bool
) -> None:
    """Measures a collection of each size, or the data folder where none is given, and prints a table each."""
    found = []
    for size in sorted(sizes):
        with collection_of(size, law, settings) as made:
            found.append(bench_answers(questions, made))
    found = found or [bench_answers(questions, settings)]
    for each in [] if as_json else found:
        click.echo(aligned(answers_table(each)))
    if as_json:
        click.echo(json.dumps([asdict(each) for each in found]))


def answers_table(found: AnswerBench) -> list[list[str]]:
    """Cells under a head: a line a step."""
    lines = [["Trin", "Median", "95 %", "Målt"]]
    for times in (*found.steps, found.cpu):
        name = "processortid" if times.step == "cpu" else lap_name(times.step)
        lines.append([name, milliseconds(times.p50_ms), milliseconds(times.p95_ms), f"{times.count} svar"])
    lines.append(["første spørgsmål", milliseconds(found.first_ms), "", f"{found.passages} uddrag"])
    return lines


def _times(step: str, taken: Sequence[float]) -> StepTimes:
    return StepTimes(step, len(taken), quantile(taken, 0.5), quantile(taken, 0.95))
