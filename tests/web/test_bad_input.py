"""Whatever is sent: one Danish sentence, the right status, nothing run and nothing lost."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from corpus.errors import IndexMissing
from service.web.app import create_app
from tests.web.conftest import CATALOGUE, World
from tests.web.fakes import HOSTILE_ID, PDF_ID, FakeAssistant

JSON = {"content-type": "application/json"}
HTML = {"accept": "text/html"}


def refused(reply: object, status: int) -> str:
    """The one sentence of a refusal."""
    assert reply.status_code == status, reply.text  # type: ignore[attr-defined]
    body = reply.json()  # type: ignore[attr-defined]
    assert list(body) == ["error"]
    assert body["error"].strip().endswith(".")
    return str(body["error"])


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b'{"question": ""}', "Skriv et spørgsmål."),
        (b'{"question": NaN}', "»question« skal være en tekst"),
        (b'{"question": "\\ud800"}', "»question« indeholder tegn"),
        (b'{"question": "a", "base_url": "http://x"}', "»base_url« kendes ikke"),
        (b'{"question": "a", "filters": {"owner_id": "1"}}', "»filters.owner_id« kendes ikke"),
        (b'{"question": "a", "filters": {"project": "x\\udfff"}}', "indeholder tegn"),
        (b'{"question": "a", "history": [{"role": "system", "content": "x"}]}', "værdi, der ikke kendes"),
        (b'{"question": 7}', "skal være en tekst"),
        (b'{"question"', "ikke gyldig JSON"),
        (b"", "Forespørgslens indhold mangler"),
        (b"[]", "Forespørgslens indhold"),
        (b'{"question": "a", "filters": {"project": "findesikke"}}', "»findesikke« findes ikke. Vælg ladcykler"),
        (b'{"question": "' + b"a" * 3000 + b'"}', "højst være på 2000 tegn"),
    ],
)
def test_a_bad_question_is_refused_in_danish(client: TestClient, body: bytes, says: str) -> None:
    assert says in refused(client.post("/api/ask", content=body, headers=JSON), 422)


def test_ten_megabytes_are_refused_unread(client: TestClient) -> None:
    large = b'{"question": "' + b"a" * 10_000_000 + b'"}'
    assert "for stor" in refused(client.post("/api/ask", content=large, headers=JSON), 413)


def test_ten_megabytes_without_a_length_are_refused_too(client: TestClient) -> None:
    pieces = (b"a" * 65_536 for _ in range(160))
    assert "for stor" in refused(client.post("/api/ask", content=pieces, headers=JSON), 413)


@pytest.mark.parametrize(
    "path",
    [
        "/api/documents/findesikke",
        "/api/answers/findesikke",
        "/api/conversations/findesikke",
        "/api/findesikke",
        f"/api/documents/{PDF_ID}/boxes?excerpt=findesikke",
        f"/api/documents/{PDF_ID}/boxes?excerpt=9-999999999",
        f"/api/documents/skurvogne/boxes?excerpt={PDF_ID}%23p0000",
    ],
)
def test_unknown_ids_are_404(client: TestClient, path: str) -> None:
    refused(client.get(path), 404)


def test_an_unknown_conversation_takes_no_question(client: TestClient) -> None:
    body = {"question": "ladcykler", "conversation_id": "findesikke", "stream": True}
    refused(client.post("/api/ask", json=body), 404)


@pytest.mark.parametrize("query", ["k=0", "k=1000", "k=mange", "q=a&bypass=1", "q="])
def test_a_bad_search_is_refused(client: TestClient, query: str) -> None:
    refused(client.get(f"/api/search?{query}"), 422)


@pytest.mark.parametrize(
    "path",
    [
        "/static/x/../app.py",
        "/static/x/..%2f..%2fapp.py",
        "/static/x/%2e%2e/%2e%2e/app.py",
        "/static/x//etc/passwd",
        f"/dokumenter/{PDF_ID}/../../klimasvar.db",
        "/dokumenter/..%2f..%2fklimasvar.db/fil",
        f"/dokumenter/{PDF_ID}/side/99",
        f"/dokumenter/{PDF_ID}/side/99.webp",
        "/dokumenter/skurvogne/side/1.webp",
        "/svar/findesikke",
        "/samtaler/findesikke",
        "/findesikke",
    ],
)
def test_a_page_that_is_not_there_is_a_danish_404(client: TestClient, path: str) -> None:
    reply = client.get(path, headers=HTML)
    assert reply.status_code == 404
    assert "<h1>Siden findes ikke</h1>" in reply.text


def test_an_excerpt_that_is_gone_still_shows_the_page(client: TestClient) -> None:
    for excerpt in ("findesikke", "5-1", "0-999999999", "' OR 1=1 --"):
        reply = client.get(f"/dokumenter/{PDF_ID}/side/1", params={"uddrag": excerpt})
        assert reply.status_code == 200
        assert "Fandt ikke stedet" in reply.text


def test_another_site_may_not_post(client: TestClient) -> None:
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://andet.example"}):
        refused(client.post("/api/ask", json={"question": "ladcykler"}, headers=headers), 403)
    own = {"origin": "http://127.0.0.1"}
    assert client.post("/api/ask", json={"question": "ladcykler"}, headers=own).status_code == 200


def test_json_in_disguise_is_refused(client: TestClient) -> None:
    reply = client.post("/api/ask", content=b'{"question": "ladcykler"}', headers={"content-type": "text/plain"})
    assert reply.status_code == 422


def test_no_get_changes_anything(client: TestClient) -> None:
    made = client.post("/api/ask", json={"question": "ladcykler", "conversation_id": "new"}).json()
    for path in ("/spoerg", f"/samtaler/{made['conversation_id']}/slet"):
        assert client.get(path).status_code == 405
    assert client.get(f"/svar/{made['answer_id']}").status_code == 200


def test_a_hostile_document_stays_text_everywhere(client: TestClient) -> None:
    asked = {"spoergsmaal": "Hvad skriver angrebet <script>window.hit=1</script>?"}
    pages = [
        client.get("/dokumenter"),
        client.get(f"/dokumenter/{HOSTILE_ID}"),
        client.get("/kilder", params={"q": "angrebet <img src=x onerror=window.hit=1>"}),
        client.post("/spoerg", data=asked),
        client.get("/", params={"spoergsmaal": "</textarea><script>window.hit=1</script>"}),
        client.get("/samtaler", params={"q": '"><script>window.hit=1</script>'}),
    ]
    for page in pages:
        assert page.status_code == 200
        assert "window.hit" in page.text
        assert not re.search(r"<(script|img|svg)[^>]*(hit|onload|onerror)", page.text)
        assert not re.search(r"<script(?! type=\"module\" src=)", page.text)


def test_a_hostile_stream_stays_text(client: TestClient) -> None:
    reply = client.post(
        "/spoerg", data={"spoergsmaal": "Hvad skriver angrebet her?"}, headers={"accept": "text/event-stream"}
    )
    assert "window.hit" in reply.text
    assert "<script" not in reply.text
    assert "<img" not in reply.text


def test_every_reply_carries_the_guards(client: TestClient) -> None:
    paths = ("/", "/api/documents", "/findesikke", "/healthz", "/static/x/css/app.css")
    for path in paths:
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


def test_a_source_file_never_runs_as_a_page(client: TestClient, shared_world: World) -> None:
    document = shared_world.store.document(HOSTILE_ID)
    place = shared_world.settings.data / "files" / document.sha256
    place.write_text("<script>window.hit=1</script>", encoding="utf-8")
    reply = client.get(f"/dokumenter/{HOSTILE_ID}/fil")
    assert reply.headers["content-disposition"].startswith("attachment")
    assert reply.headers["content-security-policy"].startswith("sandbox")
    pdf = client.get(f"/dokumenter/{PDF_ID}/fil")
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")


class NoIndex(FakeAssistant):
    """An assistant before anything is indexed."""

    def stream(self, *args: object, **kwargs: object) -> object:  # type: ignore[override]
        raise IndexMissing("Der er ikke noget indeks endnu. Indlæs dokumenter først.")

    search = stream  # type: ignore[assignment]


def test_without_an_index_everything_says_so(world: World) -> None:
    assistant = NoIndex(world.store)
    app = create_app(
        assistant,
        world.store,
        world.settings,
        journal=world.journal,
        catalogue=CATALOGUE,
        generation=assistant.stream,  # type: ignore[arg-type]
    )
    with TestClient(app) as client:
        assert "indeks" in refused(client.get("/readyz"), 503)
        assert client.get("/healthz").status_code == 200
        asked = client.post("/api/ask", json={"question": "ladcykler"})
        assert "indeks" in refused(asked, 503)
        assert asked.headers["retry-after"] == "5"
        page = client.post("/spoerg", data={"spoergsmaal": "ladcykler"}, headers=HTML)
        assert page.status_code == 503
        assert "Indlæs dokumenter først." in page.text
        assert client.get("/", headers=HTML).status_code == 200
        assert client.get("/kilder?q=ladcykler", headers=HTML).status_code == 503


def test_an_unforeseen_error_has_a_number_and_no_inside(world: World) -> None:
    app = world.app

    @app.get("/api/bryd")
    def broken() -> None:
        raise RuntimeError("hemmelig sti")

    with TestClient(app) as client:
        message = refused(client.get("/api/bryd"), 500)
    assert re.search(r"Fejlnummer [0-9a-f]{8}\.$", message)
    assert "hemmelig" not in message
