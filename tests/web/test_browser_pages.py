"""Every page in every look: axe, reflow, weight, and the choice of light and dark."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

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
    "/drift",
    "/om",
    "/tilgaengelighed",
)
LOOKS = ((1280, "light"), (1280, "dark"), (390, "light"), (320, "dark"))


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_every_page_is_accessible_and_reflows(browser: Browser, address: str, width: int, scheme: str) -> None:
    options = {"viewport": {"width": width, "height": 860}, "color_scheme": scheme}
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
        expect(page.get_by_role("status")).to_have_text("1 uddrag om “regnvejr” i 1 dokument")
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


def test_the_matrix_leads_to_the_boxed_sentence(browser: Browser, address: str) -> None:
    with opened(browser, address) as (_, open_page):
        page = open_page("/")
        page.get_by_role("link", name="Dokumenter", exact=True).click()
        page.get_by_role("link", name="Kommuner", exact=True).click()
        page.get_by_role("link", name="Nordby: tovholder i Ladcykler").click()
        expect(page.locator("mark")).to_have_text("Nordby og Sønderhavn var med fra starten.")
        expect(page.locator(".sheet rect")).to_have_count(1)


def test_a_document_is_added_and_found(browser: Browser, tmp_path: Path) -> None:
    with served(make_world(tmp_path).app) as address, opened(browser, address) as (_, open_page):
        page = open_page("/dokumenter")
        page.get_by_role("link", name="Tilføj dokumenter").click()
        note = {"name": "tag.md", "mimeType": "text/markdown", "buffer": "# Tagnotat\n\nSedum på 42 tage.\n".encode()}
        page.get_by_label("Vælg filer, eller træk dem hertil").set_input_files(note)
        page.get_by_role("button", name="Tilføj").click()
        expect(page.get_by_role("status")).to_have_text("Færdig.", timeout=60_000)
        expect(page.locator("#result")).to_contain_text("Indekset er opdateret")
        check_axe(page)
        page.get_by_role("link", name="Tagnotat").click()
        expect(page.get_by_text("Sedum på 42 tage.")).to_be_visible()
