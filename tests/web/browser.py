"""A real Chromium for tests: any console error, page error or request off the origin fails the test."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

QUESTION = "Hvor mange ladcykler delte havnebyer, og hvad gjorde regnvejr?"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

Open = Callable[..., Page]

expect.set_options(timeout=20_000)
"""A busy machine is slow, not wrong."""


@contextmanager
def opened(
    browser: Browser, address: str, *, allowed: re.Pattern[str] | None = None, **options: object
) -> Iterator[tuple[BrowserContext, Open]]:
    """A context and a function that opens a path in it; faults seen by then are raised at the end.

    allowed: console errors that belong to what is tested, such as the browser's own line about a refused request.
    """
    faults: list[str] = []
    settings: dict[str, object] = {"locale": "da-DK", "viewport": {"width": 1280, "height": 860}, **options}
    context = browser.new_context(**settings)  # type: ignore[arg-type]
    host = urlsplit(address).netloc
    context.on("request", lambda r: faults.append(f"off origin: {r.url}") if foreign(r.url, host) else None)
    context.on("weberror", lambda e: faults.append(f"page error: {e.error}"))
    context.on("console", lambda m: faults.append(f"console: {m.text}") if m.type == "error" else None)

    def open_page(path: str) -> Page:
        page = context.new_page()
        page.goto(address + path)
        return page

    try:
        yield context, open_page
    finally:
        context.close()
    faults = [fault for fault in faults if not (allowed and allowed.search(fault))]
    assert not faults, faults


def foreign(url: str, host: str) -> bool:
    """True for an address that is not this server's; blob and data addresses never leave the browser."""
    parts = urlsplit(url)
    return parts.scheme not in {"blob", "data"} and parts.netloc != host


def ask(page: Page, question: str = QUESTION) -> None:
    """Types the question and sends it with Enter."""
    page.get_by_label("Dit spørgsmål").fill(question)
    page.keyboard.press("Enter")


def answered(page: Page) -> None:
    """Waits for the whole answer."""
    expect(page.locator("#status")).to_have_text(re.compile("Svaret er klar"))


def refused(page: Page) -> None:
    """Waits for being told that the sources hold no answer."""
    expect(page.locator("#status")).to_have_text("Der er ikke fundet et svar i kilderne.")


def check_axe(page: Page) -> None:
    """No violation of WCAG 2.2 A and AA or of best practice in the page as it is now."""
    found = Axe().run(page, options={"runOnly": STANDARDS}).response["violations"]
    faults = [(v["id"], v["help"], [n["html"][:160] for n in v["nodes"]][:3]) for v in found]
    assert not faults, (page.url, faults)


def check_reflow(page: Page, width: int) -> None:
    """Nothing makes the page scroll sideways."""
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
