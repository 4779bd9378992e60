"""A run or a comparison as something to read: plain text, Markdown, JUnit XML, a workbook, JSON."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import asdict
from math import inf
from pathlib import Path

from eval.case import VERDICTS
from eval.compare import CAUSES, Comparison
from eval.measures import MEASURES
from eval.numbers import bound, change, change_spread, decimal, figure, milliseconds, spread, title
from eval.questions import KINDS, STYLES, Question
from eval.rows import Row, RowCitation
from eval.runs import Run
from eval.summary import LATENCIES, Summary
from eval.verdicts import agreement
from eval.workbook import Cell, write_sheets
from service.web.templating import at_page, danish_time

Table = list[list[str]]
_GROUP_MEASURES = ("correct", "facts", "cited_evidence", "recall@5", "refusal_recall")


def measure_table(summary: Summary) -> Table:
    """One line a measure under a head: title, mean, 95 % interval, number of questions."""
    lines = [[title(n), figure(n, i), spread(n, i), str(i.count)] for n, i in summary.measures.items()]
    times = [[shown, milliseconds(getattr(summary, name)), "", str(summary.count)] for name, shown, _, _ in LATENCIES]
    return [["Mål", "Resultat", "Usikkerhed (95 %)", "Spørgsmål"], *lines, *times]


def group_table(summary: Summary) -> Table:
    """One line a question type or style: count and the main measures; "–" where a measure does not apply."""
    lines = [["Type", "Antal", *(title(name) for name in _GROUP_MEASURES)]]
    for names, groups in ((KINDS, summary.by_kind), (STYLES, summary.by_style)):
        for group, means in groups.items():
            count = str(max((i.count for i in means.values()), default=0))
            cells = [figure(n, means[n]) if n in means else "–" for n in _GROUP_MEASURES]
            lines.append([names.get(group, group), count, *cells])
    return lines


def comparison_table(comparison: Comparison) -> Table:
    """One line a measure: the difference, its interval, and whether it is more than chance."""
    lines = [["Mål", "Forskel", "95 %", "p", ""]]
    for name, delta in comparison.differences.items():
        note = "mere end tilfældigt" if delta.beyond_noise else ""
        lines.append([title(name), change(name, delta), change_spread(name, delta), decimal(delta.p, 3), note])
    return lines


def change_table(comparison: Comparison) -> Table:
    """One line a question that changed: better or worse, why, and the two verdicts."""
    lines = [["Nr.", "", "Spørgsmål", "Før", "Nu", "Årsag"]]
    for c in comparison.changes:
        verdicts = [VERDICTS[c.before.verdict], VERDICTS[c.after.verdict]]
        way = "bedre" if c.better else "værre"
        lines.append([c.question.question_id, way, c.question.text, *verdicts, CAUSES[c.cause]])
    return lines


def run_text(run: Run, summary: Summary) -> str:
    """The whole run for a terminal."""
    parts = [_head(run, summary), aligned(measure_table(summary)), aligned(group_table(summary))]
    parts += [f"Mangler i dokumenterne: {i}: {', '.join(what)}" for i, what in summary.missing.items()]
    return "\n\n".join(parts)


def comparison_text(comparison: Comparison) -> str:
    """The whole comparison for a terminal: conditions, differences, changed questions, causes."""
    head = f"Kørsel {comparison.after} mod {comparison.before}: {comparison.count} spørgsmål, "
    head += f"{comparison.better} bedre, {comparison.worse} værre (McNemar p = {decimal(comparison.mcnemar_p, 3)})."
    parts = [head, *(f"Ændret: {what}: {a or '–'} → {b or '–'}" for what, a, b in comparison.conditions)]
    parts.append(aligned(comparison_table(comparison)))
    if not comparison.changes:
        return "\n".join([*parts, "Ingen spørgsmål ændrede sig."])
    parts.append(aligned(change_table(comparison)))
    parts.append("Årsager: " + "; ".join(f"{CAUSES[c]} ({n})" for c, n in comparison.causes.items()))
    return "\n\n".join(parts)


def run_markdown(run: Run, summary: Summary, comparison: Comparison | None, reasons: Sequence[str]) -> str:
    """The run as Markdown for a pull request."""
    parts = [f"# {_head(run, summary)}", *(f"**Ikke godkendt:** {reason}" for reason in reasons)]
    parts += [_markdown(measure_table(summary)), _markdown(group_table(summary))]
    if comparison:
        parts += [f"## Mod kørsel {comparison.before}", _markdown(comparison_table(comparison))]
        parts += [_markdown(change_table(comparison))] if comparison.changes else ["Ingen spørgsmål ændrede sig."]
    return "\n\n".join(parts) + "\n"


def run_json(run: Run, summary: Summary) -> str:
    """Configuration, figures and every row as one JSON object."""
    rows = [asdict(row) for row in run.judged_rows().values()]
    judged = agreement(run.rows(), run.verdicts())
    agreed = asdict(judged) if judged else None
    whole = {"config": asdict(run.config), "summary": asdict(summary), "agreement": agreed, "rows": rows}
    return json.dumps(whole, ensure_ascii=False, indent=1)


def write_junit(path: Path, run: Run, reasons: Sequence[str]) -> None:
    """Writes JUnit XML: a test case a question, failed when its verdict is not right, and one for the conditions."""
    rows = run.judged_rows()
    suite = ET.Element("testsuite", name=f"klimasvar eval {run.config.set_name}", tests=str(len(rows) + 1))
    for question in run.question_set().questions:
        if question.question_id not in rows:
            continue
        row = rows[question.question_id]
        seconds = f"{row.latency_ms / 1000:.3f}"
        case = ET.SubElement(suite, "testcase", classname=question.kind, name=question.question_id, time=seconds)
        if row.error:
            ET.SubElement(case, "error", message=row.error)
        elif row.verdict != "right":
            ET.SubElement(case, "failure", message=VERDICTS[row.verdict]).text = row.answer
    gate = ET.SubElement(suite, "testcase", classname="gate", name="conditions")
    if reasons:
        ET.SubElement(gate, "failure", message=" ".join(reasons))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("errors", str(len(suite.findall("testcase/error"))))
    ET.ElementTree(suite).write(path, encoding="utf-8", xml_declaration=True)


def write_workbook(path: Path, run: Run, summary: Summary) -> None:
    """Writes the run as a workbook: figures, types, every question, definitions."""
    rows = run.judged_rows()
    asked = [_question_cells(q, rows[q.question_id]) for q in run.question_set().questions if q.question_id in rows]
    head = ["Nr.", "Spørgsmål", "Type", "Dom", "Svar", "Kilder", "Forventet", "Svartid (ms)", "Fejl"]
    definitions = [[m.title, m.name, m.definition, m.source, bound(m.low), bound(m.high)] for m in MEASURES]
    definitions += [[shown, name, *told, bound(0.0), bound(inf)] for name, shown, *told in LATENCIES]
    write_sheets(
        path,
        {
            "Resultat": measure_table(summary),
            "Typer": group_table(summary),
            "Spørgsmål": [head, *asked],
            "Definitioner": [["Mål", "Navn", "Definition", "Kilde", "Mindst", "Højst"], *definitions],
        },
    )


def place_of(citation: RowCitation) -> str:
    """Document and page, as on the pages: "Havnen, s. 11"; the document alone where it has no pages."""
    return ", ".join(filter(None, (citation.document_title, at_page(citation.page_label or citation.page))))


def aligned(table: Table) -> str:
    """The table with its columns in line, long cells cut."""
    cut = [[cell if len(cell) <= 60 else cell[:59] + "…" for cell in row] for row in table]
    widths = [max(len(row[column]) for row in cut) for column in range(len(cut[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cut]
    return "\n".join([lines[0], "─" * (sum(widths) + 2 * len(widths) - 2), *lines[1:]])


def _head(run: Run, summary: Summary) -> str:
    config = run.config
    shown = "" if summary.count == config.questions else f" af {config.questions}"
    return f"Kørsel {config.number}: {config.set_name}, {summary.count}{shown} spørgsmål, {danish_time(config.created)}"


def _markdown(table: Table) -> str:
    lines = ["| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in table]
    return "\n".join([lines[0], "|" + " --- |" * len(table[0]), *lines[1:]])


def _question_cells(question: Question, row: Row) -> list[Cell]:
    cited = "\n".join(f"[{c.marker}] {place_of(c)}: {c.quote}" for c in row.citations)
    expected = question.expected or "; ".join(" | ".join(group) for group in question.facts)
    expected = expected if question.answerable else "(må ikke besvares)"
    verdict = VERDICTS[row.verdict]
    kind = KINDS.get(question.kind, question.kind)
    milliseconds_taken = round(row.latency_ms, 1)
    cells: list[Cell] = [question.question_id, question.text, kind, verdict, row.answer, cited, expected]
    return [*cells, milliseconds_taken, row.error]
