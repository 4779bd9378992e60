"""Three ways to use a page: with a mouse, with the keyboard alone, and with a finger on a phone of 390 pixels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page

from tests.web.browser import check_axe, check_reflow, opened

HANDS = ("mouse", "keyboard", "phone")
WIDTHS = {"mouse": 1280, "keyboard": 1280, "phone": 390}
SCHEMES = {"mouse": "light", "keyboard": "dark", "phone": "light"}
MOST_TABS = 250
HERE = "e => e === document.activeElement"


class Hand:
    """One page in one hand. The keyboard reaches everything by Tab from where it is, as a person must."""

    def __init__(self, kind: str, page: Page, context: BrowserContext) -> None:
        self.kind, self.page, self.context = kind, page, context

    def press(self, what: Locator) -> None:
        """A link, a button, a summary or a box."""
        if self.kind == "mouse":
            what.click()
        elif self.kind == "phone":
            what.tap()
        else:
            self.reach(what)
            boxed = what.get_attribute("type") in ("checkbox", "radio")
            self.page.keyboard.press("Space" if boxed else "Enter")

    def reach(self, what: Locator) -> None:
        """Tabs until it has the focus, which must be seen."""
        what.wait_for()
        for _ in range(MOST_TABS):
            if what.evaluate(HERE):
                shown = what.evaluate("e => getComputedStyle(e.closest('.composer') ?? e).outlineStyle !== 'none'")
                assert shown or what.evaluate("e => getComputedStyle(e).outlineStyle !== 'none'"), "focus is not seen"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {what}")

    def write(self, what: Locator, text: str, *, enter: bool = False) -> None:
        """In place of what stands there. enter: sends it with Enter, on a phone with the keyboard's own button."""
        if self.kind == "keyboard":
            self.reach(what)
        else:
            self.press(what)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        if enter:
            self.page.keyboard.press("Enter")

    def choose(self, what: Locator, label: str) -> None:
        """In a select, which on a phone and under a mouse is the system's own list. label: without the count.

        The keyboard types its first letters as far as the pretended one has them: it has no æ, ø and å.
        """
        if self.kind == "keyboard":
            self.reach(what)
            self.page.keyboard.type(re.split("[^A-Za-z]", label)[0])
        else:
            shown = what.locator("option").filter(has_text=re.compile(rf"^{re.escape(label)}( \(|$)"))
            what.select_option(label=shown.text_content())

    def pick(self, what: Locator, *files: Any) -> None:
        """Files, through the chooser that the field opens."""
        with self.page.expect_file_chooser() as chooser:
            self.press(what)
        chooser.value.set_files(list(files))

    def check(self) -> None:
        """axe, and nothing that scrolls sideways."""
        check_axe(self.page)
        check_reflow(self.page, WIDTHS[self.kind])

    def link(self, name: str) -> Locator:
        """The first link of exactly this name."""
        return self.page.get_by_role("link", name=name, exact=True).first

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True).first


@contextmanager
def hand_in(browser: Browser, address: str, kind: str, path: str = "/", **options: object) -> Iterator[Hand]:
    """A hand on the path, in a browser of its own; faults and requests off the origin fail at the end."""
    size = {"width": WIDTHS[kind], "height": 844}
    settings: dict[str, object] = {"viewport": size, "color_scheme": SCHEMES[kind], "has_touch": kind == "phone"}
    with opened(browser, address, **{**settings, **options}) as (context, open_page):  # type: ignore[arg-type]
        yield Hand(kind, open_page(path), context)
