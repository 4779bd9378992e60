"""What is looked up keeps to the chosen documents, whichever way the question comes in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from corpus.database import open_database
from corpus.journal import Journal
from eval.commands import main
from service.assistant import open_assistant
from service.settings import Settings
from service.web.app import create_app

QUESTION = "Hvilke projekter deltager Ballerup i?"
DOCUMENT = "samkoerselsguide"
SAYS = "Ballerup står i det valgte dokument ved dette projekt:"
UNANSWERED = "Hvad koster en elefant i Aarhus?"
REFUSES = "Det fremgår ikke af det valgte dokument."


@pytest.fixture
def client(shipped: Settings, tmp_path: Path) -> Iterator[TestClient]:
    assistant = open_assistant(shipped)
    journal = Journal(open_database(f"sqlite:///{tmp_path}/klimasvar.db"))
    settings = replace(shipped, data=tmp_path)
    app = create_app(assistant, assistant.store, settings, journal=journal, catalogue=assistant.catalogue)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client


def test_over_the_api(client: TestClient) -> None:
    every = client.post("/api/ask", json={"question": QUESTION}).json()
    assert {c["document_id"] for c in every["citations"]} - {DOCUMENT}
    answer = client.post("/api/ask", json={"question": QUESTION, "filters": {"document_id": DOCUMENT}}).json()
    assert answer["answer"].startswith(SAYS)
    assert {c["document_id"] for c in answer["citations"]} == {DOCUMENT}


def test_on_the_page(client: TestClient) -> None:
    page = client.post("/spoerg", data={"spoergsmaal": QUESTION, "dokument": DOCUMENT}).text
    assert SAYS in page
    assert "100% grønne drivmidler:" not in page


def test_at_the_command_line(shipped: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["ask", QUESTION, "--document", DOCUMENT, "--data", str(shipped.data), "--json"])
    answer = json.loads(capsys.readouterr().out)
    assert answer["answer"].startswith(SAYS)
    assert {c["document_id"] for c in answer["citations"]} == {DOCUMENT}


def test_a_refusal_says_what_was_chosen_over_the_api_and_on_the_page(client: TestClient) -> None:
    answer = client.post("/api/ask", json={"question": UNANSWERED, "filters": {"document_id": DOCUMENT}}).json()
    assert answer["answer"].startswith(REFUSES)
    page = client.post("/spoerg", data={"spoergsmaal": UNANSWERED, "dokument": DOCUMENT}).text
    assert REFUSES in page


def test_a_refusal_says_what_was_chosen_at_the_command_line(
    shipped: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["ask", UNANSWERED, "--network", "transport", "--data", str(shipped.data)])
    assert "Det fremgår ikke af det valgte materiale." in capsys.readouterr().out
