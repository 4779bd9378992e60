"""Commands that look inside: the search leg by leg, parts taken away, questions as people mistype them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

import click

from eval.ablate import ablations, temporary_index
from eval.ablate import table as ablation_table
from eval.numbers import decimal, signed
from eval.questions import STYLES, QuestionSet
from eval.report import aligned
from eval.retrieval import RetrievalTable, retrieval_table, table_of
from eval.robustness import falls
from eval.sets import resolve_set
from eval.subject import open_subject
from service.assistant import embedder_named, open_assistant
from service.cli import Command
from service.commands import data_option, json_option
from service.console import progress
from service.settings import Settings, load_settings


def print_retrieval(
    questions: QuestionSet, settings: Settings, *, embedders: Sequence[str] = (), as_json: bool
) -> None:
    """Prints the table of variants for both halves of the set. Raises EmbedderUnavailable."""
    assistant = open_assistant(settings)
    with ExitStack() as held:
        others = {
            name: held.enter_context(temporary_index(assistant.store, embedder_named(name, settings), settings))
            for name in embedders
        }
        table = retrieval_table(
            questions.questions, assistant.generation().retriever, assistant.store,
            shipped=lambda text: [s.passage.passage_id for s in assistant.search(text)], others=others,
        )  # fmt: skip
    if as_json:
        click.echo(json.dumps(asdict(table), ensure_ascii=False))
        return
    _print_halves(table)


def _print_halves(table: RetrievalTable) -> None:
    for part, title in (("tune", "Halvdelen til tilpasning"), ("test", "Halvdelen til prøve")):
        held = [score for score in table.scores if score.part == part]
        if not held:
            continue
        shipped = next(score for score in held if score.variant == "shipped")
        click.echo(f"{title}: {shipped.measures['recall@5'].count} spørgsmål\n")
        click.echo(aligned(table_of(table, part)))  # type: ignore[arg-type]
        gain = table.vectors_add[part]  # type: ignore[index]
        click.echo(f"\nVektorer giver {signed(gain.delta)} R@5 (95 %: {signed(gain.low)} til {signed(gain.high)}).")
        styles = (f"{STYLES.get(s, s)} {decimal(i.mean)} ({i.count})" for s, i in shipped.by_style.items())
        click.echo(f"R@5 efter stil: {', '.join(styles)}\n")
    if table.missing:
        click.echo(f"Findes ikke i dokumenterne: {', '.join(table.missing)}")


@click.command("ablate", cls=Command)
@click.option("--set", "set_name", default="digest", show_default=True, help="Spørgsmålssæt: navn eller fil.")
@click.option("--embedder", "embedders", multiple=True, help="Prøv også denne model (navn eller mappe).")
@click.option(
    "--passage-words",
    "sizes",
    multiple=True,
    type=click.IntRange(20),
    default=(90, 360),
    show_default=True,
    help="Prøv også uddrag på højst så mange ord.",
)
@data_option
@json_option
def ablate_command(
    set_name: str, embedders: tuple[str, ...], sizes: tuple[int, ...], data: Path | None, as_json: bool
) -> None:
    """Tag én del af søgningen væk ad gangen, og prøv andre modeller og uddrag: hvad er hver del værd?"""
    settings = load_settings(data=data)
    questions = resolve_set(set_name, settings.data).questions
    found = ablations(
        questions, settings, embedders=embedders, sizes=sizes,
        progress=lambda n, total: progress("Varianter", n, total),
    )  # fmt: skip
    if as_json:
        click.echo(json.dumps([asdict(variant) for variant in found], ensure_ascii=False))
    else:
        click.echo(aligned(ablation_table(found)) + "\n\n* mere end tilfældigt (95 %)")


@click.command("robustness", cls=Command)
@click.option("--set", "set_name", default="digest", show_default=True, help="Spørgsmålssæt: navn eller fil.")
@data_option
@json_option
def robustness_command(set_name: str, data: Path | None, as_json: bool) -> None:
    """Stil de samme spørgsmål med slåfejl, uden æøå, med store bogstaver, som nøgleord og høfligt."""
    settings = load_settings(data=data)
    questions = resolve_set(set_name, settings.data).questions
    found = falls(questions, open_subject(settings), progress=lambda n, total: progress("Robusthed", n, total))
    if as_json:
        click.echo(json.dumps([asdict(fall) for fall in found], ensure_ascii=False))
        return
    lines = [["Ændring", "Spørgsmål", "Før", "Efter", "Forskel", "95 %"]]
    for fall in found:
        spread = f"{signed(fall.change.low)} til {signed(fall.change.high)}"
        shown = [decimal(fall.before, 3), decimal(fall.after, 3), signed(fall.change.delta)]
        lines.append([fall.kind, str(fall.count), *shown, spread])
    click.echo(aligned(lines))
