"""One caller has so many questions under way and no more; the others are not held up by it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.web.conftest import World, make_world

SLOW = {"question": "Hvor mange ladcykler delte havnebyer langsomt, og hvad gjorde regnvejr?", "stream": False}


@contextmanager
def one_under_way(world: World, headers: dict[str, str]) -> Iterator[TestClient]:
    """While a slow question of the caller is being answered; it is answered well at the end."""
    client = TestClient(world.app, base_url="http://127.0.0.1", client=("10.0.0.7", 5000))
    with client, ThreadPoolExecutor(1) as pool:
        slow = pool.submit(client.post, "/api/ask", json=SLOW, headers=headers)
        while not world.assistant.histories and not slow.done():
            time.sleep(0.01)
        try:
            yield client
        finally:
            world.assistant.gate.set()
        assert slow.result().status_code == 200
        assert client.get("/api/search?q=ladcykler", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/api/ask"), ("GET", "/api/search?q=ladcykler"), ("POST", "/spoerg")]
)
def test_who_asks_too_much_at_once_is_told_to_wait(tmp_path: Path, method: str, path: str) -> None:
    world = make_world(tmp_path, max_questions_at_once=1)
    with one_under_way(world, {}) as client:
        refused = client.request(method, path, headers={"accept": "text/event-stream"})
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "5")
        assert refused.json()["error"].startswith("Du har allerede 1 spørgsmål eller søgninger i gang.")
        page = client.get("/kilder?q=ladcykler", headers={"accept": "text/html"})
        assert page.status_code == 429
        assert "Vent et øjeblik" in page.text
        assert "Prøv igen" in page.text
        assert client.get("/dokumenter").status_code == 200


def test_another_user_at_the_same_address_is_answered(tmp_path: Path) -> None:
    world = make_world(tmp_path, max_questions_at_once=1, login="proxy", proxy_addresses="10.0.0.7")
    anna, bo = ({"x-remote-user": name, "x-remote-role": "administrator"} for name in ("anna", "bo"))
    with one_under_way(world, anna) as client:
        assert client.get("/api/search?q=ladcykler", headers=anna).status_code == 429
        assert client.get("/api/search?q=ladcykler", headers=bo).status_code == 200


@pytest.mark.parametrize("most", [0, 2])
def test_what_is_within_the_limit_is_answered(tmp_path: Path, most: int) -> None:
    with one_under_way(make_world(tmp_path, max_questions_at_once=most), {}) as client:
        assert client.get("/api/search?q=ladcykler").status_code == 200
