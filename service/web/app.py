"""The web application: routes, guards, and what they need."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence

from fastapi import APIRouter, FastAPI
from starlette.middleware.gzip import GZipMiddleware

from corpus.accounts import Accounts
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
    login_page,
    operations_page,
    page_image,
    search_page,
    talks_page,
    upkeep_page,
    upload_page,
    users_page,
    word_export,
)
from service.web.access import login_mode
from service.web.crowd import Crowd
from service.web.drawing import PageImages
from service.web.guard import Guard
from service.web.jobs import Running
from service.web.login import Login
from service.web.login_page import Tries
from service.web.recent import RecentFaults
from service.web.site import Site, always_ready
from service.web.templating import TABS
from service.web.turn_line import Line

Tab = tuple[str, str, str]
BODY_BYTES = 256 * 1024
PAGES = (
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
    upkeep_page,
    document_page,
    about_page,
    operations_page,
    users_page,
    login_page,
    word_export,
)
UPLOADS = re.compile(rf"{upload_page.PATH}|/dokumenter/[^/]+/erstat")


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
    uploads: Sequence[str] = (),
) -> FastAPI:
    """The app with its pages and API.

    generation: name of the live index; raises a SearchIndexError while there is none. routers, tabs: pages of others,
    and their entries (id, address, text) in the main menu. uploads: addresses of theirs that take files.
    Raises InvalidSetting for an accent that is no colour, and for a login that does not fit the address.
    """
    app = FastAPI(title=settings.name, docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    files = assets.load_assets(settings.accent)
    accounts, mode = Accounts(journal.engine), login_mode(settings)
    images = PageImages(settings.data)
    images.keep_only(store.documents())
    line = Line(settings.generator_max_calls)
    app.state.site = Site(assistant, store, settings, journal, catalogue, files, accounts, images, line, generation)
    app.state.tabs = (*TABS, *tabs)
    app.state.tries = Tries()
    app.state.faults = RecentFaults()
    app.state.running = Running()
    logging.getLogger("klimasvar").addHandler(app.state.faults)
    failures.install(app)
    for router in (*(module.router for module in PAGES), *routers):
        app.include_router(router)
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.add_middleware(Crowd, settings=settings, refuse=failures.refuse)
    app.add_middleware(Login, mode=mode, settings=settings, accounts=accounts, refuse=failures.refuse)
    app.add_middleware(Guard, limit=_body_limit(settings, uploads), refuse=failures.refuse)
    return app


def _body_limit(settings: Settings, uploads: Sequence[str]) -> Callable[[str], int]:
    """Path → the most bytes that may be sent there."""
    large = settings.max_upload_bytes + BODY_BYTES
    return lambda path: large if UPLOADS.fullmatch(path) or path in uploads else BODY_BYTES
