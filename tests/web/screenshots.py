"""Pictures of every page: `python -m tests.web.screenshots [DATA [FOLDER]]`.

DATA (default data) holds a built index and is only read: everything happens in a copy, with conversations, a set, runs
and users of its own. FOLDER (default docs/screenshots) gets the pictures, desktop in light and phone in dark.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from fastapi import FastAPI
from playwright.sync_api import Browser, Page, sync_playwright

from corpus.accounts import Accounts
from corpus.journal import Journal
from eval.questions import QuestionSet
from eval.run import execute
from eval.runs import new_run
from eval.sets import named_set, save_set
from eval.subject import open_subject, site_subject
from eval.web import TAB, UPLOAD, quality_router
from service.assistant import DATABASE, INDEX, open_assistant, open_engine
from service.passwords import hash_password
from service.settings import Settings
from service.web.app import create_app
from tests.web.browser import answered, ask
from tests.web.conftest import CHROMIUM, served

QUESTION = "Hvor mange kommuner har en godkendt klimaplan?"
OTHERS = ("Hvem var tovholder for madspild?", "Hvad koster en elbus?", "Hvilke kommuner deltog i pendlerprojektet?")
UNCLEAR = "Hvem var tovholder?"
PAGES = (
    "/", "/kilder", "/kilder?q=klimaplan", "/kilder?q=raketbrændstof&art=rapport", "/dokumenter", "/projekter",
    "/projekter/madspild", "/kommuner", "/kommuner/Ballerup", "/sammenlign?a=pendlervaner&b=drivmidler", "/tal",
    "/dokumenter/tilfoej", "/samtaler", "/kvalitet", "/kvalitet/1", "/kvalitet/sammenlign?a=1&b=2", "/kvalitet/saet",
    "/kvalitet/saet/lille", "/kvalitet/forslag", "/drift", "/drift/brugere", "/drift/kontrol", "/om",
    "/tilgaengelighed", "/tilgaengelighed/ret", "/findesikke",
)  # fmt: skip
DEFAULTS = ("data", "docs/screenshots")
LOOKS = (("bred-lys", 1280, 860, "light"), ("telefon-moerk", 390, 844, "dark"))
NAME, PASSWORD = "mette@nordby.dk", "fire helt almindelige ord"
ROLES = ((NAME, "administrator"), ("ali@nordby.dk", "redaktør"), ("lis@nordby.dk", "læser"))


def main() -> None:
    """Copies the data folder, fills it, and goes through the pages with and without login."""
    data, folder = (Path(given or default) for given, default in zip_longest(sys.argv[1:3], DEFAULTS))
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as copy, ExitStack() as open_now:
        settings = _copied(data, Path(copy))
        _run_twice(settings)
        address = open_now.enter_context(served(_app(settings)))
        guarded = open_now.enter_context(served(_app(replace(settings, login="konti"))))
        browser = open_now.enter_context(sync_playwright()).chromium.launch(**CHROMIUM)
        for look, width, height, scheme in LOOKS:
            with _context(browser, width, height, scheme) as page:
                camera = Camera(page, folder, look)
                _pages(camera, address)
                _conversation(camera, address)
                _login(camera, guarded)
        browser.close()


def _copied(data: Path, copy: Path) -> Settings:
    """Documents and index alone: no pictures, runs or accounts."""
    for part in ("files", INDEX):
        shutil.copytree(data / part, copy / part)
    for file in data.glob(f"{DATABASE}*"):
        shutil.copy(file, copy)
    return Settings(data=copy)


def _run_twice(settings: Settings) -> None:
    """A set of every seventh question of the shipped one, run as it is and with a threshold that refuses more."""
    small = QuestionSet("lille", named_set("digest", settings.data).questions[::7])
    save_set(settings.data, small)
    for threshold in (settings.refusal_threshold, 0.8):
        subject = open_subject(replace(settings, refusal_threshold=threshold))
        execute(new_run(settings.data, small, subject.conditions), subject)


def _app(settings: Settings) -> FastAPI:
    engine = open_engine(settings)
    if settings.login == "konti":
        for name, role in ROLES:
            Accounts(engine).add(name, role, hash_password(PASSWORD))
    assistant = open_assistant(settings, engine=engine)
    return create_app(
        assistant, assistant.store, settings, journal=Journal(engine), catalogue=assistant.catalogue,
        generation=lambda: assistant.generation().manifest.name, routers=[quality_router(site_subject)], tabs=[TAB],
        uploads=[UPLOAD],
    )  # fmt: skip


@contextmanager
def _context(browser: Browser, width: int, height: int, scheme: str) -> Iterator[Page]:
    size = {"width": width, "height": height}
    context = browser.new_context(viewport=size, color_scheme=scheme, locale="da-DK")  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


class Camera:
    """Takes pictures of one browser page in one look."""

    def __init__(self, page: Page, folder: Path, look: str) -> None:
        self.page, self._folder, self._look = page, folder, look

    def take(self, name: str, *, whole: bool = True) -> None:
        """whole: what lies below the window too."""
        self.page.screenshot(path=self._folder / f"{name}-{self._look}.png", full_page=whole)

    def visit(self, address: str, path: str) -> None:
        """Opens the path and takes its picture under its own name."""
        self.page.goto(address + path)
        self.take(re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-") or "forside", whole=path != "/")


def _pages(camera: Camera, address: str) -> None:
    for question in (*OTHERS, QUESTION):
        camera.page.request.post(f"{address}/api/ask", data={"question": question, "conversation_id": "new"})
    camera.page.goto(f"{address}/dokumenter")
    documents = [str(link.get_attribute("href")) for link in camera.page.locator("tbody th a").all()[:2]]
    for path in (*PAGES, *documents, f"{documents[0]}/ret"):
        camera.visit(address, path)


def _conversation(camera: Camera, address: str) -> None:
    page = camera.page
    for question, name in ((OTHERS[1], "intet-svar"), (UNCLEAR, "et-spoergsmaal-tilbage"), (QUESTION, "svar")):
        page.goto(address)
        ask(page, question)
        answered(page)
        camera.take(name, whole=False)
    for words, name in (("Hvorfor dette svar?", "hvorfor"), ("Ikke nyttigt", "vurdering")):
        page.get_by_text(words).click()
        page.get_by_text(words).scroll_into_view_if_needed()
        camera.take(name, whole=False)
        page.get_by_text(words).click()
    for button, name in (("#scope-open", "hvilke-dokumenter"), ("#talks-open", "samtaleskuffe")):
        page.locator(button).click()
        page.locator("dialog[open] :is(label, li)").first.wait_for()
        camera.take(name, whole=False)
        page.keyboard.press("Escape")
    page.locator(".text .cit").first.hover()
    page.locator("#hover-card:visible").wait_for()
    camera.take("kildekort", whole=False)
    page.locator(".text .cit").first.click()
    camera.take("kilder-i-svaret", whole=False)
    page.locator("#panel .card.chosen a").click()
    page.locator(".sheet img").evaluate("image => image.decode()")
    camera.take("kilden-paa-siden")
    page.go_back()
    page.locator("[data-do=propose]").click()
    page.locator(".thanks:visible").wait_for()
    camera.take("gem-som-test", whole=False)
    page.get_by_role("link", name="Link til svaret").click()
    camera.take("gemt-svar")


def _login(camera: Camera, address: str) -> None:
    page = camera.page
    page.goto(f"{address}/konto")
    camera.take("log-ind")
    for password in ("forkert", PASSWORD):
        page.get_by_label("Brugernavn").fill(NAME)
        page.get_by_label("Adgangskode").fill(password)
        page.keyboard.press("Enter")
        if password != PASSWORD:
            page.get_by_role("alert").wait_for()
            camera.take("log-ind-afvist")
    page.get_by_role("heading", name="Din konto").wait_for()
    camera.take("konto")
    camera.page.goto(f"{address}/drift/brugere")
    camera.take("brugere-med-login")
    page.goto(address)
    camera.take("forside-med-login", whole=False)


if __name__ == "__main__":
    main()
