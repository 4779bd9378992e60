"""Commands for question sets: a template to fill in, import with row-by-row errors, drafts from a document."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from corpus.errors import InvalidQuestionSet
from corpus.sqlstore import SqlStore
from eval.drafts import drafts
from eval.question_files import read_set, write_jsonl, write_table, write_template
from eval.questions import QuestionSet
from eval.sets import save_set
from service.assistant import open_engine
from service.cli import Command
from service.commands import data_option
from service.settings import load_settings


@click.command("template", cls=Command)
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False), metavar="FIL")
def template_command(path: Path) -> None:
    """Skriv en skabelon til et spørgsmålssæt (.xlsx eller .csv)."""
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise InvalidQuestionSet(f"{path.name} skal ende på .xlsx eller .csv.")
    write_template(path)
    click.echo(f"Skabelonen er skrevet til {path}.")


@click.command("import", cls=Command)
@click.argument("path", type=click.Path(path_type=Path), metavar="FIL")
@click.option("--name", help="Sættets navn (ellers filens).")
@data_option
def import_command(path: Path, name: str | None, data: Path | None) -> None:
    """Læg et spørgsmålssæt fra Excel, CSV eller JSON Lines ind; alle fejl vises række for række."""
    read = read_set(path)
    for problem in read.problems:
        click.echo(f"Række {problem.row}: {problem.message}", err=True)
    if read.question_set.questions:
        question_set = QuestionSet(name or path.stem, read.question_set.questions)
        saved = save_set(load_settings(data=data).data, question_set)
        click.echo(f"{len(question_set.questions)} spørgsmål er gemt som {saved}.")
    if read.problems:
        click.echo(
            f"{len(read.problems)} fejl. Rækker med fejl er ikke taget med: ret dem, og læg filen ind igen.", err=True
        )
    if read.problems or not read.question_set.questions:
        sys.exit(InvalidQuestionSet.exit_code)


@click.command("draft", cls=Command)
@click.argument("document", metavar="DOKUMENT")
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="Hvor forslagene skrives (.xlsx, .csv, .jsonl)."
)
@data_option
def draft_command(document: str, out: Path, data: Path | None) -> None:
    """Foreslå spørgsmål ud fra et dokuments tal, navne og lister (og af sprogmodellen, hvis en er sat)."""
    settings = load_settings(data=data)
    proposals = QuestionSet(out.stem, drafts(SqlStore(open_engine(settings)), settings, document))
    if out.suffix.lower() == ".jsonl":
        write_jsonl(out, proposals)
    else:
        write_table(out, proposals)
    click.echo(f"{len(proposals.questions)} forslag er skrevet til {out}. Ret dem, og slet dem, der ikke dur.")
