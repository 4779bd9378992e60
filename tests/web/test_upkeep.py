"""Correcting, rereading and replacing a document; retention, faults and the statement that administrators write."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.retention import purge
from tests.web.conftest import World
from tests.web.fakes import SHEET_ID
from tests.web.test_api import QUESTION, sse
from tests.web.test_library import EVENTS, NOTE

HTML = {"accept": "text/html"}


@pytest.fixture
def note(own_client: TestClient) -> str:
    """The id of a document that was added by its file."""
    own_client.post("/dokumenter/tilfoej", files={"filer": ("tag.md", NOTE)}, headers=EVENTS)
    return "tag"


def test_what_people_write_outlives_every_new_reading(own_client: TestClient, world: World, note: str) -> None:
    written = {"title": "Tage i byen", "publisher": "Teknik og Miljø", "published": "2025-03", "kind": "guide",
               "project": "tage", "network": "by", "licence": "", "url": "https://by.example/tage"}  # fmt: skip
    events = sse(own_client.post(f"/dokumenter/{note}/ret", data=written, headers=EVENTS).text)
    assert events[-1][0] == "done"
    document = world.store.document(note)
    assert {name: getattr(document, name) for name in written} == written
    assert world.store.passages_of(note)[0].context.startswith("Tage i byen")
    own_client.post(f"/dokumenter/{note}/laes-igen", headers=HTML)
    newer = NOTE.replace(b"42", b"57")
    own_client.post("/dokumenter/tilfoej", files={"filer": ("tag.md", newer)}, headers=EVENTS)
    again = world.store.document(note)
    assert (again.title, again.publisher, again.kind) == ("Tage i byen", "Teknik og Miljø", "guide")
    assert "57 tage" in world.store.text(note)
    assert "Tage i byen" in own_client.get("/dokumenter?projekt=tage&art=guide&aar=2025").text


def test_a_newer_file_takes_the_documents_place(own_client: TestClient, world: World, note: str) -> None:
    fil = {"fil": ("helt-andet-navn.txt", "Der er sedum på 99 tage i Nordby.\n".encode())}
    reply = own_client.post(f"/dokumenter/{note}/erstat", files=fil, headers=HTML, follow_redirects=False)
    assert (reply.status_code, reply.headers["location"]) == (303, "/dokumenter/tag")
    assert "99 tage" in world.store.text(note)
    assert world.store.document(note).filename == "helt-andet-navn.txt"
    assert "tag.md" not in [d.filename for d in world.store.documents()]


def test_a_file_that_cannot_be_read_leaves_the_old_one(own_client: TestClient, world: World, note: str) -> None:
    reply = own_client.post(f"/dokumenter/{note}/erstat", files={"fil": ("tom.pdf", b"")}, headers=HTML)
    assert reply.status_code == 422
    assert "42 tage" in world.store.text(note)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("title", " ", "skal have en titel"),
        ("published", "sidste år", "Skriv udgivelsen"),
        ("project", "findesikke", "Projektet findes ikke"),
        ("network", "findesikke", "Temaet findes ikke"),
        ("url", "javascript:alert(1)", "skal begynde med https"),
        ("owner_id", "1", "kendes ikke"),
    ],
)
def test_a_bad_correction_is_refused(own_client: TestClient, world: World, field: str, value: str, says: str) -> None:
    before = world.store.document(SHEET_ID)
    reply = own_client.post(f"/dokumenter/{SHEET_ID}/ret", data={"title": "T", field: value}, headers=HTML)
    assert reply.status_code == 422
    assert says in reply.text
    assert world.store.document(SHEET_ID) == before


def test_a_document_without_its_original_says_so(own_client: TestClient) -> None:
    reply = own_client.post(f"/dokumenter/{SHEET_ID}/laes-igen", headers=HTML)
    assert reply.status_code == 422
    assert "ligger ikke længere på serveren" in reply.text


def test_a_source_that_cannot_be_reached_is_said(own_client: TestClient, world: World) -> None:
    """The shipped catalogue has an address; no test reaches the network."""
    before = world.store.documents()
    events = sse(own_client.post("/dokumenter/hent", headers=EVENTS).text)
    assert events[0][0] == "progress"
    assert events[-1][0] == "error"
    assert str(events[-1][1]["error"]).endswith(".")
    assert world.store.documents() == before


def test_conversations_are_forgotten_when_their_time_is_up(own_client: TestClient, world: World) -> None:
    own_client.post("/api/ask", json={"question": QUESTION, "conversation_id": "new"})
    now = datetime.now(UTC)
    assert purge(world.journal, days=0, now=now + timedelta(days=9999)) == 0
    assert purge(world.journal, days=30, now=now + timedelta(days=29)) == 0
    assert purge(world.journal, days=30, now=now + timedelta(days=31)) == 1
    assert world.journal.conversations() == []
    page = own_client.post("/drift/ryd", headers=HTML).text
    assert "0 samtaler blev slettet." in page
    assert "i 365 dage" in page


def test_what_is_deleted_is_gone_from_every_byte(own_client: TestClient, world: World) -> None:
    canary = "Hvor er kanariefuglen Pippifax?"
    talk = own_client.post("/api/ask", json={"question": canary, "conversation_id": "new"}).json()["conversation_id"]
    assert any(canary.encode() in f.read_bytes() for f in files_of(world.settings.data))
    own_client.delete(f"/api/conversations/{talk}")
    assert not [f for f in files_of(world.settings.data) if b"Pippifax" in f.read_bytes()]


def files_of(folder: Path) -> list[Path]:
    return [f for f in folder.rglob("*") if f.is_file()]


def test_operations_show_faults_without_what_was_asked(own_client: TestClient) -> None:
    own_client.post("/spoerg", data={"spoergsmaal": f"{QUESTION} fejl hemmeligt"}, headers=EVENTS)
    logging.getLogger("klimasvar.web").warning("disk is %s", "nearly full")
    page = own_client.get("/drift").text
    assert "disk is nearly full" in page
    assert "stream failed: GeneratorUnavailable" in page
    assert "hemmeligt" not in page
    assert "Kun denne maskine" in page or "kun denne maskine" in page


def test_the_library_is_checked_on_a_page(own_client: TestClient) -> None:
    page = own_client.get("/drift/kontrol").text
    assert "Originalen til »Skurvogne på byggepladsen« mangler." in page


def test_the_municipality_writes_its_own_statement(own_client: TestClient) -> None:
    assert "Kendte mangler" in own_client.get("/tilgaengelighed").text
    text = "# Nordby Kommune\n\nVi <b>mangler</b>\ntekster.\n\n# Kontakt\n\nSkriv til os."
    page = own_client.post("/tilgaengelighed/ret", data={"tekst": text}, headers=HTML).text
    assert "<h2>Nordby Kommune</h2>" in page
    assert "<p>Vi &lt;b&gt;mangler&lt;/b&gt; tekster.</p>" in page
    assert "Kendte mangler" not in page
    own_client.post("/tilgaengelighed/ret", data={"tekst": " \n"})
    assert "Kendte mangler" in own_client.get("/was").text
