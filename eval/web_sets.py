"""Question sets on the Kvalitet pages: bring a file, read, edit question by question, go back, take home."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from fastapi import APIRouter, Request, Response, UploadFile
from fastapi.responses import RedirectResponse

from corpus.errors import InputError, NotFound
from eval.question_files import read_set, write_jsonl, write_table, write_template
from eval.question_form import empty_fields, fields_of, filled, with_question, without_question
from eval.questions import KINDS, Question, QuestionSet
from eval.sets import ABOUT, kept_name, known_sets, named_set, old_set, own_sets, save_set, set_versions
from eval.views import expected_of, source_of
from eval.web_proposals import Fields, FormText
from service.web.models import Text
from service.web.site import Site, SiteDep
from service.web.templating import page
from service.web.upload_page import safe_name

PATH = "/kvalitet/saet"
FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl",
}
TEMPLATE = "skabelon"

pages = APIRouter(include_in_schema=False)


@pages.get(PATH)
def sets(request: Request, site: SiteDep) -> Response:
    """The question sets, the template, and where a file is brought in."""
    return _sets(request, site)


@pages.post(PATH)
def bring(request: Request, site: SiteDep, fil: UploadFile) -> Response:
    """Reads a file: the right rows are kept as a set, the others are told one by one."""
    name = safe_name(fil.filename or "sæt")
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(fil.file.read())
        read = read_set(path)
    saved = save_set(site.settings.data, read.question_set) if read.question_set.questions else ""
    return _sets(request, site, read=read, saved=saved, filename=name)


@pages.get(f"{PATH}/{{name}}")
def one_set(request: Request, site: SiteDep, name: str) -> Response:
    """The questions of a set and the versions it has had."""
    data = site.settings.data
    found = named_set(name, data)
    shown = {
        "found": found, "rows": [(q, expected_of(q), source_of(q)) for q in found.questions], "kinds": KINDS,
        "own": name in own_sets(data), "versions": set_versions(data, name),
    }  # fmt: skip
    return page(request, "quality_set.html", tab="quality", **shown)


@pages.post(f"{PATH}/{{name}}/kopi")
def copied(site: SiteDep, name: str, navn: FormText) -> Response:
    """A set of its own with the same questions, under a name that is free."""
    data = site.settings.data
    if not navn.strip() or kept_name(navn) in known_sets(data):
        raise InputError(f"Navnet »{navn.strip()}« er tomt eller i brug. Vælg et andet.")
    return _to(save_set(data, QuestionSet(navn.strip(), named_set(name, data).questions)))


@pages.post(f"{PATH}/{{name}}/version")
def restored(site: SiteDep, name: str, noegle: FormText) -> Response:
    """Makes an old version the set as it is now."""
    return _to(save_set(site.settings.data, old_set(site.settings.data, name, noegle)))


@pages.get(f"{PATH}/{{name}}/ret")
def form(request: Request, site: SiteDep, name: str, nr: Text = "") -> Response:
    """One question of a set in a form; without `nr` an empty one."""
    question = _question(_own(site, name), nr)
    return _form(request, name, nr, fields_of(question) if question else empty_fields(), ())


@pages.post(f"{PATH}/{{name}}/ret")
def edited(request: Request, site: SiteDep, name: str, form: Fields, nr: Text = "") -> Response:
    """Keeps a question as it was edited, or deletes it."""
    held = _own(site, name)
    question = _question(held, nr)
    if form.get("valg") == "slet":
        return _to(save_set(site.settings.data, without_question(held, nr)))
    read = filled(form, question or Question("", ""))
    if read.question is None:
        return _form(request, name, nr, dict(read.fields), read.problems)
    return _to(save_set(site.settings.data, with_question(held, read.question)), read.question.question_id)


@pages.get("/kvalitet/hent/{name}.{kind}")
def download(site: SiteDep, name: str, kind: str, version: Text = "") -> Response:
    """A set (or a version of it) as a file; "skabelon" is the empty one."""
    if kind not in FORMATS:
        raise NotFound(f"Spørgsmålssæt kan hentes som {', '.join(FORMATS)}.")
    data = site.settings.data
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"saet.{kind}"
        if name == TEMPLATE and kind != "jsonl":
            write_template(path)
        else:
            write = write_jsonl if kind == "jsonl" else write_table
            write(path, old_set(data, name, version) if version else named_set(name, data))
        content = path.read_bytes()
    shown = f"attachment; filename*=UTF-8''{quote(f'{name}.{kind}')}"
    return Response(content, media_type=FORMATS[kind], headers={"content-disposition": shown})


def _own(site: Site, name: str) -> QuestionSet:
    """Raises InputError for a set that ships, InvalidQuestionSet for one that does not exist."""
    found = named_set(name, site.settings.data)
    if name not in own_sets(site.settings.data):
        raise InputError(f"{name} følger med programmet og kan ikke rettes. Lav en kopi, og ret den.")
    return replace(found, name=name)


def _question(held: QuestionSet, nr: str) -> Question | None:
    if not nr:
        return None
    for question in held.questions:
        if question.question_id == nr:
            return question
    raise NotFound(f"{held.name} har ikke noget spørgsmål nr. {nr}.")


def _sets(request: Request, site: Site, **more: object) -> Response:
    data = site.settings.data
    own = own_sets(data)
    shown = {"own": own, "shipped": [name for name in known_sets(data) if name not in own], "about": ABOUT, **more}
    return page(request, "quality_sets.html", tab="quality", **shown)


def _form(request: Request, name: str, nr: str, fields: dict[str, str], problems: tuple[str, ...]) -> Response:
    shown = {"held": name, "nr": nr, "fields": fields, "problems": problems, "kinds": KINDS}
    return page(request, "quality_question.html", tab="quality", **shown)


def _to(name: str, question_id: str = "") -> Response:
    place = f"#{quote(question_id)}" if question_id else ""
    return RedirectResponse(f"{PATH}/{quote(name)}{place}", status_code=303)
