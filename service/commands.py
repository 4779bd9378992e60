"""The commands of staff and operators. Results on stdout, progress on stderr; an error is one Danish sentence."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import click

from corpus.catalogue import MATERIALS
from corpus.errors import FileMissing, IndexMissing
from corpus.types import Filters
from service.assistant import LocalAssistant, open_assistant, open_catalogue
from service.cli import Group
from service.console import print_answer, print_sources, progress
from service.filters import checked
from service.indexing import mend_index, reindex, roll_back_index
from service.library import add_documents, check_library, fetch_sources, inspect_page
from service.settings import Settings, load_settings
from service.twins import LOOKED_AT, gathered

F = TypeVar("F", bound=Callable[..., Any])


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    package_name="klimasvar", prog_name="klimasvar", message="%(prog)s %(version)s", help="Vis udgaven."
)
def cli() -> None:
    """Spørg på dansk i dine egne dokumenter, og få svar med kildehenvisning."""


def data_option(command: F) -> F:
    """--data on every command."""
    return click.option(
        "--data", type=click.Path(path_type=Path), help="Datamappen (ellers KLIMASVAR_DATA eller data/)."
    )(command)


def json_option(command: F) -> F:
    """--json on every command that prints a result."""
    return click.option("--json", "as_json", is_flag=True, help="Skriv JSON i stedet for tekst.")(command)


def filter_options(command: F) -> F:
    """The filters of a search, each of which may be given several times."""
    for name, text in (
        ("--year", "Kun dokumenter udgivet det år."),
        ("--kind", "Kun dokumenter af den slags, fx rapport eller værktøj."),
        ("--municipality", "Kun uddrag, der nævner kommunen."),
        ("--network", "Kun dokumenter med temaet (transport, energi, forbrug)."),
        ("--document", "Kun dokumentet med dette id."),
        ("--project", "Kun projektet med dette id."),
    ):
        command = click.option(name, multiple=True, help=text)(command)
    return command


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="STI…")
@click.option("--shipped", is_flag=True, help="Indlæs de medfølgende dokumenter.")
@click.option("--sources", is_flag=True, help="Hent de dokumenter, kataloget har en adresse på, og indlæs dem.")
@click.option("--wait", "wait_s", default=0.0, help="Vent så mange sekunder på en anden indlæsning.")
@data_option
@json_option
def ingest(
    paths: tuple[Path, ...], shipped: bool, sources: bool, wait_s: float, data: Path | None, as_json: bool
) -> None:
    """Indlæs filer og mapper, og gør dem søgbare.

    Uændrede filer røres ikke; en ændret fil erstatter sit dokument helt.
    """
    settings = load_settings(data=data)
    fetched = fetch_sources(settings) if sources else []
    chosen = [*paths, *(shipped_files(settings) if shipped else []), *(row.path for row in fetched if row.path)]
    if not chosen and not sources:
        raise click.UsageError("Angiv mindst én fil eller mappe, eller brug --shipped eller --sources.")
    for row in fetched:
        if row.error:
            click.echo(row.error, err=True)
    if missing := [path for path in chosen if not path.exists()]:
        raise FileMissing(f"Filen {missing[0]} findes ikke. Tjek stien.")
    result = add_documents(settings, chosen, wait_s=wait_s, progress=progress)
    if as_json:
        for report in result.reports:
            click.echo(report.to_json())
    else:
        click.echo(result.text())
    if any(report.failed for report in result.reports) or any(row.error for row in fetched):
        sys.exit(65)


def shipped_files(settings: Settings) -> list[Path]:
    """The files of the catalogue that ship with the program, in its order."""
    files = [MATERIALS / document.file for document in open_catalogue(settings).documents]
    return [path for path in files if path.is_file()]


def prepare(settings: Settings) -> None:
    """Sees to it that there is an index: mends one of an older model, else reads the shipped documents."""
    if not mend_index(settings, progress=progress):
        click.echo(add_documents(settings, shipped_files(settings), progress=progress).text(), err=True)


@cli.command()
@click.argument("question", metavar="SPØRGSMÅL")
@click.option("--explain", is_flag=True, help="Vis også, hvordan svaret blev til.")
@filter_options
@data_option
@json_option
def ask(question: str, explain: bool, data: Path | None, as_json: bool, **chosen: tuple[str, ...]) -> None:
    """Stil et spørgsmål, og få et svar med kilder."""
    assistant = _assistant(data)
    answer = assistant.ask(_argument(question), filters=_filters(assistant, **chosen))
    print_answer(answer, as_json=as_json, explain=explain)


@cli.command()
@click.argument("query", metavar="ORD")
@click.option("-k", default=10, type=click.IntRange(1, 100), show_default=True, help="Højst så mange uddrag.")
@click.option("--explain", is_flag=True, help="Vis, hvorfor hvert uddrag blev fundet.")
@filter_options
@data_option
@json_option
def search(query: str, k: int, explain: bool, data: Path | None, as_json: bool, **chosen: tuple[str, ...]) -> None:
    """Find uddrag i kilderne."""
    asked, assistant = _argument(query), _assistant(data)
    found = assistant.search(asked, k=LOOKED_AT * k, filters=_filters(assistant, **chosen))
    print_sources(asked.strip(), gathered(found, k), as_json=as_json, explain=explain)


@cli.command()
@data_option
@json_option
def check(data: Path | None, as_json: bool) -> None:
    """Kontrollér, at data og indeks er hele og passer sammen."""
    problems = check_library(load_settings(data=data))
    if as_json:
        click.echo(json.dumps({"ok": not problems, "problems": problems}, ensure_ascii=False))
    else:
        click.echo("\n".join(problems) if problems else "Alt er i orden.")
    if problems:
        sys.exit(74)


@cli.command()
@click.option("--embedder", help="Embeddingmodel: navn eller mappe.")
@click.option("--rollback", is_flag=True, help="Gå tilbage til det forrige indeks.")
@data_option
@json_option
def index(embedder: str | None, rollback: bool, data: Path | None, as_json: bool) -> None:
    """Byg indekset igen ved siden af det gamle, og skift til det."""
    settings = load_settings(data=data, embedder=embedder)
    manifest = roll_back_index(settings) if rollback else reindex(settings, progress=progress)
    if as_json:
        click.echo(json.dumps(asdict(manifest), ensure_ascii=False))
    else:
        click.echo(
            f"Indekset {manifest.name} er i brug: {manifest.passages} uddrag, embeddingmodel {manifest.embedder_id}."
        )


@cli.command()
@click.argument("document", metavar="DOKUMENT")
@click.option("--page", default=1, type=click.IntRange(1), show_default=True, help="Sidens nummer i filen.")
@click.option("--out", type=click.Path(path_type=Path), help="Hvor billedet skrives (ellers DOKUMENT-sN.png).")
@data_option
def inspect(document: str, page: int, out: Path | None, data: Path | None) -> None:
    """Tegn en side, som programmet læste den: blokke, orden, afsnit.

    DOKUMENT er et dokuments id eller stien til en PDF.
    """
    click.echo(str(inspect_page(load_settings(data=data), document, page=page, out=out)))


def _assistant(data: Path | None) -> LocalAssistant:
    settings = load_settings(data=data)
    if not settings.data.exists():
        raise IndexMissing(f"Datamappen {settings.data} findes ikke. Indlæs dokumenter med »klimasvar ingest STI«.")
    return open_assistant(settings)


def _argument(text: str) -> str:
    """The argument, or all of standard input when it is "-"."""
    return sys.stdin.read() if text == "-" else text


def _filters(
    assistant: LocalAssistant, project: tuple[str, ...], document: tuple[str, ...], network: tuple[str, ...],
    municipality: tuple[str, ...], kind: tuple[str, ...], year: tuple[str, ...],
) -> Filters:  # fmt: skip
    chosen = Filters(
        projects=project, documents=document, networks=network, municipalities=municipality, kinds=kind, years=year
    )
    return checked(chosen, assistant.store, assistant.catalogue)
