"""A run in the form that ragas reads: one SingleTurnSample a line of JSON. ragas itself is not needed."""

from __future__ import annotations

import json
from pathlib import Path

from corpus.errors import NotFound
from corpus.store import Store
from eval.matching import MARKER
from eval.questions import Question
from eval.rows import Row, RowSource
from eval.runs import Run, write_whole


def write_ragas(path: Path, run: Run, store: Store) -> None:
    """Writes user_input, response, retrieved_contexts, reference and reference_contexts of each question of the run.

    The turns before a question stand in front of it. A passage that is no longer stored is given by its beginning.
    """
    rows = run.judged_rows()
    asked = [q for q in run.question_set().questions if q.question_id in rows]
    lines = [json.dumps(_sample(q, rows[q.question_id], store), ensure_ascii=False) for q in asked]
    write_whole(path, "".join(line + "\n" for line in lines))


def _sample(question: Question, row: Row, store: Store) -> dict[str, object]:
    turns = [turn.content for turn in question.history]
    reference = question.expected or "; ".join(group[0] for group in question.facts)
    return {
        "user_input": "\n".join([*turns, question.text]),
        "response": MARKER.sub("", row.answer),
        "retrieved_contexts": [_text(source, store) for source in row.sources],
        "reference": reference if question.answerable else "",
        "reference_contexts": [group[0] for group in question.evidence],
    }


def _text(source: RowSource, store: Store) -> str:
    try:
        return store.passages([source.passage_id])[0].text
    except NotFound:
        return source.start
