"""Pictures of pages: drawn once, ahead of the reader, and gone with their document."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from ingest.originals import original_path
from service.web.drawing import LIMITS, PageImages
from tests.web.conftest import World, make_world
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


def pdf_of(content: bytes, *drawn: bytes) -> bytes:
    """A PDF of one page. drawn: what its content names F and what that draws in turn, objects 5 and up."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</F 5 0 R>>>>/Contents 4 0 R>>"
    head = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, stream(b"", content))
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % pair for pair in enumerate((*head, *drawn), 1))
    return b"%PDF-1.7\n" + body + b"trailer<</Size 99/Root 1 0 R>>\n%%EOF"


def stream(names: bytes, body: bytes) -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (names, len(body), body)


def slow() -> bytes:
    """A page that is covered by one picture twenty thousand times over."""
    picture = b"/Type/XObject/Subtype/Image/Width 64/Height 64/ColorSpace/DeviceGray/BitsPerComponent 8"
    return pdf_of(b"q 595 0 0 842 0 0 cm /F Do Q\n" * 20_000, stream(picture, bytes(range(256)) * 16))


def greedy() -> bytes:
    """A page of forms in forms, each drawn twelve times over by the one around it: more than any memory holds."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]"
    inner = [stream(form + b"/Resources<</XObject<</F %d 0 R>>>>" % n, b"/F Do\n" * 12) for n in range(6, 15)]
    return pdf_of(b"/F Do", *inner, stream(form, b"0 0 9 9 re f"))


@pytest.mark.parametrize(
    ("made", "seconds", "said"),
    [(slow, 2.0, "Side 1 tog for lang tid at tegne"), (greedy, 60.0, "Side 1 fik tegneprogrammet til at gå ned")],
)
def test_a_page_that_is_too_much_is_given_up_and_the_server_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: Callable[[], bytes], seconds: float, said: str
) -> None:
    limits = replace(LIMITS, wall_s=seconds, cpu_s=60)
    monkeypatch.setattr("service.web.app.PageImages", partial(PageImages, limits=limits))
    world = make_world(tmp_path)
    original = original_path(tmp_path, world.store.document(PDF_ID))
    good = original.read_bytes()
    with TestClient(world.app, base_url="http://127.0.0.1") as client:
        original.write_bytes(made())
        reply = client.get(f"/dokumenter/{PDF_ID}/side/1.webp")
        assert reply.status_code == 422
        assert said in reply.text
        original.write_bytes(good)
        assert client.get(f"/dokumenter/{PDF_ID}/side/1.webp").headers["content-type"] == "image/webp"


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
