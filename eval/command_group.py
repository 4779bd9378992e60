"""`klimasvar eval`: run a question set, compare runs, read reports, keep people's verdicts."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from corpus.errors import InputError
from corpus.marked import Part
from corpus.sqlstore import SqlStore
from eval.baseline import open_baseline, write_baseline
from eval.bench import bench_command
from eval.command_retrieval import ablate_command, print_retrieval, robustness_command
from eval.command_sets import draft_command, import_command, template_command
from eval.compare import Comparison, compare
from eval.gate import broken_rules, parse_rule
from eval.questions import half_of
from eval.ragas import write_ragas
from eval.report import comparison_text, run_json, run_markdown, run_text, write_junit, write_workbook
from eval.report_html import run_html
from eval.run import execute
from eval.runs import Choice, Run, all_runs, new_run, open_run, turn
from eval.sets import resolve_set
from eval.subject import open_subject
from eval.summary import Summary
from eval.verdicts import human_verdict
from service.assistant import open_engine
from service.cli import Group
from service.commands import data_option, json_option
from service.console import progress
from service.settings import load_settings
from service.web.templating import danish_time


@click.group("eval", cls=Group)
def measure() -> None:
    """Mål svarkvaliteten med egne spørgsmål."""


def report_options(command: click.decorators.FC) -> click.decorators.FC:
    """Where a report is written, besides the table on stdout."""
    for name, text in (
        ("--ragas", "JSON Lines, som ragas kan læse."),
        ("--junit", "JUnit XML til automatiske test."),
        ("--markdown", "Markdown."),
        ("--xlsx", "Excel."),
        ("--html", "en selvstændig HTML-side."),
    ):
        command = click.option(name, type=click.Path(path_type=Path, dir_okay=False), help=f"Skriv også {text}")(
            command
        )
    return command


@measure.command("run")
@click.option("--set", "set_name", default="digest", show_default=True, help="Spørgsmålssæt: navn eller fil.")
@click.option("--half", type=click.Choice(["tune", "test"]), help="Kun den halvdel, der er lært af, eller den anden.")
@click.option("--note", default="", help="En note til kørslen.")
@click.option("--resume", type=int, help="Fortsæt kørslen med dette nummer.")
@click.option("--extractive", is_flag=True, help="Svar ordret fra kilderne, selv om en sprogmodel er sat.")
@click.option("--judge", is_flag=True, help="Lad også sprogmodellen dømme, om kilderne dækker svaret.")
@click.option("--retrieval", is_flag=True, help="Mål kun søgningen: hver del for sig og det hele.")
@click.option(
    "--embedder", "embedders", multiple=True, help="Med --retrieval: mål også denne model (navn eller mappe)."
)
@click.option("--baseline", metavar="KØRSEL", help="Sammenlign med en kørsel: dens nummer, eller en fil.")
@click.option(
    "--save-baseline",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FIL",
    help="Gem kørslen som en fil til --baseline.",
)
@click.option("--fail-on", multiple=True, help='Afslut med fejl, hvis fx "facts<0.9" eller "facts drop>noise".')
@report_options
@data_option
@json_option
def run_command(
    set_name: str, half: Part | None, note: str, resume: int | None, extractive: bool, judge: bool, retrieval: bool,
    embedders: tuple[str, ...], baseline: str | None, save_baseline: Path | None, fail_on: tuple[str, ...],
    data: Path | None, as_json: bool, **reports: Path | None,
) -> None:  # fmt: skip
    """Stil alle spørgsmål i et sæt, og vis resultatet.

    En afbrudt kørsel fortsættes med --resume. Afslutter med 1, når en betingelse i --fail-on ikke er opfyldt.
    """
    settings = load_settings(data=data)
    rules = [parse_rule(text) for text in fail_on]
    if any(rule.drop for rule in rules) and baseline is None:
        raise InputError("Betingelser med drop kræver en kørsel at sammenligne med. Tilføj --baseline KØRSEL.")
    before = open_baseline(baseline, settings.data) if baseline is not None else None
    questions = open_run(settings.data, resume).question_set() if resume else resolve_set(set_name, settings.data)
    if half and not resume:
        questions = half_of(questions, half)
    if retrieval:
        print_retrieval(questions, settings, embedders=embedders, as_json=as_json)
        return
    begun = open_run(settings.data, resume) if resume else None
    choice = begun.config.choice if begun else Choice(extractive, judge)
    subject = open_subject(settings, choice)
    with turn(settings.data):
        run = begun or new_run(settings.data, questions, subject.conditions, note=note, choice=choice)
        summary = _executed(run, subject)
    if save_baseline:
        write_baseline(save_baseline, run)
    comparison = compare(before, run) if before else None
    reasons = broken_rules(rules, summary, comparison)
    _show(run, summary, comparison, reasons, as_json=as_json, reports=reports)
    if reasons:
        sys.exit(1)


@measure.command("compare")
@click.argument("before", type=int, metavar="FØR")
@click.argument("after", type=int, metavar="EFTER")
@data_option
@json_option
def compare_command(before: int, after: int, data: Path | None, as_json: bool) -> None:
    """Sammenlign to kørsler: hvad blev bedre og værre, hvorfor, og er det mere end tilfældigt?"""
    folder = load_settings(data=data).data
    comparison = compare(open_run(folder, before), open_run(folder, after))
    click.echo(_comparison_json(comparison) if as_json else comparison_text(comparison))


@measure.command("report")
@click.argument("number", type=int, metavar="NUMMER")
@report_options
@data_option
@json_option
def report_command(number: int, data: Path | None, as_json: bool, **reports: Path | None) -> None:
    """Vis en kørsel igen, eller skriv den som HTML, Excel, Markdown eller JUnit."""
    run = open_run(load_settings(data=data).data, number)
    _show(run, run.summary(), None, [], as_json=as_json, reports=reports)


@measure.command("runs")
@data_option
@json_option
def runs_command(data: Path | None, as_json: bool) -> None:
    """Vis alle kørsler."""
    runs = all_runs(load_settings(data=data).data)
    for run in runs:
        config = run.config
        if as_json:
            click.echo(json.dumps({**asdict(config), "finished": run.finished}, ensure_ascii=False))
        else:
            state = "" if run.finished else f"  ikke færdig ({len(run.rows())} af {config.questions})"
            click.echo(f"{config.number}  {danish_time(config.created)}  {config.set_name}  {config.note}{state}")
    if not runs and not as_json:
        click.echo("Der er ingen kørsler endnu. Start en med »klimasvar eval run«.")


@measure.command("verdict")
@click.argument("number", type=int, metavar="NUMMER")
@click.argument("question_id", metavar="SPØRGSMÅL")
@click.argument("judgement", type=click.Choice(["right", "partial", "wrong"]), metavar="right|partial|wrong")
@click.option("--name", required=True, help="Hvem der dømmer.")
@click.option("--reason", required=True, help="Hvorfor.")
@data_option
def verdict_command(number: int, question_id: str, judgement: str, name: str, reason: str, data: Path | None) -> None:
    """Ret maskinens dom over et svar; begge domme gemmes."""
    run = open_run(load_settings(data=data).data, number)
    run.add_verdict(human_verdict(question_id, judgement, name=name, reason=reason))
    click.echo(f"Dommen over {question_id} er gemt.")


for extra in (bench_command, ablate_command, robustness_command, template_command, import_command, draft_command):
    measure.add_command(extra)


def _executed(run: Run, subject: object) -> Summary:
    name = f"Kørsel {run.config.number}"
    try:
        summary = execute(run, subject, progress=lambda done, total: progress(name, done, total))  # type: ignore[arg-type]
    except KeyboardInterrupt:
        click.echo(f"Stoppet. Fortsæt med: klimasvar eval run --resume {run.config.number}", err=True)
        sys.exit(130)
    assert summary is not None
    return summary


def _show(
    run: Run, summary: Summary, comparison: Comparison | None, reasons: Sequence[str], *, as_json: bool,
    reports: dict[str, Path | None],
) -> None:  # fmt: skip
    click.echo(run_json(run, summary) if as_json else run_text(run, summary))
    if comparison and not as_json:
        click.echo("\n" + comparison_text(comparison))
    for reason in reasons:
        click.echo(f"Ikke godkendt: {reason}", err=True)
    if path := reports.get("html"):
        path.write_text(run_html(run, summary, comparison), encoding="utf-8")
    if path := reports.get("markdown"):
        path.write_text(run_markdown(run, summary, comparison, reasons), encoding="utf-8")
    if path := reports.get("xlsx"):
        write_workbook(path, run, summary)
    if path := reports.get("ragas"):
        write_ragas(path, run, SqlStore(open_engine(load_settings(data=run.folder.parent.parent))))
    if path := reports.get("junit"):
        write_junit(path, run, reasons)


def _comparison_json(comparison: Comparison) -> str:
    changes = [
        {"id": c.question.question_id, "question": c.question.text, "better": c.better, "cause": c.cause,
         "before": c.before.verdict, "after": c.after.verdict}
        for c in comparison.changes
    ]  # fmt: skip
    whole = {**asdict(comparison), "changes": changes, "causes": comparison.causes}
    return json.dumps(whole, ensure_ascii=False)
