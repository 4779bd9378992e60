"""Every page in every look: axe, reflow, weight, and the choice of light and dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from service.passwords import hash_password
from tests.web.browser import check_axe, check_reflow, opened
from tests.web.conftest import make_world, served
from tests.web.fakes import HOSTILE_ID, PDF_ID, SHEET_ID

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/kilder",
    "/kilder?q=ladcykler",
    "/kilder?q=findesikke&projekt=tage",
    "/dokumenter",
    f"/dokumenter/{PDF_ID}",
    f"/dokumenter/{PDF_ID}/side/1?uddrag={PDF_ID}%23p0000",
    f"/dokumenter/{SHEET_ID}?uddrag={SHEET_ID}%23p0002",
    f"/dokumenter/{HOSTILE_ID}",
    "/dokumenter/tilfoej",
    "/projekter",
    "/projekter/ladcykler",
    "/kommuner",
    "/kommuner/Nordby",
    "/sammenlign?a=ladcykler&b=tage",
    "/tal",
    "/samtaler",
    f"/dokumenter/{SHEET_ID}/ret",
    "/drift",
    "/drift/brugere",
    "/drift/kontrol",
    "/om",
    "/tilgaengelighed",
    "/tilgaengelighed/ret",
)
LOOKS = ((1280, 860, "light"), (1280, 860, "dark"), (390, 844, "light"), (320, 256, "dark"))
"""The last is a screen of 1280 × 1024 at 400 % zoom."""


@pytest.mark.parametrize(("width", "height", "scheme"), LOOKS)
def test_every_page_is_accessible_and_reflows(
    browser: Browser, address: str, width: int, height: int, scheme: str
) -> None:
    options = {"viewport": {"width": width, "height": height}, "color_scheme": scheme}
    with opened(browser, address, **options) as (_, open_page):
        page = open_page(PAGES[0])
        for path in PAGES:
            page.goto(address + path)
            check_axe(page)
            check_reflow(page, width)


def test_the_first_page_is_light(browser: Browser, address: str) -> None:
    sizes: list[int] = []
    with opened(browser, address) as (context, open_page):
        context.on("requestfinished", lambda r: sizes.append(r.sizes()["responseBodySize"]))
        page = open_page("/")
        page.wait_for_load_state("networkidle")
    assert len(sizes) <= 10
    assert sum(sizes) <= 100_000


def test_the_look_is_remembered(browser: Browser, address: str) -> None:
    with opened(browser, address, color_scheme="light") as (_, open_page):
        page = open_page("/om")
        page.get_by_label("Udseende").select_option("Mørkt")
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.goto(f"{address}/dokumenter")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark == "rgb(21, 24, 28)"
        expect(page.get_by_label("Udseende")).to_have_value("dark")


def test_search_results_lead_to_the_marked_passage(browser: Browser, address: str) -> None:
    with opened(browser, address) as (_, open_page):
        page = open_page("/kilder")
        page.get_by_label("Søg efter ord eller emne").fill("regnvejr")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_have_text("1 uddrag om »regnvejr« i 1 dokument")
        expect(page.locator("mark")).to_have_text("Regnvejr")
        page.locator(".hits h3 a").click()
        expect(page.locator("mark").first).to_contain_text("Regnvejr halverede antallet af ture.")


def test_a_missing_page_offers_the_search(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}/findesikke")
        expect(page.get_by_role("heading", name="Siden findes ikke")).to_be_visible()
        check_axe(page)
        page.get_by_label("Søg efter ord eller emne").fill("ladcykler")
        page.get_by_role("button", name="Søg").click()
        expect(page.locator(".hits")).to_be_visible()


COUNT_ROWS = """() => {
  window.rows = [];
  const result = document.getElementById('result');
  new MutationObserver(() => rows.push(result.querySelectorAll('tbody tr').length))
    .observe(result, { childList: true, subtree: true });
}"""


def test_several_files_are_told_of_one_by_one(browser: Browser, tmp_path: Path) -> None:
    with served(make_world(tmp_path).app) as address, opened(browser, address) as (_, open_page):
        page = open_page("/dokumenter/tilfoej")
        texts = ("Sedum på 42 tage.", "")
        files = [{"name": f"fil{n}.txt", "mimeType": "text/plain", "buffer": t.encode()} for n, t in enumerate(texts)]
        page.evaluate(COUNT_ROWS)
        page.get_by_label("Vælg filer, eller træk dem hertil").set_input_files(files)
        page.get_by_role("button", name="Tilføj").click()
        expect(page.get_by_role("status")).to_have_text("Færdig.", timeout=60_000)
        assert 1 in page.evaluate("rows")
        expect(page.locator("#result tbody tr")).to_have_count(2)
        expect(page.locator("#result .tag.bad")).to_have_text("Fejl")


DROPPED = """() => {
  const data = new DataTransfer();
  data.items.add(new File(['# Tagnotat\\n\\nSedum på 42 tage.\\n'], 'tag.md', { type: 'text/markdown' }));
  return data;
}"""


def test_a_file_may_be_dropped(browser: Browser, tmp_path: Path) -> None:
    with served(make_world(tmp_path).app) as address, opened(browser, address) as (_, open_page):
        page = open_page("/dokumenter/tilfoej")
        held = {"dataTransfer": page.evaluate_handle(DROPPED)}
        page.dispatch_event("#upload", "dragover", held)
        expect(page.locator("#upload")).to_have_class(re.compile("over"))
        page.dispatch_event("#upload", "drop", held)
        expect(page.locator("#result").get_by_role("link", name="Tagnotat")).to_be_visible(timeout=60_000)


def test_one_logs_in_sees_ones_name_and_logs_out(browser: Browser, tmp_path: Path) -> None:
    world = make_world(tmp_path, login="konti")
    world.app.state.site.accounts.add("ada@by.dk", "administrator", hash_password("fire helt almindelige ord"))
    faults = re.compile(r"status of 401")
    with served(world.app) as address, opened(browser, address, allowed=faults) as (_, open_page):
        page = open_page("/dokumenter")
        expect(page.get_by_role("heading", name="Log ind")).to_be_visible()
        check_axe(page)
        page.get_by_label("Brugernavn").fill("ada@by.dk")
        page.get_by_label("Adgangskode").fill("forkert")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("forkert")
        check_axe(page)
        page.get_by_label("Brugernavn").fill("ada@by.dk")
        page.get_by_label("Adgangskode").fill("fire helt almindelige ord")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Dokumenter", exact=True)).to_be_visible()
        for path in ("/drift/brugere", "/konto", "/"):
            for width in (1280, 320):
                page.set_viewport_size({"width": width, "height": 800})
                page.goto(address + path)
                check_axe(page)
                check_reflow(page, width)
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(f"{address}/drift/brugere")
        page.get_by_label("Brugernavn eller e-mail").fill("lis@by.dk")
        page.get_by_label("Adgangskode, mindst 12 tegn").fill("fire andre gode ord")
        page.get_by_role("button", name="Tilføj").click()
        page.get_by_text("Ret lis@by.dk").click()
        check_axe(page)
        page.get_by_role("row", name="lis@by.dk").get_by_label("Rolle").select_option("redaktør")
        page.get_by_role("row", name="lis@by.dk").get_by_role("button", name="Giv rollen").click()
        expect(page.get_by_role("row", name="lis@by.dk")).to_contain_text("Redaktør")
        page.get_by_role("button", name="Log af").click()
        expect(page.get_by_role("heading", name="Log ind")).to_be_visible()
        page.goto(f"{address}/dokumenter")
        expect(page.get_by_role("heading", name="Log ind")).to_be_visible()
