"""What the Kvalitet pages show, worked out before any template sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from eval.case import VERDICTS
from eval.compare import Comparison, compare
from eval.measures import BY_NAME
from eval.numbers import bound, change, figure, milliseconds, spread
from eval.questions import KINDS, Question
from eval.rows import Row
from eval.runs import Run
from eval.stats import Interval
from eval.summary import LATENCIES, Summary
from eval.verdicts import HumanVerdict
from eval.worker import state_of

HEADLINE = ("correct", "right_page", "refusal_recall")
FILTERS = (("", "Alle"), ("forkerte", "Forkerte"), ("uden-kilde", "Uden kilde"), ("rettede", "Rettede domme"))
STATES = {"finished": "Færdig", "stopped": "Stoppet", "failed": "Fejlet", "waiting": "I gang"}
_WIDTH, _HEIGHT, _LEFT, _RIGHT = 600, 200, 40, 120


@dataclass(frozen=True, slots=True)
class Tile:
    """A headline figure, with what changed since the run before."""

    title: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A question type: share of right answers with its interval, in percent 0–100."""

    title: str
    value: float
    low: float
    high: float
    count: int
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A curve over runs: its points in the drawing, and where its label stands."""

    title: str
    shape: str
    points: tuple[tuple[float, float], ...]

    @property
    def path(self) -> str:
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in self.points)


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure of a run with its definition."""

    title: str
    value: str
    spread: str
    count: int
    definition: str
    source: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run in the table of runs."""

    run: Run
    state: str
    done: int
    correct: str
    page: str
    previous: int
    """The run of the same set before it, 0 when there is none."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a run page, its machine row and what a person said."""

    question: Question
    row: Row
    human: HumanVerdict | None
    expected: str

    @property
    def verdict(self) -> str:
        return VERDICTS[self.row.verdict]

    @property
    def kind(self) -> str:
        return KINDS.get(self.question.kind, self.question.kind)


def tiles(summary: Summary, comparison: Comparison | None) -> list[Tile]:
    """Right answers, right page, rightly refused, time."""
    found = []
    for name in HEADLINE:
        if name in summary.measures:
            interval = summary.measures[name]
            delta = comparison.differences.get(name) if comparison else None
            note = (
                f"{change(name, delta)} siden #{comparison.before}" if delta and comparison else spread(name, interval)
            )
            found.append(Tile(BY_NAME[name].title, figure(name, interval), note))
    p95 = milliseconds(summary.latency_p95_ms)
    return [*found, Tile("Svartid, median", milliseconds(summary.latency_p50_ms), f"95 %: {p95}")]


def measure_lines(summary: Summary) -> list[MeasureLine]:
    """Every measure that applies, in the order of MEASURES, then the times."""
    lines = [
        MeasureLine(
            m.title, figure(m.name, i), spread(m.name, i), i.count, m.definition, m.source, bound(m.low), bound(m.high)
        )
        for m, i in ((BY_NAME[name], interval) for name, interval in summary.measures.items())
    ]
    for name, title, definition, source in LATENCIES:
        value = milliseconds(getattr(summary, name))
        lines.append(MeasureLine(title, value, "", summary.count, definition, source, bound(0.0), bound(inf)))
    return lines


def bars(summary: Summary) -> list[Bar]:
    """Right answers by question type, most asked first."""
    found = [(KINDS.get(kind, kind), means["correct"]) for kind, means in summary.by_kind.items()]
    return [_bar(title, interval) for title, interval in sorted(found, key=lambda pair: -pair[1].count)]


def curves(runs: Sequence[Run]) -> list[Line]:
    """Right answers and right page over the runs, oldest first; empty for fewer than two."""
    if len(runs) < 2:
        return []
    summaries = [run.summary() for run in runs]
    step = (_WIDTH - _LEFT - _RIGHT) / (len(runs) - 1)
    lines = []
    for name, shape in (("correct", "circle"), ("right_page", "square")):
        means = [s.measures[name].mean if name in s.measures else None for s in summaries]
        points = [(_LEFT + i * step, 10 + (1 - m) * (_HEIGHT - 40)) for i, m in enumerate(means) if m is not None]
        if points:
            lines.append(Line(BY_NAME[name].title, shape, tuple(points)))
    return lines


def run_lines(runs: Sequence[Run]) -> list[RunLine]:
    """Every run, newest first."""
    lines = []
    for place, run in enumerate(runs):
        same = [r.config.number for r in runs[:place] if r.config.set_name == run.config.set_name and r.finished]
        rows = run.rows()
        measures = run.summary().measures if rows else {}
        right, found = (figure(n, measures[n]) if n in measures else "–" for n in ("correct", "right_page"))
        lines.append(RunLine(run, STATES[state_of(run)], len(rows), right, found, same[-1] if same else 0))
    return lines[::-1]


def before_of(run: Run, runs: Sequence[Run]) -> Comparison | None:
    """The comparison with the finished run of the same set before it; None for the first."""
    earlier = [r for r in runs if r.config.number < run.config.number and r.config.set_name == run.config.set_name]
    finished = [r for r in earlier if r.finished]
    if not finished:
        return None
    shared = {q.question_id for q in run.question_set().questions} & set(finished[-1].rows()) & set(run.rows())
    return compare(finished[-1], run) if shared else None


def asked(run: Run, shown: str) -> list[Asked]:
    """The questions of a run that a filter lets through, in the order of the set."""
    rows, human = run.judged_rows(), run.verdicts()
    found = []
    for question in run.question_set().questions:
        row = rows.get(question.question_id)
        if row is not None and _passes(row, shown, judged=question.question_id in human):
            found.append(Asked(question, row, human.get(question.question_id), expected_of(question)))
    return found


def expected_of(question: Question) -> str:
    """What a right answer holds, in words."""
    if not question.answerable:
        return "Skal ikke besvares"
    return question.expected or "; ".join(" eller ".join(group) for group in question.facts) or "Rigtig kilde"


def _passes(row: Row, shown: str, *, judged: bool) -> bool:
    if shown == "forkerte":
        return row.verdict != "right"
    if shown == "uden-kilde":
        return row.status == "answered" and row.scores.get("right_page", 1.0) < 1.0
    return judged if shown == "rettede" else True


def _bar(title: str, interval: Interval) -> Bar:
    text = f"{figure('correct', interval)} ({spread('correct', interval)})"
    return Bar(title, interval.mean * 100, interval.low * 100, interval.high * 100, interval.count, text)
