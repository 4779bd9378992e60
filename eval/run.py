"""Asks every question of a run as a user would, and judges what comes back."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from corpus.answers import Answer
from corpus.errors import InputError, KlimasvarError
from corpus.store import Store
from eval.case import judge
from eval.evidence import EvidenceIndex
from eval.judge import Second
from eval.pace import set_out
from eval.questions import Question
from eval.rows import Row, row_of
from eval.runs import Conditions, Run
from eval.summary import Summary
from service.events import Assistant

Progress = Callable[[int, int], None]
"""Called with (questions done, questions in all)."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is measured: the assistant, the store that its citations point into, and what it was made with.

    second: the language model that judges support as well, where one does.
    """

    assistant: Assistant
    store: Store
    conditions: Conditions
    second: Second | None = None


def execute(
    run: Run,
    subject: Subject,
    *,
    progress: Progress = lambda done, total: None,
    stop: Callable[[], bool] = lambda: False,
) -> Summary | None:
    """Asks what has no row yet, and finishes the run; None when `stop` said so first. Safe to call again.

    Raises InputError when the run was begun under other conditions: half a run of each is a run of neither.
    """
    questions = run.question_set().questions
    done = run.rows()
    if done and subject.conditions != run.config.conditions:
        number = run.config.number
        raise InputError(f"Kørsel {number} er begyndt på et andet grundlag end det, der er nu. Start en ny kørsel.")
    evidence = EvidenceIndex(subject.store)
    set_out(run, len(done))
    progress(len(done), len(questions))
    for question in questions:
        if question.question_id in done:
            continue
        if stop():
            return None
        row = ask(question, subject, evidence=evidence)
        run.add_row(row)
        done[question.question_id] = row
        progress(len(done), len(questions))
    return run.finish()


def ask(question: Question, subject: Subject, *, evidence: EvidenceIndex) -> Row:
    """The row of one question. An assistant that breaks gives a row that scores zero and says why, not an exception."""
    started = time.perf_counter()
    answer: Answer | None = None
    error = ""
    try:
        answer = subject.assistant.ask(question.text, history=question.history)
    except KlimasvarError as raised:
        error = str(raised)
    except Exception as raised:
        error = f"{type(raised).__name__}: {raised}"
    latency_ms = (time.perf_counter() - started) * 1000
    case = judge(question, answer, evidence=evidence, store=subject.store, second=subject.second)
    if answer is not None and answer.status == "failed":
        error = answer.text or "Assistenten fejlede uden besked."
    return row_of(case, latency_ms=latency_ms, error=error)
