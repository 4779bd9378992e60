"""An answer that a language model worded: on the page, over the API, as Word, and stopped by the reader."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import docx
import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, expect

from corpus.database import open_database
from corpus.journal import Journal
from corpus.sqlstore import SqlStore
from eval.ablate import Single
from index.embed import BUNDLED, open_embedder
from service.answer import Answerer
from service.generate import Endpoint, Model
from service.generate_openai import OpenAIGenerator
from service.settings import Secret, Settings
from service.web.app import create_app
from service.web.asking import BROKEN_OFF
from tests.service.chat_server import Ask, ChatServer, Reply, chat_server, endless, fails, numbered, says, silent
from tests.service.fakes import OverlapRetriever
from tests.service.havne import CATALOGUE, content, store
from tests.web.browser import check_axe, opened
from tests.web.conftest import served
from tests.web.test_api import sse

QUESTION = "Hvor mange bundgarnspæle fik blæretang?"
TRUE = "Dykkere plantede blæretang på 14 gamle bundgarnspæle"
PARTLY = "Det gav læ til ålekvabber, tangnåle og rejer"
KEY = "sk-side-hemmelig"


def good(reply: Reply, ask: Ask) -> None:
    n = numbered(ask, "blæretang")
    says(f"{TRUE} [{n}]. {PARTLY} [{n}].")(reply, ask)


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with chat_server() as world:
        world.answer = good
        yield world


@pytest.fixture
def app(server: ChatServer, tmp_path: Path) -> Iterator[FastAPI]:
    engine = open_database(f"sqlite:///{tmp_path}/klimasvar.db")
    held = SqlStore(engine)
    held.put(content())
    generator = OpenAIGenerator(Endpoint(server.url, "lille-model", Secret(KEY), silence_s=20.0))
    answerer = Answerer(
        held, OverlapRetriever(store()), open_embedder(BUNDLED), CATALOGUE, threshold=0.0,
        model=Model(generator, timeout_s=20.0, help_timeout_s=5.0),
    )  # fmt: skip
    settings = Settings(
        data=tmp_path, generator_url=server.url, generator_model="lille-model", generator_key=Secret(KEY)
    )
    yield create_app(Single(answerer), held, settings, journal=Journal(engine), catalogue=CATALOGUE)
    generator.close()


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client


def asked(client: TestClient) -> str:
    """The page of the conversation, asked without scripts."""
    return client.post("/spoerg", data={"spoergsmaal": QUESTION}).text


def test_each_sentence_has_its_verdict_in_words_and_the_badge_says_who_wrote_it(client: TestClient) -> None:
    page = asked(client)
    assert '<span class="badge">Formuleret af sprogmodel</span>' in page
    assert '<span class="mark supported">dækket</span>' in page
    assert '<span class="mark partial">delvist dækket</span>' in page
    assert "Delvist dækket af kilder" in page


def test_why_this_answer_is_told_in_full(client: TestClient) -> None:
    page = asked(client)
    why = page[page.index("Hvorfor dette svar?") : page.index("source-list")]
    steps = ("Spørgsmålstype", "Forstået som", "Steder, der blev fundet", "(brugt i svaret)", "Sandsynlighed for svar")
    made = (
        "Sætning 1: <strong>dækket",
        "Sætning 2: <strong>delvist dækket",
        "lille-model",
        "søgning",
        "sprogmodel",
        "i alt",
    )
    for told in (*steps, *made):
        assert told.lower() in why.lower(), told


def test_a_failing_model_is_told_above_the_quotes(server: ChatServer, client: TestClient) -> None:
    server.answer = fails(500)
    page = asked(client)
    assert "Sprogmodellen melder fejl. Svaret er derfor ordret fra kilderne." in page
    assert '<span class="badge">Ordret fra kilderne</span>' in page
    assert 'class="mark' not in page


def test_the_key_is_on_no_page(client: TestClient) -> None:
    asked(client)
    for path in ("/", "/om", "/drift", "/api/openapi.json", "/samtaler"):
        assert KEY not in client.get(path).text


def test_the_pages_say_that_a_model_writes(client: TestClient) -> None:
    assert "En sprogmodel formulerer svar" in client.get("/").text
    assert "sendes til en sprogmodel" in client.get("/om").text


def test_the_api_gives_verdicts_with_their_places_also_while_it_streams(client: TestClient) -> None:
    events = sse(client.post("/api/ask", json={"question": QUESTION, "stream": True}).text)
    body = events[-1][1]
    text, verdicts = str(body["answer"]), body["verdicts"]
    assert (body["mode"], body["model"], body["ai_generated"], body["notice"]) == ("generated", "lille-model", True, "")
    assert isinstance(verdicts, list)
    assert [v["label"] for v in verdicts] == ["dækket", "delvist dækket"]
    assert [text[v["start"] : v["end"]] for v in verdicts] == [f"{TRUE}. [1]", f"{PARTLY}. [2]"]
    assert [d["verdict"] for n, d in events if n == "text"] == verdicts


def test_the_word_document_marks_what_is_not_wholly_covered(client: TestClient) -> None:
    body = client.post("/api/ask", json={"question": QUESTION, "conversation_id": "new"}).json()
    document = docx.Document(io.BytesIO(client.get(f"/svar/{body['answer_id']}/word").content))
    text = "\n".join(p.text for p in document.paragraphs)
    assert "(delvist dækket)" in text
    assert "(dækket)" not in text
    assert "Formuleret af sprogmodel" in text


@pytest.mark.parametrize("path", ["/api/ask", "/spoerg"])
@pytest.mark.parametrize("busy", [silent(), endless("la ", pause_s=0.01)], ids=["mute", "busy"])
def test_a_reader_who_hangs_up_stops_the_model(server: ChatServer, app: FastAPI, path: str, busy: object) -> None:
    server.answer = busy  # type: ignore[assignment]
    sent = (
        {"json": {"question": QUESTION, "stream": True}} if path == "/api/ask" else {"data": {"spoergsmaal": QUESTION}}
    )
    with served(app) as address, httpx.Client(timeout=10) as client:
        headers = {"accept": "text/event-stream"}
        with client.stream("POST", f"{address}{path}", headers=headers, **sent) as reply:  # type: ignore[arg-type]
            lines = reply.iter_lines()
            while not server.answers_asked():
                next(lines)
        assert server.dropped.wait(5)


@pytest.mark.parametrize("path", ["/api/ask", "/spoerg"])
def test_an_answer_that_nobody_waited_for_is_kept_word_for_word(server: ChatServer, app: FastAPI, path: str) -> None:
    server.answer = silent()
    asked = {"question": QUESTION, "stream": True, "conversation_id": "new"}
    sent = {"json": asked} if path == "/api/ask" else {"data": {"spoergsmaal": QUESTION}}
    with served(app) as address, httpx.Client(timeout=10, base_url=address) as client:
        with client.stream("POST", path, headers={"accept": "text/event-stream"}, **sent) as reply:  # type: ignore[arg-type]
            lines = reply.iter_lines()
            while not server.answers_asked():
                next(lines)
        assert server.dropped.wait(5)
        kept = _wait_for(lambda: client.get("/api/conversations").json()["conversations"])
        (answer,) = client.get(f"/api/conversations/{kept[0]['conversation_id']}").json()["answers"]
    assert (answer["question"], answer["status"], answer["mode"]) == (QUESTION, "answered", "extractive")
    assert answer["citations"]
    assert answer["notice"] == BROKEN_OFF


def _wait_for(found: Callable[[], list[Any]]) -> list[Any]:
    until = monotonic() + 5
    while not (rows := found()) and monotonic() < until:
        sleep(0.05)
    return rows


def test_the_models_suggestions_come_after_the_answer_that_was_kept(server: ChatServer, client: TestClient) -> None:
    server.suggest = says("Hvad kostede forsøget?")
    asked = {"question": QUESTION, "stream": True, "conversation_id": "new"}
    events = dict(sse(client.post("/api/ask", json=asked).text))
    assert list(events)[-2:] == ["answer", "suggestions"]
    assert events["suggestions"]["suggestions"][0] == "Hvad kostede forsøget?"  # type: ignore[index]
    answer = events["answer"]
    assert client.get(f"/api/answers/{answer['answer_id']}").json() == answer  # type: ignore[index]
    page = dict(
        sse(client.post("/spoerg", data={"spoergsmaal": QUESTION}, headers={"accept": "text/event-stream"}).text)
    )
    assert "Hvad kostede forsøget?" in str(page["suggestions"])


@pytest.mark.browser
def test_what_was_understood_can_be_corrected_and_an_unclear_question_is_asked_back(
    app: FastAPI, browser: Browser
) -> None:
    with served(app) as address, opened(browser, address) as (_, open_page):
        page = open_page("/")
        for question in ("Hvem deltager i Tanghaver ved kajen?", "Hvad med Flydende broer?"):
            page.fill("#question", question)
            page.click("#send")
            expect(page.locator(".turn").last.locator(".text")).to_contain_text("Marstal")
        expect(page.locator(".understood")).to_contain_text("Jeg forstår det som: »Hvem deltager i Flydende broer?«")
        page.get_by_role("link", name="Ret spørgsmålet").click()
        expect(page.locator("#question")).to_have_value("Hvem deltager i Flydende broer?")
        expect(page.locator("#question")).to_be_focused()
        check_axe(page)
        page = open_page("/")
        page.fill("#question", "Hvem deltager?")
        page.click("#send")
        expect(page.locator(".follow-ups h4")).to_have_text("Hvad mener du?")
        expect(page.locator(".badge")).to_have_count(0)
        check_axe(page)
        page.locator(".follow-ups a").last.click()
        expect(page.locator(".turn").last.locator(".text")).to_contain_text("Thyborøn")


@pytest.mark.browser
def test_who_closes_the_page_finds_the_answer_under_earlier_conversations(
    server: ChatServer, app: FastAPI, browser: Browser
) -> None:
    server.answer = silent()
    with served(app) as address, opened(browser, address) as (_, open_page):
        page = open_page("/")
        page.fill("#question", QUESTION)
        page.click("#send")
        while not server.answers_asked():
            page.wait_for_timeout(50)
        page.close()
        assert server.dropped.wait(5)
        page = open_page("/samtaler")
        page.get_by_role("link", name=QUESTION).click()
        expect(page.locator(".notice.warn")).to_have_text(BROKEN_OFF)
        expect(page.locator(".text")).to_contain_text(TRUE)


@pytest.mark.browser
def test_the_models_suggestions_take_the_place_of_the_rules_and_nobody_waits_for_them(
    server: ChatServer, app: FastAPI, browser: Browser
) -> None:
    server.suggest = says("Hvad kostede forsøget?")
    with served(app) as address, opened(browser, address) as (_, open_page):
        page = open_page("/")
        page.fill("#question", QUESTION)
        page.click("#send")
        expect(page.locator("#send")).to_be_visible()
        expect(page.locator(".follow-ups a").first).to_have_text("Hvad kostede forsøget?")
        expect(page.locator(".follow-ups")).to_have_count(1)
        check_axe(page)


@pytest.mark.browser
def test_stop_in_the_browser_stops_the_model_and_marks_pass_axe(
    server: ChatServer, app: FastAPI, browser: Browser
) -> None:
    with served(app) as address, opened(browser, address) as (_, open_page):
        page = open_page("/")
        page.fill("#question", QUESTION)
        page.click("#send")
        expect(page.locator(".mark.partial")).to_have_text("delvist dækket")
        expect(page.locator(".badge")).to_have_text("Formuleret af sprogmodel")
        check_axe(page)
        server.answer = silent()
        page.fill("#question", "Hvad gav læ til ålekvabber?")
        page.click("#send")
        while len(server.answers_asked()) < 2:
            page.wait_for_timeout(50)
        page.click("#stop")
        assert server.dropped.wait(5)
        expect(page.locator(".step").last).to_have_text("Stoppet af dig. Svaret er ikke færdigt.")
