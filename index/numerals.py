"""Danish number words and written numbers, brought to one form: tolv → 12, syvogtyve → 27, 1.234 → 1234."""

from __future__ import annotations

import re

UNITS = {
    "nul": 0, "én": 1, "ét": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7, "otte": 8, "ni": 9,
    "ti": 10, "elleve": 11, "tolv": 12, "tretten": 13, "fjorten": 14, "femten": 15, "seksten": 16,
    "sytten": 17, "atten": 18, "nitten": 19,
}  # fmt: skip
TENS = {
    "tyve": 20, "tredive": 30, "fyrre": 40, "halvtreds": 50, "tres": 60, "halvfjerds": 70, "firs": 80,
    "halvfems": 90,
}  # fmt: skip
_HUNDRED = re.compile(r"(?:et\s?)?hundrede?")
_SHARE_WORD = re.compile(r"\b((?:et )?[^\W\d_]+)\s+(?=(?:%|pct\b|procent\b))", re.IGNORECASE)
_SHARE = re.compile(r"(?<=\d)\s*(?:pct\b\.?|procent\b)", re.IGNORECASE)
_GAP = re.compile(r"(?<=\d)\s+(?=%)")
THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")


def number_of_word(word: str) -> int | None:
    """The number a cardinal word says, None for any other word. "en" and "et" are articles, not 1."""
    if word in UNITS:
        return UNITS[word]
    if word in TENS:
        return TENS[word]
    unit, og, ten = word.partition("og")
    unit = {"en": "én", "et": "ét"}.get(unit, unit)
    if og and ten in TENS and UNITS.get(unit, 10) < 10:
        return TENS[ten] + UNITS[unit]
    return None


def plain_number(written: str) -> str:
    """Digits as they would be typed without grouping: 1.234,50 → 1234,5; 2.0 stays (a version, not a thousand)."""
    if THOUSANDS.fullmatch(written):
        written = written.replace(".", "")
    whole, comma, rest = written.partition(",")
    rest = rest.rstrip("0")
    return f"{whole}{comma}{rest}" if rest else whole


def closed_percent(text: str) -> str:
    """The text with its percent signs right behind their numbers: 61 % → 61%."""
    return _GAP.sub("", text)


def written_percent(text: str) -> str:
    """The text with its shares in digits and signs: 100pct, 100 pct. and hundrede procent → 100%."""
    return closed_percent(_SHARE.sub("%", _SHARE_WORD.sub(_in_digits, text)))


def _in_digits(share: re.Match[str]) -> str:
    word = share.group(1).lower()
    number = 100 if _HUNDRED.fullmatch(word) else number_of_word(word)
    return share.group() if number is None else f"{number} "
