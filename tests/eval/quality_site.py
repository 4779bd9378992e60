"""The Kvalitet pages over the small corpus and its planted assistant, in process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from eval_fakes import PlantedAssistant, contents, subject
from fastapi.testclient import TestClient

from corpus.catalogue import Catalogue
from corpus.database import open_database
from corpus.journal import Journal
from corpus.sqlstore import SqlStore
from eval.run import Subject
from eval.runs import Choice
from eval.web import TAB, UPLOAD, quality_router
from service.settings import Settings
from service.web.app import create_app


def quality_client(
    data: Path, *, subject_of: Callable[[Choice], Subject] | None = None, **settings: object
) -> tuple[TestClient, Journal, SqlStore]:
    """A client (enter it to start the worker), and the journal and store behind it. subject_of: what is measured."""
    engine = open_database(f"sqlite:///{data}/klimasvar.db")
    store, journal = SqlStore(engine), Journal(engine)
    for content in contents():
        store.put(content)
    measured = subject(store)
    opened = subject_of or (lambda choice: measured)
    app = create_app(
        PlantedAssistant(store), store, Settings(data=data, **settings), journal=journal,
        catalogue=Catalogue(networks=(), projects=()), generation=lambda: "g1",
        routers=[quality_router(lambda site, choice: opened(choice))], tabs=[TAB], uploads=[UPLOAD],
    )  # fmt: skip
    return TestClient(app, base_url="http://127.0.0.1"), journal, store
