"""What an answer must hold by what its question asks to be told in."""

from __future__ import annotations

import re

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


def unit_of(question: str) -> re.Pattern[str] | None:
    """What an answer must hold to a question for money, a measure, a time or a way to be reached; None for others."""
    return next((given for asked, given in _UNITS if asked.search(question)), None)


def lacks_unit(question: str, text: str) -> bool:
    """True when the question asks for something that is told in units, and the text has none of them."""
    return any(asked.search(question) and not given.search(text) for asked, given in _UNITS)
