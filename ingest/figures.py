"""Figures with unit and what they are counted of; percentages, counts, amounts, fractions and number words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from ingest.lexicon import attested
from ingest.places import find_places

WORDS = {
    "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7, "otte": 8, "ni": 9, "ti": 10, "elleve": 11, "tolv": 12,
    "tretten": 13, "fjorten": 14, "femten": 15, "seksten": 16, "sytten": 17, "atten": 18, "nitten": 19, "tyve": 20,
    "tredive": 30, "fyrre": 40, "halvtreds": 50, "tres": 60, "halvfjerds": 70, "firs": 80, "halvfems": 90,
    "hundrede": 100,
}  # fmt: skip
_FRACTIONS = {"halvdelen": "1/2", "en tredjedel": "1/3", "to tredjedele": "2/3", "en fjerdedel": "1/4"}
_FRACTIONS |= {"tre fjerdedele": "3/4", "en femtedel": "1/5", "en tiendedel": "1/10"}
_NUMBER = r"\d{1,3}(?:[. \u00a0]\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_SPELT = "|".join(sorted(WORDS, key=len, reverse=True))
_SCALES = dict.fromkeys(("mio", "million", "millioner"), "mio.") | dict.fromkeys(
    ("mia", "milliard", "milliarder"), "mia."
)
_SCALES |= {"tusind": "tusind", "tusinde": "tusind", "hundrede": "hundrede"}
_UNITS = (
    r"kroner|kr\b\.?|DKK|euro|EUR|tons?\b|kg|gram|km²?|meter|m²|m³|hektar|ha\b|liter|MWh|GWh|TWh|kWh|MW|GW|kW|°C|grader"
    r"|år|årige|måneder|uger|dage|timer|minutter|gange"
)
_MODIFIER = (
    r"mere end|mindre end|flere end|færre end|op til|omkring|næsten|minimum|maksimalt|cirka|mindst|højst|knap|godt"
    r"|over|under|ca\."
)
_SCALE = r"(?:mio|mia)\.?|million(?:er)?|milliard(?:er)?|tusinde?|hundrede"
_OTHER_PLURALS = (
    r"netværk|tiltag|mål|børn|anlæg|huse|stole|borde|skift|forslag|spørgsmål|ord|tal|sæt|job|krav|punkt|trin"
)
_FINITE = (
    r"er|har|vil|bliver|blev|arbejder|skal|kan|kommer|stammer|kører|sidder|står|ligger|ender|bruger|mener|får|går|giver|svarer"
    r"|deltager|bor|består|udgør|viser|findes|gør|svarede|havde|deltog|forventer|ser|betyder|tager|når|bør|må|skulle|ville"
)
_START = rf"(?<![\w.,/§-])(?:(?P<modifier>{_MODIFIER})\s+)?"
_DENOMINATOR = rf"\s+af\s+(?P<denominator>(?:(?!\b(?:{_FINITE})\b)[^.,;:()\n•]){{3,70}})"
_PERCENT = re.compile(rf"{_START}(?P<number>{_NUMBER})\s*(?:%|procent(?:point)?\b|pct\.?)(?:{_DENOMINATOR})?")
_SHARE = re.compile(
    rf"{_START}(?P<number>{_NUMBER}|{_SPELT})\s+(?:ud\s+)?af\s+(?:de\s+|alle\s+|i\s+alt\s+)*(?P<whole>{_NUMBER}|{_SPELT})"
    r"(?:[ \u00a0]+(?P<unit>[a-zæøå-]{3,30}))?",
    re.I,
)
_COUNT = re.compile(
    rf"{_START}(?P<number>{_NUMBER}|(?:{_SPELT})(?=[ \u00a0]))[ \u00a0]?(?P<scale>(?:{_SCALE})[ \u00a0])?"
    rf"(?P<unit>{_UNITS}|(?:[a-zæøå]{{3,20}} )??(?:[a-zæøå-]{{2,30}}(?:er|ere)|{_OTHER_PLURALS}))(?![\wæøå])",
    re.I,
)
_PART = re.compile(rf"{_START}(?P<part>{'|'.join(_FRACTIONS)})(?:{_DENOMINATOR})?", re.I)
_LED = re.compile(rf"(?<![\w.,/§-])(?:{_MODIFIER})\s+$", re.I)
_HUNDREDTHS = re.compile(r"%|[Pp]rocent|[Pp]ct")
"""What stands in every text with a percentage."""
_SPAN = 60
"""A number with what leads it and "af" are at most so many characters."""
_CALL = 40
"""A name before a number is at most so many characters."""
_REACH = 14
"""A modifier and its space are at most so many characters."""
_PARTS = frozenset(name.partition(" ")[2] for name in _FRACTIONS)
"""Second words: "to tredjedele" is looked for where "tredjedele" stands."""
_FIRST = re.compile("(?:en|to|tre) $", re.I)
_NUMBERS = sorted(frozenset(WORDS) | frozenset(name.rpartition(" ")[2] for name in _FRACTIONS), reverse=True)
_BY_LETTER = "|".join(
    f"[{letter}{letter.upper()}](?:{'|'.join(word[1:] for word in words)})"
    for letter, words in groupby(_NUMBERS, key=itemgetter(0))
)
_FIRSTS = "".join({letter for word in _NUMBERS for letter in (word[0], word[0].upper())})
_AMOUNT = re.compile(rf"(?<!\w)(?=[0-9{_FIRSTS}])(?:[0-9]\w*|(?:{_BY_LETTER})(?!\w))", re.I)
"""A number or a number word, looked for by its first letter: most words are leapt over."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_NO_UNIT = re.compile(
    rf"(?:{_FINITE}|\w+erer|var|efter|under|over|eller|hver|her|der|sker|per|især|dækker|peger|siger)$"
)
"""Verbs and small words that end as plurals do."""
_CALLED = re.compile(r"(?<![\w.-])[A-ZÆØÅ][\w-]*[^\W\d_s][ \u00a0]$")
"""A capitalised word right before a number, not in the genitive ("Gladsaxes 21 skoler")."""


