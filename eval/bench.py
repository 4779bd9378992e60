"""How fast and how big: start to ready, a question, a search, memory. Figures are printed, never asserted."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.request import Request, urlopen

import click

from eval.bench_answers import print_answers
from eval.bench_ingest import bench_ingest
from eval.bench_ingest import table as ingest_table
from eval.bench_pages import bench_pages, pages_table
from eval.bench_retrieval import SIZES, bench_retrieval
from eval.bench_run import bench_run, run_table
from eval.memory import rss_mib
from eval.numbers import decimal, milliseconds
from eval.questions import Question
from eval.report import aligned
from eval.running import running_server
from eval.sets import resolve_set
from eval.stats import quantile
from service.assistant import open_assistant
from service.cli import Command
from service.commands import data_option, json_option, shipped_files
from service.console import progress
from service.library import limits_of
from service.settings import Settings, load_settings

_STARTS = 3
_MOST = 100
"""So many questions are asked, spread evenly over the set: enough for a 95 % fractile, and done in a minute."""

_RUN = 250
"""So many questions a run of the benchmark asks."""


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds over `count` calls."""

    count: int
    p50_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class Bench:
    """start_s: from the command to a ready server, one a start. http: a question over the API. rss in MiB: of the
    server after its questions, and of this process after the first and the last question."""

    start_s: tuple[float, ...]
    http: Times
    question: Times
    search: Times
    server_mib: float
    first_mib: float
    last_mib: float
    passages: int


def bench(questions: Sequence[Question], settings: Settings) -> Bench:
    """Starts the server, asks every question over HTTP and here. Raises ServiceError when it never starts."""
    questions = questions[:: max(1, -(-len(questions) // _MOST))]
    starts = []
    for _ in range(_STARTS - 1):
        with running_server(settings) as (_, _, seconds):
            starts.append(seconds)
    with running_server(settings) as (process, address, seconds):
        starts.append(seconds)
        http = _timed("Over HTTP", questions, lambda q: _post(address, q))
        server_mib = rss_mib(process.pid)
    assistant = open_assistant(settings)
    generation = assistant.generation()
    assistant.ask(questions[0].text, history=questions[0].history)
    first = rss_mib()
    question = _timed("Spørgsmål", questions, lambda q: assistant.ask(q.text, history=q.history))
    search = _timed("Søgning", questions, lambda q: assistant.search(q.text))
    return Bench(tuple(starts), http, question, search, server_mib, first, rss_mib(), generation.manifest.passages)


def table(found: Bench) -> list[list[str]]:
    """Cells under a head."""
    times = (("Spørgsmål over HTTP", found.http), ("Spørgsmål i processen", found.question), ("Søgning", found.search))
    lines = [["Hvad", "Median", "95 %", "Målt"]]
    starts = [f"{decimal(quantile(found.start_s, share))} s" for share in (0.5, 0.95)]
    lines.append(["Fra kommando til klar", *starts, f"{len(found.start_s)} starter"])
    lines += [[what, milliseconds(t.p50_ms), milliseconds(t.p95_ms), f"{t.count} kald"] for what, t in times]
    lines.append(["Hukommelse, server", f"{found.server_mib:.0f} MiB", "", f"{found.passages} uddrag"])
    grown = f"{found.first_mib:.0f} → {found.last_mib:.0f} MiB"
    lines.append(["Hukommelse, fra første til sidste spørgsmål", grown, "", ""])
    return lines


@click.command("bench", cls=Command)
@click.option("--set", "set_name", default="digest", show_default=True, help="Spørgsmålssæt: navn eller fil.")
@click.option(
    "--ingest", "files", multiple=True, type=click.Path(path_type=Path), help="Mål kun indlæsning af denne fil."
)
@click.option("--ingest-shipped", is_flag=True, help="Mål kun indlæsning af de medfølgende dokumenter.")
@click.option("--copies", default=1, type=click.IntRange(1), help="Mål med så mange kopier af hver PDF.")
@click.option("--pages", is_flag=True, help="Mål kun siderne i en rigtig Chromium.")
@click.option(
    "--run", "rounds", type=click.IntRange(1), help="Mål kun kørsler: sættets første 250 spørgsmål, så mange gange."
)
@click.option("--answers", is_flag=True, help="Mål kun svar, trin for trin; med --size i en samling så stor.")
@click.option("--retrieval", is_flag=True, help="Mål kun søgningen i store samlinger af lovtekst.")
@click.option("--law", type=click.Path(path_type=Path), default=Path("law.jsonl.xz"), help="Lovteksterne til --size.")
@click.option("--size", "sizes", multiple=True, type=click.IntRange(100), help="Uddrag i en samling.")
@data_option
@json_option
def bench_command(
    set_name: str, files: tuple[Path, ...], ingest_shipped: bool, copies: int, pages: bool, rounds: int | None,
    answers: bool, retrieval: bool, law: Path, sizes: tuple[int, ...], data: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Mål start, svartid, søgetid og hukommelse på denne maskine."""
    settings = load_settings(data=data)
    if retrieval:
        bench_retrieval(law, sizes or SIZES, model=settings.embedder, as_json=as_json)
        return
    if answers:
        asked = resolve_set(set_name, settings.data).questions
        print_answers(asked, settings, law=law, sizes=sizes, as_json=as_json)
        return
    if rounds:
        ran = bench_run(resolve_set(set_name, settings.data).questions[:_RUN], settings, rounds=rounds)
        click.echo(json.dumps(asdict(ran)) if as_json else aligned(run_table(ran)))
        return
    if pages:
        seen = bench_pages(resolve_set(set_name, settings.data).questions, settings)
        click.echo(json.dumps(asdict(seen)) if as_json else aligned(pages_table(seen)))
        return
    if files or ingest_shipped:
        chosen = [*files, *(shipped_files(settings) if ingest_shipped else [])]
        read = bench_ingest(chosen, copies=copies, limits=limits_of(settings))
        figures = {**asdict(read), "pages_per_s": read.pages_per_s}
        click.echo(json.dumps(figures) if as_json else aligned(ingest_table(read)))
        return
    found = bench(resolve_set(set_name, settings.data).questions, settings)
    click.echo(json.dumps(asdict(found)) if as_json else aligned(table(found)))


def _post(address: str, question: Question) -> None:
    history = [{"role": turn.role, "content": turn.content} for turn in question.history]
    body = json.dumps({"question": question.text, "history": history}).encode()
    request = Request(f"{address}/api/ask", data=body, headers={"Content-Type": "application/json"})
    with urlopen(request, timeout=60) as response:
        response.read()


def _timed(name: str, questions: Sequence[Question], call: Callable[[Question], object]) -> Times:
    taken = []
    for number, question in enumerate(questions, start=1):
        started = time.perf_counter()
        call(question)
        taken.append((time.perf_counter() - started) * 1000)
        progress(name, number, len(questions))
    return Times(len(taken), quantile(taken, 0.5), quantile(taken, 0.95))
