"""What the Kvalitet pages show, worked out before any template sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from eval.case import VERDICTS
from eval.compare import Comparison, compare
from eval.matching import fact_in
from eval.measures import BY_NAME
from eval.numbers import bound, change, change_spread, figure, milliseconds, percent, spread
from eval.questions import KINDS, Question
from eval.rows import Row
from eval.runs import Run
from eval.stats import Interval
from eval.summary import LATENCIES, Summary, mean_of
from eval.verdicts import HumanVerdict
from eval.worker import ahead_of, state_of

HEADLINE = ("correct", "cited_evidence", "refusal_precision")
CHANGED = "aendrede"
FILTERS = (("", "Alle"), ("forkerte", "Forkerte"), ("uden-kilde", "Uden rigtig kilde"), ("rettede", "Rettede domme"))
STATES = {"finished": "Færdig", "stopped": "Stoppet", "failed": "Fejlet", "waiting": "I gang"}


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
    source: str
    previous: int
    """The run of the same set before it, 0 when there is none."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a run page, its machine row and what a person said. why: what the machine's verdict rests on."""

    question: Question
    row: Row
    human: HumanVerdict | None
    expected: str
    why: str

    @property
    def verdict(self) -> str:
        return VERDICTS[self.row.verdict]

    @property
    def time(self) -> str:
        return milliseconds(self.row.latency_ms)

    @property
    def kind(self) -> str:
        return KINDS.get(self.question.kind, self.question.kind)


def tiles(summary: Summary, comparison: Comparison | None) -> list[Tile]:
    """Right answers, right source, rightly refused, time."""
    found = []
    for name in HEADLINE:
        if name in summary.measures:
            interval = summary.measures[name]
            delta = comparison.differences.get(name) if comparison else None
            note = (
                f"{change(name, delta)} siden #{comparison.before}" if delta and comparison else spread(name, interval)
            )
            found.append(Tile(BY_NAME[name].title, figure(name, interval), note))
    note = f"95 %: {milliseconds(summary.latency_p95_ms)}"
    if comparison:
        was, now = comparison.medians_ms
        note += f" · {'−' if now < was else '+'}{milliseconds(abs(now - was))} siden #{comparison.before}"
    return [*found, Tile("Svartid, median", milliseconds(summary.latency_p50_ms), note)]


def told_difference(comparison: Comparison, name: str) -> str:
    """How much a measure changed and how sure that is: "+2,0 pp. (95 %: −1,0 til 5,0)"; "" where it applies to none."""
    delta = comparison.differences.get(name)
    if delta is None:
        return ""
    return f"{change(name, delta)} (95 %: {change_spread(name, delta)})"


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


def run_lines(runs: Sequence[Run]) -> list[RunLine]:
    """Every run, newest first."""
    lines = []
    for place, run in enumerate(runs):
        same = [r.config.number for r in runs[:place] if r.config.set_name == run.config.set_name and r.finished]
        rows = run.judged_rows()
        means = (mean_of(rows.values(), name) for name in ("correct", "cited_evidence"))
        right, found = ("–" if mean is None else percent(mean) for mean in means)
        lines.append(RunLine(run, said_of(run), len(rows), right, found, same[-1] if same else 0))
    return lines[::-1]


def before_of(run: Run, runs: Sequence[Run]) -> Comparison | None:
    """The comparison with the finished run of the same set before it; None for the first."""
    earlier = [r for r in runs if r.config.number < run.config.number and r.config.set_name == run.config.set_name]
    finished = [r for r in earlier if r.finished]
    if not finished:
        return None
    shared = {q.question_id for q in run.question_set().questions} & set(finished[-1].rows()) & set(run.rows())
    return compare(finished[-1], run) if shared else None


def said_of(run: Run) -> str:
    """The run's state in words."""
    state = state_of(run)
    ahead = ahead_of(run) if state == "waiting" else 0
    return f"I kø, {ahead} {'kørsel' if ahead == 1 else 'kørsler'} foran" if ahead else STATES[state]


def filters_of(comparison: Comparison | None) -> tuple[tuple[str, str], ...]:
    """(id, Danish text) of what a run page may be narrowed to."""
    changed = ((CHANGED, f"Ændret siden #{comparison.before}"),) if comparison else ()
    return (*FILTERS[:2], *changed, *FILTERS[2:])


def asked(run: Run, shown: str, comparison: Comparison | None = None) -> list[Asked]:
    """The questions of a run that a filter lets through, in the order of the set."""
    rows, machine, human = run.judged_rows(), run.rows(), run.verdicts()
    changed = {c.question.question_id for c in comparison.changes} if comparison else set()
    found = []
    for question in run.question_set().questions:
        i = question.question_id
        if i in rows and _passes(rows[i], shown, judged=i in human, changed=i in changed):
            found.append(Asked(question, rows[i], human.get(i), expected_of(question), why(question, machine[i])))
    return found


def why(question: Question, row: Row) -> str:
    """What the machine's verdict rests on, in words."""
    if row.error:
        return row.error
    if not question.answerable:
        return "Der blev sagt fra, som der skulle." if row.verdict == "right" else "Der skulle være sagt fra."
    if row.verdict == "refused":
        return "Der blev sagt fra, selv om svaret står i dokumenterne."
    if lacking := [" eller ".join(group) for group in question.facts if not fact_in(row.answer, group)]:
        return f"Svaret mangler: {'; '.join(lacking)}."
    if question.facts:
        return "Svaret har alle nøgleoplysninger."
    basis = "det forventede svar" if question.expected else "den forventede kilde"
    return f"Svaret {'passer med' if row.verdict == 'right' else 'passer ikke med'} {basis}."


def expected_of(question: Question) -> str:
    """What a right answer holds, in words."""
    if not question.answerable:
        return "Må ikke besvares"
    return question.expected or "; ".join(" eller ".join(group) for group in question.facts) or "Rigtig kilde"


def source_of(question: Question) -> str:
    """Where a right answer stands, in words: the sources named, else the first quote of each group."""
    named = (f"{s.document}, side {s.page}" if s.page else s.document for s in question.sources)
    return "; ".join(named) or "; ".join(f"»{group[0]}«" for group in question.evidence)


def _passes(row: Row, shown: str, *, judged: bool, changed: bool) -> bool:
    if shown == CHANGED:
        return changed
    if shown == "forkerte":
        return row.verdict != "right"
    if shown == "uden-kilde":
        return row.status == "answered" and row.scores.get("cited_evidence", 1.0) < 1.0
    return judged if shown == "rettede" else True


def _bar(title: str, interval: Interval) -> Bar:
    text = f"{figure('correct', interval)} ({spread('correct', interval)})"
    return Bar(title, interval.mean * 100, interval.low * 100, interval.high * 100, interval.count, text)
