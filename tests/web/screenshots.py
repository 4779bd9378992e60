"""Pictures of every page and a few timings: `python -m tests.web.screenshots [DATA [FOLDER]]`.

DATA (default data) holds a built index; FOLDER (default docs/screenshots) gets the pictures, desktop in light and
phone in dark. The timings are read in the browser and printed; they are no test.
"""

from __future__ import annotations

import re
import sys
from itertools import zip_longest
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from corpus.journal import Journal
from eval.subject import site_subject
from eval.web import TAB, quality_router
from service.assistant import open_assistant, open_engine
from service.settings import Settings
from service.web.app import create_app
from tests.web.conftest import CHROMIUM, served

QUESTION = "Hvor mange kommuner har en godkendt klimaplan?"
PAGES = (
    "/", "/kilder?q=klimaplan", "/dokumenter", "/projekter", "/projekter/madspild", "/kommuner", "/kommuner/Ballerup",
    "/sammenlign?a=pendlervaner&b=drivmidler", "/tal", "/dokumenter/tilfoej", "/samtaler", "/kvalitet",
    "/kvalitet/saet", "/kvalitet/forslag", "/drift", "/drift/brugere", "/drift/kontrol", "/om", "/tilgaengelighed",
    "/tilgaengelighed/ret", "/findesikke",
)  # fmt: skip
DEFAULTS = ("data", "docs/screenshots")
LOOKS = (("bred-lys", 1280, 860, "light"), ("telefon-moerk", 390, 844, "dark"))


def main() -> None:
    """Opens the data folder in an app of its own and goes through the pages."""
    data, folder = (Path(given or default) for given, default in zip_longest(sys.argv[1:3], DEFAULTS))
    folder.mkdir(parents=True, exist_ok=True)
    settings = Settings(data=data)
    engine = open_engine(settings)
    assistant = open_assistant(settings, engine=engine)
    app = create_app(
        assistant, assistant.store, settings, journal=Journal(engine), catalogue=assistant.catalogue,
        generation=lambda: assistant.generation().manifest.name, routers=[quality_router(site_subject)], tabs=[TAB],
    )  # fmt: skip
    with served(app) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        for look, width, height, scheme in LOOKS:
            _look(browser, address, folder, look=look, size=(width, height), scheme=scheme)
        browser.close()


def _look(browser: Browser, address: str, folder: Path, *, look: str, size: tuple[int, int], scheme: str) -> None:
    viewport = {"width": size[0], "height": size[1]}
    context = browser.new_context(viewport=viewport, color_scheme=scheme, locale="da-DK")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}/dokumenter")
    documents = [str(link.get_attribute("href")) for link in page.locator("tbody th a").all()[:2]]
    for path in (*PAGES, *documents, f"{documents[0]}/ret"):
        page.goto(address + path)
        name = re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-") or "forside"
        page.screenshot(path=folder / f"{name}-{look}.png", full_page=path != "/")
    page.goto(address)
    _ask(page)
    page.screenshot(path=folder / f"svar-{look}.png")
    page.get_by_text("Hvorfor dette svar?").click()
    page.screenshot(path=folder / f"hvorfor-{look}.png")
    page.get_by_text("Hvorfor dette svar?").click()
    page.locator("#scope-open").click()
    page.screenshot(path=folder / f"hvilke-dokumenter-{look}.png")
    page.keyboard.press("Escape")
    page.locator("#talks-open").click()
    page.locator("#talks-body li").first.wait_for()
    page.screenshot(path=folder / f"samtaleskuffe-{look}.png")
    page.keyboard.press("Escape")
    page.locator(".text .cit").first.click()
    page.screenshot(path=folder / f"kilder-i-svaret-{look}.png")
    page.locator("#panel .card.chosen a").click()
    page.locator(".sheet img").evaluate("image => image.decode()")
    page.screenshot(path=folder / f"kilden-paa-siden-{look}.png", full_page=True)
    shown = page.locator(".sheet img").evaluate("i => performance.getEntriesByName(i.currentSrc)[0].duration")
    sys.stdout.write(f"{look}: sidebillede {shown:.0f} ms\n")
    context.close()


def _ask(page: Page) -> None:
    """Asks, and prints how long after Enter the first sentence was in the page."""
    page.evaluate(
        """() => { const text = () => document.querySelector('.text p');
        addEventListener('keydown', () => { window.sent = performance.now(); }, { once: true, capture: true });
        new MutationObserver(() => { if (text() && !window.seen) window.seen = performance.now(); })
          .observe(document.getElementById('conversation'), { subtree: true, childList: true }); }"""
    )
    page.get_by_label("Dit spørgsmål").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_have_text(re.compile("Svaret er klar"))
    sys.stdout.write(f"første sætning efter Enter: {page.evaluate('seen - sent'):.0f} ms\n")


if __name__ == "__main__":
    main()
