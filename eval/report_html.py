"""A run as one page of HTML: self-contained (no script, no remote file), readable on paper and by screen readers."""

from __future__ import annotations

from html import escape
from math import inf

from eval.case import VERDICTS
from eval.compare import Comparison
from eval.measures import MEASURES
from eval.numbers import bound, milliseconds
from eval.questions import KINDS, Question
from eval.report import Table, change_table, comparison_table, group_table, measure_table, place_of
from eval.rows import Row
from eval.runs import Run
from eval.summary import LATENCIES, Summary
from service.web.templating import danish_time

_STYLE = """
:root { color-scheme: light dark; --line: light-dark(#c9d1d9, #444c56); --soft: light-dark(#f3f6f9, #22272e); }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; } caption { text-align: left; font-weight: 600; padding: .3rem 0; }
th, td { border-bottom: 1px solid var(--line); padding: .35rem .7rem; text-align: left; vertical-align: top; }
thead th { background: var(--soft); } .wide { overflow-x: auto; }
details { border-bottom: 1px solid var(--line); padding: .4rem 0; } summary { cursor: pointer; }
blockquote { border-left: 3px solid var(--line); margin: .5rem 0; padding-left: .8rem; }
.verdict { font-weight: 600; } .meta { color: light-dark(#57606a, #adbac7); font-size: .9rem; }
@media print { details::details-content { content-visibility: visible; block-size: auto; } body { margin: 0; } }
"""

_SPEAKERS = {"user": "Bruger", "assistant": "Assistent"}


def run_html(run: Run, summary: Summary, comparison: Comparison | None = None) -> str:
    """The whole page. Everything that came from documents, questions or answers is escaped."""
    config = run.config
    rows = run.judged_rows()
    asked = [q for q in run.question_set().questions if q.question_id in rows]
    head = f"Svarkvalitet: {config.set_name}, kørsel {config.number}"
    made = [
        ("Dato", danish_time(config.created)),
        ("Spørgsmål", f"{summary.count} af {config.questions}"),
        ("Note", config.note),
    ]
    made += [("Model", config.conditions.model), ("Indeks", config.conditions.index_generation)]
    made += [("Dokumenter", config.conditions.corpus_digest[:16]), ("Spørgsmålssæt", config.set_version[:16])]
    made += [("Program", config.conditions.code_version)]
    parts = [
        f"<h1>{escape(head)}</h1>",
        _html(measure_table(summary), "Resultater"),
        _html(group_table(summary), "Efter type"),
        *([_compared(comparison)] if comparison else []),
        "<h2>Spørgsmål</h2>",
        *(_question(q, rows[q.question_id]) for q in asked),
        "<h2>Om målene</h2>",
        _html([["Mål", "Definition", "Kilde", "Fra", "Til"], *_definitions()], "Definitioner"),
        "<h2>Sådan er kørslen lavet</h2>",
        _html([["Hvad", "Værdi"], *([k, v] for k, v in made if v), *map(list, config.conditions.settings)], "Forhold"),
    ]
    return _page(head, "\n".join(parts))


def _definitions() -> Table:
    times = [[title, definition, source, bound(0.0), bound(inf)] for _, title, definition, source in LATENCIES]
    return [[m.title, m.definition, m.source, bound(m.low), bound(m.high)] for m in MEASURES] + times


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html>\n<html lang="da">\n<head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>\n'
        f"<body><main>\n{body}\n</main></body>\n</html>\n"
    )


def _html(table: Table, caption: str) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in table[0])
    lines = "\n".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in row) + "</tr>" for row in table[1:])
    return (
        f'<div class="wide" role="region" aria-label="{escape(caption)}" tabindex="0"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>\n{lines}\n</tbody></table></div>"
    )


def _compared(comparison: Comparison) -> str:
    changed = _html(change_table(comparison), "Spørgsmål, der ændrede sig") if comparison.changes else ""
    text = f"{comparison.better} bedre, {comparison.worse} værre af {comparison.count} spørgsmål."
    heading = f"<h2>Mod kørsel {comparison.before}</h2><p>{text}</p>"
    return heading + _html(comparison_table(comparison), "Forskelle") + changed


def _question(question: Question, row: Row) -> str:
    expected = "; ".join(" | ".join(group) for group in question.facts) or question.expected
    expected = expected if question.answerable else "Må ikke besvares"
    cited = "".join(
        f"<li>[{c.marker}] {escape(place_of(c))}"
        f"{'' if c.sound else ' – kan ikke efterprøves'}<blockquote>{escape(c.quote)}</blockquote></li>"
        for c in row.citations
    )
    history = "".join(
        f"<p class='meta'>{_SPEAKERS[turn.role]}: {escape(turn.content)}</p>" for turn in question.history
    )
    kind = escape(KINDS.get(question.kind, question.kind))
    return (
        f'<details><summary><span class="verdict">{escape(VERDICTS[row.verdict])}</span> · {escape(question.text)} '
        f'<span class="meta">({escape(question.question_id)}, {kind}, {milliseconds(row.latency_ms)})</span></summary>'
        f'{history}<p>{escape(row.answer or row.error)}</p><p class="meta">Forventet: {escape(expected)}</p>'
        f"<ul>{cited}</ul></details>"
    )
