"""Every flow of an editor and an administrator, with a mouse, with the keyboard alone, and on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, expect

from eval.runs import Choice
from eval.web import TAB, quality_router
from service.passwords import hash_password
from service.web.app import create_app
from service.web.site import Site
from tests.web.browser import QUESTION, refused
from tests.web.conftest import CATALOGUE, World, make_world, served
from tests.web.fakes import SHEET_ID
from tests.web.hands import HANDS, Hand, hand_in

pytestmark = pytest.mark.browser

PASSWORD, ANOTHER = "fire helt almindelige ord", "fire andre gode ord"
WAIT_MS = 60_000


def note(text: str, name: str = "tag.md") -> dict[str, object]:
    """A small document of one section, as the file chooser gives it."""
    return {"name": name, "mimeType": "text/markdown", "buffer": f"# Tagnotat\n\n{text}\n".encode()}


@pytest.fixture(params=HANDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def hand(kind: str, browser: Browser, world: World) -> Iterator[Hand]:
    with served(world.app) as address, hand_in(browser, address, kind, "/dokumenter") as found:
        yield found


def test_a_document_is_added_corrected_replaced_read_again_and_deleted(hand: Hand) -> None:
    page, status = hand.page, hand.page.get_by_role("status").first
    hand.press(hand.link("Tilføj dokumenter"))
    hand.pick(page.get_by_label("Vælg filer, eller træk dem hertil"), note("Sedum på 42 tage."), note("", "tom.md"))
    hand.press(hand.button("Tilføj"))
    expect(status).to_have_text("Færdig.", timeout=WAIT_MS)
    expect(page.locator("#result")).to_contain_text(re.compile(r"Indekset er opdateret .* kl\. "))
    hand.check()
    hand.press(page.locator("#result").get_by_role("link", name="Tagnotat").first)
    hand.press(hand.link("Ret, erstat eller slet"))
    expect(page.get_by_role("heading", name="Ret dokumentet")).to_be_visible()
    hand.check()
    hand.write(page.get_by_label("Titel"), "Sedum i byen")
    hand.choose(page.get_by_label("Projekt"), "Grønne tage")
    hand.press(hand.button("Gem"))
    expect(status).to_have_text("Færdig.", timeout=WAIT_MS)
    hand.pick(page.get_by_label("Ny udgave af dokumentet"), note("Sedum på 57 tage.", "ny.md"))
    hand.press(hand.button("Erstat"))
    expect(page.locator("#result")).to_contain_text("Læst igen", timeout=WAIT_MS)
    hand.press(hand.button("Læs igen"))
    expect(status).to_have_text("Færdig.", timeout=WAIT_MS)
    hand.press(page.locator("#result").get_by_role("link", name="Sedum i byen"))
    expect(page.get_by_text("Sedum på 57 tage.")).to_be_visible()
    hand.press(hand.link("Ret, erstat eller slet"))
    page.once("dialog", lambda asks: asks.accept())
    hand.press(hand.button("Slet dokumentet"))
    expect(page.get_by_role("heading", name="Dokumenter", exact=True)).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_text("Sedum i byen")).to_have_count(0)


def test_one_sees_how_it_runs_and_what_is_not_covered(hand: Hand, world: World) -> None:
    page = hand.page
    hand.press(hand.link("Spørg"))
    hand.write(page.get_by_label("Dit spørgsmål"), "Hvad koster en raket?")
    hand.press(hand.button("Spørg"))
    refused(page)
    if hand.kind == "phone":
        hand.press(hand.link("Dokumenter"))
    hand.press(hand.link("Drift"))
    expect(page.get_by_text("Tjenesten kan svare på spørgsmål.")).to_be_visible()
    expect(page.get_by_text("Ingen: svar er ordrette uddrag fra kilderne")).to_be_visible()
    hand.check()
    hand.press(hand.link("Hvad koster en raket?"))
    expect(page.get_by_role("heading", name="Gemt svar")).to_be_visible()
    page.go_back()
    hand.press(hand.button("Ryd op nu"))
    expect(page.get_by_role("status")).to_have_text("0 samtaler blev slettet.")
    hand.press(hand.link("Kontrollér biblioteket"))
    expect(page.get_by_role("heading", name="Kontrol af biblioteket")).to_be_visible()
    hand.check()


def test_the_statement_of_accessibility_is_written(hand: Hand) -> None:
    hand.press(hand.link("Tilgængelighedserklæring"))
    hand.press(hand.link("Ret teksten"))
    hand.write(hand.page.get_by_label("Kommunens egen erklæring"), "Vi arbejder på det.")
    hand.check()
    hand.press(hand.button("Gem"))
    expect(hand.page.get_by_text("Vi arbejder på det.")).to_be_visible()


def test_one_logs_in_changes_the_password_gives_a_role_and_logs_out(
    browser: Browser, tmp_path: Path, kind: str
) -> None:
    world = make_world(tmp_path, login="konti")
    accounts = world.app.state.site.accounts
    for name, role in (("ada@by.dk", "administrator"), ("lis@by.dk", "læser")):
        accounts.add(name, role, hash_password(PASSWORD))
    with served(world.app) as address, hand_in(browser, address, kind, "/konto") as hand:
        page = hand.page
        _log_in(hand, PASSWORD)
        hand.write(page.get_by_label("Nuværende adgangskode"), PASSWORD)
        hand.write(page.get_by_label("Ny adgangskode, mindst 12 tegn"), ANOTHER)
        hand.check()
        hand.press(hand.button("Skift adgangskode"))
        expect(page.get_by_role("heading", name="Log ind")).to_be_visible()
        _log_in(hand, ANOTHER)
        hand.press(hand.link("Dokumenter"))
        hand.press(hand.link("Drift"))
        hand.press(hand.link("Brugere"))
        hand.press(page.get_by_text("Ret lis@by.dk"))
        row = page.get_by_role("row", name="lis@by.dk") if kind != "phone" else page.locator("tr", has_text="lis@by.dk")
        hand.choose(row.get_by_label("Rolle"), "redaktør")
        hand.press(row.get_by_role("button", name="Giv rollen"))
        expect(row).to_contain_text("Redaktør")
        hand.check()
        hand.press(hand.button("Log af"))
        expect(page.get_by_role("heading", name="Log ind")).to_be_visible()
        assert accounts.account("lis@by.dk").role == "redaktør"


def _log_in(hand: Hand, password: str) -> None:
    hand.write(hand.page.get_by_label("Brugernavn"), "ada@by.dk")
    hand.write(hand.page.get_by_label("Adgangskode"), password, enter=True)
    expect(hand.button("Log af")).to_be_visible()


def _with_tests(world: World) -> FastAPI:
    """The same library with the pages that a saved test goes to; nothing is measured."""

    def nothing(site: Site, choice: Choice) -> None:
        raise AssertionError("no run was asked for")

    return create_app(
        world.assistant, world.store, world.settings, journal=world.journal, catalogue=CATALOGUE,
        generation=lambda: "g000001", routers=[quality_router(nothing)], tabs=[TAB],  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_question_is_saved_as_a_test(browser: Browser, world: World, kind: str) -> None:
    with served(_with_tests(world)) as address, hand_in(browser, address, kind, f"/?dokument={SHEET_ID}") as hand:
        hand.write(hand.page.get_by_label("Dit spørgsmål"), QUESTION)
        hand.press(hand.button("Spørg"))
        refused(hand.page)
        hand.press(hand.button("Gem som test"))
        expect(hand.page.locator(".thanks")).to_contain_text("gemt som forslag")
        hand.press(hand.link("Se forslaget"))
        expect(hand.page.get_by_role("heading", level=1)).to_be_visible()
        expect(hand.page.get_by_text(QUESTION).first).to_be_attached()
