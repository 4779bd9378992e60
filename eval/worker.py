"""Runs that are started on a page: one at a time, in the order they were asked for, surviving a restart."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from eval.questions import QuestionSet
from eval.run import Subject, execute
from eval.runs import AS_SET, Choice, Run, all_runs, new_run, open_run, run_folder, turn, turn_is_taken

log = logging.getLogger("klimasvar.eval")
STOPPED = "stopped"
"""This file in a run's folder: somebody stopped it, and it waits to be resumed."""
FAILED = "failed.txt"
"""This file: the run could not go on; it holds the reason in Danish."""
PAGE = "page"
"""This file: the run was started on a page, so a worker takes it up after a restart."""


class Worker:
    """A thread that takes the unfinished runs of a data folder, lowest number first. The folder is its only memory."""

    def __init__(self, data: Path, subject: Callable[[Choice], Subject]) -> None:
        self._data = data
        self._subject = subject
        self._wake = threading.Event()
        self._closed = threading.Event()
        self._mine: set[int] = set()
        self._thread = threading.Thread(target=self._work, name="eval", daemon=True)

    def open(self) -> None:
        """Starts, and takes up the runs that a page had started before the last shutdown."""
        self._mine = {run.config.number for run in all_runs(self._data) if (run.folder / PAGE).exists()}
        self._wake.set()
        self._thread.start()

    def close(self) -> None:
        """Stops after the question being asked; the run goes on at the next start."""
        self._closed.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout=30)

    def start(self, question_set: QuestionSet, *, note: str = "", choice: Choice = AS_SET) -> Run:
        """A new run, at the end of the queue. Raises what opening the assistant raises."""
        run = new_run(self._data, question_set, self._subject(choice).conditions, note=note, choice=choice)
        (run.folder / PAGE).touch()
        self._enqueue(run.config.number)
        return run

    def stop(self, number: int) -> None:
        """Stops the run after the question being asked. Raises NotFound."""
        (open_run(self._data, number).folder / STOPPED).touch()

    def resume(self, number: int) -> None:
        """Puts a stopped or failed run back in the queue. Raises NotFound."""
        run = open_run(self._data, number)
        for name in (STOPPED, FAILED):
            (run.folder / name).unlink(missing_ok=True)
        (run.folder / PAGE).touch()
        self._enqueue(number)

    def _enqueue(self, number: int) -> None:
        self._mine.add(number)
        self._wake.set()

    def _work(self) -> None:
        while not self._closed.is_set():
            self._wake.wait()
            self._wake.clear()
            while not self._closed.is_set() and (run := self._next()):
                self._execute(run)

    def _next(self) -> Run | None:
        for number in sorted(self._mine):
            try:
                run = open_run(self._data, number)
                if state_of(run) == "waiting":
                    return run
            except Exception as error:
                self._give_up(number, error)
        return None

    def _execute(self, run: Run) -> None:
        stop = run.folder / STOPPED
        try:
            with turn(self._data):
                execute(run, self._subject(run.config.choice), stop=lambda: self._closed.is_set() or stop.exists())
        except Exception as error:
            self._give_up(run.config.number, error)

    def _give_up(self, number: int, error: Exception) -> None:
        """The run is not taken again before somebody resumes it or the server starts anew, marked or not."""
        log.error("run %s failed", number, exc_info=error)
        self._mine.discard(number)
        try:
            (run_folder(self._data, number) / FAILED).write_text(str(error) or type(error).__name__, encoding="utf-8")
        except OSError:
            log.exception("run %s could not be marked as failed", number)


def ahead_of(run: Run) -> int:
    """How many runs of pages are taken before this one."""
    runs = (r for r in all_runs(run.folder.parent.parent) if r.config.number < run.config.number)
    return sum((r.folder / PAGE).exists() and state_of(r) == "waiting" for r in runs)


def state_of(run: Run) -> str:
    """ "finished", "stopped", "failed" or "waiting" (which is also a run that is being asked).

    A run of the command line that ended before its last question is stopped: no worker takes it up by itself.
    """
    if run.finished:
        return "finished"
    if (run.folder / FAILED).exists():
        return "failed"
    if (run.folder / STOPPED).exists():
        return "stopped"
    kept = (run.folder / PAGE).exists() or turn_is_taken(run.folder.parent.parent)
    return "waiting" if kept else "stopped"
