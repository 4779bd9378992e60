"""The web application: routes, guards, and what they need."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fastapi import APIRouter, FastAPI
from starlette.middleware.gzip import GZipMiddleware

from corpus.catalogue import Catalogue
from corpus.journal import Journal
from corpus.store import Store
from service.events import Assistant
from service.settings import Settings
from service.web import (
    about_page,
    api,
    ask_page,
    assets,
    document_page,
    failures,
    health,
    knowledge_pages,
    library_page,
    operations_page,
    page_image,
    search_page,
    talks_page,
    upload_page,
    word_export,
)
from service.web.guard import Guard
from service.web.site import Site, always_ready
from service.web.templating import TABS

Tab = tuple[str, str, str]
BODY_BYTES = 256 * 1024


def create_app(
    assistant: Assistant,
    store: Store,
    settings: Settings,
    *,
    journal: Journal,
    catalogue: Catalogue,
    generation: Callable[[], str] = always_ready,
    routers: Sequence[APIRouter] = (),
    tabs: Sequence[Tab] = (),
) -> FastAPI:
    """The app with its pages and API.

    generation: name of the live index; raises a SearchIndexError while there is none. routers, tabs: pages of others,
    and their entries (id, address, text) in the main menu. Raises InvalidSetting for an accent that is no colour.
    """
    app = FastAPI(title=settings.name, docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    files = assets.load_assets(settings.accent)
    app.state.site = Site(assistant, store, settings, journal, catalogue, files, generation)
    app.state.tabs = (*TABS, *tabs)
    failures.install(app)
    ours = (
        api,
        health,
        knowledge_pages,
        assets,
        ask_page,
        talks_page,
        search_page,
        library_page,
        page_image,
        upload_page,
        document_page,
        about_page,
        operations_page,
        word_export,
    )
    for router in (*(module.router for module in ours), *routers):
        app.include_router(router)
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    limits = {upload_page.PATH: settings.max_upload_bytes + BODY_BYTES}
    app.add_middleware(Guard, limit=lambda path: limits.get(path, BODY_BYTES), refuse=failures.refuse)
    return app
