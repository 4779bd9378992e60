"""Dates in Danish text: days, months, quarters, seasons and years, with what is said of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
    "december",
)  # fmt: skip
_NUMBERS = {name: number for number, full in enumerate(_MONTHS, 1) for name in (full, full[:3])} | {"sept": 9}
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)}|(?:jan|feb|mar|apr|jun|jul|aug|sept?|okt|nov|dec)\.)"
NO_DATE = rf"(?!(?:{'|'.join(_MONTHS)}|kvartal|halvår)\b|(?:jan|feb|mar|apr|jun|jul|aug|sept?|okt|nov|dec)\.)"
"""Behind a number and its point: they may count list items, for they are no part of a date ("3. marts")."""
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_POINT = r"ultimo|primo|medio|(?:ved\s+|inden\s+)?(?:udgangen|slutningen|begyndelsen|starten|midten)\s+af|inden|senest"
_SPAN = (
    r"i\s+løbet\s+af|fra|siden|efter|omkring|(?:i\s+)?(?:foråret|sommeren|efteråret|vinteren)|\d\.\s+(?:kvartal|halvår)"
)
_QUALIFIER = rf"(?:(?P<qualifier>{_POINT}|{_SPAN})\s+)?"
_NOT_A_YEAR = r"(?![\w%]|[.,]\d|-\d|\s+[a-zæøå]*(?:kommuner|kroner|tons?|deltagere)\b)"
_ANY_YEAR = re.compile(r"(?:19|20)\d\d")
_BEFORE, _AFTER = 50, 30
_PATTERNS = (
    re.compile(rf"(?<![\w.]){_QUALIFIER}(?:d(?:en|\.)\s+)?(?P<day>[0-3]?\d)\.\s*{_MONTH}\s+{_YEAR}(?!\w)", re.I),
    re.compile(rf"(?<!\w){_QUALIFIER}{_MONTH}\s+{_YEAR}(?!\w)", re.I),
    re.compile(r"(?<![\w./-])(?P<day>[0-3]?\d)[./-](?P<number>[01]?\d)[./-](?P<year>(?:19|20)\d\d)(?![\w/-])"),
    re.compile(r"(?<![\w./-])(?P<year>(?:19|20)\d\d)-(?P<number>[01]\d)-(?P<day>[0-3]\d)(?![\w/-])"),
    re.compile(rf"(?<!\w)(?P<qualifier>{_POINT}|{_SPAN}|i|til|for|og)\s+{_YEAR}{_NOT_A_YEAR}", re.I),
)


@dataclass(frozen=True, slots=True)
class Date:
    """value: ISO 8601, as exact as the text ("2022-04-01", "2022-04", "2022"). qualifier: "ultimo", "inden" or ""."""

    value: str
    start: int
    end: int
    qualifier: str = ""


def find_dates(text: str) -> list[Date]:
    """Dates in order, not overlapping; the most exact reading wins."""
    found: list[Date] = []
    for date in _candidates(text):
        if not any(other.start < date.end and date.start < other.end for other in found):
            found.append(date)
    return sorted(found, key=lambda date: date.start)


def _candidates(text: str) -> Iterator[Date]:
    windows = _windows(text)
    for pattern in _PATTERNS:
        for match in (match for first, last in windows for match in pattern.finditer(text, first, last)):
            groups = match.groupdict()
            month = _month(groups)
            day = int(groups.get("day") or 0)
            if month > 12 or day > 31 or (groups.get("day") and not (month and day)):
                continue
            value = groups["year"] + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if day else "")
            qualifier = re.sub(r"\s+", " ", (groups.get("qualifier") or "").lower())
            start = match.start("year") if qualifier in ("i", "og", "til", "for") else match.start()
            yield Date(value, start, match.end(), "" if qualifier in ("i", "og", "til", "for") else qualifier)


def _windows(text: str) -> list[tuple[int, int]]:
    """The stretches of text around years: nothing else can hold a date."""
    windows: list[tuple[int, int]] = []
    for year in _ANY_YEAR.finditer(text):
        first, last = max(0, year.start() - _BEFORE), min(len(text), year.end() + _AFTER)
        if windows and first <= windows[-1][1]:
            windows[-1] = (windows[-1][0], last)
        else:
            windows.append((first, last))
    return windows


def _month(groups: dict[str, str | None]) -> int:
    if number := groups.get("number"):
        return int(number)
    name = (groups.get("month") or "").lower().rstrip(".")
    return _NUMBERS.get(name, 0)
