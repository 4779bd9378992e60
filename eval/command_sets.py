"""Commands for question sets: a template to fill in, import with row-by-row errors, drafts from a document."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from corpus.errors import InvalidQuestionSet
from corpus.sqlstore import SqlStore
from eval.draft import draft
from eval.question_files import load_set, read_set, write_jsonl, write_table, write_template
from eval.questions import QuestionSet
from service.assistant import open_engine
from service.commands import data_option
from service.settings import load_settings

SHIPPED = Path(__file__).parent / "data"


def resolve_set(name: str, data: Path) -> QuestionSet:
    """The set of a file, of a name that was imported into the data folder, or of one that ships.

    Raises InvalidQuestionSet.
    """
    for path in (Path(name), data / "eval" / "sets" / f"{name}.jsonl", SHIPPED / f"{name}.jsonl"):
        if path.is_file():
            return load_set(path)
    known = ", ".join(known_sets(data)) or "ingen"
    raise InvalidQuestionSet(f"Spørgsmålssættet {name} findes ikke. Angiv en fil, eller vælg mellem: {known}.")


def known_sets(data: Path) -> list[str]:
    """The names that `resolve_set` knows, in alphabetical order."""
    return sorted({path.stem for folder in (data / "eval" / "sets", SHIPPED) for path in folder.glob("*.jsonl")})


def save_set(data: Path, question_set: QuestionSet) -> str:
    """Keeps the set in the data folder, in place of an older one with its name; the name that it got."""
    folder = data / "eval" / "sets"
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^\w.-]+", "-", question_set.name).strip("-.") or "sæt"
    write_jsonl(folder / f"{name}.jsonl", question_set)
    return name


@click.command("template")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False), metavar="FIL")
def template_command(path: Path) -> None:
    """Skriv en skabelon til et spørgsmålssæt (.xlsx eller .csv)."""
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise InvalidQuestionSet(f"{path.name} skal ende på .xlsx eller .csv.")
    write_template(path)
    click.echo(f"Skabelonen er skrevet til {path}.")


@click.command("import")
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
        click.echo(f"{len(read.problems)} fejl: rækkerne er ikke taget med. Ret dem, og læg filen ind igen.", err=True)
    if read.problems or not read.question_set.questions:
        sys.exit(InvalidQuestionSet.exit_code)


@click.command("draft")
@click.argument("document", metavar="DOKUMENT")
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="Hvor forslagene skrives (.xlsx, .csv, .jsonl)."
)
@data_option
def draft_command(document: str, out: Path, data: Path | None) -> None:
    """Foreslå spørgsmål ud fra et dokuments tal, navne, lister og overskrifter; et menneske godkender dem."""
    store = SqlStore(open_engine(load_settings(data=data)))
    proposals = QuestionSet(out.stem, draft(store, document))
    if out.suffix.lower() == ".jsonl":
        write_jsonl(out, proposals)
    else:
        write_table(out, proposals)
    click.echo(f"{len(proposals.questions)} forslag er skrevet til {out}. Ret dem, og slet dem, der ikke dur.")
