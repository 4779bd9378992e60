"""What an answer must hold by what its question asks to be told in, or whose name it asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.candidates import Candidate
from service.score_types import type_fit
from service.score_words import stems_of

NAMED = 0.8
"""From this fit on, a sentence names somebody."""
_NUMBER = r"(\d|\b(en|et|to|tre|fire|fem|seks|syv|otte|ni|ti|halv\w*|hundrede\w*|tusind\w*)\b)[^.;:?!]{0,12}?"
_UNITS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(asked, re.IGNORECASE), re.compile(given, re.IGNORECASE))
    for asked, given in (
        (
            r"\b(kost\w*|løn\w*|tjener|betale[rs]?|beløb\w*|økonomi\w*|kroner|\w*(budget|gebyr|takst|udgift|tilskud|bøde|"
            r"kontingent|omkostning)\w*|\w*pris(en|er|erne)?|cost|price)\b",
            r"\b(kr|kroner|dkk|mio|mia|million\w*|milliard\w*|euro|gratis)\b|€",
        ),
        (r"\b(kilo\w*|kg|tons?|gram|vægt\w*|vejer)\b", _NUMBER + r"\b(kilo\w*|kg|tons?|gram)\b"),
        (r"\b(kwh|mwh|gwh|kilowatt\w*|megawatt\w*|mw)\b", _NUMBER + r"\b([kmg]wh?|[kmg]\w+watt\w*)\b"),
        (r"\b(kilometer|km|meter)\b", _NUMBER + r"\b(kilometer|km|meter)\b"),
        (r"\b(liter|kubikmeter|m3)\b", _NUMBER + r"\b(liter|kubikmeter|m3|m³)"),
        (
            r"\b(adresse\w*|telefon\w*|mail\w*|åbningstid\w*|klokken|mødested)\b",
            r"@|\bkl\. ?\d|\b\d{4} [A-ZÆØÅ]|\b\d{8}\b|\bwww\.|\.dk\b",
        ),
        (
            r"\b(hvilken|hvad er) (dato|dag)\w*|\bdato\b|\bnæste (gang|møde\w*)\b",
            r"\b\d{1,2}\. ?(jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}",
        ),
        (
            r"\bhvor (længe|hurtigt|lang tid)\b|\bhvor mange (minutter|timer|dage|uger|måneder|år)\b",
            r"\b(minut\w*|time[rn]?|timers|dag\w*|døgn|uger?|ugers|måned\w*|år\w*|snarest|straks|fremover)\b",
        ),
    )
)
"""What a question asks to be told in, and what an answer must then hold: money, measures, times, ways to be reached."""
_HELD = (
    r"(\w*?(?:direktør|formand|forkvinde|borgmester|minister|leder|chef|ejer|stifter|forfatter|forsker|"
    r"projektmedarbejder|sekretær|kasserer|kontaktperson|sagsbehandler|director|chair|mayor|leader))(?:en|n|e|ne|ren)?\b"
)
_OFFICE = re.compile(rf"\b(?:hvem|who) (?:er|var|blev|bliver|is|was)\b(?: [\w-]+){{0,3}}? {_HELD}", re.IGNORECASE)
"""An office whose holder is asked for: an answer names the office and somebody."""
_CERTAIN = ("borgmester", "minister", "direktør", "sekretær", "kasserer")
"""Offices that are called nothing else; who leads or chairs something may be told in many words."""


def unit_of(question: str) -> re.Pattern[str] | None:
    """What an answer must hold to a question for money, a measure, a time or a way to be reached; None for others."""
    return next((given for asked, given in _UNITS if asked.search(question)), None)


def lacks_unit(question: str, text: str) -> bool:
    """True when the question asks for something that is told in units, and the text has none of them."""
    return any(asked.search(question) and not given.search(text) for asked, given in _UNITS)


def is_office(word: str) -> bool:
    """True for a word that ends as words for offices do, with or without an article."""
    return re.fullmatch(_HELD, word, re.IGNORECASE) is not None


def lacks_office(question: str, told: Sequence[Candidate]) -> bool:
    """True when it is asked who holds an office, and nothing told names the office, of what it says, and somebody.

    "Kommunaldirektør, Ishøj Kommune" names no director of anything else than Ishøj.
    """
    asked = _OFFICE.search(question)
    if not asked:
        return False
    office = asked[1].lower()
    of_what = stems_of(f"{question[: asked.start(1)]} {question[asked.end() :]}") - stems_of("kommune")
    named = [each.text for each in told if type_fit("who", each) >= NAMED and office in each.text.lower()]
    return not any(of_what <= stems_of(text) for text in named)


def office_unheard(question: str, texts: Sequence[str]) -> bool:
    """True when it is asked who holds an office of one certain sort, and none of the texts has a word of that sort."""
    asked = _OFFICE.search(question)
    sort = next((sort for sort in _CERTAIN if asked and asked[1].lower().endswith(sort)), "")
    return bool(sort) and not any(sort in text for text in texts)
