"""What the pages say of how things stand: the line before a language model, files being read, ages, models."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from fastapi.testclient import TestClient

from corpus.types import Flag
from service.settings import Secret
from service.web.talks_page import SHOWN
from service.web.turn_line import Line
from tests.web.conftest import World, make_world
from tests.web.fakes import PDF_ID, report
from tests.web.test_api import sse

QUESTION = {"spoergsmaal": "Hvor mange ladcykler delte havnebyer?"}
EVENTS = {"accept": "text/event-stream"}


def said(client: TestClient) -> list[object]:
    """The status lines of one answer, in order."""
    return [data for name, data in sse(client.post("/spoerg", data=QUESTION, headers=EVENTS).text) if name == "status"]


def test_readers_stand_in_line_once_the_model_is_busy() -> None:
    line = Line(2)
    with line.stand() as first, line.stand() as second, line.stand() as third, line.stand() as fourth:
        assert (first, second, third, fourth) == (0, 0, 1, 2)
    with line.stand() as again:
        assert again == 0


def test_who_waits_for_the_language_model_is_told_how_long_the_line_is(tmp_path: Path) -> None:
    model = {"generator_url": "http://127.0.0.1:9/v1", "generator_model": "lille", "generator_key": Secret("nøgle")}
    world = make_world(tmp_path, generator_max_calls=1, **model)
    with TestClient(world.app, base_url="http://127.0.0.1") as client, world.app.state.site.line.stand():
        assert said(client) == ["Der er 1 spørgsmål foran dig.", "Skriver svar …"]
        assert "lille på 127.0.0.1:9 formulerer svar" in client.get("/drift").text
        assert "<dd>lille</dd>" in client.get("/om").text


def test_word_for_word_answers_know_no_line(world: World, own_client: TestClient) -> None:
    with world.app.state.site.line.stand(), world.app.state.site.line.stand():
        assert said(own_client) == ["Skriver svar …"]


def test_the_library_says_what_is_being_read_and_what_had_remarks(world: World, own_client: TestClient) -> None:
    content = report(world.settings.data)
    world.store.put(replace(content, flags=(Flag("scan", "Siden er læst som billede.", 1),)))
    with world.app.state.running.reading(2):
        page = own_client.get("/dokumenter").text
        assert "2 filer behandles lige nu." in page
    assert re.search(rf'<a href="/dokumenter/{PDF_ID}">Klar, 1 bemærkning</a>', page)
    assert "behandles" not in own_client.get("/dokumenter").text


def test_a_figure_stands_with_the_source_and_time_of_its_sentence(client: TestClient) -> None:
    assert '<td data-label="Kilde og tid i teksten">Havnetælling · i foråret</td>' in client.get("/tal").text


def test_the_outline_gives_the_pages_as_they_are_printed(client: TestClient) -> None:
    outline = re.findall(r'<span class="meta">(s\. \d+)</span>', client.get(f"/dokumenter/{PDF_ID}").text)
    assert outline == ["s. 5", "s. 5", "s. 6", "s. 6"]


def test_projects_stand_under_their_network(client: TestClient) -> None:
    page = client.get("/projekter").text
    heads = [re.sub("<[^>]+>", "", h) for h in re.findall(r"<h[23][^>]*>(.*?)</h[23]>", page)]
    assert heads == ["By og havn", "Ladcykler på havnen", "Grønne tage"]


def test_only_the_newest_conversations_are_listed(world: World, own_client: TestClient) -> None:
    for number in range(SHOWN + 2):
        world.journal.save_answer({"question": f"Spørgsmål {number}?", "status": "answered"})
    page = own_client.get("/samtaler").text
    assert page.count("Omdøb eller slet") == SHOWN
    assert "2 ældre samtaler vises ikke." in page
