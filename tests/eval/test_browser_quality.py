"""The Kvalitet pages in a real Chromium: axe, reflow, and a run that is followed to its end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from eval_fakes import PlantedAssistant, contents, subject
from playwright.sync_api import Browser, expect

from corpus.catalogue import Catalogue
from corpus.database import open_database
from corpus.journal import Journal
from corpus.sqlstore import SqlStore
from eval.question_files import write_jsonl
from eval.questions import QuestionSet
from eval.run import execute
from eval.runs import new_run
from eval.web import TAB, quality_router
from service.settings import Settings
from service.web.app import create_app
from tests.web.browser import check_axe, check_reflow, opened
from tests.web.conftest import CHROMIUM, served

pytestmark = pytest.mark.browser
PAGES = ("/kvalitet", "/kvalitet/1", "/kvalitet/sammenlign?a=1&b=2", "/kvalitet/saet", "/kvalitet/saet/lille")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Debian's Chromium, for pytest-playwright."""
    return {**browser_type_launch_args, **CHROMIUM}


@pytest.fixture
def address(tmp_path: Path, small_set: QuestionSet) -> Iterator[str]:
    """A server with two finished runs, the second with every page off by one, and the set that made them."""
    engine = open_database(f"sqlite:///{tmp_path}/klimasvar.db")
    store = SqlStore(engine)
    for content in contents():
        store.put(content)
    for faults in ({}, {"page_shift": 1}):
        measured = subject(store, **faults)
        execute(new_run(tmp_path, small_set, measured.conditions), measured)
    (tmp_path / "eval" / "sets").mkdir()
    write_jsonl(tmp_path / "eval" / "sets" / "lille.jsonl", small_set)
    app = create_app(
        PlantedAssistant(store), store, Settings(data=tmp_path), journal=Journal(engine),
        catalogue=Catalogue(networks=(), projects=()), generation=lambda: "g1",
        routers=[quality_router(lambda site, choice: subject(store))], tabs=[TAB],
    )  # fmt: skip
    with served(app) as found:
        yield found


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_every_page_is_accessible_and_fits(address: str, browser: Browser, width: int, scheme: str) -> None:
    size = {"width": width, "height": 860}
    with opened(browser, address, viewport=size, color_scheme=scheme, bypass_csp=True) as (_, open_page):
        for path in PAGES:
            page = open_page(path)
            for details in page.locator("details.quality-question").all()[:1]:
                details.locator("summary").first.click()
            check_axe(page)
            check_reflow(page, width)


def test_a_run_is_started_followed_and_judged(address: str, browser: Browser) -> None:
    with opened(browser, address) as (_, open_page):
        page = open_page("/kvalitet")
        page.get_by_label("Spørgsmålssæt").select_option("lille")
        page.get_by_role("button", name="Kør test").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Kørsel #3: lille")
        expect(page.get_by_text("13 spørgsmål", exact=True)).to_be_visible(timeout=60_000)
        first = page.locator("details.quality-question").first
        first.locator("summary").first.click()
        first.get_by_label("Ret dommen").select_option("wrong")
        first.get_by_label("Dit navn").fill("Mette")
        first.get_by_role("button", name="Gem dom").click()
        expect(page.locator("details.quality-question").first).to_contain_text("(dømt af Mette)")
