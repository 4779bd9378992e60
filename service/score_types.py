"""Whether a sentence is of the type that the question asks for: a number with its noun, a person, a date, a cause."""

from __future__ import annotations

import re
from functools import lru_cache

from service.candidates import Candidate
from service.question import Question, QuestionKind
from service.words import words

_NUMBER = re.compile(
    r"\d|\b(én|ét|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|halvdelen|halv|tredjedel\w*|fjerdedel\w*|procent|alle|ingen|"
    r"samtlige|størstedelen|flertallet|dobbelt\w*|tredobl\w*|million\w*|milliard\w*|tusind\w*|hundrede\w*)\b",
    re.IGNORECASE,
)
_SHARE = re.compile(r"%|\bprocent|\bdelen\b|\w+delen\b|\w+djedel|\bud af\b|\d+ af (de )?\d+", re.IGNORECASE)
_DATE = re.compile(
    r"\b(19|20)\d\d\b|\b(januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december|foråret|"
    r"sommeren|efteråret|vinteren|ultimo|primo|kvartal|måned\w*|kommende (\w+ )?år|\w+ år\b|"
    r"\d+ ?(sekund|minut|tim|dag|ug|måned)\w*|døgn\w*|ugentlig\w*|daglig\w*|årlig\w*|straks|snarest|"
    r"(man|tirs|ons|tors|fre|lør|søn)dage?\w*|hverdage?\b)|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![.!?:] )(?<!^)\b[A-ZÆØÅ][\w/’'-]*[a-zæøåA-ZÆØÅ]\w*", re.MULTILINE)
_CAUSE = re.compile(
    r"\b(fordi|da|grundet|på grund af|derfor|for at|så(?: at)?|hvorfor|skyldes|årsag\w*|dermed|eftersom|idet|"
    r"betyder|medfør\w*|kræver|viser|understøt\w*|sikre\w*)\b",
    re.IGNORECASE,
)
_MEANS = re.compile(
    r"\b(ved at|gennem|via|ved hjælp af|i form af|med fokus på|bestod|foregå\w*|sket i|bør|skal|kan|igangsat|oprettet|"
    r"udviklet|omsat|afholdt)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(fortsæt\w*|fremover|fremadrettet|kommende|forvent\w*|vil|bør|næste|potentiale|behov|videre\w*)\b",
    re.IGNORECASE,
)
_AHEAD_HEADING = re.compile(r"næste|fremtid|videre|fortsæt|anbefal|perspektiv|plan", re.IGNORECASE)
_PLACE = re.compile(r"\b(kommune|region|www\.|\w+\.dk\b|hos|under|i regi af|findes på|på \w+\.\w+)\b", re.IGNORECASE)
_IS = re.compile(
    r"\b(er en|er et|er den|er det|bestå\w*|handle\w*|fokus på|kaldes|betegn\w*|udviklet)\b", re.IGNORECASE
)
_PARTIES = re.compile(
    r"\b[A-ZÆØÅ]{3,}\b|\b(kommuner?|virksomhed\w*|organisation\w*|leverandører|region\w*|selskab\w*)\b"
)


def type_fit(kind: QuestionKind, candidate: Candidate) -> float:
    """0–1: how well the candidate is of the kind of thing that is asked for."""
    text = candidate.text
    heading = " ".join(candidate.source.section.path)
    if kind == "number":
        return 1.0 if re.search(r"\d", text) else 0.7 if _NUMBER.search(text) else 0.0
    if kind == "when":
        return 1.0 if _DATE.search(text) else 0.0
    if kind == "who":
        return (
            1.0 if candidate.role == "speaker" else 0.8 if _NAME.search(text) else 0.4 if _PARTIES.search(text) else 0.0
        )
    if kind == "why":
        return 1.0 if _CAUSE.search(text) else 0.0
    if kind == "how":
        return 1.0 if _MEANS.search(text) else 0.0
    if kind == "next":
        return (0.5 if _AHEAD.search(text) else 0.0) + (0.5 if _AHEAD_HEADING.search(heading) else 0.0)
    if kind == "list":
        return _listing(candidate)
    if kind == "where":
        return 1.0 if _PLACE.search(text) or _NAME.search(text) else 0.0
    return 1.0 if _IS.search(text) else 0.3


@lru_cache(maxsize=50_000)
def counted_stems(text: str) -> frozenset[str]:
    """Stems of the content words within three words of a number."""
    tokens = words(text)
    places = [n for n, token in enumerate(tokens) if _NUMBER.search(token.surface)]
    near = {m for n in places for m in range(max(0, n - 3), min(len(tokens), n + 5))}
    return frozenset(tokens[m].stem for m in near if tokens[m].content)


def wants_share(question: Question) -> bool:
    """True when the number asked for is a part of a whole."""
    return bool(re.search(r"hvor stor[et]?\b|andel|procent|share|hvor mange (satser|vil)", question.own, re.IGNORECASE))


def has_share(text: str) -> bool:
    """True when the text states a part of a whole."""
    return bool(_SHARE.search(text))


def _listing(candidate: Candidate) -> float:
    if candidate.role in ("item", "row", "intro"):
        return 1.0
    commas = candidate.text.count(", ") + len(re.findall(r"\b(og|samt)\b", candidate.text))
    return min(1.0, commas / 4)
