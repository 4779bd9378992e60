"""How long a run of a question set takes, and whether memory stays flat when it is run again and again."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.memory import rss_mib
from eval.numbers import decimal
from eval.questions import Question, QuestionSet
from eval.run import execute
from eval.runs import new_run
from eval.subject import open_subject
from service.console import progress
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class RunBench:
    """open_s: until the assistant is ready. Of each round: wall and processor seconds, and MiB of the process after it.

    idle_mib: before the first round, with the assistant open.
    """

    questions: int
    open_s: float
    idle_mib: float
    wall_s: tuple[float, ...]
    cpu_s: tuple[float, ...]
    rss_mib: tuple[float, ...]


def bench_run(questions: Sequence[Question], settings: Settings, *, rounds: int) -> RunBench:
    """Runs the set `rounds` times, each as a run of its own in a temporary folder."""
    started = time.perf_counter()
    subject = open_subject(settings)
    open_s, idle = time.perf_counter() - started, rss_mib()
    asked = QuestionSet("bench", tuple(questions))
    wall, cpu, rss = [], [], []
    with TemporaryDirectory() as folder:
        for number in range(1, rounds + 1):
            run = new_run(Path(folder), asked, subject.conditions)
            at, used = time.perf_counter(), time.process_time()
            execute(run, subject, progress=lambda n, total, name=f"Runde {number}": progress(name, n, total))  # type: ignore[misc]
            wall.append(time.perf_counter() - at)
            cpu.append(time.process_time() - used)
            rss.append(rss_mib())
    return RunBench(len(asked.questions), open_s, idle, tuple(wall), tuple(cpu), tuple(rss))


def run_table(found: RunBench) -> list[list[str]]:
    """Cells under a head: a line a round."""
    lines = [["Runde", "Spørgsmål", "Tid", "Processortid", "Hukommelse efter"]]
    lines.append(["(åbning)", "", f"{decimal(found.open_s, 1)} s", "", f"{found.idle_mib:.0f} MiB"])
    for number, (wall, cpu, rss) in enumerate(zip(found.wall_s, found.cpu_s, found.rss_mib, strict=True), start=1):
        times = [f"{decimal(wall, 1)} s", f"{decimal(cpu, 1)} s"]
        lines.append([str(number), str(found.questions), *times, f"{rss:.0f} MiB"])
    return lines
