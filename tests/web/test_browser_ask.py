"""Asking in a real browser: streaming, citations, the boxed page, keyboard, stop, errors, copy, vote, print, phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from service.web.asking import BROKEN_OFF
from tests.web.browser import QUESTION, Open, answered, ask, check_axe, check_reflow, opened
from tests.web.conftest import World
from tests.web.fakes import PDF_ID

pytestmark = pytest.mark.browser

WATCH = """() => {
  window.halves = []; window.said = [];
  const text = () => document.querySelector('.text')?.textContent ?? '';
  new MutationObserver(() => { if (/\\[\\d*\\]?|\\*\\*/.test(text())) halves.push(text().slice(-40)); })
    .observe(document.getElementById('conversation'), { subtree: true, childList: true, characterData: true });
  const status = document.getElementById('status');
  new MutationObserver(() => said.push(status.textContent))
    .observe(status, { childList: true, characterData: true, subtree: true });
}"""


INK = """async () => {
  const image = document.querySelector('.sheet img');
  await image.decode();
  const canvas = document.createElement('canvas');
  const w = canvas.width = image.naturalWidth, h = canvas.height = image.naturalHeight;
  const pen = canvas.getContext('2d');
  pen.drawImage(image, 0, 0);
  return [...document.querySelectorAll('.sheet rect')].map(rect => {
    const [x, y, dx, dy] = ['x', 'y', 'width', 'height'].map(n => parseFloat(rect.getAttribute(n)) / 1000);
    const dark = (from, to) => pen.getImageData(from * w, y * h, (to - from) * w, dy * h).data
      .filter((_, i) => i % 4 === 0).filter(value => value < 128).length;
    return [dark(x, x + dx), dark(0, x), dark(x + dx, 1)];
  });
}"""


@pytest.fixture
def desk(browser: Browser, address: str) -> Iterator[tuple[BrowserContext, Open]]:
    with opened(browser, address) as found:
        yield found


@pytest.fixture
def start(desk: tuple[BrowserContext, Open]) -> Page:
    return desk[1]("/")


def test_an_answer_streams_whole_and_is_announced_once(start: Page) -> None:
    start.evaluate(WATCH)
    ask(start)
    answered(start)
    assert start.evaluate("halves") == []
    assert start.evaluate("said") == ["Søger i 4 dokumenter …", "Skriver svar …", "Svaret er klar. 2 kilder."]
    expect(start.locator(".text .cit")).to_have_count(2)
    expect(start.locator(".badge")).to_have_text("Ordret fra kilderne")
    expect(start.locator(".verdict")).to_have_text("Dækket af kilder")
    expect(start.locator(".question")).to_have_text(QUESTION)
    check_axe(start)


def test_the_first_sentence_is_shown_before_the_last_is_written(start: Page, shared_world: World) -> None:
    shared_world.assistant.gate.clear()
    ask(start, f"{QUESTION} langsomt")
    expect(start.locator(".text")).to_contain_text("140 ladcykler")
    expect(start.locator(".answer")).to_have_attribute("aria-busy", "true")
    expect(start.locator(".text")).not_to_contain_text("Regnvejr")
    check_axe(start)
    shared_world.assistant.gate.set()
    answered(start)
    expect(start.locator(".text")).to_contain_text("Regnvejr")
    expect(start.locator(".answer")).not_to_have_attribute("aria-busy", "true")


def test_the_ai_notice_comes_before_the_first_question(start: Page) -> None:
    expect(start.locator(".ai-notice")).to_be_visible()
    ask(start)
    answered(start)
    expect(start.locator(".ai-notice")).to_be_hidden()


def test_a_citation_leads_to_its_sentence_boxed_on_the_page(start: Page) -> None:
    ask(start)
    answered(start)
    start.locator(".text .cit").first.click()
    card = start.locator("#panel .card.chosen")
    expect(card).to_contain_text("Ladcykler på havnen, s. 5")
    check_axe(start)
    card.get_by_role("link").click()
    expect(start.locator("mark")).to_have_text("Seks havnebyer delte 140 ladcykler i foråret.")
    image, box = start.locator(".sheet img"), start.locator(".sheet rect")
    expect(box).to_have_count(1)
    assert image.evaluate("i => i.decode().then(() => i.naturalWidth)") > 300
    page, found = image.bounding_box(), box.bounding_box()
    assert page is not None
    assert found is not None
    assert abs((found["x"] - page["x"]) / page["width"] - 60 / 595) < 0.01
    assert abs((found["y"] + found["height"] / 2 - page["y"]) / page["height"] - (80 + 18 - 4) / 842) < 0.01
    check_axe(start)


def test_the_box_covers_the_printed_letters(start: Page, address: str) -> None:
    """Ink under the box, and no ink of that line outside it: read from the picture itself."""
    start.goto(f"{address}/dokumenter/{PDF_ID}/side/1?uddrag={PDF_ID}%23p0001")
    ink = start.evaluate(INK)
    assert len(ink) == 2
    for inside, before, after in ink:
        assert inside > 200
        assert (before, after) == (0, 0)


def test_everything_by_keyboard(start: Page) -> None:
    start.locator("body").press("/")
    field = start.get_by_label("Dit spørgsmål")
    expect(field).to_be_focused()
    start.keyboard.type(QUESTION)
    start.keyboard.press("Enter")
    answered(start)
    expect(field).to_be_focused()
    chip = start.locator(".text .cit").first
    chip.focus()
    expect(start.locator("#hover-card")).to_contain_text("Seks havnebyer")
    start.keyboard.press("Escape")
    expect(start.locator("#hover-card")).to_be_hidden()
    start.keyboard.press("Enter")
    expect(start.locator("#panel .card.chosen a")).to_be_focused()
    start.keyboard.press("Escape")
    expect(start.locator("#panel")).to_be_hidden()
    expect(chip).to_be_focused()


def test_the_card_shows_on_hover(start: Page) -> None:
    ask(start)
    answered(start)
    start.locator(".text .cit").nth(1).hover()
    expect(start.locator("#hover-card")).to_contain_text("Regnvejr halverede")
    check_axe(start)
    start.mouse.move(5, 5)
    expect(start.locator("#hover-card")).to_be_hidden()


def test_stop_reaches_the_server(start: Page, shared_world: World) -> None:
    shared_world.assistant.gate.clear()
    question = f"{QUESTION} langsomt stop"
    ask(start, question)
    expect(start.locator(".text")).to_contain_text("140 ladcykler")
    start.get_by_role("button", name="Stop").click()
    expect(start.locator(".step")).to_have_text("Stoppet af dig. Svaret er ikke færdigt.")
    expect(start.get_by_label("Dit spørgsmål")).to_be_focused()
    expect(start.get_by_role("button", name="Spørg")).to_be_visible()
    shared_world.assistant.gate.set()
    for _ in range(50):
        if question in shared_world.assistant.closed:
            break
        start.wait_for_timeout(50)
    assert question in shared_world.assistant.closed
    journal = shared_world.journal
    answers = {a.question: a.body for c in journal.conversations() for a in journal.answers(c.conversation_id)}
    for _ in range(50):
        if question in answers:
            break
        start.wait_for_timeout(50)
        answers = {a.question: a.body for c in journal.conversations() for a in journal.answers(c.conversation_id)}
    assert answers[question]["notice"] == BROKEN_OFF


def test_a_failure_can_be_tried_again(start: Page) -> None:
    ask(start, f"{QUESTION} fejl")
    expect(start.locator(".notice.bad")).to_contain_text("Sprogmodellen svarer ikke lige nu.")
    expect(start.locator(".tools")).to_have_count(0)
    check_axe(start)
    start.get_by_role("button", name="Prøv igen").click()
    expect(start.locator(".notice.bad")).to_have_count(1)
    expect(start.locator(".turn")).to_have_count(1)


def test_a_follow_up_belongs_to_the_conversation(start: Page, shared_world: World) -> None:
    ask(start)
    answered(start)
    expect(start).to_have_url(re.compile("/samtaler/"))
    start.get_by_role("link", name="Hvad koster ladcykler?").click()
    expect(start.locator(".turn")).to_have_count(2)
    expect(start.locator(".turn").nth(1).locator(".badge")).to_be_visible()
    assert shared_world.assistant.histories[-1][0].content == QUESTION
    start.reload()
    expect(start.locator(".turn")).to_have_count(2)
    check_axe(start)


def test_a_long_conversation_scrolls_inside_its_place(start: Page) -> None:
    start.set_viewport_size({"width": 1280, "height": 700})
    for turn in range(3):
        ask(start)
        expect(start.locator(".turn")).to_have_count(turn + 1)
        expect(start.locator("#status")).to_contain_text("Svaret er klar")
    assert start.evaluate("document.documentElement.scrollHeight - document.documentElement.clientHeight") == 0
    assert start.evaluate("scrollY") == 0
    places = [start.locator(".turn .question").last, start.locator(".turn .text").last, start.locator("#question")]
    asked, answer, form = (place.bounding_box() for place in places)
    assert asked
    assert answer
    assert form
    assert asked["y"] < 150, "the last question stands at the top"
    assert answer["y"] + answer["height"] < form["y"], "and its answer below it, above the field"


def test_copy_brings_the_sources(desk: tuple[BrowserContext, Open], address: str) -> None:
    context, open_page = desk
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = open_page("/")
    ask(page)
    answered(page)
    page.get_by_role("button", name="Kopiér med kilder").click()
    expect(page.locator("#status")).to_have_text("Svar og kilder er kopieret.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Seks havnebyer delte 140 ladcykler i foråret. [1]" in copied
    assert f"[1] Ladcykler på havnen, s. 5 – {address}/dokumenter/{PDF_ID}/side/1?uddrag=" in copied
    assert "Ordret fra kilderne" in copied


def test_print_has_question_answer_and_sources_only(start: Page) -> None:
    ask(start)
    answered(start)
    start.emulate_media(media="print")
    start.evaluate("dispatchEvent(new Event('beforeprint'))")
    shown = start.locator(".source-list .card a").first.evaluate("a => getComputedStyle(a, '::after').content")
    assert shown.startswith('" (http://127.0.0.1')
    expect(start.locator(".question")).to_be_visible()
    expect(start.locator(".source-list [data-card='1']")).to_be_visible()
    for hidden in (".composer", ".top", ".tools", ".foot", ".vote"):
        expect(start.locator(f"{hidden}:visible")).to_have_count(0)


def test_no_answer_says_so_and_offers_the_search(start: Page) -> None:
    ask(start, "Hvad koster en raket?")
    expect(start.locator("#status")).to_have_text(re.compile("ikke fundet et svar"))
    expect(start.locator(".verdict")).to_have_text("Ingen kilde")
    expect(start.get_by_role("link", name="Søg i kilder efter")).to_be_visible()
    check_axe(start)


def test_scope_limits_the_question(start: Page) -> None:
    start.get_by_role("button", name="Alle dokumenter").click()
    check_axe(start)
    start.get_by_label("Skurvogne på byggepladsen").check()
    start.get_by_role("button", name="Brug valget").click()
    expect(start.locator("#scope-summary")).to_have_text("Skurvogne på byggepladsen")
    ask(start)
    expect(start.locator(".verdict")).to_have_text("Ingen kilde")


def test_earlier_conversations_are_in_a_drawer(start: Page) -> None:
    ask(start)
    answered(start)
    start.get_by_role("button", name="Samtaler").click()
    drawer = start.get_by_role("dialog", name="Samtaler")
    expect(drawer.get_by_role("link", name=QUESTION).first).to_be_visible()
    check_axe(start)
    drawer.get_by_role("link", name=QUESTION).first.click()
    expect(start.locator(".turn")).to_have_count(1)
    start.get_by_role("button", name="Samtaler").click()
    start.get_by_role("link", name="Ny samtale").click()
    expect(start.get_by_role("heading", name="Hvad vil du vide?")).to_be_visible()
    expect(start.locator(".turn")).to_have_count(0)


def test_a_permanent_link_shows_the_answer_again(start: Page) -> None:
    ask(start)
    answered(start)
    start.get_by_role("link", name="Link til svaret").click()
    expect(start.get_by_role("heading", name="Gemt svar")).to_be_visible()
    expect(start.locator(".text .cit")).to_have_count(2)
    start.locator(".text .cit").first.click()
    expect(start.locator("#panel .card.chosen")).to_be_visible()
    check_axe(start)


def test_without_scripts_the_form_gives_the_finished_page(browser: Browser, address: str) -> None:
    with opened(browser, address, java_script_enabled=False) as (_, open_page):
        page = open_page("/")
        page.get_by_label("Dit spørgsmål").fill(QUESTION)
        page.get_by_role("button", name="Spørg").click()
        expect(page.locator(".text .cit")).to_have_count(2)
        page.locator(".text .cit").first.click()
        expect(page.locator("mark")).to_have_text("Seks havnebyer delte 140 ladcykler i foråret.")


@pytest.mark.parametrize(
    ("width", "height", "scheme"), [(390, 844, "light"), (320, 844, "dark"), (320, 256, "dark"), (844, 390, "light")]
)
def test_on_a_small_screen(browser: Browser, address: str, width: int, height: int, scheme: str) -> None:
    """A phone, a narrow one, a screen of 1280 × 1024 at 400 % zoom, and a phone on its side."""
    options = {"viewport": {"width": width, "height": height}, "color_scheme": scheme, "has_touch": True}
    with opened(browser, address, **options) as (_, open_page):
        page = open_page("/")
        check_axe(page)
        ask(page)
        answered(page)
        check_reflow(page, width)
        check_axe(page)
        page.locator(".text .cit").first.tap()
        expect(page.locator("#panel")).to_be_visible()
        check_axe(page)
        page.get_by_role("button", name="Luk").tap()
        expect(page.locator("#panel")).to_be_hidden()
        for button, inside in (("#scope-open", "label"), ("#talks-open", "#talks-body li")):
            page.locator(button).tap()
            expect(page.locator(f"dialog[open] {inside}").first).to_be_visible()
            check_axe(page)
            page.keyboard.press("Escape")
            expect(page.locator("dialog[open]")).to_have_count(0)


def test_a_full_stop_never_stands_alone(browser: Browser, address: str) -> None:
    with opened(browser, address, viewport={"width": 320, "height": 844}) as (_, open_page):
        page = open_page("/")
        ask(page)
        answered(page)
        assert page.evaluate(
            """() => [...document.querySelectorAll('.text .nb')].every(glued => glued.getClientRects().length === 1)"""
        )
