"""The library's pages, built from stored mentions and sections; adding and removing documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from corpus.sqlstore import SqlStore
from corpus.types import Passage
from service.web.knowledge import heading_key
from service.web.upload_page import safe_name
from tests.web.conftest import World, make_world
from tests.web.fakes import PDF_ID, SHEET_ID
from tests.web.test_api import sse

EVENTS = {"accept": "text/event-stream"}
NOTE = "# Tagnotat\n\nDer er lagt sedum på 42 tage i Nordby.\n".encode()


def rows_of(page: str) -> list[str]:
    """The text of each table row, tags removed."""
    return [" ".join(re.sub(r"<[^>]+>", " ", r).split()) for r in re.findall(r"<tr>(.*?)</tr>", page, flags=re.S)]


def test_documents_are_filtered_by_what_they_are_about(client: TestClient) -> None:
    whole = client.get("/dokumenter").text
    assert "4 dokumenter" in whole
    assert re.search(r'<option value="ladcykler">Ladcykler \(1\)</option>', whole)
    for query in ("projekt=ladcykler", "kommune=Nordby", "aar=2025", "titel=havnekontoret"):
        page = client.get(f"/dokumenter?{query}").text
        assert "1 af 4 dokumenter" in page
        assert f'href="/dokumenter/{PDF_ID}"' in page
        assert f'href="/dokumenter/{SHEET_ID}"' not in page


def test_a_project_page_tells_participants_and_headings(client: TestClient) -> None:
    page = client.get("/projekter/ladcykler").text
    for heading in ("Cykler på havnen", "Erfaringer", "Næste skridt"):
        assert re.search(rf"<h2[^>]*>{heading}</h2>", page)
    assert "Regnvejr halverede antallet af ture." in page
    assert '<a href="/kommuner/Nordby">Nordby</a> <span class="tag good">Tovholder</span>' in page
    assert re.search(r'<a class="where" href="/dokumenter/havnerapport/side/2\?uddrag=\d+-\d+">', page)


@pytest.mark.parametrize("path", ["/projekter", "/projekter/ladcykler", "/kommuner", "/kommuner/Nordby", "/tal"])
def test_a_page_reads_only_the_passages_that_it_shows(
    client: TestClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def whole(self: SqlStore, project: str = "") -> Iterator[Passage]:
        read.append(project)
        return iter(())

    monkeypatch.setattr(SqlStore, "iter_passages", whole)
    assert client.get(path).status_code == 200
    assert read == []


def test_a_project_page_shows_figures_with_their_sentence(client: TestClient) -> None:
    (row,) = [r for r in rows_of(client.get("/tal?projekt=ladcykler").text) if r.startswith("140")]
    sentence = "Seks havnebyer delte 140 ladcykler i foråret."
    assert row.startswith(f"140 ladcykler havnebyerne Havnetælling · i foråret {sentence}")
    assert "s. 5" in row


def test_the_matrix_says_who_took_part_and_who_led(client: TestClient) -> None:
    rows = rows_of(client.get("/kommuner").text)
    assert rows[0] == "Kommune Ladcykler Tage"
    assert rows[1:] == ["Nordby Nordby: tovholder i Ladcykler", "Sønderhavn Sønderhavn: deltager i Ladcykler"]


def test_a_municipality_page_lists_projects_and_quotes(client: TestClient) -> None:
    page = client.get("/kommuner/Nordby").text
    assert '<a href="/projekter/ladcykler">Ladcykler på havnen</a> <span class="tag good">Tovholder</span>' in page
    assert "Regnvejr halverede antallet af ture" in page
    assert "Ida Blom, havnefoged, Nordby Kommune" in page
    assert client.get("/kommuner/Findesikke", headers={"accept": "text/html"}).status_code == 404


def test_two_projects_are_compared_on_shared_headings(client: TestClient) -> None:
    page = client.get("/sammenlign?a=ladcykler&b=tage").text
    shared = re.findall(r'<h2 class="pair-title">(.*?)</h2>', page)
    assert shared == ["Erfaringer"]
    assert "Sedum holdt på regnen." in page
    assert client.get("/sammenlign?a=findesikke").status_code == 404


def test_alike_headings_share_a_key() -> None:
    known = ["erfaringer", "næste skridt"]
    assert heading_key("Erfaringer fra projektet", known) == "erfaringer"
    assert heading_key("Næste skridt?", known) == "næste skridt"
    assert heading_key("Erfaringsrum", known) == "erfaringsrum"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\rapport.pdf", "rapport.pdf"),
        ("/absolut/sti.docx", "sti.docx"),
        ("a\x00b\u202e.pdf", "a_b_.pdf"),
        ("..", "fil"),
        ("", "fil"),
        ("æøå " + "x" * 5000 + ".pdf", "æøå " + "x" * 193 + ".pdf"),
        ("😀" * 200 + ".md", "😀" * 50 + ".md"),
    ],
)
def test_a_file_name_stays_in_its_folder(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept


def test_an_upload_is_read_indexed_and_reported(own_client: TestClient, world: World) -> None:
    files = [("filer", ("tag.md", NOTE)), ("filer", ("../tom.pdf", b""))]
    reply = own_client.post("/dokumenter/tilfoej", files=files, headers=EVENTS)
    events = sse(reply.text)
    assert {name for name, _ in events} == {"progress", "file", "done"}
    assert [d["text"] for _, d in events if "text" in d][1] == "Læser filer: 1 af 2"
    report = rows_of(str(events[-1][1]["html"]))
    assert any("Tagnotat" in r and "Ny" in r for r in report)
    assert any(r.startswith("tom.pdf Fejl") for r in report)
    added = next(d for d in world.store.documents() if d.filename == "tag.md")
    assert "42 tage" in world.store.text(added.document_id)
    page = own_client.get(f"/dokumenter/{added.document_id}").text
    assert "Der er lagt sedum på 42 tage i Nordby." in page
    assert own_client.post(f"/dokumenter/{added.document_id}/slet", follow_redirects=False).status_code == 303
    assert all(d.filename != "tag.md" for d in world.store.documents())


def test_an_upload_without_scripts_gives_the_finished_page(own_client: TestClient) -> None:
    form = own_client.get("/dokumenter/tilfoej").text
    assert ".docx" in form
    assert ".png" not in form  # an image is refused, so it is not offered either
    page = own_client.post("/dokumenter/tilfoej", files={"filer": ("tag.md", NOTE)}, headers={"accept": "text/html"})
    assert page.status_code == 200
    assert "Indekset er opdateret" in page.text


def test_without_login_only_the_own_machine_may_add(tmp_path: Path) -> None:
    world = make_world(tmp_path, host="0.0.0.0")
    with TestClient(world.app) as client:
        assert "Din rolle giver ikke adgang" in client.get("/dokumenter/tilfoej").text
        assert client.post("/dokumenter/tilfoej", files={"filer": ("a.md", NOTE)}, headers=EVENTS).status_code == 403
        assert client.post(f"/dokumenter/{SHEET_ID}/slet").status_code == 403
    assert world.store.document(SHEET_ID)


def test_operations_group_what_the_material_does_not_cover(own_client: TestClient, world: World) -> None:
    for question in ("Hvad koster en raket?", "hvad koster en raket? ", "Hvor mange ladcykler delte havnebyer?"):
        own_client.post("/api/ask", json={"question": question, "conversation_id": "new"})
    page = own_client.get("/drift").text
    assert "Uden emne i biblioteket" in page
    assert page.casefold().count("hvad koster en raket?") == 1
    assert "Hvor mange ladcykler delte havnebyer?" not in page
    assert len(world.journal.newest(status="not_found")) == 2
