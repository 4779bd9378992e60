"""The API: what is promised on the wire, plain and as events."""

from __future__ import annotations

import json

from fastapi.testclient import TestClient

from tests.web.conftest import World
from tests.web.fakes import PDF_ID

QUESTION = "Hvor mange ladcykler delte havnebyer, og hvad gjorde regnvejr?"


def sse(body: str) -> list[tuple[str, dict[str, object]]]:
    """(event, data) pairs of an event stream; comments are left out."""
    events = []
    for block in filter(lambda block: not block.startswith(":"), body.strip().split("\n\n")):
        name, data = block.split("\n")
        events.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return events


def test_an_answer_has_the_promised_fields(client: TestClient) -> None:
    reply = client.post("/api/ask", json={"question": QUESTION})
    assert reply.status_code == 200
    body = reply.json()
    assert body["status"] == "answered"
    assert body["mode"] == "extractive"
    assert body["answer"].startswith("Seks havnebyer delte 140 ladcykler i foråret. [1]")
    citation = body["citations"][0]
    assert citation["quote"] == "Seks havnebyer delte 140 ladcykler i foråret."
    assert (citation["page"], citation["page_label"], citation["document_id"]) == (1, "5", PDF_ID)
    assert citation["section"] == ["Havnerapport", "Cykler på havnen"]
    assert citation["url"].startswith(f"/dokumenter/{PDF_ID}/side/1?uddrag=")
    assert body["sources"][0]["rank"] == 1
    assert set(body["timings_ms"]) == {"total"}


def test_the_url_of_a_citation_leads_to_its_marked_sentence(client: TestClient) -> None:
    url = client.post("/api/ask", json={"question": QUESTION}).json()["citations"][0]["url"]
    page = client.get(url).text
    assert '<mark id="uddrag">Seks havnebyer delte 140 ladcykler i foråret.</mark>' in page
    assert page.count("<rect ") == 1


def test_a_stream_says_the_same_as_the_plain_answer(client: TestClient) -> None:
    plain = client.post("/api/ask", json={"question": QUESTION}).json()
    reply = client.post("/api/ask", json={"question": QUESTION, "stream": True})
    assert reply.headers["content-type"].startswith("text/event-stream")
    events = sse(reply.text)
    assert [name for name, _ in events] == ["sources", "text", "text", "answer"]
    assert events[-1][1] == plain
    assert "".join(str(d["text"]) for n, d in events if n == "text").strip() == plain["answer"]
    assert events[0][1]["sources"] == plain["sources"]


def test_a_failure_after_the_first_byte_is_an_error_event(client: TestClient) -> None:
    question = "Giv en fejl om havnebyer, ladcykler og regnvejr"
    events = sse(client.post("/api/ask", json={"question": question, "stream": True}).text)
    assert events[-1] == ("error", {"error": "Sprogmodellen svarer ikke lige nu. Prøv igen om lidt."})


def test_a_failure_before_it_has_its_own_status(client: TestClient) -> None:
    reply = client.post("/api/ask", json={"question": " ", "stream": True})
    assert (reply.status_code, reply.json()) == (422, {"error": "Skriv et spørgsmål."})


def test_history_reaches_the_assistant(client: TestClient, shared_world: World) -> None:
    turns = [{"role": "user", "content": "Hej"}, {"role": "assistant", "content": "Goddag"}]
    client.post("/api/ask", json={"question": QUESTION, "history": turns})
    assert [m.content for m in shared_world.assistant.histories[-1]] == ["Hej", "Goddag"]


def test_a_conversation_is_kept_when_asked_for(client: TestClient, shared_world: World) -> None:
    first = client.post("/api/ask", json={"question": QUESTION, "conversation_id": "new"}).json()
    again = client.post(
        "/api/ask", json={"question": "Og regnvejr?", "conversation_id": first["conversation_id"]}
    ).json()
    assert again["conversation_id"] == first["conversation_id"]
    assert [m.content for m in shared_world.assistant.histories[-1]] == [QUESTION, first["answer"]]
    kept = client.get(f"/api/conversations/{first['conversation_id']}").json()
    assert [a["question"] for a in kept["answers"]] == [QUESTION, "Og regnvejr?"]
    assert client.get(f"/api/answers/{first['answer_id']}").json() == first


