"""The figures of a run, computed from its rows alone, so that they can be made again at any time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.measures import MEASURES
from eval.questions import Question
from eval.rows import Row
from eval.stats import Interval, interval, quantile

LATENCIES = (
    (
        "latency_p50_ms", "Svartid, median", "Halvdelen af spørgsmålene tog højst så længe, fra de blev stillet, til "
        "hele svaret var der. Spørgsmål uden svar tæller med.", "nærmeste rang (Hyndman & Fan 1996)",
    ),
    (
        "latency_p95_ms", "Svartid, 95 %-fraktil", "95 % af spørgsmålene tog højst så længe, fra de blev stillet, til "
        "hele svaret var der. Spørgsmål uden svar tæller med.", "nærmeste rang (Hyndman & Fan 1996)",
    ),
)  # fmt: skip
"""Name of a field of Summary in milliseconds of wall time, from 0 up; title, definition and source as of a measure."""


@dataclass(frozen=True, slots=True)
class Summary:
    """measures: name → mean with interval, for those that apply to a question. by_kind and by_style: the same per
    group. latency: see LATENCIES. missing: question id → evidence not found."""

    count: int
    measures: Mapping[str, Interval]
    by_kind: Mapping[str, Mapping[str, Interval]]
    by_style: Mapping[str, Mapping[str, Interval]]
    verdicts: Mapping[str, int]
    latency_p50_ms: float
    latency_p95_ms: float
    missing: Mapping[str, tuple[str, ...]]


def summarise(questions: Sequence[Question], rows: Mapping[str, Row]) -> Summary:
    """The summary over the questions that have a row, in any order."""
    asked = [q for q in questions if q.question_id in rows]
    done = [rows[q.question_id] for q in asked]
    latencies = [row.latency_ms for row in done]
    return Summary(
        count=len(done),
        measures=means(done),
        by_kind=_grouped([(q.kind, rows[q.question_id]) for q in asked]),
        by_style=_grouped([(q.style, rows[q.question_id]) for q in asked]),
        verdicts=dict(Counter(row.verdict for row in done)),
        latency_p50_ms=quantile(latencies, 0.5),
        latency_p95_ms=quantile(latencies, 0.95),
        missing={row.question_id: row.missing for row in done if row.missing},
    )


def mean_of(rows: Iterable[Row], name: str) -> float | None:
    """The mean of one measure alone, without its interval; None when it applies to no row."""
    values = [row.scores[name] for row in rows if name in row.scores]
    return sum(values) / len(values) if values else None


def means(rows: Sequence[Row]) -> dict[str, Interval]:
    """measure → mean with interval, in the order of MEASURES, without those that apply to no row."""
    found = {m.name: interval([row.scores.get(m.name) for row in rows], share=m.is_share) for m in MEASURES}
    return {name: value for name, value in found.items() if value is not None}


def _grouped(pairs: Sequence[tuple[str, Row]]) -> dict[str, dict[str, Interval]]:
    groups = sorted({group for group, _ in pairs})
    return {group: means([row for g, row in pairs if g == group]) for group in groups}
