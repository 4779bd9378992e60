"""How the commands print: answers and sources as text or JSON lines, progress bars on stderr."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

import click
from tqdm import tqdm

from corpus.answers import Answer, Citation, Source
from service.cite import page_text
from service.trace import decimal, lap_name
from service.verdicts import LABELS, with_marks
from service.web.wire import answer_body, source_body, why_body
from service.why import reasons_of

WIDTH = 96


class _Bars:
    """One bar at a time; a new name closes the last."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._name = ""

    def __call__(self, name: str, done: int, total: int) -> None:
        if self._bar is not None and name != self._name:
            self._close()
        if (bar := self._bar) is None:
            bar = tqdm(desc=name, total=total or None, file=sys.stderr, disable=not sys.stderr.isatty())
        self._bar, self._name = bar, name
        bar.update(done - bar.n)
        if total and done >= total:
            self._close()

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
        self._bar = None


progress = _Bars()
"""Shows (name, done, total) as a bar on stderr, when that is a terminal."""


def print_answer(answer: Answer, *, as_json: bool, explain: bool) -> None:
    """The answer with its numbered sources."""
    if as_json:
        click.echo(json.dumps(answer_body(answer), ensure_ascii=False))
        return
    if answer.understood:
        click.echo(f"Jeg forstår det som: {answer.understood}\n")
    marks = [(v.end, f" ({LABELS[v.verdict]})") for v in answer.verdicts if v.verdict != "supported"]
    click.echo(with_marks(answer.text, marks).strip())
    if answer.notice:
        click.echo(f"\n{answer.notice}")
    if answer.status == "clarify":
        click.echo("\n" + "\n".join(f"- {reading}" for reading in answer.suggestions))
    if answer.citations:
        click.echo("\nKilder:")
        for citation in answer.citations:
            click.echo(f"[{citation.marker}] {place(citation)}")
            click.echo(textwrap.fill(f"»{citation.quote}«", WIDTH, initial_indent="    ", subsequent_indent="    "))
    if explain:
        click.echo("\nHvorfor dette svar?")
        for step, decision in explained(answer):
            click.echo(f"  {step}: {decision}")


def explained(answer: Answer) -> Iterator[tuple[str, str]]:
    """(what, which) rows: how it was read, what was found and how well, what was chosen, verdicts, model, times."""
    yield "Forstået som", answer.understood or answer.question
    yield from answer.trace
    for source in answer.sources:
        why = "; ".join(f"{what}: {which}" for what, which in reasons_of(source))
        found = f"{decimal(source.score)}  {source.passage.context}"
        yield f"Kilde nr. {source.rank}", f"{found} ({why})" if why else found
    for number, verdict in enumerate(answer.verdicts, 1):
        why = f" – {', '.join(verdict.reasons)}" if verdict.reasons else ""
        said = answer.text[verdict.start : verdict.end]
        yield f"Sætning {number}: {LABELS[verdict.verdict]}", f"{decimal(verdict.support)}  {said}{why}"
    yield "Svaret er lavet med", answer.model_id
    yield "Tider", ", ".join(f"{lap_name(name)} {decimal(ms, 1)} ms" for name, ms in answer.timings_ms)


def place(citation: Citation) -> str:
    """ "Title › section, side 5 (trykt 8)": the page as `page_text` says it."""
    path = [heading for heading in citation.section if heading != citation.document_title]
    said = " › ".join((citation.document_title, *path))
    return ", ".join(filter(None, (said, page_text(citation.page or 0, citation.page_label))))


def print_sources(query: str, sources: Sequence[Source], *, as_json: bool, explain: bool) -> None:
    """The hits of a search, best first. explain: with the words and the parts of the search that found each."""
    if as_json:
        for source in sources:
            why = {"why": why_body(source)} if explain else {}
            click.echo(json.dumps({**source_body(source), **why}, ensure_ascii=False))
        return
    if not sources:
        click.echo("Ingen uddrag passer. Prøv færre eller andre ord.")
    if explain and sources and sources[0].query != query:
        click.echo(f"Læst som: {sources[0].query}")
    for source in sources:
        page = f", side {source.passage.page_first}" if source.passage.page_first else ""
        click.echo(f"{source.rank}. {source.passage.context or source.document.title}{page}  ({decimal(source.score)})")
        text = textwrap.shorten(source.passage.text, 3 * WIDTH, placeholder=" …")
        click.echo(textwrap.fill(text, WIDTH, initial_indent="   ", subsequent_indent="   "))
        for twin in source.also:
            click.echo(f"   Står også i: {twin.passage.context or twin.document.title}")
        if explain:
            for what, which in reasons_of(source):
                click.echo(f"   {what}: {which}")