def test_nothing_is_kept_otherwise(own_client: TestClient) -> None:
    assert "answer_id" not in own_client.post("/api/ask", json={"question": QUESTION}).json()
    assert own_client.get("/api/conversations").json() == {"conversations": []}


def test_filters_limit_what_is_drawn_on(client: TestClient) -> None:
    body = {"question": QUESTION, "filters": {"document_id": "skurvogne"}}
    assert client.post("/api/ask", json=body).json()["status"] == "not_found"
    body = {"question": QUESTION, "filters": {"project": ["ladcykler"], "municipality": "Nordby"}}
    assert client.post("/api/ask", json=body).status_code == 200


def test_search_highlights_the_words(client: TestClient) -> None:
    hits = client.get("/api/search", params={"q": "ladcykler", "k": 3}).json()["hits"]
    first = hits[0]
    assert first["rank"] == 1
    assert "ladcykler" in [first["text"][a:b].lower() for a, b in first["highlights"]]


def test_search_tells_why_only_when_asked(client: TestClient) -> None:
    asked = {"q": "ladcykler på havnen", "k": "1"}
    (plain,) = client.get("/api/search", params=asked).json()["hits"]
    (told,) = client.get("/api/search", params={**asked, "explain": "true"}).json()["hits"]
    why = told.pop("why")
    assert told == plain
    assert why["query"] == "ladcykler på havnen"
    assert {"field": "words", "asked": "ladcykler", "found": "ladcykler"} in why["matched"]
    assert {"field": "parts", "asked": "havnen", "found": "havnebyer"} in why["matched"]
    assert list(why["shares"]) == ["words"]


def test_documents_and_boxes(client: TestClient, shared_world: World) -> None:
    listed = client.get("/api/documents").json()["documents"]
    assert PDF_ID in [d["document_id"] for d in listed]
    one = client.get(f"/api/documents/{PDF_ID}").json()
    assert [p["label"] for p in one["pages"]] == ["5", "6"]
    assert [s["heading"] for s in one["sections"]][:2] == ["Cykler på havnen", "Erfaringer"]
    passage = shared_world.store.passages_of(PDF_ID)[0]
    placed = client.get(f"/api/documents/{PDF_ID}/boxes", params={"excerpt": passage.passage_id}).json()
    assert placed["text"] == passage.text
    assert len(placed["boxes"]) == 2


def test_feedback_is_stored_once(own_client: TestClient, world: World) -> None:
    answer = own_client.post("/api/ask", json={"question": QUESTION, "conversation_id": "new"}).json()["answer_id"]
    for useful in (True, False):
        vote = {"useful": useful, "reasons": [] if useful else ["Forkert kilde"], "note": "Se side 2"}
        assert own_client.post(f"/api/answers/{answer}/feedback", json=vote).status_code == 201
    (kept,) = world.journal.feedback()
    assert (kept.useful, kept.reasons, kept.note) == (False, ("Forkert kilde",), "Se side 2")


def test_conversations_are_renamed_found_and_deleted(own_client: TestClient) -> None:
    made = own_client.post("/api/ask", json={"question": QUESTION, "conversation_id": "new"}).json()["conversation_id"]
    assert own_client.patch(f"/api/conversations/{made}", json={"title": "Havnen"}).json()["title"] == "Havnen"
    assert len(own_client.get("/api/conversations", params={"q": "havn"}).json()["conversations"]) == 1
    assert own_client.get("/api/conversations", params={"q": "bjerg"}).json()["conversations"] == []
    assert own_client.delete(f"/api/conversations/{made}").status_code == 204
    assert own_client.get(f"/api/conversations/{made}").status_code == 404


def test_health(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready", "documents": 4, "generation": "g000001"}
