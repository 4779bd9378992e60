"""Drift: is everything whole, what is used, what has gone wrong, and what people ask that is not covered."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from corpus.journal import SavedAnswer
from service.assistant import DATABASE, INDEX
from service.library import check_library
from service.retention import purge
from service.web.access import login_mode
from service.web.live import live_manifest
from service.web.recent import RecentFaults
from service.web.site import Site, SiteDep
from service.web.templating import page

router = APIRouter(include_in_schema=False)

NO_TOPIC = "Uden emne i biblioteket"
LOGINS = {
    "ingen": "Intet login: kun denne maskine kan åbne siderne",
    "konti": "Brugernavn og adgangskode",
    "proxy": "Navn og rolle fra serveren foran",
}


@dataclass(frozen=True, slots=True)
class Topic:
    """Questions without an answer that came nearest to the same project or document, newest first."""

    title: str
    questions: tuple[SavedAnswer, ...]


@router.get("/drift")
def operations(request: Request, site: SiteDep, ryddet: int = -1) -> Response:
    """Health, index, storage, faults, votes, retention and unanswered questions. ryddet: conversations just removed."""
    manifest, problem = live_manifest(site)
    faults: RecentFaults = request.app.state.faults
    mode = login_mode(site.settings)
    votes = site.everyone.feedback()
    return page(
        request,
        "operations.html",
        tab="",
        manifest=manifest,
        problem=problem,
        documents=len(site.store.documents()),
        statuses=Counter(site.everyone.statuses()),
        votes=votes,
        answers={v.answer_id: site.everyone.answer(v.answer_id) for v in votes[:20]},
        storage=storage(site.settings.data),
        topics=unanswered(site),
        faults=faults.newest(),
        login=LOGINS[mode],
        model=site.settings.generator_model if site.settings.generator_url else "",
        model_address=urlsplit(site.settings.generator_url).netloc,
        users=len(site.accounts.accounts()) if mode == "konti" else None,
        conversations=site.everyone.conversations(),
        days=site.settings.retention_days,
        cleared=ryddet,
    )


@router.post("/drift/ryd")
def clear(site: SiteDep) -> Response:
    """Removes at once the conversations that the next daily round would."""
    removed = purge(site.journal, days=site.settings.retention_days)
    return RedirectResponse(f"/drift?ryddet={removed}#opbevaring", status_code=303)


@router.get("/drift/kontrol")
def check(request: Request, site: SiteDep) -> Response:
    """Every original and every byte of the index, compared with what they should be."""
    documents = len(site.store.documents())
    return page(request, "check.html", tab="", problems=check_library(site.settings), documents=documents)


def storage(data: Path) -> list[tuple[str, float]]:
    """(what, MB) for each part of the data folder."""
    database = sum(_size(data / f"{DATABASE}{suffix}") for suffix in ("", "-wal", "-shm"))
    parts = (("Originale filer", "files"), ("Indeks", INDEX), ("Sidebilleder", "cache"), ("Testkørsler", "eval"))
    return [("Database", database), *((name, _size(data / place)) for name, place in parts)]


def unanswered(site: Site) -> list[Topic]:
    """Largest group first; each question once, whoever asked it."""
    groups: dict[str, dict[str, SavedAnswer]] = {}
    for answer in site.everyone.newest(status="not_found"):
        groups.setdefault(_topic(site, answer), {}).setdefault(answer.question.casefold().strip(), answer)
    topics = [Topic(title, tuple(found.values())) for title, found in groups.items()]
    return sorted(topics, key=lambda t: (t.title == NO_TOPIC, -len(t.questions), t.title))


def _topic(site: Site, answer: SavedAnswer) -> str:
    """The project, else the document, of the passage that came nearest."""
    sources = answer.body.get("sources")
    nearest = sources[0] if isinstance(sources, list) and sources else {}
    project = site.catalogue.project(str(nearest.get("project", "")))
    return project.title if project else str(nearest.get("document_title", "")) or NO_TOPIC


def _size(path: Path) -> float:
    """MB of a file or of all files under a folder; 0.0 when there is none."""
    files = [path] if path.is_file() else [f for f in path.rglob("*") if f.is_file()]
    return sum(f.stat().st_size for f in files) / 1e6
