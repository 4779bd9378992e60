"""Jinja2 and what every page shares: name, navigation, look, Danish numbers and dates."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fastapi import Request, Response
from fastapi.templating import Jinja2Templates
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from service.trace import lap_name, leg_name
from service.web import links
from service.web.site import Site, site_of
from service.why import reasons_of

TABS = (("ask", "/", "Spørg"), ("search", "/kilder", "Søg i kilder"), ("library", "/dokumenter", "Dokumenter"))
MONTHS = ("jan.", "feb.", "mar.", "apr.", "maj", "jun.", "jul.", "aug.", "sep.", "okt.", "nov.", "dec.")
COPENHAGEN = ZoneInfo("Europe/Copenhagen")
LOOKS = {"light", "dark"}

templates = Jinja2Templates(directory=Path(__file__).parent / "templates")


def page(request: Request, name: str, *, tab: str, **context: object) -> Response:
    """The finished page. tab: id of the entry in the main menu that it belongs to."""
    look = request.cookies.get("udseende", "")
    site = site_of(request)
    shared = {
        "tab": tab,
        "tabs": request.app.state.tabs,
        "service": site.settings.name,
        "asset": site.assets.url,
        "generated": bool(site.settings.generator_url),
        "embeds_elsewhere": site.settings.embedder.startswith(("http://", "https://")),
        "look": look if look in LOOKS else "",
        "user": site.user,
        "open_tabs": site.user is not None,
    }
    return templates.TemplateResponse(request, name, {**shared, **context})


def fragment(name: str, site: Site, **context: object) -> str:
    """A piece of a page, for a script to put in place."""
    return templates.get_template(name).render(asset=site.assets.url, **context)


def danish_number(value: float, decimals: int = 0) -> str:
    """1243 → "1.243"; 4.25 with one decimal → "4,2"."""
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def danish_date(iso: str) -> str:
    """ "2024-02-29" → "29. feb. 2024"; "2024-02" → "feb. 2024"; anything else as it stands."""
    parts = iso[:10].split("-")
    try:
        numbers = [int(p) for p in parts]
        if len(numbers) == 3:
            return f"{numbers[2]}. {MONTHS[numbers[1] - 1]} {numbers[0]}"
        if len(numbers) == 2:
            return f"{MONTHS[numbers[1] - 1]} {numbers[0]}"
    except (ValueError, IndexError):
        return iso
    return iso


def danish_time(iso: str) -> str:
    """A UTC time as it was in Denmark: "18. nov. 2026 kl. 14.05"."""
    try:
        local = datetime.fromisoformat(iso).astimezone(COPENHAGEN)
    except ValueError:
        return iso
    return f"{danish_date(local.date().isoformat())} kl. {local:%H.%M}"


def danish_day(iso: str) -> str:
    """The day of a UTC time as it was in Denmark: "I dag", "I går", else "18. nov. 2026"."""
    day, today = datetime.fromisoformat(iso).astimezone(COPENHAGEN).date(), datetime.now(COPENHAGEN).date()
    return {0: "I dag", 1: "I går"}.get((today - day).days, danish_date(day.isoformat()))


def danish_clock(iso: str) -> str:
    """The time of day of a UTC time as it was in Denmark: "kl. 14.05"."""
    return f"kl. {datetime.fromisoformat(iso).astimezone(COPENHAGEN):%H.%M}"


def count(number: int, one: str, many: str) -> str:
    """ "1 kilde", "4 kilder"."""
    return f"{danish_number(number)} {one if number == 1 else many}"


def at_page(label: str | int) -> str:
    """ "s. 8" for a page number (roman ones too), a sheet's or a contents page's name as it is, "" for nothing."""
    text = str(label or "")
    return f"s. {text}" if re.match(r"\d|[ivxlc]+$", text) else text


@pass_context
def icon(context: Context, name: str) -> Markup:
    """A drawing from the sprite, hidden from screen readers."""
    sprite = context["asset"]("img/icons.svg")
    drawing = '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>'
    return Markup(drawing).format(sprite, name)


templates.env.trim_blocks = True
templates.env.lstrip_blocks = True
templates.env.globals.update(icon=icon, count=count, links=links)
templates.env.filters.update(
    leg=leg_name,
    lap=lap_name,
    why=reasons_of,
    number=danish_number,
    date=danish_date,
    time=danish_time,
    clock=danish_clock,
    at_page=at_page,
)
