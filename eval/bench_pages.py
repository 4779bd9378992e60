"""The pages as a person meets them, in a real Chromium: how heavy the first is, and how soon things are painted.

Playwright and Chromium are for development; without them the measurement says so.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from corpus.errors import ServiceError
from eval.numbers import decimal, milliseconds
from eval.questions import Question
from eval.running import running_server
from eval.stats import quantile
from service.console import progress
from service.settings import Settings

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
MOST_ANSWERS, MOST_IMAGES = 24, 8
SENTENCE_MS, IMAGE_MS, FIRST_KB, FIRST_REQUESTS = 150, 400, 100, 10
"""What is aimed at, on a machine that does nothing else."""
SPIN_S = 0.02
SETTLE_S = 2.0
"""So long may the server draw what the last answers cite, which it does ahead of the reader."""

Times = tuple[float, ...]

_WATCH = """() => {
  window.sent = window.seen = 0;
  const first = () => document.querySelector('.turn:last-of-type .text p')?.textContent.trim();
  const sent = event => { if (event.key === 'Enter') window.sent = performance.now(); };
  addEventListener('keydown', sent, { capture: true });
  new MutationObserver(() => {
    if (window.seen || !first()) return;
    window.seen = -1;
    requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => { window.seen = performance.now(); }; port2.postMessage(0); });
  }).observe(document.getElementById('conversation'), { subtree: true, childList: true, characterData: true });
}"""
"""When the frame with the first sentence has been handed to the screen: a message that is posted in the frame's own
callback is read after the frame is drawn."""

_TAKEN = """async () => {
  while (window.seen <= 0) await new Promise(requestAnimationFrame);
  return window.seen - window.sent;
}"""

_SHOWN = """addEventListener('DOMContentLoaded', async () => {
  window.shown = 0;
  const image = document.querySelector('.sheet img');
  if (!image) return;
  await image.decode();
  requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { window.shown = performance.now(); }; port2.postMessage(0); });
})"""

_SHOWN_MS = """async () => {
  if (!document.querySelector('.sheet img')) return 0;
  while (!window.shown) await new Promise(requestAnimationFrame);
  return window.shown;
}"""


@dataclass(frozen=True, slots=True)
class Pages:
    """bytes: bodies as they travelled, compressed. ms: from Enter, or from the start of the visit, to the paint.

    image_next_ms: the page after, as who turns the page sees it. load: runnable processes, a minute's mean.
    stretch: how long a computation took beside the CPU time that it used; 1 on a machine that does nothing else.
    """

    first_requests: int
    first_bytes: int
    sentence_ms: tuple[float, ...]
    image_cold_ms: tuple[float, ...]
    image_next_ms: tuple[float, ...]
    image_again_ms: tuple[float, ...]
    load: float
    stretch: float


def bench_pages(questions: Sequence[Question], settings: Settings) -> Pages:
    """Visits a server of its own over the data folder; its drawn pages are thrown away before they are timed.

    Raises ServiceError where Playwright or Chromium is missing.
    """
    try:
        playwright = import_module("playwright.sync_api").sync_playwright
    except ImportError as error:
        raise ServiceError("Sidemålingen kræver Playwright. Kør »make setup-dev« først.") from error
    if not Path(CHROMIUM).exists():
        raise ServiceError(f"Sidemålingen kræver Chromium som {CHROMIUM}. Installér pakken chromium.")
    alone = [q for q in questions if q.answerable and not q.history]
    asked = alone[:: max(1, -(-len(alone) // MOST_ANSWERS))]
    with running_server(settings) as (_, address, _), playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        requests, weight = _first_page(browser, address)
        sentences, places, stretches = _answers(browser, address, asked)
        time.sleep(SETTLE_S)
        shutil.rmtree(settings.data / "cache", ignore_errors=True)
        cold, after, again = _images(browser, address, places)
        browser.close()
    return Pages(requests, weight, sentences, cold, after, again, os.getloadavg()[0], quantile(stretches, 0.5))


def _stretch() -> float:
    wall, used = time.perf_counter(), time.process_time()
    while time.process_time() - used < SPIN_S:
        pass
    return (time.perf_counter() - wall) / SPIN_S


def pages_table(found: Pages) -> list[list[str]]:
    """Cells under a head. The best time is what the machine can do when others leave it alone."""
    lines = [["Hvad", "Mål", "Bedst", "Median", "95 %", "Målt", "Inden for målet"]]
    lines.append(_whole("Første side", FIRST_KB, "kB", found.first_bytes / 1000, 1))
    lines.append(_whole("Første side, kald", FIRST_REQUESTS, "", found.first_requests, 0))
    for what, limit, times in (
        ("Første sætning efter Enter", SENTENCE_MS, found.sentence_ms),
        ("Side med ramme, første gang", IMAGE_MS, found.image_cold_ms),
        ("Næste side", IMAGE_MS, found.image_next_ms),
        ("Side med ramme, igen", IMAGE_MS, found.image_again_ms),
    ):
        if times:
            shown = [milliseconds(ms) for ms in (min(times), quantile(times, 0.5), quantile(times, 0.95))]
            within = sum(ms <= limit for ms in times)
            lines.append([what, f"{limit} ms", *shown, f"{len(times)} gange", f"{within} af {len(times)}"])
    lines.append(["Maskinens belastning", "", decimal(found.load, 1), "", "", f"{os.cpu_count()} kerner", ""])
    lines.append(["Ren regning tog", "1 ×", f"{decimal(found.stretch, 1)} ×", "", "", "af sin egen tid", ""])
    return lines


def _whole(what: str, limit: int, unit: str, value: float, decimals: int) -> list[str]:
    shown = f"{decimal(value, decimals)} {unit}".strip()
    return [what, f"{limit} {unit}".strip(), shown, "", "", "", "ja" if value <= limit else "nej"]


def _first_page(browser: Any, address: str) -> tuple[int, int]:
    sizes: list[int] = []
    context = browser.new_context()
    context.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    context.close()
    return len(sizes), sum(sizes)


def _answers(browser: Any, address: str, asked: Sequence[Question]) -> tuple[Times, list[str], list[float]]:
    """Milliseconds to each first sentence, where the first citation of each answer leads, each place once, and
    before each question how the machine stretched a computation."""
    taken, places, stretches = [], dict[str, None](), []
    for number, question in enumerate(asked, start=1):
        page = browser.new_page()
        page.goto(address)
        page.evaluate(_WATCH)
        page.get_by_label("Dit spørgsmål").fill(question.text)
        stretches.append(_stretch())
        page.keyboard.press("Enter")
        page.locator(".turn .tools").first.wait_for()
        taken.append(float(page.evaluate(_TAKEN)))
        links = page.locator(".text a.cit")
        if links.count() and "/side/" in (place := str(links.first.get_attribute("href"))):
            places[place] = None
        page.close()
        progress("Spørger i browseren", number, len(asked))
    different = {_page_of(place): place for place in places}
    first = [different[page] for page in sorted(different, reverse=True)[:MOST_IMAGES]]
    return tuple(taken), first, stretches


def _page_of(place: str) -> tuple[str, int]:
    document, _, page = place.split("?")[0].rpartition("/side/")
    return document, int(page)


def _images(browser: Any, address: str, places: Sequence[str]) -> tuple[Times, Times, Times]:
    """Milliseconds until the page's picture and its boxes are drawn: the first time, the page after, and again.

    The browser has been on the site before, as a reader who follows a citation has. The places come last page first:
    the server draws a page's successor ahead, so no page that is timed as new was drawn for the one before.
    """
    cold, after, again = list[float](), list[float](), list[float]()
    for place in places:
        context = browser.new_context(viewport={"width": 1280, "height": 860})
        context.add_init_script(_SHOWN)
        page = context.new_page()
        page.goto(f"{address}/om")
        page.goto(address + place)
        if not (shown := float(page.evaluate(_SHOWN_MS))):
            continue
        cold.append(shown)
        if page.locator("[rel=next]").count():
            page.locator("[rel=next]").click()
            page.wait_for_url(re.compile(r"/side/\d+$"))
            after.append(float(page.evaluate(_SHOWN_MS)))
        page.goto(address + place)
        again.append(float(page.evaluate(_SHOWN_MS)))
        context.close()
    return tuple(cold), tuple(after), tuple(again)
