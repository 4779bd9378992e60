"""What every test may use: the test data where it is present, and a store on a fresh database."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from corpus.database import open_database
from corpus.sqlstore import SqlStore
from service.commands import shipped_files
from service.library import add_documents
from service.settings import Settings

ROOT = Path(__file__).resolve().parent.parent


def testdata_folder() -> Path:
    """The folder that KLIMASVAR_TESTDATA names (default `../shared` beside the checkout); it need not exist."""
    return (ROOT / os.environ.get("KLIMASVAR_TESTDATA", "../shared")).resolve()


@pytest.fixture(scope="session")
def testdata() -> Path:
    folder = testdata_folder()
    if not folder.is_dir():
        pytest.skip(f"the test data is absent: set KLIMASVAR_TESTDATA (looked in {folder})")
    return folder


@pytest.fixture
def store(tmp_path: Path) -> SqlStore:
    return SqlStore(open_database(f"sqlite:///{tmp_path}/klimasvar.db"))


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose data folder holds the shipped documents, read and indexed once a test run. Do not change it."""
    settings = Settings(data=tmp_path_factory.mktemp("shipped"))
    added = add_documents(settings, shipped_files(settings))
    assert not [report for report in added.reports if report.failed]
    return settings


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reaches the network: only loopback and local sockets connect."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else "local"
        if self.family in (socket.AF_INET, socket.AF_INET6) and host not in ("127.0.0.1", "::1", "localhost"):
            raise OSError(f"a test tried to reach {host}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)
