"""What the cells of a column amount to: figures of one unit, or dates, that can be set in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_FIGURE = re.compile(
    r"(?:(?:ca\.?|cirka|omkring|around|about|~|≈)\s*)?(kr\.?|dkk|eur|€|\$|£)?\s*([-−–+]?)\s*"
    r"(\d[\d.,]*\d|\d)\s*([^\d\s±/<>][^\d±<>]*)?",
    re.IGNORECASE,
)
_SHARE = re.compile(r"(\d+) (?:ud )?(?:af|of|out of) (?:de )?(\d+)", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_DANISH = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?")
_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_EITHER = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+")
"""A fraction in Danish and a thousand in English."""
_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_PRICE = re.compile(
    r"\b\w*(?:pris(?:en|er)?|omkostning(?:er)?|udgift(?:er)?|beløb|takst|tarif|leje|afgift)\b|"
    r"\b(?:pris|koster|omkostning|udgift)\w*|\b(?:price|cost)s?\b",
    re.IGNORECASE,
)
_CURRENCY = re.compile(
    r"\W*(?:i|mio\.?|mia\.?|1\.?000|tusind)?\W*(?:kr|kroner|dkk|eur|euro|€|usd|\$)\W*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell's number. unit: small letters, "" for none. as_share: it was written "3 af 5", and is given in percent."""

    value: float
    unit: str
    as_share: bool = False


def figures(cells: Sequence[str], beside: Iterable[str] = ()) -> list[Figure]:
    """A figure a cell, [] unless every cell is one, all of one unit. A range or "over 40" is none.

    beside: the table's other cells, which may tell an English "1,234.5" from a Danish "1.234,5".
    """
    dotted = _is_english([*cells, *beside])
    found = [figure for cell in cells if (figure := figure_of(cell, english=dotted is True))]
    if len(found) < len(cells) or len({figure.unit for figure in found}) != 1:
        return []
    numbers = [number for cell in cells if (number := _number(cell))]
    unclear = any(map(_EITHER.fullmatch, numbers)) and not all(map(_EITHER.fullmatch, numbers))
    return found if dotted is not None or not unclear else []


def figure_of(cell: str, *, english: bool = False) -> Figure | None:
    """The one number that the cell says; None for any other cell."""
    text = " ".join(_IN_BRACKETS.sub("", cell).split())
    if (share := _SHARE.fullmatch(text)) and int(share[2]):
        return Figure(100 * int(share[1]) / int(share[2]), "%", as_share=True)
    found = _FIGURE.fullmatch(text)
    if not found or not (_ENGLISH if english else _DANISH).fullmatch(found[3]):
        return None
    group, point = (",", ".") if english else (".", ",")
    value = float(found[3].replace(group, "").replace(point, "."))
    return Figure(-value if found[2] in ("-", "−", "–") else value, _unit(found[1] or found[4] or ""))


def dates(cells: Sequence[str]) -> list[int]:
    """A number a cell, greater for later; [] unless all are days, or all are years."""
    days = [day for cell in cells if (day := _day(cell.strip()))]
    years = [int(cell) for cell in map(str.strip, cells) if _YEAR.fullmatch(cell)]
    return next((found for found in (days, years) if found and len(found) == len(cells)), [])


def is_price(header: str) -> bool:
    """True for the header of a column that says what something costs: not what it brings in or is worth."""
    return _PRICE.search(header) is not None or _CURRENCY.fullmatch(header) is not None


def _day(cell: str) -> int:
    if found := _DAY.fullmatch(cell):
        return int(found[3]) * 10_000 + int(found[2]) * 100 + int(found[1])
    found = _ISO_DAY.fullmatch(cell)
    return int(found[1]) * 10_000 + int(found[2]) * 100 + int(found[3]) if found else 0


def _number(cell: str) -> str:
    found = _FIGURE.fullmatch(" ".join(_IN_BRACKETS.sub("", cell).split()))
    return found[3] if found else ""


def _is_english(cells: Iterable[str]) -> bool | None:
    """Whether some numbers can only be read as English and none only as Danish; None where nothing tells."""
    numbers = [number for cell in cells if (number := _number(cell))]
    danish = any(_DANISH.fullmatch(n) and not _ENGLISH.fullmatch(n) for n in numbers)
    english = any(_ENGLISH.fullmatch(n) and not _DANISH.fullmatch(n) for n in numbers)
    return english if danish != english else None


def _unit(written: str) -> str:
    unit = " ".join(written.lower().split()).strip(" .")
    return "%" if unit in ("pct", "procent", "percent") else unit