@dataclass(frozen=True, slots=True)
class Figure:
    """value: digits as Danes write them ("70.000", "1/3"). unit: "%", "kommuner", "mia. kroner".

    [start, end) spans number and unit; denominator and modifier stand around it.
    """

    value: str
    unit: str
    start: int
    end: int
    denominator: str = ""
    modifier: str = ""


def find_figures(text: str) -> list[Figure]:
    """Figures in order, not overlapping; years, dates, page and section numbers are no figures."""
    found: list[Figure] = []
    for figure in _candidates(text):
        if not any(other.start < figure.end and figure.start < other.end for other in found):
            found.append(figure)
    return sorted(found, key=lambda figure: figure.start)


def _candidates(text: str) -> Iterator[Figure]:
    places, low = list(_places(text)), text.lower()
    for match in _found(_PERCENT, text, places if _HUNDREDTHS.search(text) else ()):
        end = match.start("denominator") - 1 if match["denominator"] else match.end()
        end = len(text[:end].removesuffix("af").rstrip()) if match["denominator"] else end
        yield _figure(match, end, value=_digits(match["number"]), unit="%")
    for match in _found(_SHARE, text, [at for at in places if low.find("af", at, at + _SPAN) > 0]):
        unit = _tidy(match["unit"])
        whole = f"{_digits(match['whole'])} {unit}".strip()
        yield Figure(_digits(match["number"]), unit, _begin(match), match.end(), whole, _tidy(match["modifier"]))
    for match in _found(_PART, text, [at for at in places if not text[at].isdigit()]):
        end = match.end("part")
        value = _FRACTIONS[match["part"].lower()]
        yield _figure(match, end, value=value, unit="")
    for match in _found(_COUNT, text, places):
        if not _is_count(text, match):
            continue
        scale = _SCALES.get((match["scale"] or "").strip().lower().rstrip("."), "")
        unit = f"{scale} {_tidy(match['unit'])}".strip()
        yield Figure(_digits(match["number"]), unit, _begin(match), match.end(), "", _tidy(match["modifier"]))


def _places(text: str) -> Iterator[int]:
    """Where a figure may begin: at digits and number words, and at a modifier before them. Nothing else can be one."""
    for word in _AMOUNT.finditer(text):
        at = word.start()
        if word.group().lower() in _PARTS and (first := _FIRST.search(text, max(0, at - 4), at)):
            at = first.start()
        if led := _LED.search(text, max(0, at - _REACH), at):
            yield led.start()
        yield at


def _found(pattern: re.Pattern[str], text: str, places: Sequence[int]) -> Iterator[re.Match[str]]:
    """The matches that begin at one of the places, in order, not overlapping."""
    end = 0
    for at in places:
        if at >= end and (match := pattern.match(text, at)):
            end = match.end()
            yield match


def _is_count(text: str, match: re.Match[str]) -> bool:
    """A year before a noun or verb is no count, nor is a date, a number in a heading or a name, or a verb as unit."""
    number, unit = match["number"], match["unit"].split()
    if _YEAR.fullmatch(number) and not match["scale"] and not re.fullmatch(_UNITS, match["unit"]):
        return False
    if any(_NO_UNIT.fullmatch(word.lower()) for word in unit):
        return False
    measured = match["scale"] or match["modifier"] or re.fullmatch(_UNITS, match["unit"])
    if number[0].isdigit() and not measured and _in_name(text, match.start()):
        return False
    months = r"jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec"
    before = text[max(0, match.start() - 6) : match.start()].lower()
    return re.match(months, unit[0].lower()) is None and not before.endswith(("§ ", "stk. ", "side ", "nr. "))


def _in_name(text: str, start: int) -> bool:
    """Whether the number at `start` ends a name ("Gate 21"): a capitalised word stands before it, and is neither a
    place ("I Gladsaxe 21 skoler") nor an everyday word that opens a sentence ("Alle 21 skoler")."""
    begin = max(0, start - _CALL)
    called = _CALLED.search(text, begin, start)
    if called is None or any(begin + place.end == start - 1 for place in find_places(text[begin:start])):
        return False
    before = text[begin : called.start()].rstrip(" \u00a0\"'»”“(")
    opens = not before or before[-1] in ".!?:;•\n"
    return not opens or called.group().strip().lower() not in attested()


def _figure(match: re.Match[str], end: int, *, value: str, unit: str) -> Figure:
    return Figure(value, unit, _begin(match), end, _tidy(match["denominator"]), _tidy(match["modifier"]))


def _begin(match: re.Match[str]) -> int:
    return match.start("number") if "number" in match.groupdict() else match.start("part")


def _digits(number: str) -> str:
    return str(WORDS.get(number.lower(), re.sub(r"[ \u00a0]", ".", number)))


def _tidy(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "").strip()
