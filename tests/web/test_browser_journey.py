"""One who has never seen it, from the front page alone, over the shipped library and the real assistant."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from corpus.journal import Journal
from eval.question_files import write_jsonl
from eval.questions import Question, QuestionSet
from eval.subject import site_subject
from eval.web import TAB, quality_router
from service.assistant import open_assistant, open_engine
from service.settings import Settings
from service.web.app import create_app
from tests.web.browser import answered, ask, check_axe, opened
from tests.web.conftest import served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RIGHT = Question("plan", "Hvor mange kommuner har en godkendt klimaplan?", "number", facts=(("27",),))


@pytest.fixture
def library(shipped: Settings, tmp_path: Path) -> Iterator[str]:
    """The address of a server over a copy of the shipped library, with a question set of one question."""
    data = tmp_path / "data"
    shutil.copytree(shipped.data, data)
    (data / "eval" / "sets").mkdir(parents=True)
    write_jsonl(data / "eval" / "sets" / "lille.jsonl", QuestionSet("lille", (RIGHT,)))
    settings = replace(shipped, data=data)
    engine = open_engine(settings)
    assistant = open_assistant(settings, engine=engine)
    app = create_app(
        assistant, assistant.store, settings, journal=Journal(engine), catalogue=assistant.catalogue,
        generation=lambda: assistant.generation().manifest.name, routers=[quality_router(site_subject)], tabs=[TAB],
    )  # fmt: skip
    with served(app) as address:
        yield address


def test_a_newcomer_finds_the_way(library: str, browser: Browser) -> None:
    with opened(browser, library) as (_, open_page):
        page = open_page("/")
        _ask_and_check_the_source(page)
        _find_what_ballerup_took_part_in(page)
        _compare_two_projects(page)
        _add_a_document_and_ask_about_it(page)
        _keep_the_question_as_a_test(page)
        _run_a_test_and_see_what_got_worse(page)


def _ask_and_check_the_source(page: Page) -> None:
    ask(page, RIGHT.text)
    answered(page)
    expect(page.locator(".text")).to_contain_text("27 af")
    page.locator(".text .cit").first.click()
    page.locator("#panel .card.chosen").get_by_role("link").click()
    expect(page.locator("mark").first).to_contain_text("27 af")
    expect(page.locator(".sheet rect").first).to_be_visible()


def _find_what_ballerup_took_part_in(page: Page) -> None:
    page.get_by_role("link", name="Dokumenter", exact=True).first.click()
    page.get_by_role("link", name="Kommuner", exact=True).click()
    page.get_by_role("link", name="Ballerup", exact=True).click()
    projects = page.locator(".members li")
    expect(projects).not_to_have_count(0)
    expect(page.locator(".members")).to_contain_text("Grønne pendlervaner")
    check_axe(page)


def _compare_two_projects(page: Page) -> None:
    page.get_by_role("link", name="Dokumenter", exact=True).click()
    page.get_by_role("link", name="Sammenlign", exact=True).click()
    page.get_by_label("Andet projekt").select_option("Energibesparelser i boliger")
    expect(page.get_by_role("heading", name="Energibesparelser i boliger")).to_be_visible()
    expect(page.locator(".pair-title").filter(has_text="Erfaringer")).to_be_visible()
    check_axe(page)


def _add_a_document_and_ask_about_it(page: Page) -> None:
    page.get_by_role("link", name="Dokumenter", exact=True).first.click()
    page.get_by_role("link", name="Tilføj dokumenter").click()
    text = "# Solfangere i Nordby\n\nNordby Svømmehal fik 180 kvadratmeter solfangere i maj.\n"
    note = {"name": "solfangere.md", "mimeType": "text/markdown", "buffer": text.encode()}
    page.get_by_label("Vælg filer, eller træk dem hertil").set_input_files(note)
    page.get_by_role("button", name="Tilføj", exact=True).click()
    expect(page.locator("#result")).to_contain_text(re.compile(r"Indekset er opdateret .* kl\. "), timeout=90_000)
    page.get_by_role("link", name="Solfangere i Nordby").click()
    page.get_by_role("link", name="Spørg om dette dokument").click()
    expect(page.locator("#scope-summary")).to_have_text("Solfangere i Nordby")
    ask(page, "Hvor mange kvadratmeter solfangere fik svømmehallen?")
    answered(page)
    expect(page.locator(".text")).to_contain_text("180 kvadratmeter solfangere")


def _keep_the_question_as_a_test(page: Page) -> None:
    page.get_by_role("button", name="Gem som test").press("Enter")
    expect(page.locator(".thanks")).to_contain_text("gemt som forslag")
    check_axe(page)
    page.get_by_role("link", name="Se forslaget").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("svømmehallen").first).to_be_attached()


def _run_a_test_and_see_what_got_worse(page: Page) -> None:
    """Between two runs the document that answers is removed, so the second is worse."""
    _run(page, 1)
    expect(page.locator("main")).to_contain_text("Rigtige svar")
    page.get_by_role("link", name="Dokumenter", exact=True).click()
    page.get_by_role("link", name="De syv VIP klimaprojekter – kort fortalt", exact=True).first.click()
    page.get_by_role("link", name="Ret, erstat eller slet").click()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Slet dokumentet").click()
    expect(page.get_by_role("heading", name="Dokumenter", exact=True)).to_be_visible(timeout=60_000)
    _run(page, 2)
    page.get_by_role("link", name="Kvalitet", exact=True).click()
    page.get_by_role("link", name=re.compile("Sammenlign")).first.click()
    expect(page.locator("main")).to_contain_text(RIGHT.text)
    check_axe(page)


def _run(page: Page, number: int) -> None:
    page.get_by_role("link", name="Kvalitet", exact=True).click()
    page.get_by_label("Spørgsmålssæt").select_option("lille")
    page.get_by_role("button", name="Kør test").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Kørsel #{number}: lille")
    expect(page.get_by_text("1 spørgsmål", exact=True)).to_be_visible(timeout=90_000)


@pytest.mark.parametrize("query", ["klimaplan", "raketbrændstof", "fælles kørsel til jobbet"])
def test_the_page_the_api_and_the_command_find_the_same(library: str, browser: Browser, query: str) -> None:
    with opened(browser, library) as (_, open_page):
        page = open_page(f"/kilder?q={query}")
        said = page.get_by_role("status").inner_text()
        counted = re.match(r"(\d+) uddrag", said)
        hits = page.evaluate("q => fetch('/api/search?k=100&q=' + encodeURIComponent(q)).then(r => r.json())", query)
        twins = page.get_by_text("Står også i:").count()
    assert len(hits["hits"]) == int(counted[1] if counted else 0)
    assert twins == sum(bool(hit["also"]) for hit in hits["hits"])
