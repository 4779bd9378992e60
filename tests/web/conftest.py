"""An app over the invented library, in process and as a real server with a real browser."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient

from corpus.catalogue import Catalogue, Network, Project
from corpus.database import open_database
from corpus.journal import Journal
from corpus.sqlstore import SqlStore
from service.settings import Settings
from service.web.app import create_app
from tests.web.fakes import FakeAssistant, hostile, report, roofs, sheet

CHROMIUM: dict[str, Any] = {
    "executable_path": "/usr/bin/chromium",
    "args": [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ],
}  # fmt: skip
CATALOGUE = Catalogue(
    networks=(Network("by", "By og havn"),),
    projects=(
        Project("ladcykler", "Ladcykler på havnen", 1, "Ladcykler", "by"),
        Project("tage", "Grønne tage", 2, "Tage", "by"),
    ),
)


@dataclass(frozen=True, slots=True)
class World:
    """Everything behind one app."""

    app: FastAPI
    assistant: FakeAssistant
    store: SqlStore
    journal: Journal
    settings: Settings


def make_world(data: Path, **settings: object) -> World:
    engine = open_database(f"sqlite:///{data}/klimasvar.db")
    store, journal = SqlStore(engine), Journal(engine)
    for content in (report(data), sheet(), hostile(), roofs()):
        store.put(content)
    chosen = Settings(data=data, **settings)  # type: ignore[arg-type]
    assistant = FakeAssistant(store)
    app = create_app(assistant, store, chosen, journal=journal, catalogue=CATALOGUE, generation=lambda: "g000001")
    return World(app, assistant, store, journal, chosen)


@pytest.fixture(scope="session")
def shared_world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return make_world(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="session")
def client(shared_world: World) -> Iterator[TestClient]:
    """In process, over the library that every test shares."""
    with TestClient(shared_world.app, base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A library of the test's own."""
    return make_world(tmp_path)


@pytest.fixture
def own_client(world: World) -> Iterator[TestClient]:
    """In process, over the test's own library."""
    with TestClient(world.app, base_url="http://127.0.0.1") as client:
        yield client


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The address of a real server, on a port that the system picks."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and thread.is_alive() and time.monotonic() < until:
        time.sleep(0.02)
    assert server.started, "the server did not start"
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def address(shared_world: World) -> Iterator[str]:
    """The shared library's server."""
    with served(shared_world.app) as found:
        yield found


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Debian's Chromium, for pytest-playwright."""
    return {**browser_type_launch_args, **CHROMIUM}
