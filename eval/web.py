"""The Kvalitet pages: start a run and follow it, read it, judge it, compare two, bring a question set."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from fastapi import APIRouter, FastAPI, Form, Query, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse
from jinja2 import FileSystemLoader

from corpus.errors import InputError, InvalidQuestionSet
from eval import web_progress, web_proposals, web_sets
from eval.case import VERDICTS
from eval.compare import CAUSES, compare
from eval.pace import pace_of
from eval.report import comparison_table, run_json, run_markdown, write_workbook
from eval.report_html import run_html
from eval.run import Subject
from eval.runs import Choice, all_runs, open_run
from eval.sets import named_set
from eval.verdicts import agreement, human_verdict
from eval.views import (
    asked,
    bars,
    before_of,
    filters_of,
    measure_lines,
    run_lines,
    said_of,
    tiles,
    told_difference,
)
from eval.views_chart import charts
from eval.views_start import set_choices
from eval.worker import FAILED, Worker, state_of
from service.web.models import Text
from service.web.site import Site, SiteDep
from service.web.templating import page, templates

UPLOAD = web_sets.PATH
TAB = ("quality", "/kvalitet", "Kvalitet")
HERE = Path(__file__).parent
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FormText = Annotated[Text, Form()]
PageNumber = Annotated[int, Query(ge=1)]
QUESTIONS = 50
"""So many questions of a run are shown on a page."""


def quality_router(subject_of: Callable[[Site, Choice], Subject]) -> APIRouter:
    """The pages; their worker lives as long as the app. subject_of: opens what is measured."""
    loader = templates.env.loader
    assert isinstance(loader, FileSystemLoader)
    if str(HERE / "templates") not in loader.searchpath:
        loader.searchpath.append(str(HERE / "templates"))

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        site: Site = app.state.site
        app.state.eval_worker = Worker(site.settings.data, lambda choice: subject_of(site, choice))
        app.state.eval_worker.open()
        yield
        app.state.eval_worker.close()

    router = APIRouter(include_in_schema=False, lifespan=lifespan)
    router.include_router(web_proposals.pages)
    router.include_router(web_sets.pages)
    router.include_router(web_progress.pages)
    router.include_router(pages)
    return router


pages = APIRouter(include_in_schema=False)


def _worker(request: Request) -> Worker:
    worker: Worker = request.app.state.eval_worker
    return worker


@pages.get("/kvalitet")
def overview(request: Request, site: SiteDep) -> Response:
    """The newest finished run in figures, how it has gone, every run."""
    runs = all_runs(site.settings.data)
    finished = [run for run in runs if run.finished]
    newest = finished[-1] if finished else None
    shown: dict[str, object] = {"newest": newest, "lines": run_lines(runs), "finished": finished[::-1]}
    shown |= {"sets": set_choices(site.settings.data, runs), "model": site.settings.generator_model}
    if newest:
        summary = newest.summary()
        same = [run for run in finished if run.config.set_name == newest.config.set_name][-10:]
        shown |= {"tiles": tiles(summary, before_of(newest, runs)), "bars": bars(summary)}
        shown |= {"charts": charts(same), "charted": len(same)}
    return page(request, "quality.html", tab="quality", **shown)


@pages.post("/kvalitet/koersel")
def start(
    request: Request, site: SiteDep, saet: FormText, note: FormText = "", svar: FormText = "", dommer: FormText = ""
) -> Response:
    """Starts a run and goes to its page. svar: "ordret" for answers word for word; dommer: "ja" for a second judge."""
    choice = Choice(extractive=svar == "ordret", judge=dommer == "ja")
    run = _worker(request).start(named_set(saet, site.settings.data), note=note.strip()[:200], choice=choice)
    return RedirectResponse(f"/kvalitet/{run.config.number}", status_code=303)


@pages.get("/kvalitet/sammenlign")
def comparing(request: Request, site: SiteDep, a: int, b: int) -> Response:
    """Two runs side by side: only what changed."""
    data = site.settings.data
    comparison = compare(open_run(data, a), open_run(data, b))
    shown = {"comparison": comparison, "causes": CAUSES, "verdicts": VERDICTS, "table": comparison_table(comparison)}
    shown["correct"] = told_difference(comparison, "correct")
    return page(request, "quality_compare.html", tab="quality", **shown)


@pages.get("/kvalitet/fil/{name}")
def static_file(name: str) -> Response:
    """The script and the style sheet of these pages."""
    kinds = {"quality.js": "text/javascript", "quality.css": "text/css"}
    if name not in kinds:
        raise InputError("Filen findes ikke.")
    return FileResponse(HERE / "static" / name, media_type=kinds[name])


@pages.get("/kvalitet/{number}")
def one_run(request: Request, site: SiteDep, number: int, vis: Text = "", side: PageNumber = 1) -> Response:
    """A run: how far it is, its figures, its questions a page at a time."""
    run = open_run(site.settings.data, number)
    rows, state = run.rows(), state_of(run)
    before = before_of(run, all_runs(site.settings.data)) if rows and run.finished else None
    shown: dict[str, object] = {
        "run": run, "state": state, "said": said_of(run), "vis": vis, "before": before,
        "pace": pace_of(run, going=state == "waiting"),
        "failure": (run.folder / FAILED).read_text(encoding="utf-8") if state == "failed" else "",
        "filters": filters_of(before), "agreed": agreement(rows, run.verdicts()),
    }  # fmt: skip
    found = asked(run, vis, before)
    last = max(1, -(-len(found) // QUESTIONS))
    side = min(side, last)
    shown |= {"asked": found[(side - 1) * QUESTIONS : side * QUESTIONS], "count_asked": len(found)}
    shown |= {"side": side, "last": last}
    if rows:
        summary = run.summary()
        shown |= {"summary": summary, "tiles": tiles(summary, before), "bars": bars(summary)}
        shown["measures"] = measure_lines(summary)
    return page(request, "quality_run.html", tab="quality", **shown)


@pages.post("/kvalitet/{number}/stop")
def stop(request: Request, number: int) -> Response:
    """Stops a run after the question being asked."""
    _worker(request).stop(number)
    return RedirectResponse(f"/kvalitet/{number}", status_code=303)


@pages.post("/kvalitet/{number}/fortsaet")
def resume(request: Request, number: int) -> Response:
    """Goes on with a stopped run."""
    _worker(request).resume(number)
    return RedirectResponse(f"/kvalitet/{number}", status_code=303)


@pages.post("/kvalitet/{number}/dom")
def judge(
    site: SiteDep, number: int, spoergsmaal: FormText, dom: FormText, navn: FormText = "", grund: FormText = "",
    tilbage: FormText = "",
) -> Response:  # fmt: skip
    """Keeps a person's verdict. tilbage: the query of the run's page as it was."""
    verdict = human_verdict(spoergsmaal, dom, name=navn.strip(), reason=grund.strip())
    open_run(site.settings.data, number).add_verdict(verdict)
    return RedirectResponse(f"/kvalitet/{number}?{tilbage}#{spoergsmaal}", status_code=303)


@pages.get("/kvalitet/{number}/rapport.{kind}")
def report(site: SiteDep, number: int, kind: str) -> Response:
    """The run as a page of its own, a workbook, JSON or Markdown."""
    run = open_run(site.settings.data, number)
    summary, name = run.summary(), f"kvalitet-{number}.{kind}"
    if kind == "html":
        return HTMLResponse(run_html(run, summary), headers={"content-security-policy": _REPORT_CSP})
    if kind == "json":
        return _download(run_json(run, summary).encode(), "application/json", name)
    if kind == "md":
        return _download(run_markdown(run, summary, None, []).encode(), "text/markdown", name)
    if kind != "xlsx":
        raise InvalidQuestionSet("Rapporten findes som html, xlsx, json og md.")
    with TemporaryDirectory() as folder:
        write_workbook(Path(folder) / name, run, summary)
        return _download((Path(folder) / name).read_bytes(), XLSX, name)


_REPORT_CSP = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"


def _download(content: bytes, media_type: str, name: str) -> Response:
    return Response(content, media_type=media_type, headers={"content-disposition": f'attachment; filename="{name}"'})
