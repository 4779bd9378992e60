"""Danish municipalities and regions in running text: spelling variants, genitives, misspellings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

_TABLE = Path(__file__).parent / "data" / "municipalities.tsv"
_HOMOGRAPHS = frozenset({"Vejen", "Skive", "Greve", "Odder", "Varde", "Faxe", "Mors"})
"""Names that are everyday words too: at the start of a sentence they need "Kommune" behind them."""

_NOT_THE_PLACE = (
    r"(?!\s+(?:Universitet|Universitetshospital|Hospital|Sygehus|Lufthavn|Havn|Stift|Politi|Festival|Domkirke|Bugt"
    r"|Fjord|Sund|Bro\b|Zoo|Teater|Letbane|Erhvervsakademi|Tekniske))"
)
_TOWNS = frozenset({"lillerød", "hellerup", "holding", "rønnede", "hornslet", "hillerup"})
"""Capitalised words that lie one letter from a municipality without being a misspelling of it."""

_REGIONS = {
    "Region Hovedstaden": r"Region\s+H(?:ovedstaden|\b\.?)",
    "Region Sjælland": r"Region\s+Sjælland",
    "Region Syddanmark": r"Region\s+Syddanmark",
    "Region Midtjylland": r"Region\s+Midt(?:jylland)?\b",
    "Region Nordjylland": r"Region\s+Nord(?:jylland)?\b",
}
_WORD = re.compile(r"[A-ZÆØÅ](?<![\w-].)[a-zæøå]{6,}(?:-[A-ZÆØÅ][a-zæøå]+)?(?![\w-])")
_CAPITALISED = re.compile(r"[A-ZÆØÅ](?<![\w-].)[a-zæøåA-Z]+")
"""The letter stands before the look behind it, for then the search leaps from capital to capital."""
_CALLED = re.compile(r"\s+[Kk]ommunes?\b")
_NEAR = 60


@dataclass(frozen=True, slots=True)
class Place:
    """kind: municipality or region. value: the official name without "Kommune". [start, end) in the text given."""

    kind: Literal["municipality", "region"]
    value: str
    start: int
    end: int
    corrected: bool = False


@cache
def municipalities() -> dict[str, str]:
    """Name → its region, all 98, in the order of the table."""
    return {name: region for name, region, _ in _rows()}


def find_places(text: str) -> list[Place]:
    """The places named in `text`, in order, not overlapping; a misspelt one only in the company of others."""
    found = [place for place in _exact(text) if not _is_everyday_word(text, place)]
    found += _misspelt(text, found)
    return sorted(found, key=lambda place: place.start)


def _rows() -> Iterator[tuple[str, str, list[str]]]:
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, region, more = line.split("\t")
            yield name, region, [form for form in more.split(";") if form]


@cache
def _patterns() -> dict[str, list[tuple[Literal["municipality", "region"], str, re.Pattern[str]]]]:
    """The first word of a name, å written aa → the names that begin with it, the longest first."""
    ending = rf"(?:s|['’]s?)?(?:\s+(?:Regionsk|K|k)ommunes?)?(?!\w)(?!-[A-Za-zÆØÅæøå]){_NOT_THE_PLACE}"
    table: dict[str, list[tuple[Literal["municipality", "region"], str, re.Pattern[str]]]] = {}
    forms = sorted(((form, name) for name, _, more in _rows() for form in (name, *more)), key=lambda row: -len(row[0]))
    for form, name in forms:
        first = _folded(re.split(r"[-.]", form)[0])
        table.setdefault(first, []).append(("municipality", name, re.compile(_spellings(form) + ending)))
    for name, spelling in _REGIONS.items():
        table.setdefault("Region", []).append(("region", name, re.compile(spelling + ending)))
    return table


def _folded(word: str) -> str:
    return word.replace("Å", "Aa").replace("å", "aa")


def _spellings(name: str) -> str:
    pattern = re.escape(name).replace(r"\-", r"(?:\s*[-–]\s*|\s)")
    pattern = re.sub(r"^(Aa|Å)", "(?:Aa|Å)", pattern)
    pattern = re.sub(r"aa|å", "(?:aa|å)", pattern)
    return pattern.replace("T(?:aa|å)", "[Tt](?:aa|å)")


def _exact(text: str) -> Iterator[Place]:
    table = _patterns()
    last = 0
    for word in _CAPITALISED.finditer(text):
        folded = _folded(word[0])
        rows = table.get(folded) or table.get(folded.removesuffix("s"))
        if rows is None or word.start() < last:
            continue
        for kind, name, pattern in rows:
            if match := pattern.match(text, word.start()):
                last = match.end()
                yield Place(kind, name, match.start(), last)
                break


def _is_everyday_word(text: str, place: Place) -> bool:
    if place.value not in _HOMOGRAPHS or "ommune" in text[place.start : place.end]:
        return False
    before = text[: place.start].rstrip(" \t\n\"'»”“(")
    return not before or before[-1] in ".!?:;•"


def _misspelt(text: str, known: list[Place]) -> list[Place]:
    """Words one letter away from exactly one municipality, beside another place or before "Kommune"."""
    found: list[Place] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        if any(place.start < end and start < place.end for place in known):
            continue
        if not (name := _one_letter_off(match[0])):
            continue
        called = _CALLED.match(text, end)
        near = [p for p in known if abs(p.start - end) < _NEAR or abs(start - p.end) < _NEAR]
        if called or len(near) >= 2 or any(_listed(text, p, start, end) for p in near):
            found.append(Place("municipality", name, start, called.end() if called else end, corrected=True))
    return found


def _listed(text: str, place: Place, start: int, end: int) -> bool:
    """True when nothing but a list's separators stand between the place and the word."""
    between = text[place.end : start] if place.end <= start else text[end : place.start]
    return re.fullmatch(r"[\s,;/]*(?:\b(?:og|samt)\b)?[\s,;/]*", between) is not None and between.strip() != ""


@cache
def _one_letter_off(word: str) -> str:
    lower = word.lower()
    names = _by_letter().get(lower[0], [])
    if lower in _TOWNS or any(lower in (low, f"{low}s") for low, _ in names):
        return ""
    near = [name for low, name in names if len(low) >= 7 and _distance_one(lower, low)]
    return near[0] if len(near) == 1 else ""


@cache
def _by_letter() -> dict[str, list[tuple[str, str]]]:
    """First letter → (name in small letters, name) of the municipalities that begin with it."""
    table: dict[str, list[tuple[str, str]]] = {}
    for name in municipalities():
        table.setdefault(name[0].lower(), []).append((name.lower(), name))
    return table


def _distance_one(left: str, right: str) -> bool:
    """True when one letter is changed, added, dropped, or swapped with its neighbour, the first one kept."""
    if left == right or abs(len(left) - len(right)) > 1 or left[0] != right[0]:
        return False
    head = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    rest_left, rest_right = left[head:], right[head:]
    if len(left) == len(right):
        return rest_left[1:] == rest_right[1:] or (
            rest_left[:2] == rest_right[1::-1] and rest_left[2:] == rest_right[2:]
        )
    return rest_left[1:] == rest_right if len(left) > len(right) else rest_left == rest_right[1:]
