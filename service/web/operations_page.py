"""Drift: is everything whole, what is used, and what people ask that the material does not cover."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request, Response

from corpus.errors import KlimasvarError
from corpus.journal import SavedAnswer
from index.manifest import Manifest, open_manifest
from service.assistant import DATABASE, INDEX
from service.web.site import Site, SiteDep
from service.web.templating import page
from service.web.upload_page import may_edit

router = APIRouter(include_in_schema=False)

NO_TOPIC = "Uden emne i biblioteket"


@dataclass(frozen=True, slots=True)
class Topic:
    """Questions without an answer that came nearest to the same project or document, newest first."""

    title: str
    questions: tuple[SavedAnswer, ...]


@router.get("/drift")
def operations(request: Request, site: SiteDep) -> Response:
    """Health, index, storage, votes and unanswered questions; for the own machine only while there is no login."""
    if not may_edit(site.settings):
        raise HTTPException(403)
    manifest, problem = _index(site)
    data = site.settings.data
    return page(
        request,
        "operations.html",
        tab="",
        manifest=manifest,
        problem=problem,
        documents=len(site.store.documents()),
        statuses=Counter(a.status for a in site.journal.newest(most=1000)),
        votes=site.journal.feedback(),
        answers={v.answer_id: site.journal.answer(v.answer_id) for v in site.journal.feedback()[:20]},
        storage=[
            ("Database", _size(data / DATABASE)),
            ("Originale filer", _size(data / "files")),
            ("Indeks", _size(data / INDEX)),
            ("Sidebilleder", _size(data / "cache")),
        ],
        topics=unanswered(site),
    )


def unanswered(site: Site) -> list[Topic]:
    """Largest group first; each question once."""
    groups: dict[str, dict[str, SavedAnswer]] = {}
    for answer in site.journal.newest(status="not_found"):
        groups.setdefault(_topic(site, answer), {}).setdefault(answer.question.casefold().strip(), answer)
    topics = [Topic(title, tuple(found.values())) for title, found in groups.items()]
    return sorted(topics, key=lambda t: (t.title == NO_TOPIC, -len(t.questions), t.title))


def _topic(site: Site, answer: SavedAnswer) -> str:
    """The project, else the document, of the passage that came nearest."""
    sources = answer.body.get("sources")
    nearest = sources[0] if isinstance(sources, list) and sources else {}
    project = site.catalogue.project(str(nearest.get("project", "")))
    return project.title if project else str(nearest.get("document_title", "")) or NO_TOPIC


def _index(site: Site) -> tuple[Manifest | None, str]:
    try:
        name = site.generation()
        home = site.settings.data / INDEX / name
        return (open_manifest(home) if name and home.is_dir() else None), ""
    except KlimasvarError as error:
        return None, str(error)


def _size(path: Path) -> float:
    """MB of a file or of all files under a folder."""
    files = [path] if path.is_file() else [f for f in path.rglob("*") if f.is_file()]
    return sum(f.stat().st_size for f in files) / 1e6
