"""Every flow of a reader, with a mouse, with the keyboard alone, and on a phone."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import docx
import pytest
from playwright.sync_api import Browser, expect

from tests.web.browser import QUESTION, answered, refused
from tests.web.conftest import World
from tests.web.fakes import SHEET_ID
from tests.web.hands import HANDS, Hand, hand_in

pytestmark = pytest.mark.browser

SENTENCE = "Seks havnebyer delte 140 ladcykler i foråret."


@pytest.fixture(params=HANDS)
def hand(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Hand]:
    with hand_in(browser, address, request.param) as found:
        yield found


def asked(hand: Hand, question: str = QUESTION) -> None:
    """The question, answered."""
    hand.write(hand.page.get_by_label("Dit spørgsmål"), question, enter=hand.kind == "keyboard")
    if hand.kind != "keyboard":
        hand.press(hand.button("Spørg"))
    answered(hand.page)


def test_ask_and_check_the_source(hand: Hand) -> None:
    asked(hand)
    hand.check()
    hand.press(hand.page.locator(".text .cit").first)
    chosen = hand.page.locator("#panel .card.chosen")
    expect(chosen).to_contain_text(SENTENCE)
    hand.check()
    hand.press(chosen.get_by_role("link"))
    expect(hand.page.locator("mark")).to_have_text(SENTENCE)
    expect(hand.page.locator(".sheet rect")).to_have_count(1)
    hand.check()


def test_a_suggestion_asks_itself(hand: Hand) -> None:
    hand.press(hand.page.locator(".suggestions a").first)
    expect(hand.page.locator(".turn")).to_have_count(1)
    refused(hand.page)


def test_the_scope_is_set_and_cleared(hand: Hand) -> None:
    hand.press(hand.button("Alle dokumenter"))
    dialog = hand.page.get_by_role("dialog")
    hand.check()
    hand.press(dialog.get_by_label("Ladcykler", exact=True))
    hand.press(dialog.get_by_label("Nordby"))
    hand.press(dialog.get_by_role("button", name="Brug valget"))
    summary = hand.page.locator("#scope-summary")
    expect(summary).to_have_text("Ladcykler · Nordby")
    hand.press(hand.page.locator("#scope-open"))
    hand.press(dialog.get_by_role("button", name="Alle dokumenter"))
    expect(summary).to_have_text("Alle dokumenter")


def test_the_drawer_finds_renames_and_deletes(browser: Browser, address: str) -> None:
    for kind in HANDS:
        with hand_in(browser, address, kind) as hand:
            asked(hand, f"{QUESTION} {kind}")
            hand.press(hand.page.locator("#talks-open"))
            drawer = hand.page.get_by_role("dialog", name="Samtaler")
            hand.write(drawer.get_by_label("Find en samtale"), kind, enter=True)
            expect(drawer.get_by_role("status")).to_have_text("1 samtale fundet.")
            hand.check()
            hand.press(drawer.get_by_text("Omdøb eller slet"))
            hand.write(drawer.get_by_label("Nyt navn til"), f"Cykler {kind}", enter=True)
            expect(drawer.get_by_role("status")).to_have_text("Samtalen har fået et nyt navn.")
            renamed = drawer.locator("li").filter(has_text=f"Cykler {kind}")
            expect(renamed).to_have_count(1)
            hand.press(renamed.locator("summary"))
            hand.page.once("dialog", lambda asks: asks.dismiss())
            hand.press(renamed.get_by_role("button", name="Slet samtalen"))
            expect(renamed).to_have_count(1)
            hand.page.once("dialog", lambda asks: asks.accept())
            hand.press(renamed.get_by_role("button", name="Slet samtalen"))
            expect(hand.page.get_by_role("heading", name="Hvad vil du vide?")).to_be_visible()
            expect(hand.page.locator(".turn")).to_have_count(0)


def test_an_answer_is_kept_copied_and_taken_as_word(hand: Hand) -> None:
    hand.context.grant_permissions(["clipboard-read", "clipboard-write"])
    asked(hand)
    hand.press(hand.button("Kopiér med kilder"))
    expect(hand.page.locator("#status")).to_have_text("Svar og kilder er kopieret.")
    assert f"{SENTENCE} [1]" in hand.page.evaluate("navigator.clipboard.readText()")
    with hand.page.expect_download() as download:
        hand.press(hand.link("Hent som Word"))
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(download.value.path().read_bytes())).paragraphs)
    assert SENTENCE in text
    hand.press(hand.link("Link til svaret"))
    expect(hand.page.get_by_role("heading", name="Gemt svar")).to_be_visible()
    hand.check()


def test_a_vote_tells_what_was_wrong(hand: Hand, shared_world: World) -> None:
    asked(hand)
    hand.press(hand.button("Ikke nyttigt"))
    hand.press(hand.page.get_by_label("Mangler noget"))
    hand.write(hand.page.get_by_label("Uddyb (valgfrit)"), hand.kind)
    hand.check()
    hand.press(hand.button("Send vurdering"))
    expect(hand.page.locator(".thanks:visible")).to_have_text("Tak for din vurdering.")
    vote = next(v for v in shared_world.journal.feedback() if v.note == hand.kind)
    assert (vote.useful, vote.reasons) == (False, ("Mangler noget",))


def test_search_with_filters_and_ask_about_what_is_found(hand: Hand) -> None:
    hand.press(hand.link("Søg i kilder"))
    hand.write(hand.page.get_by_label("Søg efter ord eller emne"), "skurvogne ladcykler", enter=True)
    expect(hand.page.get_by_role("status")).to_contain_text("uddrag om")
    several = hand.page.locator(".hits > li")
    expect(several).not_to_have_count(1)
    hand.choose(hand.page.get_by_label("Slags"), "Værktøj")
    expect(hand.page).to_have_url(re.compile("art=v"))
    expect(several).to_have_count(1)
    hand.check()
    hand.press(hand.link("Spørg om dette dokument"))
    expect(hand.page.locator("#scope-summary")).to_have_text("Værktøj")
    hand.page.go_back()
    hand.press(hand.page.locator(".hits h3 a").first)
    expect(hand.page).to_have_url(re.compile(f"/dokumenter/{SHEET_ID}"))
    expect(hand.page.locator("mark").first).to_be_visible()


def test_browse_to_a_page_turn_it_and_see_it_large(hand: Hand) -> None:
    hand.press(hand.link("Dokumenter"))
    hand.choose(hand.page.get_by_label("Projekt"), "Ladcykler")
    expect(hand.page.get_by_role("status").first).to_contain_text("1 af 4 dokumenter")
    hand.press(hand.link("Ladcykler på havnen"))
    expect(hand.page.get_by_role("heading", name="Ladcykler på havnen")).to_be_visible()
    hand.check()
    hand.press(hand.link("Erfaringer"))
    expect(hand.page).to_have_url(re.compile("/side/1"))
    hand.press(hand.page.get_by_text("Indhold (4 afsnit)"))
    hand.press(hand.link("Næste skridt"))
    expect(hand.page).to_have_url(re.compile("/side/2"))
    hand.press(hand.link("Forrige"))
    expect(hand.page.get_by_text("Side 1 af 2")).to_be_visible()
    hand.press(hand.link("Næste"))
    expect(hand.page.get_by_text("Side 2 af 2")).to_be_visible()
    hand.check()
    hand.press(hand.link("Vis stort"))
    expect(hand.page).to_have_url(re.compile(r"2\.webp\?b=1800"))
    hand.page.go_back()
    hand.press(hand.page.get_by_label("Brødkrumme").get_by_role("link").last)
    hand.press(hand.link("Spørg om dette dokument"))
    expect(hand.page.locator("#scope-summary")).to_have_text("Ladcykler på havnen")


def test_projects_municipalities_and_figures_lead_to_their_places(hand: Hand) -> None:
    hand.press(hand.link("Dokumenter"))
    hand.press(hand.link("Projekter"))
    expect(hand.page.get_by_role("heading", name="Projekter")).to_be_visible()
    hand.check()
    hand.press(hand.link("Ladcykler på havnen"))
    expect(hand.page.get_by_role("heading", name="Citater")).to_be_visible()
    hand.check()
    hand.press(hand.link("Nordby"))
    expect(hand.page.get_by_text("Tovholder")).to_be_visible()
    hand.check()
    hand.press(hand.page.get_by_label("Brødkrumme").get_by_role("link", name="Kommuner"))
    expect(hand.page.get_by_role("heading", name="Kommuner")).to_be_visible()
    hand.check()
    hand.press(hand.page.get_by_role("link", name="Sønderhavn: deltager i Ladcykler"))
    expect(hand.page.locator("mark")).to_have_text("Nordby og Sønderhavn var med fra starten.")
    hand.press(hand.link("Dokumenter"))
    hand.press(hand.link("Tal"))
    hand.choose(hand.page.get_by_label("Projekt"), "Ladcykler på havnen")
    expect(hand.page.get_by_role("status")).to_contain_text("1 tal")
    hand.check()
    hand.press(hand.page.locator("td a.where").first)
    expect(hand.page.locator("mark")).to_have_text(SENTENCE)


def test_two_projects_are_compared(hand: Hand) -> None:
    hand.press(hand.link("Dokumenter"))
    hand.press(hand.link("Sammenlign"))
    hand.choose(hand.page.get_by_label("Andet projekt"), "Grønne tage")
    expect(hand.page.get_by_role("heading", name="Grønne tage")).to_be_visible()
    expect(hand.page.locator(".pair")).to_contain_text("Sedum holdt på regnen.")
    expect(hand.page.locator(".pair")).to_contain_text("Regnvejr halverede antallet af ture.")
    hand.check()
    hand.press(hand.page.locator(".pair .meta a").filter(has_text="Se stedet").first)
    expect(hand.page.locator("mark").first).to_be_visible()


@pytest.mark.parametrize("kind", HANDS)
def test_without_scripts_one_asks_searches_and_filters(browser: Browser, address: str, kind: str) -> None:
    with hand_in(browser, address, kind, java_script_enabled=False) as hand:
        hand.write(hand.page.get_by_label("Dit spørgsmål"), QUESTION)
        hand.press(hand.button("Spørg"))
        expect(hand.page.locator(".text .cit")).to_have_count(2)
        hand.press(hand.page.locator(".text .cit").first)
        expect(hand.page.locator("mark")).to_have_text(SENTENCE)
        hand.press(hand.link("Dokumenter"))
        hand.choose(hand.page.get_by_label("Slags"), "Rapport")
        hand.press(hand.button("Vis"))
        expect(hand.page.locator("tbody tr")).to_have_count(2)
        expect(hand.page.locator("main")).to_contain_text("Ladcykler på havnen")
