"""The remote embedder against a real small server on loopback that speaks the OpenAI format."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from corpus.errors import EmbedderUnavailable
from index.embed import open_embedder

TEXTS = ["klima", "", "en lang tekst om affald", "bil"] * 40


class LetterServer(BaseHTTPRequestHandler):
    """Embeds a text as its counts of four letters, twice as long as a unit vector; rows come in reverse order."""

    asked: list[dict[str, object]] = []  # noqa: RUF012
    broken = False
    moved = ""

    def do_GET(self) -> None:
        self.asked.append({"path": self.path, "key": self.headers["Authorization"]})
        self.send_error(404)

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.moved:
            self.send_response(302)
            self.send_header("Location", self.moved)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.asked.append({"path": self.path, "key": self.headers["Authorization"], **request})
        rows = [{"index": i, "embedding": letters(text)} for i, text in enumerate(request["input"])]
        body = json.dumps({"fejl": 1} if self.broken else {"data": rows[::-1]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def letters(text: str) -> list[float]:
    return [2.0 * text.count(letter) + 0.5 for letter in "aeil"]


@pytest.fixture
def server() -> Iterator[str]:
    LetterServer.asked, LetterServer.broken, LetterServer.moved = [], False, ""
    running = ThreadingHTTPServer(("127.0.0.1", 0), LetterServer)
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{running.server_address[1]}/v1#min-e5-small"
    running.shutdown()
    thread.join()
    running.server_close()


def test_rows_come_in_order_and_of_unit_length(server: str) -> None:
    model = open_embedder(server, api_key="nøgle")
    vectors = model.embed_passages(TEXTS)
    wanted = np.array([letters(f"passage: {text}") for text in TEXTS], np.float32)
    wanted /= np.linalg.norm(wanted, axis=1, keepdims=True)
    wanted[[not text for text in TEXTS]] = 0
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors, wanted, atol=1e-6)
    assert model.embed_queries([]).shape == (0, 4)
    assert model.dimension == 4
    assert model.model_id == server


def test_the_server_is_asked_as_openai_is(server: str) -> None:
    open_embedder(server, api_key="hemmelig").embed_queries(["klima"])
    last = LetterServer.asked[-1]
    assert last["path"] == "/v1/embeddings"
    assert last["key"] == "Bearer hemmelig"
    assert last["model"] == "min-e5-small"
    assert last["input"] == ["query: klima"]


def test_fingerprint_names_server_and_model(server: str) -> None:
    first, second = open_embedder(server), open_embedder(server.replace("e5", "bge"))
    assert first.fingerprint == open_embedder(server).fingerprint
    assert first.fingerprint != second.fingerprint


def test_a_wrong_answer_is_one_danish_sentence(server: str) -> None:
    LetterServer.broken = True
    with pytest.raises(EmbedderUnavailable, match="svarer ikke, som den skal"):
        open_embedder(server)


def test_a_redirect_does_not_take_the_key_along(server: str) -> None:
    LetterServer.moved = server.replace("/v1#min-e5-small", "/andetsteds")
    with pytest.raises(EmbedderUnavailable, match="svarer ikke, som den skal"):
        open_embedder(server, api_key="hemmelig")
    assert LetterServer.asked == []


def test_a_text_without_direction_is_near_nothing(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    model = open_embedder(server)
    monkeypatch.setitem(globals(), "letters", lambda text: [0.0, 0.0, 0.0, 0.0])
    assert model.embed_queries(["bil"]).tolist() == [[0.0, 0.0, 0.0, 0.0]]
    monkeypatch.setitem(globals(), "letters", lambda text: [float("nan")] * 4)
    with pytest.raises(EmbedderUnavailable, match="svarer ikke, som den skal"):
        model.embed_queries(["bil"])


def test_no_server_is_said() -> None:
    with pytest.raises(EmbedderUnavailable, match="svarer ikke, som den skal"):
        open_embedder("http://127.0.0.1:9/v1#model")
