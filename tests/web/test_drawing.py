"""Pictures of pages: drawn once, ahead of the reader, and gone with their document."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.web.conftest import World
from tests.web.fakes import PDF_ID

QUESTION = "Hvor mange ladcykler delte havnebyer, og hvad gjorde regnvejr?"


def test_a_page_image_is_made_once(client: TestClient, shared_world: World) -> None:
    first = client.get(f"/dokumenter/{PDF_ID}/side/1.webp?b=700")
    assert first.headers["content-type"] == "image/webp"
    assert "immutable" in first.headers["cache-control"]
    kept_files = list((shared_world.settings.data / "cache" / "sider").glob("*-1-800.webp"))
    assert [f.read_bytes() for f in kept_files] == [first.content]
    kept_files[0].write_bytes(b"kept")
    assert client.get(f"/dokumenter/{PDF_ID}/side/1.webp?b=800").content == b"kept"
    kept_files[0].unlink()


def _drawn(folder: Path, number: int) -> bool:
    """Whether the page's picture comes within 10 seconds."""
    until = time.monotonic() + 10
    while not (found := list(folder.glob(f"*-{number}-800.webp"))) and time.monotonic() < until:
        time.sleep(0.02)
    return bool(found)


@pytest.mark.parametrize(
    ("path", "number"),
    [(f"/dokumenter/{PDF_ID}/side/1.webp?b=800", 2), (f"/dokumenter/{PDF_ID}/side/2", 2)],
    ids=["the next page", "the page that is shown"],
)
def test_pages_are_drawn_before_they_are_asked_for(
    world: World, own_client: TestClient, path: str, number: int
) -> None:
    assert own_client.get(path).status_code == 200
    assert _drawn(world.settings.data / "cache" / "sider", number)


def test_the_page_that_an_answer_cites_is_drawn(world: World, own_client: TestClient) -> None:
    own_client.post("/spoerg", data={"spoergsmaal": QUESTION}, headers={"accept": "text/event-stream"})
    assert _drawn(world.settings.data / "cache" / "sider", 1)


def test_many_who_ask_for_one_page_get_the_same_picture(own_client: TestClient) -> None:
    with ThreadPoolExecutor(8) as pool:
        replies = pool.map(own_client.get, [f"/dokumenter/{PDF_ID}/side/1.webp?b=1200"] * 8)
    assert len({reply.content for reply in replies}) == 1


def test_pictures_go_with_their_document(world: World) -> None:
    images = world.app.state.site.images
    document = world.store.document(PDF_ID)
    images.get(document, 1, 800)
    folder = world.settings.data / "cache" / "sider"
    images.keep_only([document])
    assert list(folder.glob("*.webp"))
    images.keep_only([])
    assert not list(folder.glob("*.webp"))


def test_a_picture_that_cannot_be_kept_leaves_nothing_half_written(world: World) -> None:
    images, document = world.app.state.site.images, world.store.document(PDF_ID)
    taken = world.settings.data / "cache" / "sider" / f"{document.sha256}-1-800.webp"
    taken.mkdir(parents=True)
    with pytest.raises(OSError, match=taken.name):
        images.get(document, 1, 800)
    assert list(taken.parent.iterdir()) == [taken]
