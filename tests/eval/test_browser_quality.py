"""The Kvalitet pages in a real Chromium: axe, reflow, and a run that is followed to its end."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from eval_fakes import PlantedAssistant, contents, subject
from playwright.sync_api import Browser, Locator, Page, expect

from corpus.answers import Answer
from corpus.catalogue import Catalogue
from corpus.database import open_database
from corpus.journal import Journal
from corpus.sqlstore import SqlStore
from eval.proposals import propose_drafts
from eval.questions import QuestionSet
from eval.run import execute
from eval.runs import new_run
from eval.sets import save_set
from eval.web import TAB, quality_router
from service.settings import Settings
from service.web.app import create_app
from tests.web.browser import check_axe, check_reflow, opened
from tests.web.conftest import CHROMIUM, served

pytestmark = pytest.mark.browser
PAGES = (
    "/kvalitet", "/kvalitet/1", "/kvalitet/2?vis=aendrede", "/kvalitet/sammenlign?a=1&b=2", "/kvalitet/saet",
    "/kvalitet/saet/lille", "/kvalitet/saet/lille/ret", "/kvalitet/saet/lille/ret?nr=a9", "/kvalitet/forslag",
    "/kvalitet/forslag/udkast-1", "/kvalitet/saet/digest",
)  # fmt: skip


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Debian's Chromium, for pytest-playwright."""
    return {**browser_type_launch_args, **CHROMIUM}


@dataclass(frozen=True)
class Slow(PlantedAssistant):
    """Takes its time, so that progress can be seen."""

    def ask(self, question: str, **more: object) -> Answer:  # type: ignore[override]
        time.sleep(0.25)
        return PlantedAssistant.ask(self, question, **more)  # type: ignore[arg-type]


@pytest.fixture
def address(tmp_path: Path, small_set: QuestionSet) -> Iterator[str]:
    """A server with two finished runs, the second with every page off by one, their set, and drafts from a document."""
    engine = open_database(f"sqlite:///{tmp_path}/klimasvar.db")
    store = SqlStore(engine)
    for content in contents():
        store.put(content)
    for faults in ({}, {"page_shift": 1}):
        measured = subject(store, **faults)
        execute(new_run(tmp_path, small_set, measured.conditions), measured)
    save_set(tmp_path, small_set)
    (first, second) = propose_drafts(tmp_path, small_set.questions[:2], about="Havnen")
    for number, proposal in enumerate((first, second), start=1):
        kept = tmp_path / "eval" / "proposals" / f"{proposal.proposal_id}.json"
        text = kept.read_text(encoding="utf-8").replace(proposal.proposal_id, f"udkast-{number}")
        kept.unlink()
        kept.with_name(f"udkast-{number}.json").write_text(text, encoding="utf-8")
    slow = replace(subject(store), assistant=Slow(store))
    app = create_app(
        PlantedAssistant(store), store, Settings(data=tmp_path), journal=Journal(engine),
        catalogue=Catalogue(networks=(), projects=()), generation=lambda: "g1",
        routers=[quality_router(lambda site, choice: slow)], tabs=[TAB],
    )  # fmt: skip
    with served(app) as found:
        yield found


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light"), (320, "dark")])
def test_every_page_is_accessible_and_fits(address: str, browser: Browser, width: int, scheme: str) -> None:
    size = {"width": width, "height": 860}
    with opened(browser, address, viewport=size, color_scheme=scheme, bypass_csp=True) as (_, open_page):
        for path in PAGES:
            page = open_page(path)
            for details in page.locator("details.quality-question").all()[:1]:
                details.locator("summary").first.click()
            check_axe(page)
            check_reflow(page, width)


def tab_to(page: Page, target: Locator) -> None:
    """Presses Tab until the focus is there, and sees that it can be seen."""
    for _ in range(120):
        if target.evaluate("element => element === document.activeElement"):
            outline = target.evaluate("element => getComputedStyle(element).outlineStyle")
            assert outline != "none"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {target}")


@pytest.mark.parametrize("width", [390, 1280])
def test_a_run_is_started_followed_and_judged_by_keyboard(address: str, browser: Browser, width: int) -> None:
    with opened(browser, address, viewport={"width": width, "height": 844}) as (_, open_page):
        page = open_page("/kvalitet")
        tab_to(page, page.get_by_label("Spørgsmålssæt"))
        page.keyboard.type("lille")
        tab_to(page, page.get_by_role("button", name="Kør test"))
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Kørsel #3: lille")
        expect(page.locator("#progress")).to_contain_text(re.compile(r"[1-9]\d? af 13 · under 10 sek\. tilbage"))
        check_reflow(page, width)
        expect(page.get_by_text("13 spørgsmål", exact=True)).to_be_visible(timeout=60_000)
        first = page.locator("details.quality-question").first
        tab_to(page, first.locator("summary").first)
        page.keyboard.press("Enter")
        tab_to(page, first.get_by_label("Ret dommen"))
        page.keyboard.type("For")
        for label, text in (("Dit navn", "Mette"), ("Hvorfor", "Tallet er forældet")):
            tab_to(page, first.get_by_label(label))
            page.keyboard.type(text)
        page.keyboard.press("Enter")
        judged = page.locator("details.quality-question").first
        expect(judged).to_contain_text("(dømt af Mette)")
        expect(judged).to_contain_text("Tallet er forældet")
        check_reflow(page, width)


def test_a_run_can_be_stopped_and_gone_on_with(address: str, browser: Browser) -> None:
    with opened(browser, address) as (_, open_page):
        page = open_page("/kvalitet")
        page.get_by_label("Spørgsmålssæt").select_option("lille")
        page.get_by_role("button", name="Kør test").click()
        page.get_by_role("button", name="Stop").click()
        page.get_by_role("button", name="Fortsæt").click()
        expect(page.get_by_text("13 spørgsmål", exact=True)).to_be_visible(timeout=60_000)


@pytest.mark.parametrize("width", [390, 1280])
def test_two_runs_are_compared_and_a_proposal_taken_by_keyboard(address: str, browser: Browser, width: int) -> None:
    with opened(browser, address, viewport={"width": width, "height": 844}) as (_, open_page):
        page = open_page("/kvalitet")
        tab_to(page, page.get_by_role("button", name="Sammenlign"))
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Kørsel #2 mod #1")
        expect(page.get_by_text("Kildehenvisning: samme svar, andre kilder: 9")).to_be_visible()
        page.goto(f"{address}/kvalitet/forslag")
        tab_to(page, page.get_by_role("link", name="Gå 2 forslag igennem"))
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Forslag 1 af 2")
        tab_to(page, page.get_by_label("… eller i et nyt sæt med navnet"))
        page.keyboard.type("fra tastaturet")
        check_reflow(page, width)
        tab_to(page, page.get_by_role("button", name="Tag med"))
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Forslag 1 af 1")
        page.goto(f"{address}/kvalitet/saet/fra-tastaturet")
        expect(page.get_by_role("rowheader")).to_have_count(2)
